//! Two people with a session, without a world around them.

use keyhole::crypto::keyed_rng::KeyedRng;
use keyhole::crypto::keys::{IdentityKeyPair, OneTimePrekeyPair, PrekeyId, SignedPrekeyPair};
use keyhole::protocol::header::Message;
use keyhole::protocol::session_store::{Prekeys, SessionStore};
use keyhole::protocol::trace::Silent;
use keyhole::protocol::x3dh::PrekeyBundle;
use wasm_bindgen::JsError;

/// What they say.
pub(crate) const TEXT: &str = "Are we still on for eight? I can bring the cake.";

/// One of them.
#[derive(Debug)]
pub(crate) struct Peer {
    identity: IdentityKeyPair,
    prekeys: Prekeys,
    sessions: SessionStore,
    rng: KeyedRng,
}

impl Peer {
    fn new(seed: u8) -> Self {
        let mut rng = KeyedRng::from_seed_bytes(&[seed; 32]);
        let identity = IdentityKeyPair::generate(&mut rng);
        let signed = vec![SignedPrekeyPair::generate(PrekeyId::FIRST, &identity, &mut rng)];
        let one_time = vec![OneTimePrekeyPair::generate(PrekeyId::FIRST, &mut rng)];
        let prekeys = Prekeys { signed, one_time };
        Self { identity, prekeys, sessions: SessionStore::new(), rng }
    }

    /// Two with a session in which both have spoken.
    pub(crate) fn pair() -> Result<[Self; 2], JsError> {
        let [mut alice, mut bob] = [Self::new(1), Self::new(2)];
        let signed = bob.prekeys.signed.first().ok_or_else(|| JsError::new("no prekey"))?;
        let one_time = bob.prekeys.one_time.first();
        let bundle = PrekeyBundle::new(bob.identity.public(), signed, one_time);
        alice.sessions.initiate(&alice.identity, &bundle, &mut alice.rng, &mut Silent)?;
        let hello = alice.seal(b"hello")?;
        bob.open(&hello)?;
        let hello = bob.seal(b"hello")?;
        alice.open(&hello)?;
        Ok([alice, bob])
    }

    pub(crate) fn seal(&mut self, text: &[u8]) -> Result<Message, JsError> {
        Ok(self.sessions.encrypt(text, &mut Silent)?)
    }

    pub(crate) fn open(&mut self, message: &Message) -> Result<Vec<u8>, JsError> {
        let Self { identity, prekeys, sessions, rng } = self;
        Ok(sessions.decrypt(identity, prekeys, message, rng, &mut Silent)?.plaintext)
    }
}
