//! The Double Ratchet: a key of its own for every message, and new secrets with every turn.
//!
//! Source: Signal, "The Double Ratchet Algorithm", rev. 1 (without header encryption), with
//! the constants of Signal's implementation.
//!
//! ```text
//!            DH(own, their)               DH(own', their)
//!                  │                            │
//! root key ──► KDF_RK ──► root key ─────────► KDF_RK ──► root key ─► …
//!                  └► receiving chain key       └► sending chain key
//!                        │                            │
//!                     KDF_CK ──► message seed      KDF_CK ──► message seed ──► key, nonce
//!                        ▼                            ▼
//!                     chain key                    chain key
//! ```
//!
//! Decisions, for docs/PROTOCOL.md:
//! - **Start.** As Signal's version 3: X3DH gives a root key and a first chain key. The
//!   responder's first sending chain is that chain key, named by its signed prekey, which is
//!   its first ratchet key pair. The initiator takes it as its first receiving chain; then it
//!   draws a ratchet key pair (32 bytes, after X3DH's base key) and makes one Diffie-Hellman
//!   ratchet step with the signed prekey: that gives its first sending chain. (The responder
//!   gets its session from the initiator's first message, whose new ratchet key replaces that
//!   first sending chain at once, so it carries no message in practice.)
//! - **Turn.** On the first authentic message with a new ratchet key: skip to `PN` in the old
//!   receiving chain; root step with our old pair → receiving chain; skip to `N` in it; open
//!   the message. Only when it opens: draw a new pair (32 bytes), root step → sending chain;
//!   `PN` := number of messages sent on the old sending chain; all state is replaced at once.
//!   A message that is refused draws nothing.
//! - **Skipped messages.** At most [`MAX_SKIP`] in one chain for one message, before and after
//!   the turn each; at most [`MAX_STORED`] seeds are stored, the oldest is dropped first. A
//!   closed chain's key is deleted when the turn is made; its missing messages have their
//!   seeds stored by then.
//! - **Order of checks.** Length of the ciphertext; stored seed for (ratchet key, N); current
//!   receiving chain; closed chain; else the ratchet key is new.
//! - **Repeated, dropped, impossible.** N below the current chain's next number, or below a
//!   closed chain's length, without a stored seed: the seed was either dropped to make room
//!   ([`DecryptError::KeyDropped`]) or used ([`DecryptError::Duplicate`]). N at or above a
//!   closed chain's length: [`DecryptError::BeyondChainEnd`].
//!
//! [`DecryptError::KeyDropped`]: crate::protocol::error::DecryptError::KeyDropped
//! [`DecryptError::Duplicate`]: crate::protocol::error::DecryptError::Duplicate
//! [`DecryptError::BeyondChainEnd`]: crate::protocol::error::DecryptError::BeyondChainEnd

mod chain_key;
mod closed;
mod message_key;
mod receive;
mod root_key;
mod skipped;
mod state;

pub use chain_key::{Chain, kdf_chain};
pub use closed::MAX_CLOSED;
pub use message_key::associated_data;
pub use receive::MAX_SKIP;
pub use root_key::kdf_root;
pub use skipped::{MAX_RANGES, MAX_STORED, SkippedKey};
pub use state::{Ratchet, RatchetView};
