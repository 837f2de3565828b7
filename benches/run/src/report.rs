//! From what was measured to the lines of the table.

use crate::first_visit::FirstVisit;
use crate::measured::{Access, Contest, Memory, Primitives, Ratchet, Rate, Replay, Searches};
use crate::measuring::{FORGERIES, PAIRS, ROUNDS};
use crate::table::{AtMost, Table, short};

/// Budgets of the project.
const MESSAGE: AtMost = AtMost(2.0, "ms");
const REPLAY: AtMost = AtMost(1.0, "s");
const JUDGED: AtMost = AtMost(50.0, "ms");
const ONE_MORE: AtMost = AtMost(5.0, "ms");
const SLICE: f64 = 50.0;
const FORGED: AtMost = AtMost(500.0, "ms");
const EVERYBODY: AtMost = AtMost(10.0, "s");
/// Candidates a second of the export suite.
const EXPORT: f64 = 1e6;
const PER_ACTION: AtMost = AtMost(8.0, "kB");

const MIB: f64 = 1_048_576.0;

/// Messages a second, and the time of one.
pub(crate) fn ratchet(table: &mut Table, measured: &Ratchet) {
    table.section("Double Ratchet, seal and open");
    rate(table, "all from one side, no DH step", measured.one_way, "/s");
    rate(table, "in turns, a DH step each", measured.in_turns, "/s");
    let message = 1000.0 / measured.messages.median;
    table.budget("a message: ratchet, envelope, transport, there and back", message, MESSAGE);
}

/// Ours beside others.
pub(crate) fn primitives(table: &mut Table, measured: &Primitives) {
    let Primitives { x25519, large, small } = measured;
    contest(table, "X25519", x25519, "/s", 1.0);
    contest(table, "AES-256-GCM, sealing 1 MiB", large, "MB/s", MIB / 1e6);
    contest(table, "AES-256-GCM, sealing 64 bytes, a new key each time", small, "/s", 1.0);
}

/// What one thread does: a worker, say.
pub(crate) fn searches(table: &mut Table, measured: &Searches) {
    table.section("Searches and other people, one thread");
    let Searches { export_grade, reduced, logarithm, puzzle, leaf, others } = measured;
    let verdict = if export_grade.median >= EXPORT { "within" } else { "UNDER" };
    let keys = format!("{}/s", short(export_grade.median));
    table.row("keys of export grade", keys, format!("{verdict} {}/s", short(EXPORT)));
    rate(table, "reduced keys", *reduced, "/s");
    rate(table, "entry price of a crumple zone, steps", *logarithm, "/s");
    rate(table, "puzzles of a crumple zone, hashes", *puzzle, "/s");
    let title = format!("forging a LEAF, mean of {FORGERIES}; {} blocks each", short(leaf.tried));
    table.budget(title, leaf.took, FORGED);
    for it in others {
        let title = format!("{PAIRS} other pairs, judged: {}", it.regime);
        table.budget(title, it.took / 1000.0, EVERYBODY);
    }
}

fn contest(table: &mut Table, title: &str, contest: &Contest, unit: &str, scale: f64) {
    table.section(title);
    let scaled = |rate: Rate| Rate {
        median: rate.median * scale,
        low: rate.low * scale,
        high: rate.high * scale,
    };
    rate(table, "Keyhole (WebAssembly)", scaled(contest.keyhole), unit);
    rate(table, "noble (JavaScript)", scaled(contest.noble), unit);
    match contest.webcrypto {
        Some(webcrypto) => rate(table, "WebCrypto (the browser's own)", scaled(webcrypto), unit),
        None => table.row("WebCrypto (the browser's own)", "–", "not in this browser"),
    }
}

fn rate(table: &mut Table, what: &str, rate: Rate, unit: &str) {
    let spread = format!("{} to {}", short(rate.low), short(rate.high));
    table.row(what, format!("{} {unit}", short(rate.median)), spread);
}

