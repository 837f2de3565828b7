//! Why a handshake or a record was refused.

use crate::crypto::aead::AeadError;
use crate::crypto::keys::PublicKey;
use core::fmt;

/// Why a handshake or a record was refused. The state is what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// A tag does not fit: a handshake message or a record was changed, or is out of order.
    AuthenticationFailed,
    /// Too few bytes.
    Truncated {
        /// The fewest bytes there can be.
        expected: usize,
        /// The bytes found.
        actual: usize,
    },
    /// Too many bytes.
    TooLong {
        /// The most bytes there can be.
        limit: usize,
        /// The bytes found.
        actual: usize,
    },
    /// The other side is not the one that was pinned.
    WrongRemote {
        /// The static key that was pinned.
        expected: PublicKey,
        /// The static key found.
        actual: PublicKey,
    },
    /// The next handshake message is not this side's to write.
    NotOurTurn {
        /// The number of the next message, from 1.
        message: usize,
    },
    /// The next handshake message is not the other side's to write.
    NotTheirTurn {
        /// The number of the next message, from 1.
        message: usize,
    },
    /// The handshake is over.
    Finished,
    /// The handshake is not over.
    NotFinished {
        /// How many messages were exchanged.
        messages: usize,
    },
    /// A key of the other side is a point of small order.
    NonContributory,
    /// The record counter has used its last value.
    CounterExhausted,
    /// The handshake's state machine refused for another reason.
    Refused(String),
}

impl From<AeadError> for TransportError {
    fn from(error: AeadError) -> Self {
        match error {
            AeadError::Truncated { expected, actual } => Self::Truncated { expected, actual },
            AeadError::AuthenticationFailed => Self::AuthenticationFailed,
        }
    }
}

impl From<snow::Error> for TransportError {
    fn from(error: snow::Error) -> Self {
        match error {
            snow::Error::Decrypt => Self::AuthenticationFailed,
            snow::Error::Dh => Self::NonContributory,
            other => Self::Refused(other.to_string()),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AuthenticationFailed => {
                f.write_str("authentication failed: these are not the bytes that come next")
            }
            Self::Truncated { expected, actual } => {
                write!(f, "at least {expected} bytes were expected; {actual} are there")
            }
            Self::TooLong { limit, actual } => {
                write!(f, "at most {limit} bytes are allowed; {actual} are there")
            }
            Self::WrongRemote { expected, actual } => {
                write!(f, "the pinned static key is {expected}; the other side has {actual}")
            }
            Self::NotOurTurn { message } => {
                write!(f, "handshake message {message} is the other side's to write")
            }
            Self::NotTheirTurn { message } => {
                write!(f, "handshake message {message} is this side's to write")
            }
            Self::Finished => f.write_str("the handshake is over"),
            Self::NotFinished { messages } => {
                write!(f, "the handshake is not over: {messages} messages were exchanged")
            }
            Self::NonContributory => {
                f.write_str("a key of the other side is a point of small order")
            }
            Self::CounterExhausted => f.write_str("the record counter has no value left"),
            Self::Refused(reason) => write!(f, "the handshake was refused: {reason}"),
        }
    }
}

impl core::error::Error for TransportError {}
