//! A packet on a link: what it is, which way it goes, and what becomes of it.

use super::{ActionId, Party, Time};
use crate::wire::Annotated;
use std::sync::Arc;

/// Which way a packet goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From a phone to the provider.
    ToProvider,
    /// From the provider to a phone.
    ToPhone,
}

/// What kind of traffic a packet is, as the page itself knows it (a link does not).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Traffic {
    /// A message of the Noise handshake: 1, 2 or 3.
    Handshake(u8),
    /// A frame, by the stable name of its kind ([`crate::wire::Frame::key`]).
    Frame(&'static str),
    /// The end of a connection.
    Close,
}

impl Traffic {
    /// Stable name, used in locale files and vectors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Handshake(1) => "handshake-1",
            Self::Handshake(2) => "handshake-2",
            Self::Handshake(_) => "handshake-3",
            Self::Frame(key) => key,
            Self::Close => "close",
        }
    }
}

/// What becomes of a packet on its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It arrives as it was sent.
    Intact,
    /// One bit was changed on the link: this arrives.
    Altered {
        /// Which bit.
        bit: u32,
        /// What arrives.
        arrives: Arc<Annotated>,
    },
    /// It is lost.
    Lost,
}

/// Names a packet: the `nth` on this link during this action, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransmissionId {
    /// During which action.
    pub action: ActionId,
    /// On whose link.
    pub link: Party,
    /// Which one, counted from 0.
    pub nth: u32,
}

/// A packet on a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transmission {
    /// Its name.
    pub id: TransmissionId,
    /// Which way it goes.
    pub direction: Direction,
    /// What kind of traffic it is.
    pub traffic: Traffic,
    /// When it leaves; a link sees it at this moment.
    pub sent_at: Time,
    /// When it arrives, if it does.
    pub arrives_at: Time,
    /// How many packets had arrived during the action when this one left.
    pub departs_after: u32,
    /// The action that sent the message which this packet carries or confirms.
    pub message: Option<ActionId>,
    /// What leaves, with what is inside.
    pub packet: Arc<Annotated>,
    /// What becomes of it.
    pub fate: Fate,
}
