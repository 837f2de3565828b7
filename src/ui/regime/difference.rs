//! What a rule changed on the wire: the same run, played end-to-end, is held against it.
//!
//! Nothing here knows a rule. Two recordings of one list of actions are compared, message by
//! message: how long the envelope is, which fields it has, which packets travel for it.

use crate::{
    wire::{Annotated, Field},
    world::{Action, ActionId, Entry, Recording, Run, Traffic},
};

/// What is different, in the order of the run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    changes: Vec<(ActionId, Change)>,
}

/// What is different about one message, or about another action.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// By how many bytes its envelope is longer; if it has none, its packets.
    pub bytes: i64,
    /// What its frames have besides, outermost fields only.
    pub added: Vec<Field>,
    /// What its frames lack, outermost fields only.
    pub dropped: Vec<Field>,
    /// The packets that travel for it besides.
    pub packets: Packets,
    is_message: bool,
    new: FieldSet,
}

impl Change {
    /// Whether nothing is different.
    fn is_empty(&self) -> bool {
        let nothing = Self { is_message: self.is_message, ..Self::default() };
        *self == nothing
    }
}

/// Packets of kinds of which there are more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packets {
    /// How many there are more.
    pub count: usize,
    /// How many bytes they have on their links together.
    pub bytes: usize,
    /// The stable names of their frames.
    pub kinds: Vec<&'static str>,
}

/// Changes that are the same for actions one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What happened.
    pub what: What,
    /// What is different about it.
    pub change: Change,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Messages, counted from 1: the first and the last.
    Messages(usize, usize),
    /// Another action.
    Action(ActionId),
}

impl Difference {
    /// Compares what was recorded with what is recorded of the same run end-to-end.
    #[must_use]
    pub fn between(ours: &Recording, baseline: &Recording) -> Self {
        let (ours, baseline) = (sent(ours), sent(baseline));
        let change = |(id, sent): (ActionId, Sent<'_>)| {
            let (_, before) = baseline.iter().find(|(other, _)| *other == id)?;
            let change = sent.against(before);
            (!change.is_empty()).then_some((id, change))
        };
        Self { changes: ours.into_iter().filter_map(change).collect() }
    }

    /// Whether nothing is different.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What is different about one message.
    #[must_use]
    pub fn of(&self, message: ActionId) -> Option<&Change> {
        self.changes.iter().find(|(id, _)| *id == message).map(|(_, change)| change)
    }

    /// The least and the greatest number of bytes by which envelopes of messages are longer.
    #[must_use]
    pub fn bytes(&self) -> Option<(i64, i64)> {
        let messages = || self.changes.iter().filter(|(_, change)| change.is_message);
        let bytes = || messages().map(|(_, change)| change.bytes).filter(|it| *it != 0);
        Some((bytes().min()?, bytes().max()?))
    }

    /// The changes in the order of the run, equal ones of neighbours together.
    #[must_use]
    pub fn rows(&self, run: &Run) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut messages = 0;
        for step in &run.steps {
            let is_message = matches!(step.action, Action::Send { .. });
            messages += usize::from(is_message);
            let Some(change) = self.of(step.id) else { continue };
            match rows.last_mut() {
                Some(Row { what: What::Messages(_, last), change: same })
                    if is_message && *last + 1 == messages && same == change =>
                {
                    *last = messages;
                }
                _ => {
                    let message = || What::Messages(messages, messages);
                    let what = if is_message { message() } else { What::Action(step.id) };
                    rows.push(Row { what, change: change.clone() });
                }
            }
        }
        rows
    }
}

impl Change {
    /// Whether the same run end-to-end has no such field here.
    #[must_use]
    pub fn is_new(&self, field: Field) -> bool {
        self.new.contains(field)
    }
}

/// What was sent for a message, or during another action.
#[derive(Debug, Default)]
struct Sent<'a> {
    /// How many packets of each kind, their bytes, and the first one's frame.
    packets: Vec<(&'static str, usize, usize, &'a Annotated)>,
    fields: FieldSet,
}

