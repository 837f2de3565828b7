//! Crumpling: a message's seed behind a hash puzzle of a chosen cost.
//!
//! ```text
//! field  = c (1) ‖ check (8) ‖ hidden seed (32)                                     41 bytes
//!
//! r      = first c bits of HKDF-SHA256(salt = 0x00 × 32, ikm = message seed,
//!          info = "Keyhole crumple"), as a number of 8 bytes                      8 ≤ c ≤ 40
//! prefix = HMAC-SHA256(session constant, "Keyhole crumple prefix" ‖ c (1) ‖ ratchet header)
//! check  = first 8 bytes of SHA-256(prefix ‖ r)
//! hidden seed = message seed XOR HKDF-SHA256(salt = prefix, ikm = r, info = "Keyhole crumple seed")
//! ```
//!
//! Whoever has the session's constant ([`super::abrasion`]) tries r after r, one SHA-256 block
//! each, 2^(c−1) on average, and gets this seed and no other: the next message is a puzzle of
//! its own. Nobody has to be asked, and nobody gets anything for free. The receiving phone
//! knows the seed and makes the field again: a false one is refused ([`PuzzleField::check`]).
//! A wrong r passes the check with a chance of 2^−24 over all of a search; then the seed opens
//! nothing, and the search goes on.
//!
//! Source: Wright, Varia, "Crypto Crumple Zones", IEEE EuroS&P 2018 ("symmetric crumpling").
//! Simplified: the puzzle hides the seed beside a message that is encrypted as ever; a puzzle
//! costs seconds here, where the paper has thousands of dollars in mind.

use super::Layout;
use super::abrasion::Group;
use super::search::Search;
use crate::crypto::kdf::{hkdf_sha256, hmac_sha256};
use crate::crypto::secret::{AbrasionConstant, MessageSeed, PuzzlePrefix};
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// c: what a puzzle costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost(u8);

impl Cost {
    /// A cost of 8 to 40 bits.
    #[must_use]
    pub const fn new(bits: u8) -> Option<Self> {
        if 8 <= bits && bits <= 40 { Some(Self(bits)) } else { None }
    }

    /// c.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The base-2 logarithm of the hashes that one message costs on average.
    #[must_use]
    pub const fn log2_hashes(self) -> u8 {
        self.0 - 1
    }
}

/// The base-2 logarithm, rounded up, of the steps that it takes to read some messages of one
/// session: one logarithm, then one puzzle for each. A step is a hash or a product modulo p.
#[must_use]
pub fn log2_total(group: Group, cost: Cost, messages: u32) -> u8 {
    let puzzles = u64::from(messages).saturating_mul(1 << cost.log2_hashes());
    let total = puzzles.saturating_add(1 << group.log2_steps());
    u8::try_from(total.saturating_sub(1).max(1).ilog2() + 1).unwrap_or(64)
}

/// The access field of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PuzzleField {
    cost: Cost,
    check: [u8; 8],
    hidden: [u8; 32],
}

impl PuzzleField {
    /// The length of the field in bytes.
    pub const LENGTH: usize = 41;

    /// Makes the puzzle of a message. It draws nothing: both phones make the same.
    #[must_use]
    pub fn make(
        seed: &MessageSeed,
        cost: Cost,
        constant: &AbrasionConstant,
        header: &[u8],
    ) -> Self {
        let bytes = Zeroizing::new(hkdf_sha256(&[0; 32], seed.reveal(), b"Keyhole crumple"));
        let r = u64::from_be_bytes(*bytes) >> (64 - u32::from(cost.0));
        let prefix = prefix(constant, cost, header);
        Self { cost, check: check(&prefix, r), hidden: mask(&prefix, r, seed.reveal()) }
    }

