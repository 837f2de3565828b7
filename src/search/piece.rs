//! A piece of a search, and who runs it: a worker, or the page itself.

use super::{Found, Task};
use crate::mechanism::discrete_log::DiscreteLog;

/// So many candidates of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What is tried.
    pub task: Task,
    /// The first candidate; for a walk, how many steps came before.
    pub first: u64,
    /// How many.
    pub count: u64,
}

impl Piece {
    /// first (8) ‖ count (8) ‖ task.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.first.to_be_bytes().to_vec();
        bytes.extend(self.count.to_be_bytes());
        bytes.extend(self.task.to_bytes());
        bytes
    }

    /// Reads it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first_chunk()?;
        let (count, rest) = rest.split_first_chunk()?;
        let task = Task::from_bytes(rest)?;
        Some(Self { task, first: u64::from_be_bytes(*first), count: u64::from_be_bytes(*count) })
    }
}

/// What came of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many candidates were tried; a hit is the last of them.
    pub tried: u64,
    /// What was found.
    pub found: Option<Found>,
}

impl Outcome {
    /// tried (8) ‖ what was found, if anything.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.tried.to_be_bytes().to_vec();
        bytes.extend(self.found.iter().flat_map(Found::to_bytes));
        bytes
    }

    /// Reads it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (tried, rest) = bytes.split_first_chunk()?;
        let found = if rest.is_empty() { None } else { Some(Found::from_bytes(rest)?) };
        Some(Self { tried: u64::from_be_bytes(*tried), found })
    }
}

/// Runs pieces, one after the other. Of a walk it remembers where it stands.
#[derive(Debug, Default)]
pub struct Runner {
    walk: Option<DiscreteLog>,
}

impl Runner {
    /// Runs a piece to its end.
    #[must_use]
    pub fn run(&mut self, piece: &Piece) -> Outcome {
        let Task::Logarithm(field) = &piece.task else {
            let (tried, found) = piece.task.attempt(piece.first, piece.count);
            return Outcome { tried, found };
        };
        // A worker that is new walks the way of its predecessor again.
        let here = self.walk.take().filter(|walk| walk.steps() == piece.first && walk.is_of(field));
        let mut walk = here.unwrap_or_else(|| {
            let mut anew = DiscreteLog::new(field);
            let _ = anew.run(piece.first);
            anew
        });
        let before = walk.steps();
        let found = walk.run(piece.count).map(|it| Found::Constant(it.constant()));
        let tried = walk.steps() - before;
        self.walk = Some(walk);
        Outcome { tried, found }
    }

    /// The same in bytes: nothing for bytes that are no piece.
    #[must_use]
    #[inline(never)]
    pub fn run_bytes(&mut self, piece: &[u8]) -> Vec<u8> {
        Piece::from_bytes(piece).map(|it| self.run(&it).to_bytes()).unwrap_or_default()
    }
}
