//! What a line of the relay's log says.

use super::{Found, Rule};
use crate::{
    access::{FactId, Fields, Kind, Known, Reading},
    wire::LogLine,
};

/// A line of the log says to whom, when, how long, and from whom if the provider knew it.
pub(super) const SEE_LOG_LINE: Rule = Rule::new("see-log-line", &[Kind::LogLine], see_log_line);

fn see_log_line(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let Ok(line) = LogLine::decode(fact.value.as_slice()) else { return };
    let fields = Fields::TO | Fields::TIME | Fields::SIZE;
    let named = !line.from.as_str().is_empty();
    let fields = if named { fields | Fields::FROM } else { fields };
    found.push(Found::that(&[new], Reading::read(fields).fact(&fact.name)));
}
