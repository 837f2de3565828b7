//! A message seed opens its message.

use super::{Found, Rule, weak};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::{keys::PublicKey, secret::MessageSeed, suite::Suite},
    protocol::{
        header::{Header, Message, MessageKind},
        ratchet::associated_data,
        x3dh::AssociatedData,
    },
};

/// Key and nonce from the seed, then AES-256-GCM (Double Ratchet, revision 1, section 3.4).
pub(super) const OPEN_MESSAGE: Rule =
    Rule::new("open-message", &[Kind::Message, Kind::MessageSeed], open_message)
        .and(&[Kind::SuiteMark, Kind::WorkFactorField]);

/// ratchet key (32) ‖ number (4).
pub(super) const PLACE: usize = 36;

fn open_message(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let place = place(fact);
    let seeds = || known.named(Kind::MessageSeed, place);
    match fact.kind {
        Kind::Message => {
            found.extend(seeds().filter_map(|seed| open(seed, (new, fact), known)));
        }
        Kind::MessageSeed => {
            let messages = known.named(Kind::Message, place);
            found.extend(messages.filter_map(|message| open((new, fact), message, known)));
        }
        // What stands beside a message says how to open it: it may have come after the seed.
        _ => {
            let is_closed = |(_, message): &(FactId, &Fact)| {
                let mut opened = [Kind::Content, Kind::LayeredText].into_iter();
                opened.all(|it| known.named(it, message.name.as_slice()).next().is_none())
            };
            for message in known.named(Kind::Message, place).filter(is_closed) {
                found.extend(seeds().filter_map(|seed| open(seed, message, known)));
            }
        }
    }
}

fn open(
    (seed_id, seed): (FactId, &Fact),
    (message_id, message): (FactId, &Fact),
    known: Known<'_>,
) -> Option<Found> {
    let suite = weak::suite(message, known).map(|(id, _)| id);
    let premises: Vec<_> = [message_id, seed_id].into_iter().chain(suite).collect();
    let seed = MessageSeed::from_bytes(seed.secret()?);
    Some(match opened(&seed, message, known) {
        Some(text) => Found::that(&premises, Fact::text(message.name.clone(), text)),
        None => Found::nothing(&premises),
    })
}

/// The text, if the tag fits under one of the pairs of published identity keys that a session
/// may have as its associated data.
pub(super) fn opened(seed: &MessageSeed, message: &Fact, known: Known<'_>) -> Option<Vec<u8>> {
    let suite = weak::suite(message, known).map(|(_, suite)| suite).unwrap_or_default();
    let message = parsed(message)?;
    let keys = suite.derive(seed, &message.header.to_bytes());
    sessions(known).find_map(|session| {
        let associated_data = associated_data(&session, &message.header);
        suite.open(&keys, &associated_data, &message.ciphertext).ok()
    })
}

/// What may be the associated data of a message: one for each pair of published identity keys.
pub(in crate::access) fn associated(header: &Header, known: Known<'_>) -> Vec<Vec<u8>> {
    sessions(known).map(|session| associated_data(&session, header)).collect()
}

/// Every pair of published identity keys.
fn sessions(known: Known<'_>) -> impl Iterator<Item = AssociatedData> {
    let identities = move || {
        known.named(Kind::IdentityKey, &[]).filter_map(|(_, fact)| {
            Some(PublicKey::from_bytes(fact.value.as_slice().try_into().ok()?))
        })
    };
    identities().flat_map(move |initiator| {
        let others = identities().filter(move |responder| *responder != initiator);
        others.map(move |responder| AssociatedData { initiator, responder })
    })
}

/// The ciphertext of another text at the place of a message, for each pair of published
/// identity keys that a session may have as its associated data.
pub(in crate::access) fn sealed(
    seed: &MessageSeed,
    header: &Header,
    suite: Suite,
    text: &[u8],
    known: Known<'_>,
) -> Vec<Vec<u8>> {
    let keys = suite.derive(seed, &header.to_bytes());
    let seal = |session| suite.seal(&keys, &associated_data(&session, header), text);
    sessions(known).map(seal).collect()
}

/// The place of a message in its chain, by which its seed and its access field are named.
pub(in crate::access) fn place(message: &Fact) -> &[u8] {
    message.name.as_slice().get(..PLACE).unwrap_or_default()
}

/// A message fact as its headers and its ciphertext.
pub(in crate::access) fn parsed(message: &Fact) -> Option<Message> {
    let is_prekey = message.name.as_slice().get(PLACE) == Some(&1);
    let kind = if is_prekey { MessageKind::Prekey } else { MessageKind::Ratchet };
    Message::from_bytes(kind, message.value.as_slice()).ok()
}
