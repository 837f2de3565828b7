//! Who can read what, as rows, columns and cells, without the web.

use crate::{
    access::{Access, Finding, Observer, Reading},
    world::{Action, ActionId, Party, Run},
};
use std::sync::Arc;

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The messages, oldest first.
    pub columns: Vec<Column>,
    /// The observers who exist.
    pub rows: Vec<Row>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The action that sent it.
    pub message: ActionId,
    /// Its number among the messages, from 1.
    pub number: usize,
    /// Who sent it.
    pub from: Party,
    /// What it says.
    pub text: Arc<str>,
}

/// An observer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub observer: Observer,
    /// What it gets, one for each message.
    pub cells: Vec<Cell>,
}

/// What an observer gets for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What.
    pub finding: Finding,
    /// Which fields of metadata, read or inferred.
    pub reading: Reading,
}

/// How many messages can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// At once.
    pub content: usize,
    /// After trials.
    pub trials: usize,
    /// Of so many.
    pub of: usize,
}

impl Total {
    /// Adds findings up.
    #[must_use]
    pub fn of(findings: impl Iterator<Item = Finding>) -> Self {
        findings.fold(Self { content: 0, trials: 0, of: 0 }, |total, finding| Self {
            content: total.content + usize::from(finding == Finding::Content),
            trials: total.trials + usize::from(finding.trials().is_some()),
            of: total.of + 1,
        })
    }
}

impl Row {
    /// The row added up.
    #[must_use]
    pub fn total(&self) -> Total {
        Total::of(self.cells.iter().map(|cell| cell.finding))
    }
}

impl Matrix {
    /// The table at the present place of a run.
    #[must_use]
    pub fn new(access: &Access, run: &Run) -> Self {
        let texts = run.steps.iter().filter_map(|step| match &step.action {
            Action::Send { from, text } => Some((step.id, *from, text)),
            _ => None,
        });
        let columns: Vec<Column> = texts
            .zip(access.messages())
            .zip(1..)
            .map(|(((message, from, text), _), number)| Column {
                message,
                number,
                from,
                text: Arc::clone(text),
            })
            .collect();
        let cell = |observer, message| Cell {
            finding: access.finding(observer, message),
            reading: access.reading(observer, message),
        };
        let row = |observer| Row {
            observer,
            cells: columns.iter().map(|column| cell(observer, column.message)).collect(),
        };
        let rows = access.observers().into_iter().map(row).collect();
        Self { columns, rows }
    }

    /// The observers who can read a message at once, and those who can after trials alone.
    #[must_use]
    pub fn readers(&self) -> (Vec<Observer>, Vec<Observer>) {
        let with = |wanted: fn(Total) -> bool| {
            let rows = self.rows.iter().filter(|row| wanted(row.total()));
            rows.map(|row| row.observer).collect()
        };
        (with(|it| it.content > 0), with(|it| it.content == 0 && it.trials > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{Position, Timeline, conversation},
    };

    fn matrix(actions: usize) -> Matrix {
        let texts = [(Party::Alice, "one"), (Party::Bob, "two"), (Party::Alice, "three")];
        let mut timeline = Timeline::new(conversation(RunSeed::from_bytes([3; 32]), true, &texts));
        timeline.seek(Position::after(actions));
        let mut access = Access::default();
        access.update(&timeline);
        Matrix::new(&access, timeline.run())
    }

    #[test]
    fn rows_are_the_observers_who_exist_and_columns_the_messages_so_far() {
        let matrix = matrix(4);
        let rows: Vec<_> = matrix.rows.iter().map(|row| row.observer.key()).collect();
        let all = ["alice", "bob", "alice-network", "bob-network", "provider", "investigator"];
        assert_eq!(rows, all);
        let columns: Vec<_> =
            matrix.columns.iter().map(|it| (it.number, it.from, &*it.text)).collect();
        assert_eq!(columns, [(1, Party::Alice, "one"), (2, Party::Bob, "two")]);
    }

    #[test]
    fn totals_count_what_is_read() {
        let matrix = matrix(5);
        let totals: Vec<_> = matrix.rows.iter().map(|row| row.total().content).collect();
        assert_eq!(totals, [3, 3, 0, 0, 0, 0]);
        let owners = Party::ALL.map(Observer::Owner).to_vec();
        assert_eq!(matrix.readers(), (owners, Vec::new()));
    }

    #[test]
    fn before_the_first_message_there_are_rows_without_cells() {
        let matrix = matrix(2);
        assert!(matrix.columns.is_empty() && matrix.rows.iter().all(|row| row.cells.is_empty()));
    }
}
