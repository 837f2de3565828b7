//! What the investigator's capability rests on, in the hands of somebody whom nobody asked.

use super::{Access, Finding, Holders, Observer, Vantage};
use crate::world::{ActionId, Party, World};

/// Somebody who has all secrets that institutions and provider have held from the beginning, and
/// no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Capable {
    /// Has them stolen, and what the provider still keeps with them.
    Thief,
    /// Works where they are kept, and sees all that passes the provider, from the beginning.
    Insider,
    /// Has them from its own demand, and records what passes on Alice's link.
    ForeignState,
}

impl Capable {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Thief, Self::Insider, Self::ForeignState];

    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Thief => "thief",
            Self::Insider => "insider",
            Self::ForeignState => "foreign-state",
        }
    }

    /// Where it stands in a run that begins with this action.
    const fn vantage(self, first: ActionId) -> Vantage {
        match self {
            Self::Thief => Vantage::Store,
            Self::Insider => Vantage::Interface { since: first },
            Self::ForeignState => Vantage::Link(Party::Alice),
        }
    }
}

impl Access {
    /// What it gets for each message, oldest first. `world` is the world at the moment that was
    /// judged.
    #[must_use]
    pub fn capable(&self, world: &World, who: Capable) -> Vec<Finding> {
        let keepers: Holders = Observer::ALL.into_iter().filter(|it| it.keeps_secrets()).collect();
        let found = self.outsider(world, keepers, who.vantage(self.first()));
        if who != Capable::Insider {
            return found;
        }
        // Whoever works there has what the provider itself comes to have, too.
        let own = self.messages().map(|it| self.finding(Observer::Provider, it));
        found.into_iter().zip(own).map(|(found, own)| found.max(own)).collect()
    }
}