fn sent(recording: &Recording) -> Vec<(ActionId, Sent<'_>)> {
    let mut all = Vec::<(ActionId, Sent<'_>)>::new();
    for recorded in recording.entries() {
        if matches!(recorded.entry, Entry::Began { .. }) {
            all.push((recorded.action, Sent::default()));
        }
        let Entry::Transmission { transmission, .. } = &recorded.entry else { continue };
        let Traffic::Frame(kind) = transmission.traffic else { continue };
        let id = transmission.message.unwrap_or(transmission.id.action);
        // What is recorded is mostly about the newest.
        let place = all.iter().rposition(|(known, _)| *known == id).unwrap_or_else(|| {
            all.push((id, Sent::default()));
            all.len() - 1
        });
        let frame = transmission.packet.layers().nth(1);
        let (Some((_, sent)), Some(frame)) = (all.get_mut(place), frame) else { continue };
        sent.count(kind, transmission.packet.bytes().len(), frame);
        for layer in transmission.packet.layers() {
            layer.spans().iter().for_each(|span| sent.fields.insert(span.field));
        }
    }
    all
}

impl<'a> Sent<'a> {
    fn count(&mut self, kind: &'static str, bytes: usize, frame: &'a Annotated) {
        match self.packets.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, count, sum, _)) => (*count, *sum) = (*count + 1, *sum + bytes),
            None => self.packets.push((kind, 1, bytes, frame)),
        }
    }

    fn has(&self, kind: &str) -> Option<&(&'static str, usize, usize, &'a Annotated)> {
        self.packets.iter().find(|(known, ..)| *known == kind)
    }

    fn against(&self, baseline: &Self) -> Change {
        let mut change = Change { new: self.fields.without(&baseline.fields), ..Change::default() };
        let sizes = self.has("submit").zip(baseline.has("submit"));
        change.is_message = sizes.is_some();
        if let Some(((.., ours), (.., theirs))) = sizes {
            change.bytes = envelope(ours) - envelope(theirs);
        }
        for (kind, count, bytes, frame) in &self.packets {
            let Some((_, before, bytes_before, theirs)) = baseline.has(kind) else {
                change.packets.more(kind, *count, *bytes);
                continue;
            };
            besides(frame, &baseline.fields, &mut change.added);
            besides(theirs, &self.fields, &mut change.dropped);
            if count > before {
                change.packets.more(kind, count - before, bytes.saturating_sub(*bytes_before));
            } else if !change.is_message && count == before {
                change.bytes += signed(*bytes) - signed(*bytes_before);
            }
        }
        change
    }
}

impl Packets {
    fn more(&mut self, kind: &'static str, count: usize, bytes: usize) {
        self.count += count;
        self.bytes += bytes;
        self.kinds.push(kind);
    }
}

fn envelope(submitted: &Annotated) -> i64 {
    signed(submitted.find(Field::Envelope).map_or(0, |span| span.len()))
}

