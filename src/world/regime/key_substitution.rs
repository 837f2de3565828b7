//! Key substitution: the directory hands out the provider's keys, and the relay re-encrypts.

use super::{
    Draw, Handed, Idea, Institutions, Order, Receiver, Regime, Relayed, Secret, What,
    device::Device,
};
use crate::{
    crypto::keyed_rng::KeyedRng,
    protocol::header::MessageKind,
    wire::{Account, Envelope, EnvelopeKind, MessageId, PublishedBundle},
    world::Party,
};
use std::sync::Arc;

/// Each phone has a session with the provider, which pretends to be the other.
#[derive(Debug, Clone, Copy)]
pub struct KeySubstitution;

impl Regime for KeySubstitution {
    fn key(&self) -> &'static str {
        "key-substitution"
    }

    fn idea(&self) -> Idea {
        Idea::Joins
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let substitutes = Party::ALL.map(|party| {
            Device::generate(party.account(), 1, &mut draw.rng("substitute", party.key()))
        });
        Box::new(Middle { substitutes: substitutes.into(), opened: Vec::new() })
    }
}

/// The provider's keys in everybody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Middle {
    substitutes: Vec<Device>,
    /// What opens each message that passed.
    opened: Vec<(MessageId, Secret)>,
}

impl Middle {
    fn substitute(&mut self, account: &Account) -> Option<&mut Device> {
        self.substitutes.iter_mut().find(|it| it.account() == account)
    }
}

impl Institutions for Middle {
    /// Which keys the sessions have is no secret: they stand in bundles and prekey headers.
    /// Their private halves are the provider's.
    fn holdings(&self) -> Vec<Handed> {
        let handed = |it: &Device| {
            let what = What::IdentityKey(it.account().clone(), it.identity());
            let public = Handed { to: Receiver::Everybody, what };
            [public, Handed { to: Receiver::Provider, what: it.identity_secret() }]
        };
        self.substitutes.iter().flat_map(handed).collect()
    }

    fn bundle(&mut self, published: PublishedBundle) -> PublishedBundle {
        let substitute = self.substitute(&published.account).and_then(Device::bundle);
        substitute.unwrap_or(published)
    }

    fn relay(
        &mut self,
        envelope: &Envelope,
        bundle: &mut dyn FnMut() -> Option<PublishedBundle>,
        rng: &mut KeyedRng,
    ) -> Option<Relayed> {
        let opened = self.substitute(&envelope.to)?.open(envelope, rng)?;
        let content = Arc::new(opened.what.encode());
        let sender = self.substitute(&envelope.from)?;
        let sealed = sender.seal(&envelope.to, &content, bundle, rng)?;
        let message = sealed.what;
        let kind = match message.kind() {
            MessageKind::Prekey => EnvelopeKind::Prekey,
            MessageKind::Ratchet => EnvelopeKind::Message,
        };
        let forwarded = Envelope { kind, message: message.to_bytes(), ..envelope.clone() };
        let envelope = forwarded.encode(&message.encode(Some(content)), None);
        let secrets = [opened.seed, sealed.seed];
        self.opened.push((forwarded.id, secrets[0].clone()));
        let handed =
            secrets.map(|secret| Handed { to: Receiver::Provider, what: What::Secret(secret) });
        Some(Relayed { envelope: Arc::new(envelope), handed: handed.into() })
    }

    /// The provider releases what opens the messages that an order covers.
    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        let opened = self.opened.iter().filter(|(id, _)| *id == envelope.id);
        opened.map(|(_, secret)| Handed::to_investigator(What::Secret(secret.clone()))).collect()
    }
}
