//! Receiving chains that the sender has left behind.
//!
//! Of a closed chain only its name and its length are kept: enough to tell a repeated message
//! from one that was never sent. At most [`MAX_CLOSED`] are remembered; a message of an older
//! chain whose seed is not stored looks like one with an unknown ratchet key, and fails to
//! authenticate.

use crate::crypto::keys::PublicKey;
use std::collections::VecDeque;

/// The most closed chains that a session remembers.
pub const MAX_CLOSED: usize = 40;

/// The names and lengths of closed receiving chains, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ClosedChains(VecDeque<(PublicKey, u32)>);

impl ClosedChains {
    /// The length of a closed chain, if it is remembered.
    pub(super) fn length(&self, ratchet_key: &PublicKey) -> Option<u32> {
        self.0.iter().find(|(key, _)| key == ratchet_key).map(|(_, length)| *length)
    }

    /// Remembers a chain.
    pub(super) fn close(&mut self, ratchet_key: PublicKey, length: u32) {
        self.0.push_back((ratchet_key, length));
        if self.0.len() > MAX_CLOSED {
            self.0.pop_front();
        }
    }
}
