//! A chain key yields the seeds of the messages that were captured, and of no others.

use super::{Found, Rule};
use crate::{
    access::{Bytes, Fact, FactId, Kind, Known},
    crypto::{keys::PublicKey, secret::ChainKey},
    protocol::ratchet::kdf_chain,
};

/// `KDF_CK` (Double Ratchet, revision 1, section 2.2), as often as needed to reach the number
/// in a captured header.
pub(super) const ADVANCE_CHAIN: Rule =
    Rule::new("advance-chain", &[Kind::ChainKey, Kind::Message], advance_chain);

/// The longest way that is gone at once; the ratchet skips no more either.
const MAX_STEPS: u32 = 1_000;

fn advance_chain(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let Some((chain, number)) = place(&fact.name) else { return };
    if fact.kind == Kind::Message {
        // The latest key that is not past it.
        let keys = known.named(Kind::ChainKey, &chain);
        let before = keys.filter(|(_, key)| at(key).is_some_and(|it| it <= number));
        if let Some((id, key)) = before.max_by_key(|(_, key)| at(key)) {
            derive((id, key), &chain, number, found);
        }
        return;
    }
    // A key that was known before gives this one too, if it is of the same chain.
    let keys = known.named(Kind::ChainKey, &chain).filter(|(id, _)| *id != new);
    let (mut earlier, mut later) = (None::<(FactId, &Fact)>, None::<(FactId, &Fact)>);
    for (id, key) in keys {
        let Some(place) = at(key) else { continue };
        if place < number && earlier.is_none_or(|(_, it)| at(it) < Some(place)) {
            earlier = Some((id, key));
        }
        if place > number && later.is_none_or(|(_, it)| at(it) > Some(place)) {
            later = Some((id, key));
        }
    }
    if let Some((id, key)) = earlier {
        link((id, key), fact, found);
    }
    if let Some((_, key)) = later {
        link((new, fact), key, found);
    }
    // The first captured message that it reaches; the key after that one goes on from there.
    let messages = known.named(Kind::Message, &chain);
    let reached = messages.filter_map(|(_, message)| at(message)).filter(|it| *it >= number);
    let limit = later.and_then(|(_, key)| at(key)).unwrap_or(u32::MAX);
    if let Some(message) = reached.min().filter(|message| *message < limit) {
        derive((new, fact), &chain, message, found);
    }
}

/// The seed of message `number`, and the chain key after it.
fn derive((id, key): (FactId, &Fact), chain: &[u8], number: u32, found: &mut Vec<Found>) {
    let Some(before) = advanced(key, number) else { return };
    let Ok(ratchet_key) = chain.try_into().map(PublicKey::from_bytes) else { return };
    let (seed, next) = kdf_chain(&before);
    found.push(Found::that(&[id], Fact::message_seed(&ratchet_key, number, &seed)));
    if let Some(after) = number.checked_add(1) {
        found.push(Found::that(&[id], Fact::chain_key(&ratchet_key, after, &next)));
    }
}

fn link((id, key): (FactId, &Fact), later: &Fact, found: &mut Vec<Found>) {
    let reached = at(later).and_then(|number| advanced(key, number));
    if reached.is_some_and(|it| it.reveal().as_slice() == later.value.as_slice()) {
        found.push(Found::that(&[id], later.clone()));
    }
}

/// The chain key at message `number`; nothing if it is before this one, or very far.
pub(in crate::access) fn advanced(key: &Fact, number: u32) -> Option<ChainKey> {
    let steps = number.checked_sub(at(key)?).filter(|steps| *steps <= MAX_STEPS)?;
    let start = ChainKey::from_bytes(key.secret()?);
    Some((0..steps).fold(start, |key, _| kdf_chain(&key).1))
}

/// ratchet key (32) ‖ number (4), at the beginning of a name.
fn place(name: &Bytes) -> Option<([u8; 32], u32)> {
    let (chain, rest) = name.as_slice().split_first_chunk()?;
    Some((*chain, u32::from_be_bytes(*rest.first_chunk()?)))
}

fn at(fact: &Fact) -> Option<u32> {
    place(&fact.name).map(|(_, number)| number)
}
