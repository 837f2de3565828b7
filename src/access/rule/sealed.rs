//! Sealed sender: the recipient's identity key takes the layer off, and shows who wrote.

use super::{Found, Rule};
use crate::{
    access::{Fact, FactId, Fields, Kind, Known, Reading, fact::place_in_chain},
    crypto::{keys::IdentityKeyPair, secret::PrivateKey},
    mechanism::sealed_sender,
    protocol::header::{Message, MessageKind},
    wire::{EnvelopeKind, Frame, Packet},
};

/// Whoever opens a record sees which phone's address a request came from.
pub(super) const READ_ADDRESSES: Rule = Rule::new("read-addresses", &[Kind::Frame], read_addresses);

/// Both layers of a sealed message open with the recipient's identity key; the certificate in it
/// names the sender.
pub(super) const OPEN_SEALED: Rule =
    Rule::new("open-sealed", &[Kind::SealedMessage, Kind::IdentityPrivateKey], open_sealed);

/// A phone that submits without its name does so from its own address: whoever sees both lines
/// can tell whose it is.
pub(super) const INFER_SENDER: Rule =
    Rule::new("infer-sender", &[Kind::AnonymousAddress, Kind::KnownAddress], infer_sender);

fn read_addresses(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let kind = match Frame::decode(fact.value.as_slice()) {
        Ok((_, Frame::SubmitSealed { .. })) => Kind::AnonymousAddress,
        Ok((_, Frame::Register { .. })) => Kind::KnownAddress,
        _ => return,
    };
    for (packet_id, packet) in known.named(Kind::Packet, fact.name.as_slice()) {
        if let Ok(packet) = Packet::decode(packet.value.as_slice()) {
            let name = [&packet.header.source.address, fact.name.as_slice()].concat();
            let value = packet.header.source.address.as_slice();
            found.push(Found::that(&[packet_id, new], Fact::new(kind, name, value)));
        }
    }
}

fn opened(new: FactId, known: Known<'_>) -> Vec<(FactId, FactId, sealed_sender::Opened)> {
    let Some(fact) = known.fact(new) else { return Vec::new() };
    let other = match fact.kind {
        Kind::SealedMessage => Kind::IdentityPrivateKey,
        _ => Kind::SealedMessage,
    };
    let pairs = known.named(other, &[]).map(|it| match fact.kind {
        Kind::SealedMessage => ((new, fact), it),
        _ => (it, (new, fact)),
    });
    pairs
        .filter_map(|((message_id, message), (key_id, key))| {
            let identity = IdentityKeyPair::from_private(PrivateKey::from_bytes(key.secret()?));
            let opened = sealed_sender::take_off(&identity, message.value.as_slice()).ok()?;
            Some((message_id, key_id, opened))
        })
        .collect()
}

fn open_sealed(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    for (message_id, key_id, opened) in opened(new, known) {
        let kind = match opened.kind {
            EnvelopeKind::Prekey => MessageKind::Prekey,
            EnvelopeKind::Message => MessageKind::Ratchet,
            EnvelopeKind::Text | EnvelopeKind::Sealed => continue,
        };
        let Ok(message) = Message::from_bytes(kind, &opened.message) else { continue };
        let mut name = place_in_chain(&message.header.ratchet_key, message.header.message_number);
        name.push(u8::from(kind == MessageKind::Prekey));
        let account = opened.certificate.holder.account;
        let sighting = [account.as_str().as_bytes(), &opened.message].concat();
        let sender = Reading::read(Fields::FROM).fact(&sighting.into());
        found.push(Found::that(&[message_id, key_id], sender));
        let message = Fact::new(Kind::Message, name, opened.message);
        found.push(Found::that(&[message_id, key_id], message));
    }
}

fn infer_sender(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    // Both are named by the address (4).
    let address = fact.name.as_slice().get(..4).unwrap_or_default();
    if fact.kind == Kind::AnonymousAddress {
        for (id, _) in known.named(Kind::KnownAddress, address) {
            found.push(Found::that(&[new, id], inferred(fact)));
        }
    } else {
        for (id, anonymous) in known.named(Kind::AnonymousAddress, address) {
            found.push(Found::that(&[id, new], inferred(anonymous)));
        }
    }
}

fn inferred(anonymous: &Fact) -> Fact {
    Reading { read: Fields::NONE, inferred: Fields::FROM }.fact(&anonymous.name)
}
