//! Typed secrets and the primitives, each behind the narrow door that the protocol needs.
//!
//! | module | what | specification |
//! |---|---|---|
//! | [`secret`] | one type per role of a secret | |
//! | [`keys`] | X25519 public keys and key pairs, one type per role | RFC 7748 |
//! | [`kdf`] | HKDF-SHA256, HMAC-SHA256 | RFC 5869, RFC 2104 |
//! | [`aead`] | AES-256-GCM | NIST SP 800-38D |
//! | [`xeddsa`] | signatures by an X25519 key | Signal, "The XEdDSA and VXEdDSA Signature Schemes", rev. 1 |
//! | [`suite`] | the message suite as a value | docs/PROTOCOL.md |
//! | [`keyed_rng`] | randomness keyed by action | docs/PROTOCOL.md |
//!
//! Nothing here reads a clock, starts a thread or asks the operating system for randomness.

pub mod aead;
pub mod kdf;
pub mod keyed_rng;
pub mod keys;
pub mod secret;
pub mod suite;
pub mod weak;
pub mod xeddsa;

mod hex;
