//! The comparison as a file: the figures, and which run they are of. What was written is not in it.

use super::{Column, Figures};
use crate::{access::Observer, hex, json::Json, world::Run};

/// Names the form of the JSON.
pub const FORMAT: &str = "keyhole-comparison-1";

/// What stands in each file besides the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The run's seed, 32 bytes in hexadecimal.
    pub seed: String,
    /// Keyhole's version.
    pub version: &'static str,
    /// When, as the reader's clock has it (ISO 8601).
    pub date: String,
}

impl Stamp {
    /// Of a run, now.
    #[must_use]
    pub fn new(run: &Run, date: String) -> Self {
        let seed = hex::encode(run.seed.reveal());
        Self { seed, version: env!("CARGO_PKG_VERSION"), date }
    }
}

/// One line for each rule, names of columns first (RFC 4180): `before`, `before of`, `before trials`
/// and `before who` where there are such. Names of observers are separated by spaces.
#[must_use]
pub fn csv(rows: &[(&str, Figures)], stamp: &Stamp) -> String {
    let mut head = vec![String::from("rule")];
    head.extend(
        Column::ALL.iter().flat_map(|it| {
            ["", " of", " trials", " who"].map(|part| format!("{}{part}", it.key()))
        }),
    );
    head.extend(["seed", "version", "date"].map(String::from));
    let base = end_to_end(rows);
    let lines = rows.iter().map(|(rule, figures)| {
        let mut line = vec![(*rule).to_owned()];
        for column in Column::ALL {
            let figure = column.of(figures, base);
            let number = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
            let who: Vec<_> = figure.who.iter().map(|it| it.key()).collect();
            line.extend([
                number(figure.number),
                number(figure.of.map(i64::from)),
                figure.trials.to_string(),
                who.join(" "),
            ]);
        }
        line.extend([stamp.seed.clone(), stamp.version.to_owned(), stamp.date.clone()]);
        line
    });
    // None of it has a comma, a quote or a line break.
    [head].into_iter().chain(lines).map(|it| it.join(",") + "\r\n").collect()
}

/// The same as JSON.
#[must_use]
pub fn json(rows: &[(&str, Figures)], stamp: &Stamp) -> String {
    let base = end_to_end(rows);
    let row = |(rule, figures): &(&str, Figures)| {
        let columns = Column::ALL.map(|column| {
            let figure = column.of(figures, base);
            let number = figure.number.map(Json::Signed);
            let who = figure.who.iter().map(|it: &Observer| Json::from(it.key())).collect();
            let of = figure.of.map(|it| ("of", Json::from(u64::from(it))));
            let parts = [("number", number.unwrap_or(Json::Null))].into_iter().chain(of);
            let parts = parts.chain([
                ("trials", Json::from(u64::from(figure.trials))),
                ("who", Json::List(who)),
            ]);
            (column.key(), Json::object(parts))
        });
        Json::object([("rule", Json::from(*rule))].into_iter().chain(columns))
    };
    let all = Json::object([
        ("format", Json::from(FORMAT)),
        ("seed", Json::from(stamp.seed.as_str())),
        ("version", Json::from(stamp.version)),
        ("date", Json::from(stamp.date.as_str())),
        ("rules", Json::List(rows.iter().map(row).collect())),
    ]);
    all.to_string()
}

/// The bytes that pass end-to-end, if that is among the rules.
#[must_use]
pub fn end_to_end(rows: &[(&str, Figures)]) -> Option<u64> {
    rows.iter().find(|(rule, _)| *rule == "end-to-end").map(|(_, it)| it.bytes)
}
