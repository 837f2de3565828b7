//! Between a phone and the provider: `Noise_XX_25519_AESGCM_SHA256`, then records; or, where
//! the phone does not say who it is, `Noise_NX_25519_AESGCM_SHA256`.
//!
//! Source: "The Noise Protocol Framework", rev. 34. The handshake is `snow`'s, over the
//! primitives of [`crate::crypto`]; the records are our own, so that keys are typed secrets.
//!
//! ```text
//! phone (initiator)                                        provider (responder)
//!   1  e, payload                        ───────────────►
//!                                        ◄───────────────  2  e, ee, s, es, payload
//!   3  s, se, payload                    ───────────────►                    (XX only)
//!      record key to the provider, record key to the phone = Split()
//! ```
//!
//! Decisions, for docs/PROTOCOL.md:
//! - Prologue: the 9 bytes `Keyhole 1`.
//! - Randomness: every handshake side has 32 bytes of its own; the ephemeral private key is the
//!   first 32 bytes of ChaCha20 under them (see [`crate::crypto::keyed_rng`]), clamped.
//! - The phone pins the provider's static key: if message 2 brings another one, the phone
//!   refuses it and writes nothing more.
//! - An all-zero Diffie-Hellman output ends the handshake.
//! - A record is AES-256-GCM over the payload, without associated data, under
//!   nonce = 4 zero bytes ‖ 64-bit big-endian counter, as Noise's own transport messages; the
//!   counter starts at 0 in each direction, and 2^64 − 1 is not used. A record has at most
//!   65,535 bytes with its tag. There is no rekeying.
//! - The counter is not sent. A record that was changed, dropped, repeated or moved does not
//!   open; the connection then ends.

mod error;
mod handshake;
mod part;
mod record;
mod resolver;

pub use error::TransportError;
pub use handshake::{Connected, Handshake};
pub use part::{HandshakePart, PartClass, PartName, handshake_parts};
pub use record::{RecordReceiver, RecordSender, record_nonce};
pub use resolver::Resolver;

/// Which sides of a handshake say who they are: a pattern of Noise (section 7.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Both.
    Xx,
    /// Only the responder: the first two messages of `XX`, under another name.
    Nx,
}

impl Pattern {
    /// The name of the protocol, as Noise hashes it.
    #[must_use]
    pub const fn protocol_name(self) -> &'static str {
        match self {
            Self::Xx => "Noise_XX_25519_AESGCM_SHA256",
            Self::Nx => "Noise_NX_25519_AESGCM_SHA256",
        }
    }

    /// How many messages the handshake has.
    #[must_use]
    pub const fn messages(self) -> usize {
        match self {
            Self::Xx => 3,
            Self::Nx => 2,
        }
    }
}

/// What both sides must have in common before they begin.
pub const PROLOGUE: &[u8] = b"Keyhole 1";

/// The longest handshake message or record, in bytes (Noise, section 3).
pub const MAX_LENGTH: usize = 65_535;