/// Forwards, backwards, in slices.
pub(crate) fn replay(table: &mut Table, measured: &Replay) {
    table.section("A run of 1,000 messages");
    table.budget("replay from start to end", median(&measured.whole) / 1000.0, REPLAY);
    let longest = format!("longest {} ms", short(measured.back.longest));
    let back = format!("{} ms", short(measured.back.median));
    table.row("a step back, 200 times from the end", back, longest);
    let far: Vec<_> = measured.far.iter().map(|time| short(*time)).collect();
    let far = format!("{} ms", far.join(", "));
    table.row("from the end to 99, 90, 75, 50, 25 %", "", far);
    for slices in &measured.longest {
        let verdict = if slices.longest <= SLICE { "within" } else { "OVER" };
        table.row(
            format!("slices of {} steps: the longest", slices.steps),
            format!("{} ms", short(slices.longest)),
            format!(
                "{verdict} {SLICE} ms; median {} ms, {} slices",
                short(slices.median),
                slices.slices
            ),
        );
    }
}

/// Who can read it: from nothing, one message more, and one in the middle.
pub(crate) fn access(table: &mut Table, lengths: &[usize], measured: &[Access]) {
    let lengths: Vec<_> = lengths.iter().map(ToString::to_string).collect();
    table.section(format!("Who can read it, all observers: {} messages", lengths.join(", ")));
    let several = |times: &[f64]| {
        let times: Vec<_> = times.iter().map(|time| short(*time)).collect();
        format!("{} ms", times.join(", "))
    };
    for Access { regime, judge, more, between, impersonate, order } in measured {
        let changes = format!(
            "one more: {}; one in the middle: {}; could it write: {}; an order tried: {}",
            several(more),
            several(between),
            several(impersonate),
            several(order)
        );
        table.row(format!("{regime}: from nothing"), several(judge), changes);
    }
    let slowest = |of: fn(&Access) -> f64| measured.iter().map(of).fold(0.0, f64::max);
    let first = |it: &Access| it.judge.first().copied().unwrap_or(f64::NAN);
    let more = |it: &Access| it.more.iter().copied().fold(0.0, f64::max);
    table.budget("the slowest rule, 40 messages from nothing", slowest(first), JUDGED);
    table.budget("the slowest rule, one message more, of the longest run", slowest(more), ONE_MORE);
}

/// What a run holds, and what comes back.
pub(crate) fn memory(table: &mut Table, messages: usize, measured: &Memory) {
    let Memory { actions, took, empty, played, reset, again, freed } = measured;
    table.section(format!("Memory of a run of {messages} messages"));
    let kb = |bytes: usize| bytes as f64 / 1000.0;
    let each = |bytes: usize| kb(bytes) / *actions as f64;
    let shown = |bytes: usize| format!("{} kB", short(kb(bytes)));
    table.budget("live bytes per action", each(played.live - empty.live), PER_ACTION);
    table.budget("memory.buffer per action", each(played.buffer - empty.buffer), PER_ACTION);
    let buffers = format!("{} before", shown(empty.buffer));
    table.row("memory.buffer after the run", shown(played.buffer), buffers);
    let undo = "the list of actions, for undo";
    table.row("live after a reset", shown(reset.live - empty.live), undo);
    let grown = again.buffer - played.buffer;
    let list = (again.live - reset.live) / ROUNDS;
    table.row(
        format!("memory.buffer grows by {ROUNDS} more equal runs and resets"),
        shown(grown),
        format!("the lists for undo: {ROUNDS} times {}", shown(list)),
    );
    table.row("live when all is gone", shown(freed.live.saturating_sub(empty.live)), "");
    table.row("played in", format!("{} s", short(took / 1000.0)), "");
}

/// How long a visitor waits.
pub(crate) fn first_visit(table: &mut Table, visits: &[FirstVisit]) {
    table.section(format!(
        "First visit, {} fresh browsers; the server is this machine",
        visits.len()
    ));
    let times =
        |of: fn(&FirstVisit) -> Option<f64>| -> Vec<f64> { visits.iter().filter_map(of).collect() };
    waiting(table, "navigation to the running page", &times(|visit| visit.running));
    waiting(table, "navigation to the first ciphertext", &times(|visit| visit.ciphertext));
}

fn waiting(table: &mut Table, what: &str, times: &[f64]) {
    let low = times.iter().copied().reduce(f64::min);
    let high = times.iter().copied().reduce(f64::max);
    match low.zip(high) {
        Some((low, high)) => table.row(
            what,
            format!("{} ms", short(median(times))),
            format!("{} to {}", short(low), short(high)),
        ),
        None => table.row(what, "–", "the page never showed it"),
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