fn signed(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Adds the fields of a frame that are not known, without those inside of them.
fn besides(frame: &Annotated, known: &FieldSet, found: &mut Vec<Field>) {
    let mut end = 0;
    for span in frame.spans() {
        if span.start() >= end && !span.is_empty() && !known.contains(span.field) {
            end = span.end();
            if !found.contains(&span.field) {
                found.push(span.field);
            }
        }
    }
}

/// A set of fields, one bit each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct FieldSet([u64; 4]);

impl FieldSet {
    const fn place(field: Field) -> (usize, u64) {
        (field as usize / 64, 1 << (field as usize % 64))
    }

    fn insert(&mut self, field: Field) {
        let (word, bit) = Self::place(field);
        self.0.get_mut(word).into_iter().for_each(|word| *word |= bit);
    }

    fn contains(&self, field: Field) -> bool {
        let (word, bit) = Self::place(field);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn without(&self, other: &Self) -> Self {
        let mut left = self.0;
        left.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
        Self(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{Party, Position, Timeline, conversation, regime},
    };
    use std::collections::BTreeSet;

    fn run(regime: &str) -> Run {
        let texts = [(Party::Alice, "One"), (Party::Bob, "Two"), (Party::Alice, "Three")];
        let run = conversation(RunSeed::from_bytes([9; 32]), true, &texts);
        run.under(regime::of_key(regime).unwrap())
    }

    fn played(run: Run) -> Timeline {
        let mut timeline = Timeline::new(run);
        timeline.seek(Position::after(timeline.len()));
        timeline
    }

    fn rows(run: Run) -> Vec<Row> {
        let baseline = played(run.clone().under(&regime::EndToEnd));
        let ours = played(run);
        Difference::between(ours.recording(), baseline.recording()).rows(ours.run())
    }

    fn rows_under(regime: &str) -> Vec<Row> {
        rows(run(regime))
    }

    #[test]
    fn the_set_has_room_for_every_field() {
        let last = Field::ALL.last().copied().unwrap();
        assert!(FieldSet::place(last).0 < 4);
        let mut set = FieldSet::default();
        set.insert(last);
        assert!(set.contains(last) && !set.contains(Field::Envelope));
    }

    #[test]
    fn end_to_end_differs_in_nothing_from_itself() {
        assert_eq!(rows_under("end-to-end"), []);
    }

    #[test]
    fn key_escrow_adds_one_field_to_every_message_and_no_packet() {
        let rows = rows_under("key-escrow");
        let [Row { what: What::Messages(1, 3), change }] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        // Kind (1) ‖ length (2) ‖ the escrow field (81).
        assert_eq!(change.bytes, 84);
        assert_eq!(change.added, [Field::AccessField]);
        assert_eq!(change.dropped, []);
        assert_eq!(change.packets, Packets::default());
        assert!(change.is_new(Field::EscrowTag) && !change.is_new(Field::MessageTag));
    }

    /// The first sentence about what users could notice names the bytes that are counted here.
    #[test]
    fn the_numbers_in_the_texts_are_those_that_are_counted() {
        let mut told = Vec::new();
        for regime in regime::ALL {
            let said = crate::ui::regime::words(*regime, "notice").unwrap();
            let (first, _) = said.split_once('.').unwrap();
            if !first.contains("more bytes") {
                continue;
            }
            let numbers = first.split(|it: char| !it.is_ascii_digit());
            let numbers: BTreeSet<i64> = numbers.filter_map(|it| it.parse().ok()).collect();
            let rows = rows_under(regime.key());
            let counted = rows.iter().map(|row| row.change.bytes).filter(|bytes| *bytes != 0);
            assert_eq!(numbers, counted.collect(), "{}: {said}", regime.key());
            told.push(regime.key());
        }
        let held = ["key-escrow", "split-escrow", "clipper", "warrant-bound"];
        let others = ["client-side-scanning", "work-factor", "export-grade", "crumple-zone"];
        assert_eq!(told, [held, others].concat());
    }

    #[test]
    fn transport_only_replaces_the_sealed_message() {
        for Row { change, .. } in rows_under("transport-only") {
            assert!(change.bytes < 0, "{change:?}");
            assert!(change.added.contains(&Field::OpenContent), "{change:?}");
            assert!(change.dropped.contains(&Field::Message), "{change:?}");
        }
    }

    #[test]
    fn a_backup_is_a_packet_more_and_leaves_the_envelope_as_it_is() {
        let rows = rows_under("cloud-backup");
        assert!(!rows.is_empty());
        for Row { change, .. } in rows {
            assert_eq!((change.bytes, change.added), (0, vec![]));
            assert!(change.packets.kinds.contains(&"backup"), "{:?}", change.packets);
            assert!(change.packets.bytes > 0 && change.new.contains(Field::BackupCiphertext));
        }
    }

    #[test]
    fn an_order_can_be_a_change_of_its_own() {
        let run = run("warrant-bound").then(Action::Order { target: Party::Alice, start: None });
        let rows = rows(run);
        assert!(matches!(rows.last(), Some(Row { what: What::Action(_), .. })), "{rows:?}");
    }

    #[test]
    fn rules_that_only_replace_keys_or_wait_for_an_order_change_nothing_that_shows() {
        for regime in regime::ALL {
            let silent = ["end-to-end", "ghost-device", "ghost-device-signed", "key-substitution"]
                .contains(&regime.key());
            let rows = rows_under(regime.key());
            assert_eq!(rows.is_empty(), silent, "{}: {rows:?}", regime.key());
            for Row { change, .. } in rows {
                let says = change.bytes != 0
                    || !(change.added.is_empty() && change.dropped.is_empty())
                    || change.packets.count > 0;
                assert!(says, "{}: {change:?}", regime.key());
            }
        }
    }

    #[test]
    fn a_ghost_is_one_more_envelope_for_each_message() {
        let order = Action::Order { target: Party::Alice, start: None };
        let text = Action::Send { from: Party::Bob, text: "Four".into() };
        let rows = rows(run("ghost-device").then(order).then(text));
        let Some(Row { what: What::Messages(4, 4), change }) = rows.last() else {
            panic!("{rows:?}")
        };
        assert_eq!((change.bytes, change.packets.kinds.contains(&"submit")), (0, true));
    }
}
