//! What a phone's app does for a rule.

use super::{AddedDevice, dynamic::dynamic};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{IdentityKeyPair, PublicKey},
        secret::{DeliveryToken, MessageSeed, RootKey},
    },
    mechanism::{backup, chip::Chip, leaf::LeafField},
    protocol::{header::Message, session::SessionId, terms::Terms},
    wire::{AccessField, AccessKind, Annotated},
    world::Event,
};

dynamic!(App, AppState);

/// A message that a phone has sealed or opened, with the seed of its key.
#[derive(Debug, Clone, Copy)]
pub struct SealedMessage<'a> {
    /// The session.
    pub session: SessionId,
    /// Headers and ciphertext.
    pub message: &'a Message,
    /// What is in it.
    pub text: &'a str,
    /// What its key comes from.
    pub seed: &'a MessageSeed,
    /// Milliseconds of the logical clock when it was sealed.
    pub time: u64,
}

/// What an app needs in order to hide the sender of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealingKit {
    /// With which whoever has it may send sealed messages to this phone.
    pub own_token: DeliveryToken,
    /// The same of the peer.
    pub peer_token: DeliveryToken,
    /// The provider's key that signs sender certificates.
    pub provider: PublicKey,
}

/// What a phone's app does for a rule, and what it remembers for it.
pub trait App: AppState {
    /// The suites that the phone offers to those who want to write to it.
    fn offer(&mut self, _identity: &IdentityKeyPair, _rng: &mut KeyedRng) -> Option<Annotated> {
        None
    }

    /// The phone is about to begin a session with somebody who offers these suites: what it
    /// will be on.
    ///
    /// # Errors
    /// Why there will be no session, in one sentence.
    fn choose(&mut self, _offered: &[u8], _identity: &PublicKey) -> Result<Terms, String> {
        Ok(Terms::default())
    }

    /// A message may begin a session: what it would be on, as what stands beside it says.
    /// Nothing under a rule that fixes what sessions are on.
    fn announced(&mut self, _field: Option<&[u8]>) -> Option<Terms> {
        None
    }

    /// What it takes to hide the sender; nothing if the app doesn't.
    fn sealing(&self) -> Option<&SealingKit> {
        None
    }

    /// A session has begun, by either side.
    fn session_started(&mut self, _session: SessionId, _root_key: &RootKey) {}

    /// What goes beside a message into its envelope.
    fn access_field(
        &mut self,
        _sealed: SealedMessage<'_>,
        _rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        None
    }

    /// Checks what came beside a message that has been opened, kind and bytes; a message that
    /// fails is refused.
    ///
    /// # Errors
    /// What is wrong, in one sentence.
    fn check(
        &self,
        _opened: SealedMessage<'_>,
        _field: Option<(AccessKind, &[u8])>,
    ) -> Result<(), String> {
        Ok(())
    }

    /// The chip that the app uses, if it uses one.
    fn chip(&self) -> Option<&Chip> {
        None
    }

    /// The owner's app has found a LEAF: it stands in place of the chip's own in the session that
    /// the phone begins next and that it fits.
    fn forge(&mut self, _leaf: LeafField) {}

    /// The session in which alone the app sends, if it has one that others can't open.
    fn keeps_to(&self) -> Option<SessionId> {
        None
    }

    /// A message was sent or read: what the phone leaves with the provider now.
    fn backup(&mut self, _entry: &backup::Entry, _rng: &mut KeyedRng) -> Option<Annotated> {
        None
    }

    /// The provider says that an account has one more device: whether the app encrypts to it.
    /// `owner` is the account's identity key, as far as the phone has it.
    ///
    /// # Errors
    /// Why it does not, in one sentence.
    fn admit(&self, _device: &AddedDevice, _owner: Option<&PublicKey>) -> Result<(), String> {
        Ok(())
    }

    /// The provider has passed something on that every app of this rule wants: what it was.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence; the app is then as it was.
    fn notice(&mut self, _notice: &[u8]) -> Result<Event, String> {
        Err("this app expects no notices".into())
    }
}

/// An app that does nothing for its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoApp;

impl App for NoApp {}
