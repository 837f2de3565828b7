//! Why a message could not be sent or read. Each reason reads as a sentence.

use crate::crypto::keys::{NonContributory, PrekeyId, PublicKey};
use crate::protocol::header::HeaderError;
use core::fmt;

/// Why a message could not be read. The state is what it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecryptError {
    /// The tag does not fit: something was changed on the way, or the key is another one.
    AuthenticationFailed {
        /// The chain that the header names.
        ratchet_key: PublicKey,
        /// The number that the header names.
        message_number: u32,
    },
    /// This message was read before; its key is deleted.
    Duplicate {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
    },
    /// The key of this late message was dropped to make room for newer ones.
    KeyDropped {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
    },
    /// The header would have more messages skipped than one step may.
    TooManySkipped {
        /// The most that may be skipped.
        limit: u32,
        /// How many the header asks for.
        asked: u32,
    },
    /// The header names a message after the end of a chain that the sender has closed.
    BeyondChainEnd {
        /// How many messages the chain has.
        length: u32,
        /// The number that the header names.
        message_number: u32,
    },
    /// The ciphertext is shorter than its tag.
    Truncated {
        /// The shortest possible length.
        expected: usize,
        /// The length found.
        actual: usize,
    },
    /// The bytes before the ciphertext are not a header.
    MalformedHeader(HeaderError),
    /// A key in the message is a point of small order.
    NonContributory(NonContributory),
    /// The message belongs to no session, and it can't start one.
    NoSession,
    /// A prekey message of a known session comes with another prekey header than before.
    PrekeyHeaderChanged {
        /// The base key that names the session.
        base_key: PublicKey,
    },
    /// The message uses a signed prekey that this phone does not hold.
    UnknownSignedPrekey {
        /// The number that the header names.
        id: PrekeyId,
    },
    /// The message uses a one-time prekey that this phone does not hold, or no longer.
    UnknownOneTimePrekey {
        /// The number that the header names.
        id: PrekeyId,
    },
}

impl DecryptError {
    /// Stable name of the reason, used in locale files and vectors.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::AuthenticationFailed { .. } => "authentication-failed",
            Self::Duplicate { .. } => "duplicate",
            Self::KeyDropped { .. } => "key-dropped",
            Self::TooManySkipped { .. } => "too-many-skipped",
            Self::BeyondChainEnd { .. } => "beyond-chain-end",
            Self::Truncated { .. } => "truncated",
            Self::MalformedHeader(_) => "malformed-header",
            Self::NonContributory(_) => "non-contributory",
            Self::NoSession => "no-session",
            Self::PrekeyHeaderChanged { .. } => "prekey-header-changed",
            Self::UnknownSignedPrekey { .. } => "unknown-signed-prekey",
            Self::UnknownOneTimePrekey { .. } => "unknown-one-time-prekey",
        }
    }
}

impl From<HeaderError> for DecryptError {
    fn from(error: HeaderError) -> Self {
        Self::MalformedHeader(error)
    }
}

impl From<NonContributory> for DecryptError {
    fn from(error: NonContributory) -> Self {
        Self::NonContributory(error)
    }
}

impl fmt::Display for DecryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AuthenticationFailed { ratchet_key, message_number } => write!(
                f,
                "authentication failed: message {message_number} of chain {ratchet_key} is not \
                 what its sender sealed"
            ),
            Self::Duplicate { ratchet_key, message_number } => {
                write!(f, "message {message_number} of chain {ratchet_key} was read before")
            }
            Self::KeyDropped { ratchet_key, message_number } => write!(
                f,
                "message {message_number} of chain {ratchet_key} is too late: its key was \
                 dropped to make room for newer ones"
            ),
            Self::TooManySkipped { limit, asked } => write!(
                f,
                "at most {limit} messages may be skipped in one step; this one asks for {asked}"
            ),
            Self::BeyondChainEnd { length, message_number } => write!(
                f,
                "the chain has {length} messages; there is no message number {message_number}"
            ),
            Self::Truncated { expected, actual } => write!(
                f,
                "a ciphertext has at least the {expected} bytes of its tag; this one has {actual}"
            ),
            Self::MalformedHeader(error) => write!(f, "the header can't be read: {error}"),
            Self::NonContributory(error) => write!(f, "the message is refused: {error}"),
            Self::NoSession => f.write_str("the message belongs to no session of this phone"),
            Self::PrekeyHeaderChanged { base_key } => {
                write!(f, "the prekey header is not the one with which session {base_key} began")
            }
            Self::UnknownSignedPrekey { id } => {
                write!(f, "this phone holds no signed prekey number {id}")
            }
            Self::UnknownOneTimePrekey { id } => {
                write!(f, "this phone holds no one-time prekey number {id} any more")
            }
        }
    }
}

impl core::error::Error for DecryptError {}

/// Why a message could not be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncryptError {
    /// There is no session with this peer.
    NoSession,
    /// The sending chain has used its last number, 2^32 − 1.
    ChainExhausted,
}

impl fmt::Display for EncryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSession => "there is no session with this peer",
            Self::ChainExhausted => "the sending chain has no number left",
        })
    }
}

impl core::error::Error for EncryptError {}
