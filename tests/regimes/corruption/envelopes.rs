//! Bits of an envelope, changed inside the provider.

use super::{id_of, shown};
use crate::case::{Case, JOINS, TEXTS, judged, played, row};
use keyhole::{
    access::{Finding, Observer},
    wire::{AccessKind, Envelope, Field, Reader},
    world::{
        Action, ActionId, Entry, Interference, Party, Point, Step, Target, Timeline, Traffic,
        regime::{self, Regime},
    },
};
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// What an envelope consists of.
struct Parts {
    /// Its length in bytes.
    length: usize,
    /// The bytes of its access part (kind, length, field); none without one.
    access: Option<Range<usize>>,
}

/// The parts of the envelopes, by message.
fn parts(timeline: &Timeline) -> BTreeMap<ActionId, Parts> {
    let entries = timeline.recording().entries().iter();
    let submitted = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } => {
            let is_submit = transmission.traffic == Traffic::Frame("submit");
            let frame = transmission.packet.below().filter(|_| is_submit)?;
            let envelope = frame.part(Field::Envelope).unwrap();
            let access = envelope.find(Field::AccessField).map(|it| it.range());
            let length = envelope.bytes().len();
            Some((transmission.message.unwrap(), Parts { length, access }))
        }
        _ => None,
    });
    submitted.collect()
}

/// A message with an access part that can be changed.
struct Changeable {
    regime: &'static dyn Regime,
    place: usize,
    /// The bytes of the access part in its envelope.
    part: Range<usize>,
    /// The conversation, unchanged.
    timeline: Timeline,
}

/// Under each rule the first message and one of an answered session, if they have such a part.
fn changeable() -> impl Iterator<Item = Changeable> {
    let places = regime::ALL.iter().flat_map(|it| [(*it, 0), (*it, 3)]);
    places.filter_map(|(regime, place)| {
        let (timeline, _) = Case::of(regime).judged();
        let part = parts(&timeline).get(&id_of(place))?.access.clone()?;
        Some(Changeable { regime, place, part, timeline })
    })
}

/// The conversation under a rule, with one bit of one envelope flipped inside the provider.
fn with_flipped(regime: &'static dyn Regime, place: usize, bit: usize) -> Timeline {
    let mut run = Case::of(regime).run();
    let target = Target { action: id_of(place), point: Point::Provider, nth: 0 };
    let how = Interference::FlipBit { bit: u32::try_from(bit).unwrap() };
    let id = run.next_id();
    let action = Action::Interfere { target, how };
    run.steps.insert(JOINS + place, Step { id, action });
    played(run)
}

/// What the receiver of a changed field does, by rule.
fn promised(regime: &dyn Regime, begins: bool) -> &'static str {
    match regime.key() {
        // It can't tell: only the agency, or the owner of the list, opens the field.
        "key-escrow"
        | "split-escrow"
        | "warrant-bound"
        | "client-side-scanning"
        | "work-factor" => "text",
        // A chip, or an app that solves its own puzzles, can.
        "clipper" | "crumple-zone" => "access-field",
        // A message that begins a session is taken for one of another suite, and does not open;
        // later ones are in the suite of their session, whatever stands beside them.
        "export-grade" if begins => "authentication-failed",
        "export-grade" => "text",
        key => panic!("{key} has no access field"),
    }
}

/// The first message and one of an answered session, at both ends and in the middle of the
/// field: the receiver does what is promised, and everything else goes on.
#[test]
fn a_changed_access_field_is_refused_where_it_can_be_told() {
    let mut seen = Vec::new();
    for Changeable { regime: it, place, part, .. } in changeable() {
        seen.push(it.key());
        let field = part.start + 3..part.end;
        for byte in [field.start, (field.start + field.end) / 2, field.end - 1] {
            let timeline = with_flipped(it, place, 8 * byte + 7);
            let access = judged(&timeline);
            let name = format!("{} message {place} byte {}", it.key(), byte - field.start);
            let shown = shown(&timeline, Party::Bob, place).unwrap();
            assert_eq!(shown, promised(it, place == 0), "{name}");
            // Its writer has it, and no outsider has more than of the unchanged one.
            let message = id_of(place);
            let alice = access.finding(Observer::Owner(Party::Alice), message);
            assert_eq!(alice, Finding::Content, "{name}");
            let real = Case::of(it).scene();
            for observer in Observer::ALL {
                if !matches!(observer, Observer::Owner(_)) {
                    let (with, without) =
                        (access.finding(observer, message), real.1.finding(observer, message));
                    assert!(with <= without, "{name} {}", observer.key());
                }
            }
            others_are_read(&timeline, place, &name);
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 8, "{seen:?}");
}

/// The code of the kind of a message's access field.
fn kind_of(timeline: &Timeline, message: ActionId) -> u8 {
    let entries = timeline.recording().entries().iter();
    let mut kinds = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } if transmission.message == Some(message) => {
            let is_submit = transmission.traffic == Traffic::Frame("submit");
            let frame = transmission.packet.below().filter(|_| is_submit)?;
            let envelope = frame.part(Field::Envelope).unwrap();
            Envelope::decode(Reader::new(envelope.bytes())).unwrap().access
        }
        _ => None,
    });
    kinds.next().unwrap().0.code()
}

