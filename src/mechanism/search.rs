//! An exhaustive search that can stop and go on.
//!
//! The candidates are the numbers of a range, tried in order. A page can't wait for 2^30 trials,
//! so a search runs as many as it is told to, and its state is all that it needs to go on.

use core::fmt;

/// A range of candidates, of which some have been tried.
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    /// `None` when all have been tried.
    next: Option<u64>,
    last: u64,
    tried: u64,
}

impl Search {
    /// All numbers of at most 64 bits.
    #[must_use]
    pub const fn over_bits(bits: u32) -> Self {
        Self::between(0, largest(bits))
    }

    /// All numbers from `first` to `last`, both included.
    #[must_use]
    pub const fn between(first: u64, last: u64) -> Self {
        Self { next: if first <= last { Some(first) } else { None }, last, tried: 0 }
    }

    /// Tries at most `budget` further candidates. A hit ends the run; running again goes on
    /// behind it.
    #[must_use]
    pub fn run(&mut self, budget: u64, mut hits: impl FnMut(u64) -> bool) -> Option<u64> {
        for _ in 0..budget {
            let candidate = self.next?;
            self.next = if candidate < self.last { Some(candidate + 1) } else { None };
            self.tried = self.tried.saturating_add(1);
            if hits(candidate) {
                return Some(candidate);
            }
        }
        None
    }

    /// How many candidates have been tried.
    #[must_use]
    pub const fn tried(&self) -> u64 {
        self.tried
    }

    /// Whether all candidates have been tried.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.next.is_none()
    }
}

/// Where a search stands can be half a key, so it tells only how far it is.
impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Search({} tried)", self.tried)
    }
}

/// The largest number of `bits` bits, at most 64.
pub(super) const fn largest(bits: u32) -> u64 {
    match u64::MAX.checked_shr(64_u32.saturating_sub(bits)) {
        Some(largest) => largest,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_on_where_it_stopped_and_ends() {
        let mut search = Search::over_bits(4);
        assert_eq!(search.run(5, |candidate| candidate == 9), None);
        assert_eq!((search.tried(), search.is_over()), (5, false));
        assert_eq!(search.run(100, |candidate| candidate == 9), Some(9));
        assert_eq!(search.tried(), 10);
        assert_eq!(search.run(100, |candidate| candidate == 9), None);
        assert_eq!((search.tried(), search.is_over()), (16, true));
        assert_eq!(format!("{search:?}"), "Search(16 tried)");
    }

    #[test]
    fn the_edges_of_numbers() {
        assert_eq!([0, 1, 40, 64].map(largest), [0, 1, (1 << 40) - 1, u64::MAX]);
        let mut search = Search::between(u64::MAX, u64::MAX);
        assert_eq!(search.run(9, |_| false), None);
        assert_eq!((search.tried(), search.is_over()), (1, true));
        assert!(Search::between(2, 1).is_over());
    }
}