    /// Checks the field that came with a message whose seed is known.
    ///
    /// # Errors
    /// [`WrongPuzzle`] when it does not yield this seed, for the cost that it names.
    pub fn check(
        &self,
        seed: &MessageSeed,
        constant: &AbrasionConstant,
        header: &[u8],
    ) -> Result<(), WrongPuzzle> {
        if *self == Self::make(seed, self.cost, constant, header) {
            Ok(())
        } else {
            Err(WrongPuzzle { cost: self.cost })
        }
    }

    /// What it costs.
    #[must_use]
    pub const fn cost(&self) -> Cost {
        self.cost
    }

    /// Starts to solve it.
    #[must_use]
    pub fn solve(&self, constant: &AbrasionConstant, header: &[u8]) -> Puzzle {
        Puzzle {
            field: *self,
            prefix: prefix(constant, self.cost, header),
            search: Search::over_bits(self.cost.0.into()),
        }
    }
}

/// A puzzle that is being solved; it can stop and go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Puzzle {
    field: PuzzleField,
    prefix: PuzzlePrefix,
    search: Search,
}

impl Puzzle {
    /// Tries at most `budget` further numbers. A hit ends the run; running again goes on behind
    /// it.
    #[must_use]
    pub fn run(&mut self, budget: u64) -> Option<MessageSeed> {
        let Self { field, prefix, search } = self;
        let r = search.run(budget, |r| check(prefix, r) == field.check)?;
        Some(MessageSeed::from_bytes(mask(prefix, r, &field.hidden)))
    }

    /// The same over a part of the numbers, from `first` to `last`.
    #[must_use]
    pub fn between(self, first: u64, last: u64) -> Self {
        Self { search: Search::between(first, last), ..self }
    }

    /// How far it is.
    #[must_use]
    pub const fn search(&self) -> &Search {
        &self.search
    }
}

impl Layout for PuzzleField {
    fn write(&self, w: &mut Writer) {
        w.group(Field::PuzzleField, |w| {
            w.u8(Field::PuzzleCost, self.cost.0);
            w.leaf(Field::PuzzleCheck, &self.check);
            w.leaf(Field::PuzzleSeed, &self.hidden);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let bits = r.u8(Field::PuzzleCost)?;
        let cost = Cost::new(bits)
            .ok_or(DecodeError::BadValue { field: Field::PuzzleCost, found: bits.into() })?;
        let (check, hidden) = (r.array(Field::PuzzleCheck)?, r.array(Field::PuzzleSeed)?);
        Ok(Self { cost, check, hidden })
    }
}

/// A puzzle that does not yield the seed of its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongPuzzle {
    /// The cost that it names.
    pub cost: Cost,
}

impl fmt::Display for WrongPuzzle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the puzzle of {} bits does not yield the seed of this message", self.cost.0)
    }
}

impl core::error::Error for WrongPuzzle {}

fn prefix(constant: &AbrasionConstant, cost: Cost, header: &[u8]) -> PuzzlePrefix {
    let data = [b"Keyhole crumple prefix", &[cost.0][..], header].concat();
    PuzzlePrefix::from_bytes(hmac_sha256(constant.reveal(), &data))
}

/// One trial: prefix and number fit into one block of SHA-256.
fn check(prefix: &PuzzlePrefix, r: u64) -> [u8; 8] {
    let hash = Sha256::new().chain_update(prefix.reveal()).chain_update(r.to_be_bytes());
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(hash.finalize());
    [a, b, c, d, e, f, g, h]
}