/// Kind and length of the field: another kind, which is refused where a changed field is, or an
/// envelope that can't be read and is shown to nobody.
#[test]
fn a_changed_kind_or_length_never_costs_more_than_its_message() {
    let mut seen = 0;
    for Changeable { regime: it, place, part, timeline } in changeable() {
        seen += 1;
        for bit in 8 * part.start..8 * (part.start + 3) {
            let kind = kind_of(&timeline, id_of(place));
            let timeline = with_flipped(it, place, bit);
            let bit = bit - 8 * part.start;
            let name = format!("{} message {place} bit {bit}", it.key());
            let is_read = |it: &AccessKind| bit < 8 && it.code() == kind ^ (0x80 >> bit);
            let expected = AccessKind::ALL.iter().any(is_read);
            let expected = expected.then(|| promised(it, place == 0));
            assert_eq!(shown(&timeline, Party::Bob, place), expected, "{name}");
            let _ = judged(&timeline);
            others_are_read(&timeline, place, &name);
        }
    }
    assert_eq!(seen, 15, "messages with a field");
}

/// A refused message leaves nothing behind: every other one is read.
fn others_are_read(timeline: &Timeline, place: usize, name: &str) {
    for (other, (from, _)) in TEXTS.iter().enumerate() {
        if other != place {
            let shown = shown(timeline, from.peer(), other);
            assert_eq!(shown, Some("text"), "{name}: message {other}");
        }
    }
}

/// Any bit of the first envelope: all observers are judged, and nobody outside gets more.
#[test]
fn any_changed_bit_of_an_envelope_is_judged() {
    for it in regime::ALL {
        let real = Case::of(*it).scene();
        // A sealed envelope goes out another way; it is no longer than this.
        let length = parts(&real.0).get(&id_of(0)).map_or(300, |it| it.length);
        for bit in (0..8 * length).step_by(97) {
            let access = judged(&with_flipped(*it, 0, bit));
            let message = id_of(0);
            for observer in Observer::ALL {
                let found = access.finding(observer, message);
                let outside = !matches!(observer, Observer::Owner(_));
                let no_more = found <= real.1.finding(observer, message);
                assert!(!outside || no_more, "{} {} bit {bit}", it.key(), observer.key());
                let _ = (access.missing(observer, message), access.derivation(observer, message));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Garbage in the field of a rule: the phones do what they promise, everybody is judged, and
    /// nobody outside gets more.
    #[test]
    fn garbage_beside_a_message_is_judged(
        place in 0..regime::ALL.len(),
        flips in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let regime = regime::ALL[place];
        let real = Case::of(regime).order_after(2).scene();
        let message = id_of(3);
        let found = parts(&real.0);
        let Some(part) = found.get(&message).and_then(|it| it.access.clone()) else { return Ok(()) };
        let field = 8 * (part.start + 3)..8 * part.end;
        let bits: BTreeSet<_> = flips.iter().map(|it| field.start + it.index(field.len())).collect();
        let mut run = Case::of(regime).order_after(2).run();
        for bit in bits {
            let target = Target { action: message, point: Point::Provider, nth: 0 };
            let id = run.next_id();
            let how = Interference::FlipBit { bit: u32::try_from(bit).unwrap() };
            run.steps.insert(JOINS, Step { id, action: Action::Interfere { target, how } });
        }
        let timeline = played(run);
        let access = judged(&timeline);
        prop_assert_eq!(shown(&timeline, Party::Bob, 3), Some(promised(regime, false)));
        for observer in Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_))) {
            for (found, real) in row(&access, observer).iter().zip(row(&real.1, observer)) {
                prop_assert!(*found <= real, "{} {}", regime.key(), observer.key());
            }
        }
    }
}
