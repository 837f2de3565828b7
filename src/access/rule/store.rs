//! What lies on a locked phone opens with the key of its store.

use super::{Found, Rule};
use crate::{
    access::{Fact, FactId, Kind, Known, gather},
    crypto::secret::StoreKey,
    wire::Account,
    world::phone_store,
};

/// AES-256-GCM under the key of the store: texts and keys, as on the phone when it was unlocked.
pub(super) const OPEN_STORE: Rule =
    Rule::new("open-store", &[Kind::PhoneStore, Kind::StoreKey], open_store);

fn open_store(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let other = if fact.kind == Kind::StoreKey { Kind::PhoneStore } else { Kind::StoreKey };
    for (id, partner) in known.named(other, fact.name.as_slice()) {
        let ((key_id, key), (store_id, store)) = match fact.kind {
            Kind::StoreKey => ((new, fact), (id, partner)),
            _ => ((id, partner), (new, fact)),
        };
        let premises = [store_id, key_id];
        match opened(key, store) {
            Some(things) => {
                found.extend(things.into_iter().map(|it| Found::that(&premises, it)));
            }
            None => found.push(Found::nothing(&premises)),
        }
    }
}

fn opened(key: &Fact, store: &Fact) -> Option<Vec<Fact>> {
    let account = Account::new(std::str::from_utf8(store.name.as_slice()).ok()?);
    let key = StoreKey::from_bytes(key.secret()?);
    let things = phone_store::open(&key, &account, store.value.as_slice())?;
    let facts = things.iter().filter_map(|it| gather::handed_over(&it.what, it.message, 0));
    Some(facts.collect())
}
