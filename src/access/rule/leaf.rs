//! Clipper's access field, opened in two steps, and what the session key in it opens.

use super::{Found, Rule, message};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::secret::{FamilyKey, LeafSessionKey, UnitKey, UnitKeyHalf},
    mechanism::{
        Layout,
        leaf::{LeafContents, LeafField, UnitId},
    },
    protocol::terms,
    wire::Reader,
};

/// The family key shows which unit made the LEAF.
pub(super) const OPEN_LEAF: Rule =
    Rule::new("open-leaf", &[Kind::LeafField, Kind::FamilyKey], open_leaf);

/// The two halves of a unit key, combined by XOR.
pub(super) const JOIN_HALVES: Rule = Rule::new("join-halves", &[Kind::UnitKeyHalf], join_halves);

/// The unit key opens the session key; its checksum of 16 bits says whether it fits.
pub(super) const UNWRAP_SESSION_KEY: Rule =
    Rule::new("unwrap-session-key", &[Kind::LeafContents, Kind::UnitKey], unwrap_session_key);

/// The session key gives the seed of every message of its session. Nothing on the wire names
/// the session, so the step counts only if the message opens.
pub(super) const SEED_FROM_SESSION_KEY: Rule = Rule::new(
    "seed-from-session-key",
    &[Kind::LeafSessionKey, Kind::Message],
    seed_from_session_key,
);

/// The pairs of a new fact and each of its partners, in the order of `kinds`.
fn pairs<'a>(
    new: FactId,
    known: Known<'a>,
    [one, other]: [Kind; 2],
    name: impl Fn(&Fact) -> Vec<u8>,
) -> Vec<[(FactId, &'a Fact); 2]> {
    let Some(fact) = known.fact(new) else { return Vec::new() };
    let partner = if fact.kind == one { other } else { one };
    let name = name(fact);
    let partners = known.named(partner, &name);
    partners
        .map(|it| if fact.kind == one { [(new, fact), it] } else { [it, (new, fact)] })
        .collect()
}

fn open_leaf(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let everything = |_: &Fact| Vec::new();
    for [(leaf, field), (key, family)] in
        pairs(new, known, [Kind::LeafField, Kind::FamilyKey], everything)
    {
        found.extend(opened(field, family).map(|it| Found::that(&[leaf, key], it)));
    }
}

/// unit id (4) ‖ IV (8) is the name of what is in a LEAF.
fn opened(field: &Fact, family: &Fact) -> Option<Fact> {
    let field = LeafField::decode(field.value.as_slice()).ok()?;
    let key = FamilyKey::from_bytes(family.value.as_slice().try_into().ok()?);
    let contents = field.leaf.open(&key);
    let name = [&contents.unit.0.to_be_bytes()[..], &field.iv.0].concat();
    Some(Fact::new(Kind::LeafContents, name, contents.encode().bytes()))
}

fn join_halves(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    // A half is named by its unit (4) and its agent (1).
    let unit = fact.name.as_slice().get(..4).unwrap_or_default();
    for (other_id, other) in known.named(Kind::UnitKeyHalf, unit) {
        if other.name == fact.name || !other.name.as_slice().starts_with(unit) {
            continue;
        }
        let half = |it: &Fact| Some(UnitKeyHalf::from_bytes(it.value.as_slice().try_into().ok()?));
        if let (Some(one), Some(two)) = (half(fact), half(other)) {
            let key = UnitKey::from_halves(&one, &two);
            let key = Fact::new(Kind::UnitKey, unit, key.reveal().as_slice());
            found.push(Found::that(&[new, other_id], key));
        }
    }
}

fn unwrap_session_key(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let unit = |fact: &Fact| fact.name.as_slice().get(..4).unwrap_or_default().to_vec();
    for [(contents_id, contents), (key_id, key)] in
        pairs(new, known, [Kind::LeafContents, Kind::UnitKey], unit)
    {
        let premises = [contents_id, key_id];
        found.push(match unwrapped(contents, key) {
            Some(key) => Found::that(&premises, key),
            None => Found::nothing(&premises),
        });
    }
}

fn unwrapped(contents: &Fact, key: &Fact) -> Option<Fact> {
    let mut name = Reader::new(contents.name.as_slice());
    let iv = crate::mechanism::leaf::Iv({
        name.u32(crate::wire::Field::LeafUnitId).ok()?;
        name.array(crate::wire::Field::LeafIv).ok()?
    });
    let contents = contents_of(contents)?;
    let key = UnitKey::from_bytes(key.value.as_slice().try_into().ok()?);
    let session_key = contents.session_key(&key, iv);
    let fits = contents.fits(&session_key, iv);
    let name = session_key.reveal().as_slice();
    fits.then(|| Fact::new(Kind::LeafSessionKey, name, name))
}

fn contents_of(fact: &Fact) -> Option<LeafContents> {
    let ([a, b, c, d, wrapped @ .., e, f], []) = fact.value.as_slice().split_first_chunk::<16>()?
    else {
        return None;
    };
    let unit = UnitId(u32::from_be_bytes([*a, *b, *c, *d]));
    Some(LeafContents { unit, wrapped: *wrapped, checksum: [*e, *f] })
}

fn seed_from_session_key(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let everything = |_: &Fact| Vec::new();
    for [(key_id, key), (message_id, message)] in
        pairs(new, known, [Kind::LeafSessionKey, Kind::Message], everything)
    {
        let seed = seed(key, message, known);
        found.extend(seed.map(|seed| Found::that(&[message_id, key_id], seed)));
    }
}

/// The seed of a message, if it is one of the session with this key.
pub(super) fn seed(key: &Fact, message: &Fact, known: Known<'_>) -> Option<Fact> {
    let key = LeafSessionKey::from_bytes(key.value.as_slice().try_into().ok()?);
    let header = message::parsed(message)?.header;
    let seed = terms::message_seed(&key, &header);
    message::opened(&seed, message, known)?;
    Some(Fact::message_seed(&header.ratchet_key, header.message_number, &seed))
}
