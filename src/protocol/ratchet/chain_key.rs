//! Chain keys and the symmetric-key ratchet.
//!
//! `KDF_CK` (Double Ratchet, rev. 1, sections 2.2 and 5.2):
//! `message seed = HMAC-SHA256(CK, 0x01)`, `next CK = HMAC-SHA256(CK, 0x02)`.

use crate::crypto::kdf::hmac_sha256;
use crate::crypto::keys::PublicKey;
use crate::crypto::secret::{ChainKey, MessageSeed};
use crate::protocol::trace::{Direction, Step, Trace};

/// `KDF_CK(chain_key)`: the seed of the chain's next message, and the chain key after it.
#[must_use]
pub fn kdf_chain(chain_key: &ChainKey) -> (MessageSeed, ChainKey) {
    let seed = hmac_sha256(chain_key.reveal(), &[0x01]);
    let next = hmac_sha256(chain_key.reveal(), &[0x02]);
    (MessageSeed::from_bytes(seed), ChainKey::from_bytes(next))
}

/// A chain: its key, and the number of the message that comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Sending or receiving.
    pub direction: Direction,
    /// The sender's ratchet key, which names the chain.
    pub ratchet_key: PublicKey,
    /// `CK`
    pub chain_key: ChainKey,
    /// `Ns` or `Nr`: the number of the next message.
    pub next: u32,
}

impl Chain {
    /// A chain at its beginning.
    #[must_use]
    pub const fn new(direction: Direction, ratchet_key: PublicKey, chain_key: ChainKey) -> Self {
        Self { direction, ratchet_key, chain_key, next: 0 }
    }

    /// Yields the next message's number and seed, and moves on. Nothing when the numbers are
    /// used up.
    pub(super) fn advance(&mut self, trace: &mut dyn Trace) -> Option<(u32, MessageSeed)> {
        let message_number = self.next;
        let next = message_number.checked_add(1)?;
        let (message_seed, next_chain_key) = kdf_chain(&self.chain_key);
        trace.step(Step::ChainStep {
            direction: self.direction,
            ratchet_key: self.ratchet_key,
            message_number,
            chain_key: Box::new(self.chain_key.clone()),
            message_seed: Box::new(message_seed.clone()),
            next_chain_key: Box::new(next_chain_key.clone()),
        });
        self.chain_key = next_chain_key;
        self.next = next;
        Some((message_number, message_seed))
    }
}
