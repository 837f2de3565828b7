//! The protocol: from two identities to a conversation, and from a phone to the provider.
//!
//! ```text
//!  identity keys, prekeys ── x3dh ──► root key, chain key ── ratchet ──► one key per message
//!                                        └────────── session ──────────┘
//!  static keys ── transport (Noise XX) ──► two record keys per connection
//! ```
//!
//! | module | what | specification |
//! |---|---|---|
//! | [`x3dh`] | the session start | Signal, "The X3DH Key Agreement Protocol", rev. 1 |
//! | [`ratchet`] | one key per message, and new keys with every turn | Signal, "The Double Ratchet Algorithm", rev. 1 |
//! | [`header`] | what stands before a ciphertext | docs/PROTOCOL.md |
//! | [`session`] | both of them together, as one conversation | |
//! | [`session_store`] | all sessions with one peer | Signal, "The Sesame Algorithm", rev. 2 |
//! | [`transport`] | phone to provider | Noise Protocol Framework, rev. 34 |
//! | [`safety_number`] | what two people compare | Signal's numeric fingerprint |
//! | [`trace`] | every step with its inputs and outputs | |
//!
//! Every function that draws takes its generator; none asks for the time. An operation that
//! fails leaves the state as it was.

pub mod error;
pub mod header;
pub mod ratchet;
pub mod safety_number;
pub mod session;
pub mod session_store;
pub mod terms;
pub mod trace;
pub mod transport;
pub mod x3dh;
