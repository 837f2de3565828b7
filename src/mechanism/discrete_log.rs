//! The discrete logarithm of an abrasion, really computed.
//!
//! Pollard's rho: a walk through the group, each step a product with one of 16 fixed elements
//! g^a · y^b, chosen by four bits of where it stands. Its exponents are known at every point,
//! so when it comes to a point for the second time, two ways of writing this point give x. That
//! happens after about √q steps; that it has happened is noticed by comparing with one earlier
//! point, taken anew after 1, 2, 4, 8, … steps (Brent), which costs no memory and makes it
//! about 2 · √q.
//!
//! Source: Pollard, "Monte Carlo Methods for Index Computation (mod p)", Mathematics of
//! Computation 32, 1978; Brent, "An Improved Monte Carlo Factorization Algorithm", BIT 20, 1980;
//! 16 fixed elements after Teske, "Speeding Up Pollard's Rho Method", ANTS 1998. The walk
//! depends on the field alone, so the same field always takes the same number of steps.

use super::abrasion::{Abrasion, AbrasionField, Group};
use super::modular::{Element, Modulus, sum};
use core::fmt;

/// A computation that can stop and go on.
#[derive(Clone, PartialEq, Eq)]
pub struct DiscreteLog {
    field: AbrasionField,
    modulus: Modulus,
    jumps: [Point; 16],
    walker: Point,
    /// The earlier point that the walker is compared with.
    anchor: Point,
    /// Steps since the anchor, and how many until the next one.
    lap: u64,
    lap_length: u64,
    steps: u64,
    attempt: u64,
    found: Option<Abrasion>,
}

/// An element with a way of writing it: g^a · y^b.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Point {
    element: Element,
    a: u64,
    b: u64,
}

impl DiscreteLog {
    /// Starts at the beginning.
    #[must_use]
    pub fn new(field: &AbrasionField) -> Self {
        let modulus = field.group().modulus();
        let one = Point { element: modulus.enter(1), a: 0, b: 0 };
        let mut log = Self {
            field: *field,
            modulus,
            jumps: [one; 16],
            walker: one,
            anchor: one,
            lap: 0,
            lap_length: 1,
            steps: 0,
            attempt: 0,
            found: None,
        };
        log.start();
        log
    }

    /// Takes at most `budget` further steps, each a product modulo p. After a hit it gives the
    /// same again and takes no further step.
    #[must_use]
    pub fn run(&mut self, budget: u64) -> Option<Abrasion> {
        for _ in 0..budget {
            if self.found.is_some() {
                break;
            }
            self.step();
        }
        self.found.clone()
    }

    /// Whether it is the logarithm of this element.
    #[must_use]
    pub fn is_of(&self, field: &AbrasionField) -> bool {
        self.field == *field
    }

    /// How many steps it has taken.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    fn step(&mut self) {
        self.steps += 1;
        if let Some(jump) = self.jumps.get(self.walker.element.nibble()) {
            self.walker = Point {
                element: self.modulus.product(self.walker.element, jump.element),
                a: sum(self.walker.a, jump.a, self.order()),
                b: sum(self.walker.b, jump.b, self.order()),
            };
        }
        if self.walker.element == self.anchor.element {
            self.found = self.solve();
            if self.found.is_none() {
                self.attempt += 1;
                self.start();
            }
            return;
        }
        self.lap += 1;
        if self.lap == self.lap_length {
            self.anchor = self.walker;
            self.lap_length *= 2;
            self.lap = 0;
        }
    }

    /// Chooses the fixed elements and the start, other ones for each attempt.
    fn start(&mut self) {
        let mut mixer = self.field.power().wrapping_add(self.attempt.rotate_left(32));
        let point = |_| self.point(mix(&mut mixer), mix(&mut mixer));
        let jumps = core::array::from_fn(point);
        self.jumps = jumps;
        self.walker = self.point(mix(&mut mixer), 0);
        self.anchor = self.walker;
        (self.lap, self.lap_length) = (0, 1);
    }

    fn point(&self, a: u64, b: u64) -> Point {
        let (a, b) = (a % self.order(), b % self.order());
        let power = |base, exponent| self.modulus.power(self.modulus.enter(base), exponent);
        let element =
            self.modulus.product(power(Group::GENERATOR, a), power(self.field.power(), b));
        Point { element, a, b }
    }

    /// g^a · y^b = g^a' · y^b' gives x = (a − a') / (b' − b), unless b = b'.
    fn solve(&self) -> Option<Abrasion> {
        let (order, exponents) = (self.order(), Modulus::new(self.order()));
        let (one, two) = (&self.walker, &self.anchor);
        let above = exponents.enter(sum(one.a, order - two.a, order));
        let below = exponents.enter(sum(two.b, order - one.b, order));
        let inverse = exponents.power(below, order - 2);
        let exponent = exponents.leave(exponents.product(above, inverse));
        let abrasion = Abrasion::from_exponent(exponent, self.field.group());
        (abrasion.field() == self.field).then_some(abrasion)
    }

    const fn order(&self) -> u64 {
        self.field.group().order()
    }
}

impl fmt::Debug for DiscreteLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DiscreteLog({:?}, {} steps)", self.field, self.steps)
    }
}

/// The next number of a fixed sequence without a pattern (splitmix64).
const fn mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut number = *state;
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abrasion(bits: u8, session: u8) -> Abrasion {
        Abrasion::derive(&[session], Group::new(bits).unwrap())
    }

    #[test]
    fn finds_the_exponent_in_pieces() {
        let abrasion = abrasion(32, 1);
        let mut log = DiscreteLog::new(&abrasion.field());
        assert_eq!(log.run(100), None);
        assert_eq!(log.steps(), 100);
        let mut copy = log.clone();
        assert_eq!(log.run(1 << 20), Some(abrasion.clone()));
        while copy.run(1000).is_none() {}
        assert_eq!(copy, log);
        assert_eq!(log.run(1000), Some(abrasion));
        assert!(!format!("{log:?}").contains("exponent"));
    }

    #[test]
    fn every_small_group_and_small_exponents() {
        for bits in 24..=36 {
            for exponent in [1, 2, 3] {
                let abrasion = Abrasion::from_exponent(exponent, Group::new(bits).unwrap());
                let mut log = DiscreteLog::new(&abrasion.field());
                assert_eq!(log.run(1 << 24), Some(abrasion));
            }
        }
    }

    /// What the page says about the cost is what it costs.
    #[test]
    fn costs_what_it_says() {
        for bits in [24, 29] {
            let total: u64 = (0..100)
                .map(|session| {
                    let mut log = DiscreteLog::new(&abrasion(bits, session).field());
                    assert!(log.run(u64::MAX).is_some());
                    log.steps()
                })
                .sum();
            let said = 1 << Group::new(bits).unwrap().log2_steps();
            assert!((said / 2..said * 5 / 4).contains(&(total / 100)), "{bits}: {total}");
        }
    }
}
