//! All sessions of a phone with one peer.
//!
//! Both phones can start a session at the same time, and a phone that lost its state starts a
//! new one. So a phone keeps one current session and a few older ones, as Signal's "The Sesame
//! Algorithm" (rev. 2, section 3) says.
//!
//! Decisions, for docs/PROTOCOL.md:
//! - A prekey message whose base key names a session that is there goes to that session only.
//!   Any other prekey message starts a session, which is kept only if the message opens; the
//!   one-time prekey is deleted then, and not before.
//! - A message without prekey header goes to the session that knows its ratchet key; if none
//!   does, every session is tried, the current one first.
//! - The session that opened a message becomes the current one; new messages are sent with the
//!   current one. At most [`MAX_SESSIONS`] are kept; the one not used for longest goes first.
//! - When no session opens a message, the reported error is that of the session that knows the
//!   ratchet key, else that of the current session.

use crate::crypto::keys::{
    IdentityKeyPair, OneTimePrekeyPair, PrekeyId, PublicKey, SignedPrekeyPair,
};
use crate::protocol::error::{DecryptError, EncryptError};
use crate::protocol::header::{Message, PrekeyHeader};
use crate::protocol::session::{Session, SessionId};
use crate::protocol::terms::Terms;
use crate::protocol::trace::{Deleted, Step, Trace};
use crate::protocol::x3dh::{PrekeyBundle, X3dhError};
use rand_core::CryptoRng;

/// The most sessions that are kept with one peer.
pub const MAX_SESSIONS: usize = 6;

/// The private halves of what a phone has published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prekeys {
    /// Signed prekeys, the newest last; older ones stay for messages on the way.
    pub signed: Vec<SignedPrekeyPair>,
    /// One-time prekeys that were not used yet.
    pub one_time: Vec<OneTimePrekeyPair>,
}

impl Prekeys {
    /// The signed prekey with this number.
    #[must_use]
    pub fn signed(&self, id: PrekeyId) -> Option<&SignedPrekeyPair> {
        self.signed.iter().find(|prekey| prekey.id == id)
    }

    /// The one-time prekey with this number, unless it was used.
    #[must_use]
    pub fn one_time(&self, id: PrekeyId) -> Option<&OneTimePrekeyPair> {
        self.one_time.iter().find(|prekey| prekey.id == id)
    }
}

/// The sessions with one peer, the current one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionStore {
    terms: Terms,
    sessions: Vec<Session>,
}

/// A message that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The text.
    pub plaintext: Vec<u8>,
    /// The session that opened it.
    pub session: SessionId,
    /// The identity key at the other end of that session.
    pub remote_identity: PublicKey,
    /// Whether the message started the session.
    pub started_session: bool,
    /// The one-time prekey that was used, and is deleted now.
    pub used_one_time_prekey: Option<PrekeyId>,
}

impl SessionStore {
    /// No session yet.
    #[must_use]
    pub fn new() -> Self {
        Self::on(Terms::default())
    }

    /// No session yet; each will be on these terms.
    #[must_use]
    pub const fn on(terms: Terms) -> Self {
        Self { terms, sessions: Vec::new() }
    }

    /// Sessions that begin from now on will be on these terms.
    pub fn set_terms(&mut self, terms: Terms) {
        self.terms = terms;
    }

