//! What changes hands when it is taken: what is on an unlocked phone, and what institutions hold.

use super::{
    ActionId, ChatBody, Direction, Phone,
    regime::{Institutions, Receiver, Secret, What},
};
use crate::protocol::ratchet::RatchetView;

/// Something that changes hands, and the message that it is about.
#[derive(Debug)]
pub(crate) struct Seized {
    /// What.
    pub(crate) what: What,
    /// The action that sent the message.
    pub(crate) message: Option<ActionId>,
}

impl From<Secret> for Seized {
    fn from(secret: Secret) -> Self {
        Self { what: What::Secret(secret), message: None }
    }
}

/// The texts that a phone shows, and the keys that it has at this moment, prekeys too. What it has
/// deleted is gone.
pub(super) fn contents(phone: &Phone, institutions: &dyn Institutions) -> Vec<Seized> {
    let mut all = Vec::new();
    for item in phone.chat() {
        if let ChatBody::Outgoing { text, .. } | ChatBody::Incoming { text } = &item.body {
            all.push(Seized { what: What::Text(text.clone()), message: Some(item.action) });
        }
    }
    let mut take = |secret: Secret| all.push(secret.into());
    for session in phone.sessions().sessions() {
        of_ratchet(session.view().ratchet, &mut take);
    }
    for session in phone.other_sessions() {
        of_ratchet(session.view().ratchet, &mut take);
    }
    let link = phone.party();
    for (port, [to_provider, to_phone]) in phone.transport_keys() {
        for (direction, key) in
            [(Direction::ToProvider, to_provider), (Direction::ToPhone, to_phone)]
        {
            take(Secret::RecordKey { link, port, direction, key: key.clone() });
        }
    }
    prekeys(phone).for_each(take);
    all.append(&mut standing(phone, institutions));
    all
}

/// What it takes to answer those who begin a session.
fn prekeys(phone: &Phone) -> impl Iterator<Item = Secret> {
    let (signed, one_time) = (&phone.prekeys().signed, &phone.prekeys().one_time);
    let signed = signed.iter().map(|it| (false, it.id, &it.pair));
    let all = signed.chain(one_time.iter().map(|it| (true, it.id, &it.pair)));
    all.map(|(is_one_time, id, pair)| Secret::Prekey { is_one_time, id, pair: pair.clone() })
}

/// The keys that a phone has for good: its identity key, that of the owners' own layer, and what its
/// owner holds under the rule
/// that is in force.
pub(super) fn standing(phone: &Phone, institutions: &dyn Institutions) -> Vec<Seized> {
    let identity = Secret::IdentityKey(phone.identity().clone());
    let own = held_by(institutions, Receiver::Owner(phone.party()));
    let layer = phone.layer().map(|key| Seized::from(Secret::LayerKey(key.clone())));
    [Seized::from(identity)].into_iter().chain(layer).chain(own).collect()
}

/// Root key, ratchet key, both chains, the seeds of messages that have not come yet, and the
/// session key of two chips.
fn of_ratchet(view: RatchetView, take: &mut dyn FnMut(Secret)) {
    let RatchetView { session_key, root_key, own, sending, receiving, skipped, .. } = view;
    take(Secret::RootKey { ratchet_key: own.public(), root_key });
    take(Secret::RatchetKey(own));
    for chain in [Some(sending), receiving].into_iter().flatten() {
        take(Secret::ChainKey {
            ratchet_key: chain.ratchet_key,
            message_number: chain.next,
            chain_key: chain.chain_key,
        });
    }
    for it in skipped {
        take(Secret::MessageSeed {
            ratchet_key: it.ratchet_key,
            message_number: it.message_number,
            seed: it.seed,
        });
    }
    session_key.map(Secret::LeafSessionKey).into_iter().for_each(take);
}

/// The secrets that somebody has held from the beginning under the rule that is in force.
pub(super) fn held_by(institutions: &dyn Institutions, from: Receiver) -> Vec<Seized> {
    let held = institutions.holdings().into_iter();
    held.filter_map(|it| match it.what {
        What::Secret(secret) if it.to == from => Some(secret.into()),
        _ => None,
    })
    .collect()
}
