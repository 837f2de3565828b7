//! Who may try to read, and what each of them was handed.

use super::FactId;
use crate::world::{
    ActionId, Party, Point,
    regime::{Institution, Receiver},
};
use std::ops::{BitAnd, BitOr};

/// Somebody who may try to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Observer {
    /// The owner of a phone, with the phone.
    Owner(Party),
    /// The operator of the network between a phone and the provider.
    Network(Party),
    /// The messaging service.
    Provider,
    /// Somebody else, under some rules.
    Institution(Institution),
}

impl Observer {
    /// Everybody, in the order of the rows.
    pub const ALL: [Self; 16] = [
        Self::Owner(Party::Alice),
        Self::Owner(Party::Bob),
        Self::Network(Party::Alice),
        Self::Network(Party::Bob),
        Self::Provider,
        Self::Institution(Institution::Investigator),
        Self::Institution(Institution::Agency),
        Self::Institution(Institution::Custodian(1)),
        Self::Institution(Institution::Custodian(2)),
        Self::Institution(Institution::Custodian(3)),
        Self::Institution(Institution::Ceremony),
        Self::Institution(Institution::EscrowAgent(1)),
        Self::Institution(Institution::EscrowAgent(2)),
        Self::Institution(Institution::ListOwner),
        Self::Institution(Institution::Thief),
        Self::Institution(Institution::ForeignState),
    ];

    /// Stable name, used in locale files and vectors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner(Party::Alice) => "alice",
            Self::Owner(Party::Bob) => "bob",
            Self::Network(Party::Alice) => "alice-network",
            Self::Network(Party::Bob) => "bob-network",
            Self::Provider => "provider",
            Self::Institution(institution) => institution.key(),
        }
    }

    /// This observer alone.
    #[must_use]
    pub fn holders(self) -> Holders {
        let place = Self::ALL.iter().position(|it| *it == self).unwrap_or_default();
        Holders(1 << place)
    }

    /// Whether it exists under every rule.
    #[must_use]
    pub const fn is_always_there(self) -> bool {
        match self {
            Self::Owner(_) | Self::Network(_) | Self::Provider => true,
            Self::Institution(it) => matches!(it, Institution::Investigator),
        }
    }

    /// Whether it may hold secrets of others from the beginning: what a thief can take.
    #[must_use]
    pub const fn keeps_secrets(self) -> bool {
        matches!(self, Self::Provider | Self::Institution(_))
    }

    /// Where on the path it stands, if it does.
    #[must_use]
    pub const fn point(self) -> Option<Point> {
        match self {
            Self::Owner(party) => Some(Point::phone(party)),
            Self::Network(party) => Some(Point::link(party)),
            Self::Provider => Some(Point::Provider),
            Self::Institution(_) => None,
        }
    }

    /// Whoever stands at a point of the path.
    #[must_use]
    pub const fn at(point: Point) -> Self {
        match point {
            Point::AlicePhone => Self::Owner(Party::Alice),
            Point::BobPhone => Self::Owner(Party::Bob),
            Point::AliceLink => Self::Network(Party::Alice),
            Point::BobLink => Self::Network(Party::Bob),
            Point::Provider => Self::Provider,
        }
    }
}

impl From<Receiver> for Holders {
    fn from(receiver: Receiver) -> Self {
        match receiver {
            Receiver::Everybody => Self::EVERYBODY,
            Receiver::Owner(party) => Observer::Owner(party).holders(),
            Receiver::Provider => Observer::Provider.holders(),
            Receiver::Institution(it) => Observer::Institution(it).holders(),
        }
    }
}

/// A set of observers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holders(u64);

impl Holders {
    /// Nobody.
    pub const NOBODY: Self = Self(0);
    /// All observers there may ever be: what is public.
    pub const EVERYBODY: Self = Self(u64::MAX);

    /// Whether there is a common member.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitAnd for Holders {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Holders {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<Observer> for Holders {
    fn from_iter<I: IntoIterator<Item = Observer>>(observers: I) -> Self {
        observers.into_iter().fold(Self::NOBODY, |all, it| all | it.holders())
    }
}

/// How somebody came by something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It passed where the observer stands.
    Captured(Point),
    /// The handshake of a connection to which the observer is an end.
    Handshake,
    /// The observer's own ratchet derived it, and deleted it after use.
    OwnRatchet,
    /// It is published in the directory.
    Public,
    /// It was in these hands from the beginning.
    Standing,
    /// The provider passes it on without an order.
    PassedOn,
    /// An order released it.
    Order(ActionId),
    /// It was on a phone that was taken.
    Seized(ActionId),
    /// It was stolen, or sold.
    Stolen(ActionId),
    /// It passed where somebody has been listening in.
    Watched(Point),
    /// The owners of the phones agreed on it, in person.
    AgreedInPerson,
    /// A search found it.
    Searched(ActionId),
}

impl Origin {
    /// Every stable name.
    pub const KEYS: [&str; 12] = [
        "captured",
        "handshake",
        "own-ratchet",
        "public",
        "standing",
        "passed-on",
        "order",
        "seized",
        "stolen",
        "watched",
        "agreed-in-person",
        "searched",
    ];

    /// Stable name, used in locale files and vectors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Captured(_) => "captured",
            Self::Handshake => "handshake",
            Self::OwnRatchet => "own-ratchet",
            Self::Public => "public",
            Self::Standing => "standing",
            Self::PassedOn => "passed-on",
            Self::Order(_) => "order",
            Self::Seized(_) => "seized",
            Self::Stolen(_) => "stolen",
            Self::Watched(_) => "watched",
            Self::AgreedInPerson => "agreed-in-person",
            Self::Searched(_) => "searched",
        }
    }
}

/// Something that was put into the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// What.
    pub fact: FactId,
    /// Who holds it.
    pub holders: Holders,
    /// How they came by it.
    pub origin: Origin,
}
