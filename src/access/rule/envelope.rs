//! What can be read without a further key once a record is open.

use super::{Found, Rule};
use crate::{
    access::{Fact, FactId, Fields, Kind, Known, Reading, fact::place_in_chain},
    protocol::header::{Message, MessageKind},
    wire::{Envelope, EnvelopeKind, Frame, Reader},
};

/// A submission or a delivery holds an envelope.
pub(super) const READ_FRAME: Rule =
    Rule { key: "read-frame", concerns: &[Kind::Frame], apply: read_frame };

/// An envelope holds an end-to-end message.
pub(super) const READ_ENVELOPE: Rule =
    Rule { key: "read-envelope", concerns: &[Kind::Envelope], apply: read_envelope };

/// An envelope says who, to whom, when, how long.
pub(super) const SEE_ENVELOPE: Rule =
    Rule { key: "see-envelope", concerns: &[Kind::Envelope], apply: see_envelope };

fn read_frame(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let Ok((_, Frame::Submit(envelope) | Frame::Deliver(envelope))) =
        Frame::decode(fact.value.as_slice())
    else {
        return;
    };
    let bytes = fact.value.part(Frame::HEADER..usize::MAX);
    let name = envelope.id.0.to_be_bytes();
    found.push(Found::that(&[new], Fact::new(Kind::Envelope, name.as_slice(), bytes)));
}

fn read_envelope(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some((fact, envelope)) = decoded(new, known) else { return };
    let kind = match envelope.kind {
        EnvelopeKind::Prekey => MessageKind::Prekey,
        EnvelopeKind::Message => MessageKind::Ratchet,
    };
    if let Ok(message) = Message::from_bytes(kind, &envelope.message) {
        let header = &message.header;
        let mut name = place_in_chain(&header.ratchet_key, header.message_number);
        name.push(u8::from(kind == MessageKind::Prekey));
        let end = fact.value.as_slice().len();
        let bytes = fact.value.part(end - envelope.message.len()..end);
        found.push(Found::that(&[new], Fact::new(Kind::Message, name, bytes)));
    }
}

fn see_envelope(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    if let Some((fact, _)) = decoded(new, known) {
        let fields = Fields::FROM | Fields::TO | Fields::TIME | Fields::SIZE | Fields::DEVICE;
        found.push(Found::that(&[new], Reading::read(fields).fact(&fact.name)));
    }
}

fn decoded<'a>(id: FactId, known: Known<'a>) -> Option<(&'a Fact, Envelope)> {
    let fact = known.fact(id)?;
    Some((fact, Envelope::decode(Reader::new(fact.value.as_slice())).ok()?))
}
