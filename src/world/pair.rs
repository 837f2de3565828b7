//! One thing for each party.

use super::Party;

/// One thing for Alice and one for Bob.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pair<T> {
    /// Alice's.
    pub alice: T,
    /// Bob's.
    pub bob: T,
}

impl<T> Pair<T> {
    /// The one of this party.
    pub const fn get(&self, party: Party) -> &T {
        match party {
            Party::Alice => &self.alice,
            Party::Bob => &self.bob,
        }
    }

    /// The one of this party, to be changed.
    pub const fn get_mut(&mut self, party: Party) -> &mut T {
        match party {
            Party::Alice => &mut self.alice,
            Party::Bob => &mut self.bob,
        }
    }
}
