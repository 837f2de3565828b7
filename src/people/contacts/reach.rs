//! Who is one and two steps away from a target, as an observer has it.

use super::{Conversation, Sight, Town, conversation::Eyes, town::other_of};
use crate::world::Party;

/// Two people who are known to be in touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// One of them.
    pub one: usize,
    /// The other one.
    pub other: usize,
    /// How it is known.
    pub sight: Sight,
}

/// What is known of who is in touch with whom, seen from a target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Who is known to be in touch.
    pub edges: Vec<Edge>,
    /// One step from the target, by their numbers.
    pub one_step: Vec<usize>,
    /// Two steps.
    pub two_steps: Vec<usize>,
}

impl Reach {
    /// As the provider has it: everybody's contacts.
    #[must_use]
    pub fn of_provider(town: &Town, known: &[Conversation], target: usize) -> Self {
        Self::over(edges(town, known, &|_, it| it.sight(Eyes::Provider)), target)
    }

    /// As the network of the target has it.
    #[must_use]
    pub fn of_network(town: &Town, known: &[Conversation], target: usize) -> Self {
        let is_target = |person| person == target;
        Self::over(edges(town, known, &of_either(&is_target, Eyes::Network)), target)
    }

    /// As whoever has an order for the records of the target; with `chained`, one for each person
    /// as well who is in touch with the target by the first.
    #[must_use]
    pub fn of_orders(town: &Town, known: &[Conversation], target: usize, chained: bool) -> Self {
        let mut ordered = vec![target];
        loop {
            let is_ordered = |person| ordered.contains(&person);
            let found = edges(town, known, &of_either(&is_ordered, Eyes::Order));
            let it = Self::over(found, target);
            if !chained || ordered.len() > 1 || it.one_step.is_empty() {
                return it;
            }
            ordered.extend(it.one_step);
        }
    }

    /// Where these are inferred to be in touch with the target, and that is all.
    #[must_use]
    pub fn inferred(named: Vec<usize>, target: usize) -> Self {
        let edge = |other: &usize| Edge { one: target, other: *other, sight: Sight::Inferred };
        Self { edges: named.iter().map(edge).collect(), one_step: named, ..Self::default() }
    }

    /// With these as what is known.
    #[must_use]
    pub fn over(edges: Vec<Edge>, target: usize) -> Self {
        let mut it = Self { edges, ..Self::default() };
        it.one_step = it.next_to(&[target], &[]);
        it.two_steps = it.next_to(&it.one_step, &[target]);
        it
    }

    /// Who is in touch with one of these, and is none of them or of those.
    fn next_to(&self, these: &[usize], those: &[usize]) -> Vec<usize> {
        let mut next = Vec::new();
        for person in these {
            for Edge { one, other, .. } in &self.edges {
                if let Some(it) = other_of((*one, *other), *person)
                    && ![these, those, &next].iter().any(|all| all.contains(&it))
                {
                    next.push(it);
                }
            }
        }
        next
    }
}

/// What is seen at either end, if that is among those who are looked at: Alice's part has the first
/// of a pair, Bob's the other one.
fn of_either(
    looked_at: &dyn Fn(usize) -> bool,
    eyes: fn(Party) -> Eyes,
) -> impl Fn((usize, usize), &Conversation) -> Sight {
    move |(one, other), it| {
        let ends = [(one, Party::Alice), (other, Party::Bob)];
        let seen = ends.into_iter().filter(|(person, _)| looked_at(*person));
        seen.map(|(_, part)| it.sight(eyes(part))).max().unwrap_or_default()
    }
}

fn edges(
    town: &Town,
    known: &[Conversation],
    sight: &dyn Fn((usize, usize), &Conversation) -> Sight,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    for ((one, other), it) in town.pairs().iter().zip(known) {
        let (one, other, sight) = (*one, *other, sight((*one, *other), it));
        if sight > Sight::Nothing {
            edges.push(Edge { one, other, sight });
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::secret::RunSeed, people::contacts::ALICE};

    /// Everybody sees what these eyes are said to see.
    fn known(town: &Town, seen: impl Fn(Eyes) -> Sight) -> Vec<Conversation> {
        let it = Conversation { sights: Eyes::ALL.map(seen), ..Conversation::default() };
        vec![it; town.pairs().len()]
    }

    /// Against counting paths of one and two steps in a matrix.
    #[test]
    fn steps_are_those_of_the_drawn_network() {
        for byte in 0..10 {
            let town = Town::new(&RunSeed::from_bytes([byte; 32]), 60);
            let knows =
                |one: usize, other: usize| town.pairs().contains(&(one.min(other), one.max(other)));
            let known = known(&town, |_| Sight::Read);
            for target in [0, 1, 17] {
                let mut counts = [0; 3];
                for person in (0..60).filter(|it| *it != target) {
                    let by_two = (0..60).any(|it| knows(target, it) && knows(it, person));
                    counts[if knows(target, person) {
                        1
                    } else if by_two {
                        2
                    } else {
                        0
                    }] += 1;
                }
                let steps = |it: &Reach| [it.one_step.len(), it.two_steps.len()];
                let provider = Reach::of_provider(&town, &known, target);
                assert_eq!(steps(&provider), counts[1..]);
                assert_eq!(provider.edges.len(), town.pairs().len());
                let chained = Reach::of_orders(&town, &known, target, true);
                assert_eq!(steps(&chained), counts[1..]);
                let one = Reach::of_orders(&town, &known, target, false);
                assert_eq!(steps(&one), [counts[1], 0]);
                assert_eq!(one.edges.len(), counts[1]);
            }
        }
    }

    #[test]
    fn an_order_shows_what_it_shows_about_its_target_and_nothing_else() {
        let town = Town::new(&RunSeed::from_bytes([1; 32]), 20);
        let firsts = known(&town, |eyes| match eyes {
            Eyes::Order(Party::Alice) => Sight::Read,
            _ => Sight::Nothing,
        });
        let as_first = town.pairs().iter().filter(|(one, _)| *one == 3).count();
        assert_eq!(Reach::of_orders(&town, &firsts, 3, false).one_step.len(), as_first);
        assert_eq!(Reach::of_provider(&town, &firsts, ALICE), Reach::default());
        assert_eq!(Reach::of_network(&town, &firsts, ALICE), Reach::default());
    }
}
