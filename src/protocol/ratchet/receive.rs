//! Receiving: in order, out of order, late, and the turn to a new ratchet key.
//!
//! Everything that a message would change is computed beside the state and moved into it only
//! after the message has opened.

use super::chain_key::Chain;
use super::message_key;
use super::root_key::dh_ratchet;
use super::skipped::SkippedKey;
use super::state::Ratchet;
use crate::crypto::keys::RatchetKeyPair;
use crate::crypto::secret::MessageSeed;
use crate::protocol::error::DecryptError;
use crate::protocol::header::Header;
use crate::protocol::trace::{Deleted, Direction, RatchetReason, Step, Trace};
use rand_core::CryptoRng;

/// The most messages of one chain that one message may skip.
pub const MAX_SKIP: u32 = 1000;

impl Ratchet {
    /// `RatchetDecrypt` (Double Ratchet, section 3.5). Draws 32 bytes when the message opens
    /// and brings a new ratchet key.
    ///
    /// # Errors
    /// [`DecryptError`]; the state is then what it was.
    pub fn decrypt(
        &mut self,
        header: &Header,
        ciphertext: &[u8],
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        let expected = self.suite.tag_length();
        if ciphertext.len() < expected {
            return Err(DecryptError::Truncated { expected, actual: ciphertext.len() });
        }
        let Header { ratchet_key, message_number, .. } = *header;
        if let Some((place, key)) = self.skipped.find(&ratchet_key, message_number) {
            let seed = key.seed.clone();
            return self.decrypt_skipped(place, seed, header, ciphertext, trace);
        }
        match &self.receiving {
            Some(chain) if chain.ratchet_key == ratchet_key => {
                if message_number < chain.next {
                    return Err(self.used_or_dropped(header));
                }
                let chain = chain.clone();
                self.decrypt_current(chain, header, ciphertext, trace)
            }
            _ => match self.closed.length(&ratchet_key) {
                Some(length) if message_number < length => Err(self.used_or_dropped(header)),
                Some(length) => Err(DecryptError::BeyondChainEnd { length, message_number }),
                None => self.decrypt_turn(header, ciphertext, rng, trace),
            },
        }
    }

    /// A message whose seed was put aside.
    fn decrypt_skipped(
        &mut self,
        place: usize,
        seed: MessageSeed,
        header: &Header,
        ciphertext: &[u8],
        trace: &mut dyn Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        let Header { ratchet_key, message_number, .. } = *header;
        trace.step(Step::SkippedUsed { ratchet_key, message_number });
        let plaintext = self.open(seed, header, ciphertext, trace)?;
        self.skipped.remove(place);
        trace.step(Step::Deleted(Deleted::MessageKey { ratchet_key, message_number }));
        Ok(plaintext)
    }

    /// A message of the receiving chain.
    fn decrypt_current(
        &mut self,
        mut chain: Chain,
        header: &Header,
        ciphertext: &[u8],
        trace: &mut dyn Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        let mut skipped = Vec::new();
        skip(&mut chain, header.message_number, &mut skipped, trace)?;
        let seed = take(&mut chain, header, trace)?;
        let plaintext = self.open(seed, header, ciphertext, trace)?;

        if let Some(before) = self.receiving.replace(chain) {
            delete_chain_key(before, trace);
        }
        self.store(skipped, trace);
        delete_message_key(header, trace);
        Ok(plaintext)
    }

