//! Orders, and what the provider keeps for when one comes.

use super::super::{ActionId, Party, Time};

/// A lawful authorisation, as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The action that gave it.
    pub id: ActionId,
    /// Whose messages, sent and received.
    pub target: Party,
    /// The first moment that it covers.
    pub start: Time,
    /// The last moment that it covers; none for an open end.
    pub end: Option<Time>,
    /// If it is no order of this country for everything: what it is.
    pub demand: Option<Demand>,
}

/// Something narrower than an order, or somebody else who asks for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Demand {
    /// An order for the lines of the relay's log alone.
    Records,
    /// An order for backups alone.
    Backups,
    /// A foreign state demands what an order would release.
    Foreign,
}

impl Demand {
    /// All.
    pub const ALL: [Self; 3] = [Self::Records, Self::Backups, Self::Foreign];

    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Backups => "backups",
            Self::Foreign => "foreign",
        }
    }
}

impl Order {
    /// Whether it reaches what institutions hold, and not only what the provider keeps.
    #[must_use]
    pub const fn reaches_institutions(&self) -> bool {
        matches!(self.demand, None | Some(Demand::Foreign))
    }

    /// Whether it has not ended.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.end.is_none()
    }

    /// Whether it covers something that happened at this moment.
    #[must_use]
    pub fn covers(&self, time: Time) -> bool {
        self.start <= time && self.end.is_none_or(|end| time <= end)
    }
}

/// How long the provider keeps envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Retention {
    /// Until they are delivered.
    #[default]
    UntilDelivered,
    /// Until they are delivered, and at least for [`Self::DAYS`].
    SomeDays,
    /// For ever.
    ForEver,
}

impl Retention {
    /// All, the shortest first.
    pub const ALL: [Self; 3] = [Self::UntilDelivered, Self::SomeDays, Self::ForEver];

    /// How many days some are.
    pub const DAYS: u64 = 3;

    /// Stable name, used in locale files and links.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::UntilDelivered => "until-delivered",
            Self::SomeDays => "some-days",
            Self::ForEver => "for-ever",
        }
    }

    /// Whether what came in at one moment is still there at another one, if it was delivered.
    #[must_use]
    pub const fn keeps_delivered(self, came: Time, now: Time) -> bool {
        match self {
            Self::UntilDelivered => false,
            Self::SomeDays => now.0.saturating_sub(came.0) < Self::DAYS * Time::DAY,
            Self::ForEver => true,
        }
    }

    /// The retention with this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|retention| retention.key() == key)
    }
}
