//! What can be read without a further key once a record is open.

use super::{Found, Rule};
use crate::{
    access::{Bytes, Fact, FactId, Fields, Kind, Known, Reading, fact::place_in_chain},
    mechanism::abrasion::AbrasionField,
    protocol::header::{Message, MessageKind},
    wire::{AccessKind, Content, Envelope, EnvelopeKind, Frame, Reader},
    world::Party,
};

/// A submission or a delivery holds an envelope.
pub(super) const READ_FRAME: Rule = Rule::new("read-frame", &[Kind::Frame], read_frame);

/// An envelope holds an end-to-end message.
pub(super) const READ_ENVELOPE: Rule = Rule::new("read-envelope", &[Kind::Envelope], read_envelope);

/// An envelope says who, to whom, when, how long.
pub(super) const SEE_ENVELOPE: Rule = Rule::new("see-envelope", &[Kind::Envelope], see_envelope);

/// An envelope may hold what a rule about access has the sender add.
pub(super) const READ_ACCESS_FIELD: Rule =
    Rule::new("read-access-field", &[Kind::Envelope], read_access_field);

fn read_frame(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let fact = match Frame::decode(fact.value.as_slice()) {
        Ok((_, Frame::Submit(envelope) | Frame::Deliver(envelope))) => {
            let bytes = fact.value.part(Frame::HEADER..usize::MAX);
            Fact::new(Kind::Envelope, envelope.id.0.to_be_bytes().as_slice(), bytes)
        }
        Ok((_, Frame::DeliverStamped { envelope, .. })) => {
            let bytes = fact.value.part(Frame::HEADER + Frame::STAMP..usize::MAX);
            Fact::new(Kind::Envelope, envelope.id.0.to_be_bytes().as_slice(), bytes)
        }
        // Whoever opens the record reads what is reported; whether it is true, the provider knows.
        Ok((_, Frame::Report(report))) => {
            let content = Content::Text(report.text).encode();
            Fact::text(fact.name.clone(), content.bytes())
        }
        Ok((_, Frame::SubmitSealed { token, envelope })) => {
            let bytes = fact.value.part(Frame::HEADER + token.len()..usize::MAX);
            Fact::new(Kind::Envelope, envelope.id.0.to_be_bytes().as_slice(), bytes)
        }
        // Whose backup it is says the connection, which phone and provider both know.
        Ok((_, Frame::Backup(_))) => {
            let bytes = fact.value.part(Frame::HEADER + 2..usize::MAX);
            Fact::new(Kind::Backup, account_of(&fact.name), bytes)
        }
        _ => return,
    };
    found.push(Found::that(&[new], fact));
}

fn read_envelope(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some((fact, envelope)) = decoded(new, known) else { return };
    let kind = match envelope.kind {
        EnvelopeKind::Prekey => MessageKind::Prekey,
        EnvelopeKind::Message => MessageKind::Ratchet,
        EnvelopeKind::Sealed => {
            let name = envelope.id.0.to_be_bytes();
            let sealed = message_bytes(fact, &envelope);
            let sealed = Fact::new(Kind::SealedMessage, name.as_slice(), sealed);
            found.push(Found::that(&[new], sealed));
            return;
        }
        EnvelopeKind::Text => {
            // Whoever changes a kind on the way makes no text of bytes that are none.
            if Content::decode(&envelope.message).is_err() {
                return;
            }
            let name = envelope.id.0.to_be_bytes();
            let content = Fact::text(name.as_slice(), message_bytes(fact, &envelope));
            found.push(Found::that(&[new], content));
            return;
        }
    };
    if let Ok(message) = Message::from_bytes(kind, &envelope.message) {
        let header = &message.header;
        let mut name = place_in_chain(&header.ratchet_key, header.message_number);
        name.push(u8::from(kind == MessageKind::Prekey));
        let bytes = message_bytes(fact, &envelope);
        found.push(Found::that(&[new], Fact::new(Kind::Message, name, bytes)));
    }
}

fn read_access_field(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some((fact, envelope)) = decoded(new, known) else { return };
    let Some((kind, field)) = &envelope.access else { return };
    let message_kind = match envelope.kind {
        EnvelopeKind::Prekey => MessageKind::Prekey,
        EnvelopeKind::Message => MessageKind::Ratchet,
        EnvelopeKind::Text | EnvelopeKind::Sealed => return,
    };
    let Ok(message) = Message::from_bytes(message_kind, &envelope.message) else { return };
    let place = place_in_chain(&message.header.ratchet_key, message.header.message_number);
    let end = end_of_access(fact, &envelope);
    let bytes = fact.value.part(end - field.len()..end);
    let mut read =
        |kind, name, bytes| found.push(Found::that(&[new], Fact::new(kind, name, bytes)));
    match kind {
        AccessKind::Escrow => {
            let name = [place.as_slice(), field.get(..1).unwrap_or_default()].concat();
            read(Kind::EscrowField, name, bytes);
        }
        AccessKind::Voucher => {
            let account = envelope.from.as_str().as_bytes();
            let length = u8::try_from(account.len()).unwrap_or(u8::MAX);
            read(Kind::Voucher, [&[length], account, &place].concat(), bytes);
        }
        AccessKind::WorkFactor => read(Kind::WorkFactorField, place, bytes),
        AccessKind::Suite => read(Kind::SuiteMark, place, bytes),
        AccessKind::Leaf => read(Kind::LeafField, place, bytes),
        AccessKind::Puzzle => read(Kind::Puzzle, place, bytes),
        AccessKind::AbrasionAndPuzzle => {
            let abrasion = bytes.part(0..AbrasionField::LENGTH);
            read(Kind::Puzzle, place.clone(), bytes.part(AbrasionField::LENGTH..usize::MAX));
            read(Kind::Abrasion, place, abrasion);
        }
    }
}

/// Where the end-to-end message stands in its envelope.
fn message_bytes(fact: &Fact, envelope: &Envelope) -> Bytes {
    // An access field has kind (1) and length (2) before it.
    let access = envelope.access.as_ref().map_or(0, |(_, field)| 3 + field.len());
    let end = end_of_access(fact, envelope).saturating_sub(access);
    fact.value.part(end.saturating_sub(envelope.message.len())..end)
}

/// Where the access field ends: a commitment may follow.
fn end_of_access(fact: &Fact, envelope: &Envelope) -> usize {
    let commitment = envelope.commitment.map_or(0, |it| it.len());
    fact.value.as_slice().len().saturating_sub(commitment)
}

/// The account at the phone's end of the connection by which a frame is named.
fn account_of(name: &Bytes) -> &'static [u8] {
    let [alice, bob] = Party::ALL.map(|party| party.key().as_bytes());
    if name.as_slice().first() == Some(&1) { bob } else { alice }
}

fn see_envelope(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    if let Some((fact, envelope)) = decoded(new, known) {
        let fields = Fields::TO | Fields::TIME | Fields::SIZE | Fields::DEVICE;
        let is_sealed = envelope.kind == EnvelopeKind::Sealed;
        let fields = if is_sealed { fields } else { fields | Fields::FROM };
        found.push(Found::that(&[new], Reading::read(fields).fact(&fact.name)));
    }
}

fn decoded<'a>(id: FactId, known: Known<'a>) -> Option<(&'a Fact, Envelope)> {
    let fact = known.fact(id)?;
    Some((fact, Envelope::decode(Reader::new(fact.value.as_slice())).ok()?))
}
