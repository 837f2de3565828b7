//! What is wrapped to an agency, and how the agency's key is put together.

use super::{Found, Rule, message};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::{
        keys::PublicKey,
        secret::{KeyShare, PrivateKey},
    },
    mechanism::{
        Layout,
        escrow::{AgencyKey, EscrowField, KeyId, StandingKey},
        sharing,
    },
};

/// The agency's standing key takes the message's seed, or whatever was wrapped in its place,
/// out of the access field.
pub(super) const OPEN_ESCROW: Rule =
    Rule::new("open-escrow", &[Kind::EscrowField, Kind::StandingKey, Kind::Message], open_escrow);

/// Two shares fix the key that was shared (Shamir); the agency's public key shows whether it
/// is the right one.
pub(super) const COMBINE_SHARES: Rule =
    Rule::new("combine-shares", &[Kind::KeyShare], combine_shares);

/// ratchet key (32) ‖ number (4), before the key id (1).
const PLACE: usize = 36;

fn open_escrow(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let fields: Vec<_> = match fact.kind {
        Kind::EscrowField => vec![(new, fact)],
        Kind::Message => known.named(Kind::EscrowField, message::place(fact)).collect(),
        _ => known.named(Kind::EscrowField, &[]).collect(),
    };
    for (field_id, field) in fields {
        let name = field.name.as_slice();
        let (place, key_id) = name.split_at(PLACE.min(name.len()));
        let keys: Vec<_> = match fact.kind {
            Kind::StandingKey if fact.name.as_slice().starts_with(key_id) => vec![(new, fact)],
            Kind::StandingKey => continue,
            _ => known.named(Kind::StandingKey, key_id).collect(),
        };
        for (key_id, key) in keys {
            for (message_id, message) in known.named(Kind::Message, place) {
                let premises = [message_id, field_id, key_id];
                // What is newer has its own turn.
                if premises.iter().any(|it| *it > new) {
                    continue;
                }
                found.push(match unwrapped(field, key, message) {
                    Some(seed) => Found::that(&premises, seed),
                    None => Found::nothing(&premises),
                });
            }
        }
    }
}

fn unwrapped(field: &Fact, key: &Fact, message: &Fact) -> Option<Fact> {
    let header = message::parsed(message)?.header;
    let field = EscrowField::decode(field.value.as_slice()).ok()?;
    let key = standing_key(key, field.key_id)?;
    let seed = field.unwrap(&key, &header.to_bytes()).ok()?;
    Some(Fact::message_seed(&header.ratchet_key, header.message_number, &seed))
}

/// The key of a fact as that of this id. A fact's name has its public key: to compute it for every
/// message would take as long as to open the message.
pub(super) fn standing_key(fact: &Fact, id: KeyId) -> Option<StandingKey> {
    let (_, public) = fact.name.as_slice().split_first()?;
    let public = PublicKey::from_bytes(public.try_into().ok()?);
    let private = PrivateKey::from_bytes(fact.secret()?);
    Some(StandingKey::from_halves(AgencyKey { id, public }, private))
}

fn combine_shares(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    // A share is named by its key: id (1) ‖ public key (32), then by its custodian.
    let Some((key, _)) = fact.name.as_slice().split_at_checked(AGENCY_KEY) else { return };
    for (other_id, other) in known.named(Kind::KeyShare, key).filter(|(id, _)| *id != new) {
        let premises = [new, other_id];
        found.push(match combined(key, fact, other) {
            Some(key) => Found::that(&premises, key),
            None => Found::nothing(&premises),
        });
    }
}

/// id (1) ‖ public key (32).
const AGENCY_KEY: usize = 33;

fn combined(agency: &[u8], one: &Fact, other: &Fact) -> Option<Fact> {
    let (id, public) = agency.split_first()?;
    let share = |fact: &Fact| Some(KeyShare::from_bytes(fact.value.as_slice().try_into().ok()?));
    let private = sharing::combine(&share(one)?, &share(other)?).ok()?;
    let key = StandingKey::from_private(KeyId(*id), private);
    let public = PublicKey::from_bytes(public.try_into().ok()?);
    (key.pair.public() == public).then(|| Fact::standing_key(key.public(), key.pair.private()))
}
