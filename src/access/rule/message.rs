//! A message seed opens its message.

use super::{Found, Rule, weak};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::{keys::PublicKey, secret::MessageSeed},
    protocol::{
        header::{Message, MessageKind},
        ratchet::associated_data,
        x3dh::AssociatedData,
    },
};

/// Key and nonce from the seed, then AES-256-GCM (Double Ratchet, revision 1, section 3.4).
pub(super) const OPEN_MESSAGE: Rule = Rule {
    key: "open-message",
    concerns: &[Kind::Message, Kind::MessageSeed],
    apply: open_message,
};

/// ratchet key (32) ‖ number (4).
const PLACE: usize = 36;

fn open_message(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let place = place(fact);
    if fact.kind == Kind::Message {
        for (id, seed) in known.named(Kind::MessageSeed, place) {
            found.extend(open((id, seed), (new, fact), known));
        }
    } else {
        for (id, message) in known.named(Kind::Message, place) {
            found.extend(open((new, fact), (id, message), known));
        }
    }
}

fn open(
    (seed_id, seed): (FactId, &Fact),
    (message_id, message): (FactId, &Fact),
    known: Known<'_>,
) -> Option<Found> {
    let premises = [message_id, seed_id];
    let seed = MessageSeed::from_bytes(seed.secret()?);
    Some(match opened(&seed, message, known) {
        Some(text) => Found::that(&premises, Fact::new(Kind::Content, message.name.clone(), text)),
        None => Found::nothing(&premises),
    })
}

/// The text, if the tag fits under one of the pairs of published identity keys that a session
/// may have as its associated data.
pub(super) fn opened(seed: &MessageSeed, message: &Fact, known: Known<'_>) -> Option<Vec<u8>> {
    let suite = weak::suite(message, known).unwrap_or_default();
    let message = parsed(message)?;
    let keys = suite.derive(seed, &message.header.to_bytes());
    let identities = || {
        known.named(Kind::IdentityKey, &[]).filter_map(|(_, fact)| {
            Some(PublicKey::from_bytes(fact.value.as_slice().try_into().ok()?))
        })
    };
    identities().find_map(|initiator| {
        identities().filter(|responder| *responder != initiator).find_map(|responder| {
            let session = AssociatedData { initiator, responder };
            let associated_data = associated_data(&session, &message.header);
            suite.open(&keys, &associated_data, &message.ciphertext).ok()
        })
    })
}

/// The place of a message in its chain, by which its seed and its access field are named.
pub(super) fn place(message: &Fact) -> &[u8] {
    message.name.as_slice().get(..PLACE).unwrap_or_default()
}

/// A message fact as its headers and its ciphertext.
pub(super) fn parsed(message: &Fact) -> Option<Message> {
    let is_prekey = message.name.as_slice().get(PLACE) == Some(&1);
    let kind = if is_prekey { MessageKind::Prekey } else { MessageKind::Ratchet };
    Message::from_bytes(kind, message.value.as_slice()).ok()
}
