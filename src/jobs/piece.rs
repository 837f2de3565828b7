//! A piece of a search, and who runs it: a worker, or the page itself.

use super::{Found, Task};
use crate::{
    compare,
    mechanism::discrete_log::DiscreteLog,
    people::{self, contacts},
    world::regime,
};

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
    /// What was counted, one candidate of the piece after the other.
    pub counted: Vec<u8>,
}

impl Outcome {
    /// tried (8) ‖ length (1) of what was found ‖ what was found ‖ what was counted.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.tried.to_be_bytes().to_vec();
        let found = self.found.as_ref().map(Found::to_bytes).unwrap_or_default();
        bytes.push(u8::try_from(found.len()).unwrap_or(u8::MAX));
        bytes.extend(found);
        bytes.extend(&self.counted);
        bytes
    }

    /// Reads it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (tried, rest) = bytes.split_first_chunk()?;
        let (length, rest) = rest.split_first()?;
        let (found, counted) = rest.split_at_checked((*length).into())?;
        let found = if found.is_empty() { None } else { Some(Found::from_bytes(found)?) };
        Some(Self { tried: u64::from_be_bytes(*tried), found, counted: counted.to_vec() })
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
        let each = |judge: &dyn Fn(u32) -> Vec<u8>| {
            let mut counted = Vec::new();
            for (candidate, _) in (piece.first..).zip(0..piece.count) {
                counted.extend(judge(u32::try_from(candidate).unwrap_or(u32::MAX)));
            }
            Outcome { tried: piece.count, found: None, counted }
        };
        let field = match &piece.task {
            Task::Logarithm(field) => field,
            Task::People { run, actions } => {
                let actions = usize::try_from(*actions).unwrap_or(usize::MAX);
                return each(&|pair| {
                    people::judge(&people::run_of(run, actions, pair, people::MESSAGES))
                });
            }
            Task::Compare { run, actions } => {
                let actions = usize::try_from(*actions).unwrap_or(usize::MAX);
                return each(&|place| {
                    let rule = usize::try_from(place).ok().and_then(|it| regime::ALL.get(it));
                    rule.map(|it| compare::of(run, actions, *it).to_bytes()).unwrap_or_default()
                });
            }
            Task::Contacts { run, actions } => {
                let actions = usize::try_from(*actions).unwrap_or(usize::MAX);
                return each(&|pair| contacts::judge(&contacts::run_of(run, actions, pair)));
            }
            Task::Times { people, target, events } => {
                return each(&|account| {
                    let account = u16::try_from(account).unwrap_or(u16::MAX);
                    vec![contacts::stands_out(events, *people, *target, account).into()]
                });
            }
            task => {
                let (tried, found) = task.attempt(piece.first, piece.count);
                return Outcome { tried, found, counted: Vec::new() };
            }
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
        Outcome { tried, found, counted: Vec::new() }
    }

    /// The same in bytes: nothing for bytes that are no piece.
    #[must_use]
    #[inline(never)]
    pub fn run_bytes(&mut self, piece: &[u8]) -> Vec<u8> {
        Piece::from_bytes(piece).map(|it| self.run(&it).to_bytes()).unwrap_or_default()
    }
}
