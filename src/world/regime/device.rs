//! A device that is nobody's phone: it has keys and sessions, and works inside the provider.

use super::{Secret, What};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{
            IdentityKeyPair, OneTimePrekeyPair, PrekeyId, PublicKey, Signature, SignedPrekeyPair,
        },
        secret::MessageSeed,
    },
    mechanism::device_list,
    protocol::{
        header::{Header, Message, MessageKind},
        session_store::{Prekeys, SessionStore},
        trace::Step,
    },
    sorted::SortedMap,
    wire::{
        Account, Content, Envelope, EnvelopeKind, OneTimePrekey, PublishedBundle, SignedPrekey,
    },
    world::bundle,
};
use std::sync::Arc;

/// A device under an account's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::world) struct Device {
    account: Account,
    number: u8,
    identity: IdentityKeyPair,
    prekeys: Prekeys,
    /// How many one-time prekeys were handed out.
    handed_out: u32,
    sessions: SortedMap<Account, SessionStore>,
}

/// A message that the device has opened or sealed, with the secret that opens it.
#[derive(Debug)]
pub(in crate::world) struct Handled<T> {
    /// What came out.
    pub(in crate::world) what: T,
    /// The message's seed.
    pub(in crate::world) seed: Secret,
}

impl Device {
    /// Draws its keys.
    pub(in crate::world) fn generate(account: Account, number: u8, rng: &mut KeyedRng) -> Self {
        let identity = IdentityKeyPair::generate(rng);
        let signed = vec![SignedPrekeyPair::generate(PrekeyId::FIRST, &identity, rng)];
        let one_time = (1..=8).filter_map(PrekeyId::new);
        let one_time = one_time.map(|id| OneTimePrekeyPair::generate(id, rng)).collect();
        Self {
            account,
            number,
            identity,
            prekeys: Prekeys { signed, one_time },
            handed_out: 0,
            sessions: SortedMap::default(),
        }
    }

    /// The account under whose name it works.
    pub(in crate::world) const fn account(&self) -> &Account {
        &self.account
    }

    /// Its number among the devices of the account.
    pub(in crate::world) const fn number(&self) -> u8 {
        self.number
    }

    /// Its public identity key.
    pub(in crate::world) const fn identity(&self) -> PublicKey {
        self.identity.public()
    }

    /// With which whoever has it can begin sessions as this device.
    pub(in crate::world) fn identity_secret(&self) -> What {
        What::Secret(Secret::IdentityKey(self.identity.clone()))
    }

    /// What the directory hands out about it: each time with another one-time prekey.
    pub(super) fn bundle(&mut self) -> Option<PublishedBundle> {
        let signed = self.prekeys.signed.last()?;
        self.handed_out += 1;
        let one_time = PrekeyId::new(self.handed_out).and_then(|id| self.prekeys.one_time(id));
        Some(PublishedBundle {
            account: self.account.clone(),
            device: self.number,
            identity_key: *self.identity.public().as_bytes(),
            signed_prekey: SignedPrekey {
                id: signed.id.get(),
                key: *signed.pair.public().as_bytes(),
                signature: signed.signature.0,
            },
            one_time_prekey: one_time
                .map(|it| OneTimePrekey { id: it.id.get(), key: *it.pair.public().as_bytes() }),
            suites: Vec::new(),
        })
    }

    /// Signs itself into an account's list of devices: the owner's signature it can't make.
    pub(super) fn sign(&self, bundle: &PublishedBundle, rng: &mut KeyedRng) -> Signature {
        device_list::sign(&self.identity, bundle, rng)
    }

    /// The same for many at once: without a one-time prekey, which only one could use.
    pub(in crate::world) fn bundle_for_many(&mut self) -> Option<PublishedBundle> {
        Some(PublishedBundle { one_time_prekey: None, ..self.bundle()? })
    }

    /// Opens an envelope that was encrypted to this device.
    pub(in crate::world) fn open(
        &mut self,
        envelope: &Envelope,
        rng: &mut KeyedRng,
    ) -> Option<Handled<Content>> {
        let kind = match envelope.kind {
            EnvelopeKind::Prekey => MessageKind::Prekey,
            EnvelopeKind::Message => MessageKind::Ratchet,
            EnvelopeKind::Text | EnvelopeKind::Sealed => return None,
        };
        let message = Message::from_bytes(kind, &envelope.message).ok()?;
        let sessions = sessions_with(&mut self.sessions, &envelope.from)?;
        let mut steps = Vec::new();
        let (identity, prekeys) = (&self.identity, &mut self.prekeys);
        let received = sessions.decrypt(identity, prekeys, &message, rng, &mut steps).ok()?;
        let what = Content::decode(&received.plaintext).ok()?;
        Some(Handled { what, seed: secret(&message.header, &steps)? })
    }

    /// Encrypts to an account's phone; begins a session with its bundle if there is none.
    pub(super) fn seal(
        &mut self,
        to: &Account,
        content: &Arc<crate::wire::Annotated>,
        bundle: impl FnOnce() -> Option<PublishedBundle>,
        rng: &mut KeyedRng,
    ) -> Option<Handled<Message>> {
        let sessions = sessions_with(&mut self.sessions, to)?;
        let mut steps = Vec::new();
        if sessions.current().is_none() {
            let bundle = bundle::parse(&bundle()?)?;
            sessions.initiate(&self.identity, &bundle, rng, &mut steps).ok()?;
        }
        let message = sessions.encrypt(content.bytes(), &mut steps).ok()?;
        let seed = secret(&message.header, &steps)?;
        Some(Handled { what: message, seed })
    }
}

fn sessions_with<'a>(
    all: &'a mut SortedMap<Account, SessionStore>,
    peer: &Account,
) -> Option<&'a mut SessionStore> {
    if !all.contains_key(peer) {
        all.insert_new(peer.clone(), SessionStore::default());
    }
    all.get_mut(peer)
}

fn secret(header: &Header, steps: &[Step]) -> Option<Secret> {
    let seed = steps.iter().rev().find_map(|step| match step {
        Step::MessageKeyDerivation { seed, .. } => Some(MessageSeed::clone(seed)),
        _ => None,
    })?;
    let Header { ratchet_key, message_number, .. } = *header;
    Some(Secret::MessageSeed { ratchet_key, message_number, seed })
}
