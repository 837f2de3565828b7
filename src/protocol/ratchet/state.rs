//! The state of a ratchet, how it starts, and sending.

use super::chain_key::Chain;
use super::closed::ClosedChains;
use super::message_key;
use super::root_key::dh_ratchet;
use super::skipped::{Skipped, SkippedKey};
use crate::crypto::keys::{NonContributory, PrekeyPair, PublicKey, RatchetKeyPair};
use crate::crypto::secret::{LeafSessionKey, MessageSeed, RootKey};
use crate::crypto::suite::Suite;
use crate::protocol::error::EncryptError;
use crate::protocol::header::Header;
use crate::protocol::terms;
use crate::protocol::trace::{Deleted, Direction, RatchetReason, Step, Trace};
use crate::protocol::x3dh::{Agreed, AssociatedData};
use rand_core::CryptoRng;

/// One side of a Double Ratchet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratchet {
    pub(super) suite: Suite,
    /// What all seeds come from in place of the chains, if there is such a key.
    pub(super) session_key: Option<LeafSessionKey>,
    pub(super) associated_data: AssociatedData,
    pub(super) root_key: RootKey,
    pub(super) own: RatchetKeyPair,
    pub(super) sending: Chain,
    pub(super) previous_chain_length: u32,
    pub(super) receiving: Option<Chain>,
    pub(super) skipped: Skipped,
    pub(super) closed: ClosedChains,
}

/// Everything that a ratchet holds, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatchetView {
    /// How messages are encrypted.
    pub suite: Suite,
    /// What all message seeds come from in place of the chains, if there is such a key.
    pub session_key: Option<LeafSessionKey>,
    /// The session's associated data.
    pub associated_data: AssociatedData,
    /// `RK`
    pub root_key: RootKey,
    /// `DHs`
    pub own: RatchetKeyPair,
    /// `CKs` and `Ns`
    pub sending: Chain,
    /// `PN`
    pub previous_chain_length: u32,
    /// `DHr`, `CKr` and `Nr`; nothing before the responder has read its first message.
    pub receiving: Option<Chain>,
    /// `MKSKIPPED`, the oldest first.
    pub skipped: Vec<SkippedKey>,
}

impl Ratchet {
    /// The initiator's side, after X3DH with the owner of `their_signed_prekey`. Draws 32
    /// bytes.
    ///
    /// # Errors
    /// [`NonContributory`] when the signed prekey is a point of small order.
    pub fn initiator(
        suite: Suite,
        agreed: Agreed,
        their_signed_prekey: PublicKey,
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Self, NonContributory> {
        let Agreed { root_key: first, chain_key, associated_data } = agreed;
        let own = RatchetKeyPair::generate(rng);
        let why = (Direction::Sending, RatchetReason::SessionStart);
        let (root_key, sending) = dh_ratchet(&first, &own, their_signed_prekey, why, trace)?;
        trace.step(Step::Deleted(Deleted::RootKey(first)));
        Ok(Self {
            suite,
            session_key: None,
            associated_data,
            root_key,
            sending: Chain::new(Direction::Sending, own.public(), sending),
            own,
            previous_chain_length: 0,
            receiving: Some(Chain::new(Direction::Receiving, their_signed_prekey, chain_key)),
            skipped: Skipped::default(),
            closed: ClosedChains::default(),
        })
    }

    /// The responder's side, after X3DH with its signed prekey.
    #[must_use]
    pub fn responder(suite: Suite, agreed: Agreed, signed_prekey: &PrekeyPair) -> Self {
        let Agreed { root_key, chain_key, associated_data } = agreed;
        Self {
            suite,
            session_key: None,
            associated_data,
            root_key,
            own: signed_prekey.into(),
            sending: Chain::new(Direction::Sending, signed_prekey.public(), chain_key),
            previous_chain_length: 0,
            receiving: None,
            skipped: Skipped::default(),
            closed: ClosedChains::default(),
        }
    }

    /// Takes all message seeds from this key in place of the chains.
    #[must_use]
    pub fn with_session_key(self, session_key: Option<LeafSessionKey>) -> Self {
        Self { session_key, ..self }
    }

    /// The seed of a message: the chain's, or the session key's.
    pub(super) fn effective(&self, seed: MessageSeed, header: &Header) -> MessageSeed {
        self.session_key.as_ref().map_or(seed, |key| terms::message_seed(key, header))
    }

    /// `RatchetEncrypt` (Double Ratchet, section 3.4).
    ///
    /// # Errors
    /// [`EncryptError::ChainExhausted`] after 2^32 − 1 messages in one chain.
    pub fn encrypt(
        &mut self,
        plaintext: &[u8],
        trace: &mut dyn Trace,
    ) -> Result<(Header, Vec<u8>), EncryptError> {
        let before = self.sending.chain_key.clone();
        let (message_number, seed) =
            self.sending.advance(trace).ok_or(EncryptError::ChainExhausted)?;
        let ratchet_key = self.own.public();
        let header = Header {
            ratchet_key,
            previous_chain_length: self.previous_chain_length,
            message_number,
        };
        let seed = self.effective(seed, &header);
        let context = (&self.associated_data, &header);
        let ciphertext = message_key::seal(self.suite, seed, context, plaintext, trace);
        let direction = Direction::Sending;
        trace.step(Step::Deleted(Deleted::ChainKey {
            direction,
            ratchet_key,
            chain_key: Box::new(before),
        }));
        trace.step(Step::Deleted(Deleted::MessageKey { ratchet_key, message_number }));
        Ok((header, ciphertext))
    }

    /// Both identity keys.
    #[must_use]
    pub const fn associated_data(&self) -> &AssociatedData {
        &self.associated_data
    }

    /// Whether a ratchet key names a receiving chain of this ratchet, open or closed.
    #[must_use]
    pub fn knows(&self, ratchet_key: &PublicKey) -> bool {
        self.receiving.as_ref().is_some_and(|chain| chain.ratchet_key == *ratchet_key)
            || self.closed.length(ratchet_key).is_some()
            || self.skipped.iter().any(|key| key.ratchet_key == *ratchet_key)
    }

    /// Everything that the ratchet holds.
    #[must_use]
    pub fn view(&self) -> RatchetView {
        let Self {
            suite,
            session_key,
            associated_data,
            root_key,
            own,
            sending,
            previous_chain_length,
            receiving,
            skipped,
            closed: _,
        } = self;
        RatchetView {
            suite: *suite,
            session_key: session_key.clone(),
            associated_data: *associated_data,
            root_key: root_key.clone(),
            own: own.clone(),
            sending: sending.clone(),
            previous_chain_length: *previous_chain_length,
            receiving: receiving.clone(),
            skipped: skipped.iter().cloned().collect(),
        }
    }
}
