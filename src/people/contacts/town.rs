//! Who knows whom: circles of friends, and a few ties between them.

use super::{ALICE, BOB, FEWEST, MOST};
use crate::crypto::{keyed_rng::KeyedRng, secret::RunSeed};
use rand_core::Rng as _;

/// Nobody has more contacts.
const MOST_CONTACTS: usize = 8;
/// Alice has as many at least: a handful.
const HANDFUL: usize = 5;

/// People, and which of them know each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Town {
    people: usize,
    pairs: Vec<(usize, usize)>,
}

impl Town {
    /// The town of so many people that belongs to a run's seed: everybody is in a circle of about
    /// six, knows somebody there and at most eight people in all. Alice and Bob know each other.
    #[must_use]
    pub fn new(seed: &RunSeed, people: u32) -> Self {
        let people = people.clamp(FEWEST, MOST);
        let mut rng = KeyedRng::new(seed, "people", people.into(), "town");
        let mut below = |bound: usize| {
            let drawn = usize::try_from(rng.next_u32()).unwrap_or_default();
            drawn.checked_rem(bound).unwrap_or_default()
        };
        let people = usize::try_from(people).unwrap_or_default();
        let mut town = Self { people, pairs: vec![(ALICE, BOB)] };
        let mut first = 0;
        while first < people {
            let mut end = first + 4 + below(4);
            // Nobody is left for a circle alone.
            if people < end + 2 {
                end = people;
            }
            for one in first..end {
                for other in one + 1..end {
                    // Each knows the next one, so that nobody is alone.
                    if other == one + 1 || below(2) == 0 {
                        town.meet(one, other);
                    }
                }
            }
            first = end;
        }
        for one in 0..people {
            if below(3) == 0 {
                town.meet(one, below(people));
            }
        }
        for _ in 0..MOST {
            if town.contacts(ALICE).count() < HANDFUL {
                town.meet(ALICE, below(people));
            }
        }
        town
    }

    /// How many people there are.
    #[must_use]
    pub const fn people(&self) -> usize {
        self.people
    }

    /// Who knows each other; the first pair are Alice and Bob.
    #[must_use]
    pub fn pairs(&self) -> &[(usize, usize)] {
        &self.pairs
    }

    /// Whom somebody knows.
    pub fn contacts(&self, person: usize) -> impl Iterator<Item = usize> {
        self.pairs.iter().filter_map(move |pair| other_of(*pair, person))
    }

    fn meet(&mut self, one: usize, other: usize) {
        let full = |person| self.contacts(person).count() >= MOST_CONTACTS;
        if one != other && !full(one) && !full(other) && self.contacts(one).all(|it| it != other) {
            self.pairs.push((one.min(other), one.max(other)));
        }
    }
}

/// The other one of a pair, if somebody is in it.
pub(super) fn other_of((one, other): (usize, usize), person: usize) -> Option<usize> {
    if one == person { Some(other) } else { (other == person).then_some(one) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everybody_knows_one_to_eight_and_each_pair_is_there_once() {
        for seed in 0..20 {
            for people in [0, 10, 11, 40, 200, 1_000] {
                let town = Town::new(&RunSeed::from_bytes([seed; 32]), people);
                let pairs: BTreeSet<_> = town.pairs().iter().collect();
                assert_eq!(pairs.len(), town.pairs().len());
                assert!(pairs.iter().all(|(one, other)| one < other && *other < town.people()));
                assert_eq!(town.pairs()[0], (ALICE, BOB));
                for person in 0..town.people() {
                    let contacts = town.contacts(person).count();
                    assert!((1..=MOST_CONTACTS).contains(&contacts), "{person} has {contacts}");
                }
                assert!(town.contacts(ALICE).count() >= HANDFUL);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_town_and_another_one_another() {
        let of = |byte| Town::new(&RunSeed::from_bytes([byte; 32]), 40);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
