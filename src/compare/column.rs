//! The columns of the comparison: each is one figure of every rule.

use super::{Figures, Share, coalition::MOST};
use crate::access::{Fields, Observer};

/// A figure to compare rules by. Each says what it counts, none says what is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Messages before the order that the investigator reads with it.
    Before,
    /// Messages after the order that the investigator reads.
    After,
    /// The same, with a layer of the owners' own.
    Layered,
    /// Outsiders who read a message without an order.
    Readers,
    /// Messages of other people that whoever has the keys reads.
    Others,
    /// The fewest outsiders who read a message together, without an order; 5 for five or more.
    Group,
    /// Outsiders who can tell who writes to whom.
    Metadata,
    /// Outsiders who could have made a message's bytes themselves.
    Fabricate,
    /// Outsiders who could write in somebody's name.
    Impersonate,
    /// Bytes of a message on both links, more than end-to-end, on average.
    Bytes,
    /// Things that users could notice, once there is an order.
    Evidence,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// The number; nothing where there is none (no few people who read, say).
    pub number: Option<i64>,
    /// Of so many.
    pub of: Option<u16>,
    /// And so many more after trials.
    pub trials: u16,
    /// Who is counted.
    pub who: Vec<Observer>,
    /// Whether there are others of whom the same holds.
    pub or_others: bool,
}

impl Column {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 11] = [
        Self::Before,
        Self::After,
        Self::Layered,
        Self::Readers,
        Self::Others,
        Self::Group,
        Self::Metadata,
        Self::Fabricate,
        Self::Impersonate,
        Self::Bytes,
        Self::Evidence,
    ];

    /// Stable name, used in locale files and exports.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Layered => "layered",
            Self::Readers => "readers",
            Self::Others => "others",
            Self::Group => "group",
            Self::Metadata => "metadata",
            Self::Fabricate => "fabricate",
            Self::Impersonate => "impersonate",
            Self::Bytes => "bytes",
            Self::Evidence => "evidence",
        }
    }

    /// The figure of a rule; `end_to_end` are the bytes of the same messages end-to-end, if that was
    /// counted.
    #[must_use]
    pub fn of(self, figures: &Figures, end_to_end: Option<u64>) -> Figure {
        let who = |is: fn(&super::Standing) -> bool| {
            counted(figures.standing.iter().filter(|it| is(it)).map(|it| it.observer).collect())
        };
        match self {
            Self::Before => read(figures.before),
            Self::After => read(figures.after),
            Self::Layered => read(figures.layered),
            Self::Others => read(figures.others),
            Self::Readers => Figure {
                trials: figures
                    .standing
                    .iter()
                    .map(|it| u16::from(it.share.read == 0 && it.share.trials > 0))
                    .sum(),
                ..who(|it| it.share.read > 0)
            },
            Self::Group => {
                let group = figures.coalitions.first().cloned().unwrap_or_default();
                let or_others = figures.coalitions.len() > 1;
                let number = figures.coalitions.first().map(|it| match it.len() {
                    // Larger than those that are looked for.
                    0 => signed(MOST + 1),
                    count => signed(count),
                });
                Figure { number, who: group, or_others, ..Figure::default() }
            }
            Self::Metadata => {
                who(|it| (it.reading.read | it.reading.inferred).has(Fields::FROM | Fields::TO))
            }
            Self::Fabricate => who(|it| it.fabricates),
            Self::Impersonate => who(|it| it.impersonates),
            Self::Bytes => {
                let more = end_to_end.and_then(|base| figures.bytes.checked_signed_diff(base));
                let number = more.and_then(|it| it.checked_div(i64::from(figures.messages)));
                Figure { number, ..Figure::default() }
            }
            Self::Evidence => {
                Figure { number: Some(signed(figures.evidence.len())), ..Figure::default() }
            }
        }
    }
}

fn read(Share { read, trials, of }: Share) -> Figure {
    Figure { number: Some(read.into()), of: Some(of), trials, ..Figure::default() }
}

fn counted(who: Vec<Observer>) -> Figure {
    Figure { number: Some(signed(who.len())), who, ..Figure::default() }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
