//! A layer that the owners of the phones have added themselves opens with their key.

use super::{Found, Rule};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::secret::LayerKey,
    mechanism::layer,
    wire::Content,
    world::Party,
};

/// AES-256-GCM under the key on which the owners agreed.
pub(super) const OPEN_LAYER: Rule =
    Rule::new("open-layer", &[Kind::LayeredText, Kind::LayerKey], open_layer);

fn open_layer(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    if fact.kind == Kind::LayerKey {
        for (id, text) in known.named(Kind::LayeredText, &[]) {
            found.extend(open((new, fact), (id, text)));
        }
    } else if let Some(id) = text_of(fact).and_then(|text| layer::key_id_of(&text)) {
        for key in known.named(Kind::LayerKey, &id) {
            found.extend(open(key, (new, fact)));
        }
    }
}

fn open((key_id, key): (FactId, &Fact), (id, fact): (FactId, &Fact)) -> Option<Found> {
    let text = text_of(fact)?;
    if layer::key_id_of(&text)?.as_slice() != key.name.as_slice() {
        return None;
    }
    let premises = [id, key_id];
    let key = LayerKey::from_bytes(key.secret()?);
    let mut senders = Party::ALL.into_iter().map(Party::account);
    Some(match senders.find_map(|sender| layer::open(&key, &sender, &text)) {
        Some(typed) => {
            let content = Content::Text(typed).encode();
            Found::that(&premises, Fact::new(Kind::Content, fact.name.clone(), content.bytes()))
        }
        None => Found::nothing(&premises),
    })
}

fn text_of(fact: &Fact) -> Option<String> {
    Some(Content::decode(fact.value.as_slice()).ok()?.text().to_owned())
}
