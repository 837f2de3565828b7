//! The names of the world: who, where, when.

use crate::wire::Account;
use std::fmt;

/// One of the two people, and their phone and link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The left phone.
    Alice,
    /// The right phone.
    Bob,
}

impl Party {
    /// Both, left to right.
    pub const ALL: [Self; 2] = [Self::Alice, Self::Bob];

    /// The other one.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Alice => Self::Bob,
            Self::Bob => Self::Alice,
        }
    }

    /// Stable name, used in locale files, vectors and keyed randomness.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Alice => "alice",
            Self::Bob => "bob",
        }
    }

    /// The account at the provider.
    #[must_use]
    pub fn account(self) -> Account {
        Account::new(self.key())
    }

    /// The party whose account this is.
    #[must_use]
    pub fn of_account(account: &Account) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.key() == account.as_str())
    }
}

/// A point of the path where one can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// Inside Alice's phone.
    AlicePhone,
    /// On the network between Alice's phone and the provider.
    AliceLink,
    /// Inside the provider.
    Provider,
    /// On the network between the provider and Bob's phone.
    BobLink,
    /// Inside Bob's phone.
    BobPhone,
}

impl Point {
    /// All five, left to right.
    pub const ALL: [Self; 5] =
        [Self::AlicePhone, Self::AliceLink, Self::Provider, Self::BobLink, Self::BobPhone];

    /// Its place on the path, 0 to 4, left to right.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::AlicePhone => 0,
            Self::AliceLink => 1,
            Self::Provider => 2,
            Self::BobLink => 3,
            Self::BobPhone => 4,
        }
    }

    /// The point at a place on the path; places beyond the ends are the ends.
    #[must_use]
    pub const fn at(index: usize) -> Self {
        match index {
            0 => Self::AlicePhone,
            1 => Self::AliceLink,
            2 => Self::Provider,
            3 => Self::BobLink,
            _ => Self::BobPhone,
        }
    }

    /// Stable name, used in locale files and vectors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AlicePhone => "alice-phone",
            Self::AliceLink => "alice-link",
            Self::Provider => "provider",
            Self::BobLink => "bob-link",
            Self::BobPhone => "bob-phone",
        }
    }

    /// The point with this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.key() == key)
    }

    /// The point inside this party's phone.
    #[must_use]
    pub const fn phone(party: Party) -> Self {
        match party {
            Party::Alice => Self::AlicePhone,
            Party::Bob => Self::BobPhone,
        }
    }

    /// The point on this party's link.
    #[must_use]
    pub const fn link(party: Party) -> Self {
        match party {
            Party::Alice => Self::AliceLink,
            Party::Bob => Self::BobLink,
        }
    }

    /// The party whose phone or link this is; none for the provider.
    #[must_use]
    pub const fn party(self) -> Option<Party> {
        match self {
            Self::AlicePhone | Self::AliceLink => Some(Party::Alice),
            Self::Provider => None,
            Self::BobLink | Self::BobPhone => Some(Party::Bob),
        }
    }

    /// Whether this is a link (and not a phone or the provider).
    #[must_use]
    pub const fn is_link(self) -> bool {
        matches!(self, Self::AliceLink | Self::BobLink)
    }

    /// Whether this is a phone.
    #[must_use]
    pub const fn is_phone(self) -> bool {
        matches!(self, Self::AlicePhone | Self::BobPhone)
    }
}

/// A moment of the logical clock: milliseconds since midnight of the day on which a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub u64);

impl Time {
    /// When every run starts: nine o'clock.
    pub const START: Self = Self(9 * 3_600_000);

    /// Milliseconds of a day.
    pub const DAY: u64 = 24 * 3_600_000;

    /// On which day of the run it is: the first is 1.
    #[must_use]
    pub const fn day(self) -> u64 {
        self.0 / Self::DAY + 1
    }

    /// So many milliseconds later.
    #[must_use]
    pub const fn plus(self, milliseconds: u64) -> Self {
        Self(self.0 + milliseconds)
    }

    /// `09:05`, as a chat shows it.
    #[must_use]
    pub fn hours_minutes(self) -> String {
        format!("{:02}:{:02}", self.0 / 3_600_000 % 24, self.0 / 60_000 % 60)
    }
}

impl fmt::Display for Time {
    /// `09:05:12.040`, as a log shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(ms) = self;
        let (hours, minutes) = (ms / 3_600_000 % 24, ms / 60_000 % 60);
        write!(f, "{hours:02}:{minutes:02}:{:02}.{:03}", ms / 1_000 % 60, ms % 1_000)
    }
}

/// The number of an action. Actions have ids, not positions: what an action draws depends on
/// its id, so an insertion changes no unrelated key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ActionId(pub u64);
