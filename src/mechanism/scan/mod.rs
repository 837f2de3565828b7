//! Client-side scanning: the phone compares each message with a list that it can't read, and
//! adds a voucher that the owner of the list can open only if the message matches, and of use
//! only above a threshold of matches.
//!
//! Source: Bhowmick, Boneh, Myers, Talwar, Tarbe, "The Apple PSI System", 29 July 2021.
//!
//! ```text
//!           phone                                                owner of the list
//! text ──► digest ─────┐                                  secret α, list of digests
//!                      ▼                                              │
//!                 blind (β, γ) ◄──────────── table ◄──────────────────┘
//!                   │      │
//!                   Q      S ──► seals share ‖ sealed message seed
//!                   └──────┴───────── voucher ──────────► α·Q = S ?  then it opens
//!                                                         t shares give the scanning key,
//!                                                         and it opens the message seeds
//! ```
//!
//! | module | what |
//! |---|---|
//! | [`digest`] | the similarity digest of a text |
//! | [`psi`] | the blinded list, and how a digest meets it |
//! | [`threshold`] | shares of the phone's scanning key |
//! | [`voucher`] | what is added to a message, and how it is opened |
//!
//! What a match gives away here is the message's seed, and so the whole message; Apple's
//! associated data was a reduced copy of the picture. The simplifications stand in the modules.

pub mod digest;
pub mod psi;
pub mod threshold;
pub mod voucher;

pub use digest::SimilarityDigest;
pub use psi::{BadTable, Blinded, ListTooLong, ScanTable};
pub use threshold::{RecoverError, Share};
pub use voucher::{Matched, Scanner, Voucher, WrongScanKey, scan_key};