    /// A message with a new ratchet key (Double Ratchet, section 3.5, `DHRatchet`).
    fn decrypt_turn(
        &mut self,
        header: &Header,
        ciphertext: &[u8],
        rng: &mut impl CryptoRng,
        trace: &mut dyn Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        let mut skipped = Vec::new();
        let mut old = self.receiving.clone();
        if let Some(chain) = &mut old {
            skip(chain, header.previous_chain_length, &mut skipped, trace)?;
        }
        let their = header.ratchet_key;
        let why = (Direction::Receiving, RatchetReason::NewRatchetKey);
        let (middle, chain_key) = dh_ratchet(&self.root_key, &self.own, their, why, trace)?;
        let mut receiving = Chain::new(Direction::Receiving, their, chain_key);
        skip(&mut receiving, header.message_number, &mut skipped, trace)?;
        let seed = take(&mut receiving, header, trace)?;
        let plaintext = self.open(seed, header, ciphertext, trace)?;

        let own = RatchetKeyPair::generate(rng);
        let why = (Direction::Sending, RatchetReason::OwnNewRatchetKey);
        let (root_key, chain_key) = dh_ratchet(&middle, &own, their, why, trace)?;
        let sending = Chain::new(Direction::Sending, own.public(), chain_key);
        let own = core::mem::replace(&mut self.own, own);
        let first = core::mem::replace(&mut self.root_key, root_key);
        let sending = core::mem::replace(&mut self.sending, sending);
        self.previous_chain_length = sending.next;
        self.receiving = Some(receiving);
        trace.step(Step::Deleted(Deleted::RootKey(first)));
        trace.step(Step::Deleted(Deleted::RootKey(middle)));
        delete_chain_key(sending, trace);
        if let Some(chain) = old {
            self.closed.close(chain.ratchet_key, chain.next);
            trace.step(Step::Deleted(Deleted::RatchetKey(own.public())));
            delete_chain_key(chain, trace);
        }
        self.store(skipped, trace);
        delete_message_key(header, trace);
        Ok(plaintext)
    }

    fn open(
        &self,
        seed: MessageSeed,
        header: &Header,
        ciphertext: &[u8],
        trace: &mut dyn Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        let seed = self.effective(seed, header);
        let context = (&self.associated_data, header);
        message_key::open(self.suite, seed, context, ciphertext, trace)
    }

    fn store(&mut self, skipped: Vec<SkippedKey>, trace: &mut dyn Trace) {
        for SkippedKey { ratchet_key, message_number, .. } in self.skipped.store(skipped) {
            trace.step(Step::Deleted(Deleted::SkippedKey { ratchet_key, message_number }));
        }
    }

    /// Why the seed of an earlier message is gone.
    fn used_or_dropped(&self, header: &Header) -> DecryptError {
        let Header { ratchet_key, message_number, .. } = *header;
        if self.skipped.was_dropped(&ratchet_key, message_number) {
            DecryptError::KeyDropped { ratchet_key, message_number }
        } else {
            DecryptError::Duplicate { ratchet_key, message_number }
        }
    }
}

/// `SkipMessageKeys`: advances a chain to message `until` and keeps the seeds in between.
fn skip(
    chain: &mut Chain,
    until: u32,
    skipped: &mut Vec<SkippedKey>,
    trace: &mut dyn Trace,
) -> Result<(), DecryptError> {
    let asked = until.saturating_sub(chain.next);
    if asked > MAX_SKIP {
        return Err(DecryptError::TooManySkipped { limit: MAX_SKIP, asked });
    }
    let ratchet_key = chain.ratchet_key;
    while chain.next < until
        && let Some((message_number, seed)) = chain.advance(trace)
    {
        trace.step(Step::SkippedStored { ratchet_key, message_number });
        skipped.push(SkippedKey { ratchet_key, message_number, seed });
    }
    Ok(())
}

/// The seed of the message itself.
fn take(
    chain: &mut Chain,
    header: &Header,
    trace: &mut dyn Trace,
) -> Result<MessageSeed, DecryptError> {
    let Header { ratchet_key, message_number, .. } = *header;
    let end = DecryptError::BeyondChainEnd { length: u32::MAX, message_number };
    let (number, seed) = chain.advance(trace).ok_or(end)?;
    debug_assert_eq!((chain.ratchet_key, number), (ratchet_key, message_number));
    Ok(seed)
}

fn delete_chain_key(chain: Chain, trace: &mut dyn Trace) {
    let Chain { direction, ratchet_key, chain_key, .. } = chain;
    let chain_key = Box::new(chain_key);
    trace.step(Step::Deleted(Deleted::ChainKey { direction, ratchet_key, chain_key }));
}

fn delete_message_key(header: &Header, trace: &mut dyn Trace) {
    let Header { ratchet_key, message_number, .. } = *header;
    trace.step(Step::Deleted(Deleted::MessageKey { ratchet_key, message_number }));
}
