//! What page/bench.js returns. Times are in milliseconds.

use serde::Deserialize;

/// How often something can be done in a second.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Rate {
    pub(crate) median: f64,
    /// Of the slowest batch.
    pub(crate) low: f64,
    /// Of the quickest batch.
    pub(crate) high: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ratchet {
    pub(crate) one_way: Rate,
    pub(crate) in_turns: Rate,
    pub(crate) messages: Rate,
}

/// The same by three implementations.
#[derive(Debug, Deserialize)]
pub(crate) struct Contest {
    pub(crate) keyhole: Rate,
    pub(crate) noble: Rate,
    pub(crate) webcrypto: Option<Rate>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Primitives {
    pub(crate) x25519: Contest,
    /// Seals of 1 MiB.
    pub(crate) large: Contest,
    /// Seals of 64 bytes.
    pub(crate) small: Contest,
}

/// What one thread does in a search.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Searches {
    pub(crate) export_grade: Rate,
    pub(crate) reduced: Rate,
    /// Steps of the walk before a crumple zone's puzzles.
    pub(crate) logarithm: Rate,
    pub(crate) puzzle: Rate,
    pub(crate) leaf: Forgery,
    pub(crate) others: Vec<Others>,
}

/// The mean of many forgeries.
#[derive(Debug, Deserialize)]
pub(crate) struct Forgery {
    pub(crate) took: f64,
    /// How many blocks were tried.
    pub(crate) tried: f64,
}

/// Other pairs of phones under a rule.
#[derive(Debug, Deserialize)]
pub(crate) struct Others {
    pub(crate) regime: String,
    pub(crate) took: f64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Replay {
    /// From the start to the end, several times.
    pub(crate) whole: Vec<f64>,
    /// Single steps back from the end.
    pub(crate) back: Back,
    /// From the end to 99, 90, 75, 50 and 25 % of the run.
    pub(crate) far: Vec<f64>,
    pub(crate) longest: Vec<Slices>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    pub(crate) median: f64,
    pub(crate) longest: f64,
}

/// A replay in slices of so many steps.
#[derive(Debug, Deserialize)]
pub(crate) struct Slices {
    pub(crate) steps: usize,
    /// How many slices it took.
    pub(crate) slices: usize,
    pub(crate) median: f64,
    pub(crate) longest: f64,
}

/// Who can read it, under one rule.
#[derive(Debug, Deserialize)]
pub(crate) struct Access {
    pub(crate) regime: String,
    /// Judging runs of several lengths from nothing.
    pub(crate) judge: Vec<f64>,
    /// One message more on each.
    pub(crate) more: Vec<f64>,
    /// One message in the middle of each; what comes after it is judged again.
    pub(crate) between: Vec<f64>,
    /// Whether one could write in the name of either: the observer for whom that takes longest,
    /// on the shorter runs.
    pub(crate) impersonate: Vec<f64>,
    /// What an order would bring out, tried on a copy.
    pub(crate) order: Vec<f64>,
}

/// One long run and a reset, then several times the same run and a reset.
#[derive(Debug, Deserialize)]
pub(crate) struct Memory {
    pub(crate) actions: usize,
    /// How long the run took.
    pub(crate) took: f64,
    pub(crate) empty: Held,
    pub(crate) played: Held,
    pub(crate) reset: Held,
    pub(crate) again: Held,
    /// After the timeline is gone.
    pub(crate) freed: Held,
}

/// Memory at one moment.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Held {
    /// Bytes allocated and not freed.
    pub(crate) live: usize,
    /// `memory.buffer.byteLength`; it never shrinks.
    pub(crate) buffer: usize,
}