    /// What sessions that begin now are on.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        self.terms
    }

    /// The session with which messages are sent.
    #[must_use]
    pub fn current(&self) -> Option<&Session> {
        self.sessions.first()
    }

    /// All sessions, the current one first.
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Makes a session the current one, if it is still there.
    #[inline(never)]
    pub fn choose(&mut self, id: SessionId) {
        let place = self.sessions.iter().position(|session| session.id() == id);
        if let Some(newest) = place.and_then(|place| self.sessions.get_mut(..=place)) {
            newest.rotate_right(1);
        }
    }

    /// Starts a session and makes it the current one. Draws 64 bytes.
    ///
    /// # Errors
    /// [`X3dhError`] when the bundle is refused.
    pub fn initiate(
        &mut self,
        identity: &IdentityKeyPair,
        bundle: &PrekeyBundle,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<SessionId, X3dhError> {
        let session = Session::initiate(identity, bundle, self.terms, rng, trace)?;
        let id = session.id();
        self.insert_current(session);
        Ok(id)
    }

    /// Encrypts a message with the current session. Draws nothing.
    ///
    /// # Errors
    /// [`EncryptError`] when there is no session, or its chain is used up.
    pub fn encrypt(
        &mut self,
        plaintext: &[u8],
        trace: &mut dyn Trace,
    ) -> Result<Message, EncryptError> {
        let current = self.sessions.first_mut().ok_or(EncryptError::NoSession)?;
        current.encrypt(plaintext, trace)
    }

    /// Decrypts a message from the peer. Draws 32 bytes when it opens and brings a new ratchet
    /// key.
    ///
    /// # Errors
    /// [`DecryptError`]; sessions and prekeys are then what they were.
    pub fn decrypt(
        &mut self,
        identity: &IdentityKeyPair,
        prekeys: &mut Prekeys,
        message: &Message,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Received, DecryptError> {
        match &message.prekey {
            None => self.decrypt_known(message, rng, trace),
            Some(prekey) => match self.position(prekey) {
                Some(place) => self.decrypt_at(place, message, rng, trace),
                None => self.decrypt_new(identity, prekeys, prekey, message, rng, trace),
            },
        }
    }

    fn position(&self, prekey: &PrekeyHeader) -> Option<usize> {
        self.sessions.iter().position(|session| session.id() == SessionId(prekey.base_key))
    }

    /// A message without prekey header.
    fn decrypt_known(
        &mut self,
        message: &Message,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Received, DecryptError> {
        let ratchet_key = &message.header.ratchet_key;
        if let Some(place) = self.sessions.iter().position(|session| session.knows(ratchet_key)) {
            return self.decrypt_at(place, message, rng, trace);
        }
        let mut first_failure = None;
        for place in 0..self.sessions.len() {
            let mut steps: Vec<Step> = Vec::new();
            match self.decrypt_at(place, message, rng, &mut steps) {
                Ok(received) => {
                    steps.into_iter().for_each(|step| trace.step(step));
                    return Ok(received);
                }
                Err(error) => {
                    first_failure.get_or_insert((error, steps));
                }
            }
        }
        let (error, steps) = first_failure.unwrap_or((DecryptError::NoSession, Vec::new()));
        steps.into_iter().for_each(|step| trace.step(step));
        Err(error)
    }

    /// A message for one session; if it opens, the session becomes the current one.
    fn decrypt_at(
        &mut self,
        place: usize,
        message: &Message,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Received, DecryptError> {
        let session = self.sessions.get_mut(place).ok_or(DecryptError::NoSession)?;
        let plaintext = session.decrypt(message, rng, trace)?;
        let received = received(session, plaintext);
        if let Some(newest) = self.sessions.get_mut(..=place) {
            newest.rotate_right(1);
        }
        Ok(received)
    }

    /// A prekey message that starts a session.
    fn decrypt_new(
        &mut self,
        identity: &IdentityKeyPair,
        prekeys: &mut Prekeys,
        header: &PrekeyHeader,
        message: &Message,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Received, DecryptError> {
        let id = header.signed_prekey_id;
        let signed = prekeys.signed(id).ok_or(DecryptError::UnknownSignedPrekey { id })?;
        let used = header
            .one_time_prekey_id
            .map(|id| prekeys.one_time(id).ok_or(DecryptError::UnknownOneTimePrekey { id }))
            .transpose()?;
        let mut session = Session::respond(identity, (signed, used), header, self.terms, trace)?;
        let plaintext = session.decrypt(message, rng, trace)?;

        let used = used.map(|prekey| (prekey.id, prekey.pair.public()));
        if let Some((id, public)) = used {
            prekeys.one_time.retain(|prekey| prekey.id != id);
            trace.step(Step::Deleted(Deleted::OneTimePrekey(id, public)));
        }
        let received = Received {
            started_session: true,
            used_one_time_prekey: used.map(|(id, _)| id),
            ..received(&session, plaintext)
        };
        self.insert_current(session);
        Ok(received)
    }

    fn insert_current(&mut self, session: Session) {
        self.sessions.insert(0, session);
        self.sessions.truncate(MAX_SESSIONS);
    }
}

fn received(session: &Session, plaintext: Vec<u8>) -> Received {
    Received {
        plaintext,
        session: session.id(),
        remote_identity: session.remote_identity(),
        started_session: false,
        used_one_time_prekey: None,
    }
}
