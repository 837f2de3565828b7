//! A session: one X3DH agreement and the ratchet that it started.
//!
//! Decisions, for docs/PROTOCOL.md:
//! - The base key of the X3DH agreement names the session on both sides.
//! - The initiator sends every message with the prekey header until it has read a message in
//!   this session (X3DH, section 3.3; Signal's "unacknowledged prekey message").
//! - A prekey message of a session that exists already must carry the same prekey header as
//!   the first one. (Signal looks at the base key only; then changed ids would go unnoticed.)

use crate::crypto::keys::{
    IdentityKeyPair, NonContributory, OneTimePrekeyPair, PublicKey, SignedPrekeyPair,
};
use crate::crypto::secret::LeafSessionKey;
use crate::protocol::error::{DecryptError, EncryptError};
use crate::protocol::header::{Message, PrekeyHeader};
use crate::protocol::ratchet::{Ratchet, RatchetView};
use crate::protocol::terms::{self, Seeds, Terms};
use crate::protocol::trace::Trace;
use crate::protocol::x3dh::{self, Agreed, Initiation, PrekeyBundle, X3dhError};
use core::fmt;
use rand_core::CryptoRng;

/// The name of a session, the same on both sides: its base key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub PublicKey);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({self})")
    }
}

/// Which side of the X3DH agreement a phone is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It fetched the other's prekeys.
    Initiator(Standing),
    /// Its prekeys were fetched.
    Responder,
}

/// Whether an initiator has heard back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Not yet: every message carries the prekey header.
    AwaitingReply,
    /// The other side has the session.
    Answered,
}

/// One conversation between two identity keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    role: Role,
    prekey: PrekeyHeader,
    ratchet: Ratchet,
}

/// Everything that a session holds, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// The session's name.
    pub id: SessionId,
    /// The side this phone is on.
    pub role: Role,
    /// The peer's identity key.
    pub remote_identity: PublicKey,
    /// The prekey header that messages still carry.
    pub pending_prekey: Option<PrekeyHeader>,
    /// Keys, chains and skipped messages.
    pub ratchet: RatchetView,
}

impl Session {
    /// Starts a session with the owner of a bundle. Draws the base key, then the first ratchet
    /// key, 32 bytes each.
    ///
    /// # Errors
    /// [`X3dhError`] when the bundle is refused.
    pub fn initiate(
        identity: &IdentityKeyPair,
        bundle: &PrekeyBundle,
        terms: Terms,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Self, X3dhError> {
        let Initiation { agreed, header } = x3dh::initiate(identity, bundle, rng, trace)?;
        let key = agreed_key(terms, &agreed);
        let ratchet = Ratchet::initiator(terms.suite, agreed, bundle.signed_prekey, rng, trace)?;
        let ratchet = ratchet.with_session_key(key);
        Ok(Self { role: Role::Initiator(Standing::AwaitingReply), prekey: header, ratchet })
    }

    /// Takes up the session that a prekey header announces, with the prekeys that it names.
    /// Draws nothing.
    ///
    /// # Errors
    /// [`NonContributory`] when one of the header's keys is a point of small order.
    pub fn respond(
        identity: &IdentityKeyPair,
        (signed_prekey, one_time_prekey): (&SignedPrekeyPair, Option<&OneTimePrekeyPair>),
        header: &PrekeyHeader,
        terms: Terms,
        trace: &mut dyn Trace,
    ) -> Result<Self, NonContributory> {
        let agreed = x3dh::respond(identity, signed_prekey, one_time_prekey, header, trace)?;
        let key = agreed_key(terms, &agreed);
        let ratchet = Ratchet::responder(terms.suite, agreed, &signed_prekey.pair);
        let ratchet = ratchet.with_session_key(key);
        Ok(Self { role: Role::Responder, prekey: *header, ratchet })
    }

    /// The session's name.
    #[must_use]
    pub const fn id(&self) -> SessionId {
        SessionId(self.prekey.base_key)
    }

    /// The side this phone is on.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The peer's identity key.
    #[must_use]
    pub const fn remote_identity(&self) -> PublicKey {
        let identities = self.ratchet.associated_data();
        match self.role {
            Role::Initiator(_) => identities.responder,
            Role::Responder => identities.initiator,
        }
    }

    /// The prekey header, as long as messages carry it.
    #[must_use]
    pub const fn pending_prekey(&self) -> Option<PrekeyHeader> {
        match self.role {
            Role::Initiator(Standing::AwaitingReply) => Some(self.prekey),
            Role::Initiator(Standing::Answered) | Role::Responder => None,
        }
    }

    /// Whether a ratchet key names one of this session's receiving chains.
    #[must_use]
    pub fn knows(&self, ratchet_key: &PublicKey) -> bool {
        self.ratchet.knows(ratchet_key)
    }

    /// Encrypts a message. Draws nothing.
    ///
    /// # Errors
    /// [`EncryptError::ChainExhausted`] after 2^32 − 1 messages without a reply.
    pub fn encrypt(
        &mut self,
        plaintext: &[u8],
        trace: &mut dyn Trace,
    ) -> Result<Message, EncryptError> {
        let (header, ciphertext) = self.ratchet.encrypt(plaintext, trace)?;
        Ok(Message { prekey: self.pending_prekey(), header, ciphertext })
    }

    /// Decrypts a message of this session. Draws 32 bytes when it opens and brings a new
    /// ratchet key.
    ///
    /// # Errors
    /// [`DecryptError`]; the session is then what it was.
    pub fn decrypt(
        &mut self,
        message: &Message,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        if message.prekey.is_some_and(|prekey| prekey != self.prekey) {
            let base_key = self.prekey.base_key;
            return Err(DecryptError::PrekeyHeaderChanged { base_key });
        }
        let plaintext = self.ratchet.decrypt(&message.header, &message.ciphertext, rng, trace)?;
        if let Role::Initiator(standing) = &mut self.role {
            *standing = Standing::Answered;
        }
        Ok(plaintext)
    }

    /// Everything that the session holds.
    #[must_use]
    pub fn view(&self) -> SessionView {
        SessionView {
            id: self.id(),
            role: self.role,
            remote_identity: self.remote_identity(),
            pending_prekey: self.pending_prekey(),
            ratchet: self.ratchet.view(),
        }
    }
}

/// The key from which all seeds of the session come, if it is on such terms.
fn agreed_key(terms: Terms, agreed: &Agreed) -> Option<LeafSessionKey> {
    match terms.seeds {
        Seeds::Ratchet => None,
        Seeds::SessionKey => Some(terms::session_key(&agreed.root_key)),
    }
}
