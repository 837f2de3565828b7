//! A public log of activations and their ends: anybody can check that it only grows.
//!
//! Warrant-bound escrow rests on it: a phone wraps its message keys for the agency only while
//! an entry of the log covers it, so that no order works without leaving a mark here, and no
//! key opens what was sent before.
//!
//! Source: RFC 6962 (Certificate Transparency), section 2.1, for the hashes of the tree and
//! the proofs; RFC 9162, sections 2.1.3.2 and 2.1.4.2, for how they are checked. The use of a
//! public log for orders follows Goldwasser and Park, "Public Accountability vs. Secret Laws",
//! WPES 2017, and Green, Kaptchuk, Van Laer, EUROCRYPT 2021.
//!
//! | module | what |
//! |---|---|
//! | [`tree`] | the tree, as the log has it |
//! | [`proof`] | what the log proves, and how it is checked |
//! | [`head`] | the signed head |
//! | [`activation`] | activations, open and secret |
//! | [`entry`] | the entries: activations and their ends |
//! | [`request`] | what a phone asks |
//!
//! Simplified: one log with one key; nobody gossips about heads, so that a log that shows two
//! phones two different histories is found out only if they compare; no time stands in a head.
//! The phone learns of the activation that covers it; access of which it learns nothing, as
//! Green, Kaptchuk and Van Laer construct it, needs heavier primitives.

pub mod activation;
pub mod entry;
pub mod head;
pub mod proof;
pub mod request;
pub mod tree;

pub use activation::{Activation, Opening, Target, WrongOpening};
pub use entry::{ActivationEnd, Entry};
pub use head::{SignedHead, TreeHead};
pub use proof::{ConsistencyProof, InclusionProof, ProofError};
pub use request::LogRequest;
pub use tree::{Tree, TreeHash, leaf_hash};
