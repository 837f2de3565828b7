//! Observers, findings and things in words.

use super::{
    how::{How, No, Source, in_words},
    model::{Cell, Total},
};
use crate::{
    access::{Fields, Finding, Kind, Observer, Origin},
    l10n::{Arg, text_or_id},
    t,
    ui::inspector,
    world::Party,
};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// What an observer is called.
#[must_use]
pub fn observer(observer: Observer) -> Text {
    text_or_id(&format!("observer-{}", observer.key()), &[])
}

/// An observer in the middle of a sentence, or (`subject`) at its beginning.
fn observer_in(observer: Observer, place: &str) -> Text {
    text_or_id(&format!("observer-{}.{place}", observer.key()), &[])
}

/// How a sentence speaks of an observer: `alice`, `bob`, or any other key for "it".
fn person(observer: Observer) -> Arg<'static> {
    Arg::Text(observer.key())
}

/// Observers in a sentence.
#[must_use]
pub fn observers(all: &[Observer]) -> Text {
    list(all.iter().map(|it| observer_in(*it, "within")))
}

/// "a, b and c".
fn list(items: impl Iterator<Item = Text>) -> Text {
    let mut items: Vec<Text> = items.collect();
    let last = items.pop().unwrap_or_default();
    if items.is_empty() {
        return last;
    }
    t!("access-list", first = items.join(", "), last = last)
}

/// What a kind of thing is called.
#[must_use]
pub fn kind(kind: Kind) -> Text {
    text_or_id(&format!("kind-{}", kind.key()), &[])
}

fn kinds(all: impl Iterator<Item = Kind>) -> Text {
    list(all.map(|kind| text_or_id(&format!("kind-{}.within", kind.key()), &[])))
}

/// Which colour a kind of thing has.
#[must_use]
pub const fn meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Content => "meaning-plaintext",
        Kind::Envelope
        | Kind::Frame
        | Kind::Sighting
        | Kind::IdentityKey
        | Kind::LogLine
        | Kind::AnonymousAddress
        | Kind::KnownAddress => "meaning-metadata",
        Kind::Trials => "meaning-length",
        _ if kind.is_secret() => "meaning-key",
        _ => "meaning-ciphertext",
    }
}

/// What a finding is called in the legend.
#[must_use]
pub fn finding(finding: Finding) -> Text {
    text_or_id(&format!("finding-{}", finding.key()), &[])
}

/// A cell read aloud.
#[must_use]
pub fn cell(who: Observer, number: usize, cell: Cell) -> Text {
    let log = i64::from(cell.finding.trials().unwrap_or_default());
    let what = if cell.finding == Finding::Metadata && !cell.reading.all().has(Fields::FROM) {
        t!("finding-metadata.unnamed")
    } else {
        let id = format!("finding-{}.cell", cell.finding.key());
        text_or_id(&id, &[("log", Arg::Number(log))])
    };
    t!("matrix-cell", who = observer(who), number = number, what = what)
}

/// A row added up.
#[must_use]
pub fn total(total: Total) -> Text {
    let Total { content, trials, of } = total;
    if content == 0 && trials > 0 {
        t!("matrix-total-trials", count = trials, of = of)
    } else {
        t!("matrix-total", count = content, of = of)
    }
}

/// Who can read something: the answer in one sentence.
#[must_use]
pub fn answer((at_once, later): (Vec<Observer>, Vec<Observer>)) -> Text {
    let who = observers(&at_once);
    let with_trials = observers(&later);
    match (at_once.is_empty(), later.is_empty()) {
        (true, true) => t!("matrix-answer-nobody"),
        (true, false) => t!("matrix-answer-trials", who = with_trials),
        (false, false) => t!("matrix-answer-both", who = who, others = with_trials),
        (false, true) if at_once.iter().all(|it| matches!(it, Observer::Owner(_))) => {
            t!("matrix-answer-only", who = who)
        }
        (false, true) => t!("matrix-answer", who = who),
    }
}

/// The answer to "how?" in one plain sentence.
#[must_use]
pub fn sentence(how: &How) -> Text {
    let who = observer_in(how.observer, "subject");
    let person = how.observer.key();
    if how.cell.finding == Finding::Content {
        return if how.keys.is_empty() {
            t!("how-content-open", who = who)
        } else {
            t!("how-content", who = who, keys = kinds(how.keys.iter().copied()))
        };
    }
    if let Some(log) = how.cell.finding.trials() {
        let (count, unit) = in_words(log);
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        return t!("how-trials", who = who, count = count, unit = unit);
    }
    match &how.no {
        Some(No { failed: true, .. }) => t!("how-no-failed", who = who),
        Some(No { has: Some(has), ways, .. }) if !ways.is_empty() => {
            let lacks = ways.first().map(Vec::as_slice).unwrap_or_default();
            let (has, lacks) = (kinds([*has].into_iter()), kinds(lacks.iter().map(|it| it.kind)));
            t!("how-no", who = who, person = person, has = has, lacks = lacks)
        }
        _ if how.cell.finding == Finding::Nothing => t!("how-nothing", who = who, person = person),
        _ => t!("how-nobody", who = who),
    }
}

/// That an observer could have made the bytes itself.
#[must_use]
pub fn fabricate(who: Observer) -> Text {
    t!("how-fabricate", who = observer_in(who, "subject"), person = who.key())
}

/// Whether an observer could write in a person's name.
#[must_use]
pub fn impersonate(name: Party, could: bool) -> Text {
    let (name, peer) = (inspector::wording::name(name), inspector::wording::name(name.peer()));
    if could {
        t!("how-impersonate-yes", name = name, peer = peer)
    } else {
        t!("how-impersonate-no", name = name, peer = peer)
    }
}

/// Where a thing comes from.
#[must_use]
pub fn source(who: Observer, source: Source) -> Text {
    match source {
        Source::Step(number) => t!("how-from-step", number = number),
        Source::Origin(origin) => self::origin(who, origin),
    }
}

fn origin(who: Observer, origin: Origin) -> Text {
    text_or_id(&format!("origin-{}", origin.key()), &[("person", person(who))])
}

/// What a rule does, in plain words and exactly.
#[must_use]
pub fn rule(key: &str) -> (Text, Text) {
    let id = format!("rule-{key}");
    (text_or_id(&id, &[]), text_or_id(&format!("{id}.exact"), &[]))
}

/// The name of a field of metadata.
#[must_use]
pub fn metadata(key: &str) -> Text {
    text_or_id(&format!("metadata-{key}"), &[])
}