/// Hides a seed, or shows it: the same operation.
fn mask(prefix: &PuzzlePrefix, r: u64, seed: &[u8; 32]) -> [u8; 32] {
    let pad = hkdf_sha256(prefix.reveal(), &r.to_be_bytes(), b"Keyhole crumple seed");
    let pad: Zeroizing<[u8; 32]> = Zeroizing::new(pad);
    let mut masked = *seed;
    for (byte, pad) in masked.iter_mut().zip(pad.iter()) {
        *byte ^= pad;
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::super::abrasion::Abrasion;
    use super::super::discrete_log::DiscreteLog;
    use super::super::testing::check_layout;
    use super::*;

    fn seed(number: u8) -> MessageSeed {
        MessageSeed::from_bytes([number; 32])
    }

    fn constant() -> AbrasionConstant {
        AbrasionConstant::from_bytes([0xab; 32])
    }

    fn puzzle(bits: u8) -> PuzzleField {
        PuzzleField::make(&seed(1), Cost::new(bits).unwrap(), &constant(), b"header")
    }

    #[test]
    fn whoever_pays_reads_message_by_message() {
        let abrasion = Abrasion::derive(b"session", Group::new(30).unwrap());
        let cost = Cost::new(12).unwrap();
        let fields = [1, 2]
            .map(|number| PuzzleField::make(&seed(number), cost, &abrasion.constant(), &[number]));

        let paid = DiscreteLog::new(&abrasion.field()).run(u64::MAX).unwrap();
        for (number, field) in (1..).zip(fields) {
            let mut puzzle = field.solve(&paid.constant(), &[number]);
            assert_eq!(puzzle.run(10), None);
            assert_eq!(puzzle.search().tried(), 10);
            assert_eq!(puzzle.run(u64::MAX), Some(seed(number)));
        }

        // Without the logarithm, or with another message's header, all numbers fail.
        for (constant, header) in [(&constant(), &[1]), (&paid.constant(), &[2])] {
            let mut puzzle = fields[0].solve(constant, header);
            assert_eq!(puzzle.run(u64::MAX), None);
            assert_eq!((puzzle.search().tried(), puzzle.search().is_over()), (1 << 12, true));
        }
    }

    /// The mean over 256 messages: 2^(c−1), give or take a tenth.
    #[test]
    fn costs_what_it_says() {
        let cost = Cost::new(10).unwrap();
        let total: u64 = (0..=255)
            .map(|number| {
                let field = PuzzleField::make(&seed(number), cost, &constant(), b"header");
                let mut puzzle = field.solve(&constant(), b"header");
                assert_eq!(puzzle.run(u64::MAX), Some(seed(number)));
                puzzle.search().tried()
            })
            .sum();
        let said = 256 << cost.log2_hashes();
        assert!((said * 9 / 10..said * 11 / 10).contains(&total), "{total}, not {said}");
    }

    #[test]
    fn the_peer_notices_every_changed_bit() {
        assert_eq!(puzzle(20).check(&seed(1), &constant(), b"header"), Ok(()));
        for bit in 0..8 * 41 {
            let changed = puzzle(20).encode().with_flipped_bit(bit);
            let accepted = PuzzleField::decode(changed.bytes())
                .is_ok_and(|field| field.check(&seed(1), &constant(), b"header").is_ok());
            assert!(!accepted, "bit {bit}");
        }
        let wrong = Err(WrongPuzzle { cost: Cost(20) });
        assert_eq!(puzzle(20).check(&seed(2), &constant(), b"header"), wrong);
        assert_eq!(puzzle(20).check(&seed(1), &constant(), b"Header"), wrong);
    }

    #[test]
    fn layout_and_limits() {
        check_layout(&puzzle(8), PuzzleField::LENGTH);
        assert!(Cost::new(7).is_none() && Cost::new(41).is_none());
        let total = |bits, cost, messages| {
            log2_total(Group::new(bits).unwrap(), Cost::new(cost).unwrap(), messages)
        };
        assert_eq!([total(24, 8, 1), total(24, 40, 1), total(62, 33, 1)], [14, 40, 33]);
        assert_eq!([total(24, 40, 1 << 20), total(62, 40, u32::MAX)], [60, 64]);
    }

    /// Computed by the Python package `cryptography` from the text at the top of this file.
    #[test]
    fn known_answer() {
        let bytes = puzzle(20).encode();
        assert_eq!(
            crate::hex::encode(bytes.bytes()),
            "1476e4256cd07e3bcc84f01e5c837c7a8f1023e0d1c724392a9ff0b2c623eb764889e1c045956c0458"
        );
    }
}
