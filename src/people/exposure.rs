//! Counts over many pairs, and what a sample says of all of them.

use crate::access::Observer;

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Somebody in the table.
    Observer(Observer),
    /// Whoever has the same capability, and was asked by nobody ([`super::judge`]): a thief, an
    /// insider, a foreign state.
    Capable,
}

impl Who {
    /// How many there are: so many counts has each pair.
    pub const COUNT: usize = Observer::ALL.len() + 1;

    /// Its count among those of one pair ([`super::judge`]).
    #[must_use]
    pub fn of(self, counts: &[u8]) -> u8 {
        counts.get(self.place()).copied().unwrap_or_default()
    }

    fn place(self) -> usize {
        let place = match self {
            Self::Observer(observer) => Observer::ALL.iter().position(|it| *it == observer),
            Self::Capable => None,
        };
        place.unwrap_or(Observer::ALL.len())
    }
}

/// What is read of the pairs that were judged so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exposure {
    /// For each pair how many of its messages each observer reads, in the order of
    /// [`Who`].
    pairs: Vec<Vec<u8>>,
}

impl Exposure {
    /// One more pair was judged.
    pub fn add(&mut self, counts: Vec<u8>) {
        self.pairs.push(counts);
    }

    /// How many pairs were judged.
    #[must_use]
    pub const fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// How many messages of each pair somebody reads.
    pub fn of(&self, who: Who) -> impl Iterator<Item = u8> {
        let place = who.place();
        self.pairs.iter().map(move |counts| counts.get(place).copied().unwrap_or_default())
    }

    /// How many messages somebody reads, of all pairs.
    #[must_use]
    pub fn messages(&self, who: Who) -> u64 {
        self.of(who).map(u64::from).sum()
    }

    /// How many people have a message that somebody reads.
    #[must_use]
    pub fn people(&self, who: Who) -> u64 {
        2 * u64::try_from(self.of(who).filter(|it| *it > 0).count()).unwrap_or_default()
    }
}

/// Where a share of all pairs lies, in thousandths, as a sample has it: with a probability of 95 %
/// (Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
}

impl Interval {
    /// If `hits` of `sample` have it.
    #[must_use]
    pub fn of(hits: u64, sample: u64) -> Self {
        if sample == 0 {
            return Self { low: 0, high: 1_000 };
        }
        // All in millionths; z² = 1.96² = 3.8416.
        const UNIT: u128 = 1_000_000;
        const Z2: u128 = 3_841_600;
        let (hits, n) = (u128::from(hits.min(sample)), u128::from(sample));
        let share = hits * UNIT / n;
        let middle = share + Z2 / (2 * n);
        // z · √(p(1 − p)/n + z²/4n²)
        let variance = share * (UNIT - share) / n + Z2 * UNIT / (4 * n * n);
        let half = (variance * Z2 / UNIT).isqrt();
        let below = UNIT + Z2 / n;
        let thousandths = |it: u128| u64::try_from(it * 1_000 / below).unwrap_or(1_000).min(1_000);
        let low = if hits == 0 { 0 } else { thousandths(middle.saturating_sub(half)) };
        let high = if hits == n { 1_000 } else { thousandths(middle + half) + 1 };
        Self { low, high: high.min(1_000) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_messages_and_people() {
        let mut exposure = Exposure::default();
        let who = Who::Observer(Observer::Provider);
        for read in [0, 3, 10] {
            let mut counts = vec![0; Who::COUNT];
            counts[who.place()] = read;
            exposure.add(counts);
        }
        assert_eq!(exposure.pairs(), 3);
        assert_eq!((exposure.messages(who), exposure.people(who)), (13, 4));
        assert_eq!(exposure.of(who).collect::<Vec<_>>(), [0, 3, 10]);
    }

    /// Values of Wilson's formula, computed by hand to four digits.
    #[test]
    fn intervals_are_wilsons() {
        let of = |hits, sample| {
            let Interval { low, high } = Interval::of(hits, sample);
            (low, high)
        };
        assert_eq!(of(0, 60), (0, 61));
        assert_eq!(of(60, 60), (939, 1_000));
        assert_eq!(of(30, 60), (377, 623));
        assert_eq!(of(1, 10), (17, 405));
        assert_eq!(of(0, 0), (0, 1_000));
    }
}
