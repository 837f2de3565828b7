//! What several test files need.

#![allow(dead_code, reason = "each test file uses a part of it")]

use keyhole::crypto::keyed_rng::KeyedRng;
use keyhole::crypto::keys::{IdentityKeyPair, OneTimePrekeyPair, PrekeyId, SignedPrekeyPair};
use keyhole::crypto::secret::RunSeed;
use keyhole::protocol::error::DecryptError;
use keyhole::protocol::header::Message;
use keyhole::protocol::session_store::{Prekeys, Received, SessionStore};
use keyhole::protocol::trace::{Silent, Trace};
use keyhole::protocol::x3dh::PrekeyBundle;

/// A phone without a world around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub name: &'static str,
    pub identity: IdentityKeyPair,
    pub prekeys: Prekeys,
    pub store: SessionStore,
    draws: u64,
    handed_out: usize,
}

impl Phone {
    pub fn new(name: &'static str, one_time_prekeys: u32) -> Self {
        let mut rng = rng(name, 0);
        let identity = IdentityKeyPair::generate(&mut rng);
        let signed = vec![SignedPrekeyPair::generate(PrekeyId::FIRST, &identity, &mut rng)];
        let one_time = (1..=one_time_prekeys)
            .filter_map(PrekeyId::new)
            .map(|id| OneTimePrekeyPair::generate(id, &mut rng))
            .collect();
        let prekeys = Prekeys { signed, one_time };
        Self { name, identity, prekeys, store: SessionStore::new(), draws: 0, handed_out: 0 }
    }

    /// What this phone has published, with its first one-time prekey if one is left.
    pub fn bundle(&self) -> PrekeyBundle {
        let Prekeys { signed, one_time } = &self.prekeys;
        PrekeyBundle::new(self.identity.public(), &signed[0], one_time.first())
    }

    /// A bundle as a provider hands it out: every one-time prekey once.
    pub fn next_bundle(&mut self) -> PrekeyBundle {
        self.handed_out += 1;
        let id = PrekeyId::new(self.handed_out as u32).unwrap();
        PrekeyBundle::new(
            self.identity.public(),
            &self.prekeys.signed[0],
            self.prekeys.one_time(id),
        )
    }

    pub fn initiate(&mut self, bundle: &PrekeyBundle) {
        self.draws += 1;
        let rng = &mut rng(self.name, self.draws);
        self.store.initiate(&self.identity, bundle, rng, &mut Silent).unwrap();
    }

    pub fn encrypt(&mut self, text: &[u8]) -> Message {
        self.store.encrypt(text, &mut Silent).unwrap()
    }

    pub fn decrypt(&mut self, message: &Message) -> Result<Received, DecryptError> {
        self.decrypt_traced(message, &mut Silent)
    }

    pub fn decrypt_traced(
        &mut self,
        message: &Message,
        trace: &mut dyn Trace,
    ) -> Result<Received, DecryptError> {
        let rng = &mut rng(self.name, self.draws + 1);
        let received =
            self.store.decrypt(&self.identity, &mut self.prekeys, message, rng, trace)?;
        self.draws += 1;
        Ok(received)
    }

    /// Delivers a message that must arrive.
    pub fn reads(&mut self, message: &Message, text: &[u8]) {
        assert_eq!(self.decrypt(message).map(|received| received.plaintext), Ok(text.to_vec()));
    }

    /// Delivers a message that must be refused, and checks that nothing changed.
    pub fn refuses(&mut self, message: &Message) -> DecryptError {
        let before = self.clone();
        let error = self.decrypt(message).map(|received| received.plaintext).unwrap_err();
        assert_eq!(*self, before);
        error
    }
}

/// Two phones of which the first has the other's bundle.
pub fn two_phones() -> (Phone, Phone) {
    let (mut alice, bob) = (Phone::new("alice", 5), Phone::new("bob", 5));
    alice.initiate(&bob.bundle());
    (alice, bob)
}

pub fn rng(actor: &str, action: u64) -> KeyedRng {
    KeyedRng::new(&RunSeed::from_bytes([42; 32]), actor, action, "test")
}
