//! What a phone shows to its owner.

use super::{ActionId, Time};
use crate::wire::MessageId;
use std::sync::Arc;

/// One bubble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatItem {
    /// The action that sent the message.
    pub action: ActionId,
    /// When it was written, or when it came.
    pub time: Time,
    /// What the bubble holds.
    pub body: ChatBody,
}

/// What a bubble holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatBody {
    /// A text of the phone's owner.
    Outgoing {
        /// The text.
        text: Arc<str>,
        /// How far it has come.
        state: Delivery,
        /// The envelope that carries it, once it is sealed.
        envelope: Option<MessageId>,
    },
    /// A text of the peer.
    Incoming {
        /// The text.
        text: Arc<str>,
    },
    /// A message that could not be opened.
    Unreadable {
        /// Stable name of the error, used in locale files.
        error: &'static str,
    },
}

/// How far a sent text has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// It has not left the phone, or no answer has come.
    Waiting,
    /// The provider has it.
    Accepted,
    /// The peer's phone has it.
    Delivered,
    /// It can't be sent.
    Failed,
}

impl Delivery {
    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}
