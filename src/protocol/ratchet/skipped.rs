//! Seeds of messages that have not come yet (`MKSKIPPED`; Double Ratchet, rev. 1, section 2.6).
//!
//! At most [`MAX_STORED`] seeds are kept, over all chains of a session; the one that was
//! stored first is dropped first. Which messages lost their seed this way is remembered as
//! ranges of numbers, so that a late message and a repeated one get different errors; at most
//! [`MAX_RANGES`] ranges are kept.

use crate::crypto::keys::PublicKey;
use crate::crypto::secret::MessageSeed;
use std::collections::VecDeque;

/// The most seeds that a session stores.
pub const MAX_STORED: usize = 2000;

/// The most ranges of dropped numbers that a session remembers.
pub const MAX_RANGES: usize = 40;

/// The seed of a message that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedKey {
    /// The chain.
    pub ratchet_key: PublicKey,
    /// The message.
    pub message_number: u32,
    /// Its seed.
    pub seed: MessageSeed,
}

/// All skipped seeds of a session, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Skipped {
    keys: VecDeque<SkippedKey>,
    dropped: VecDeque<DroppedRange>,
}

impl Skipped {
    pub(super) fn iter(&self) -> impl Iterator<Item = &SkippedKey> {
        self.keys.iter()
    }

    /// Where the seed of a message is, and the seed.
    pub(super) fn find(
        &self,
        ratchet_key: &PublicKey,
        number: u32,
    ) -> Option<(usize, &SkippedKey)> {
        self.keys
            .iter()
            .enumerate()
            .find(|(_, key)| key.message_number == number && key.ratchet_key == *ratchet_key)
    }

    /// Forgets a seed that was used.
    pub(super) fn remove(&mut self, place: usize) {
        self.keys.remove(place);
    }

    /// Stores new seeds and gives back those that had to make room.
    pub(super) fn store(&mut self, new: Vec<SkippedKey>) -> Vec<SkippedKey> {
        self.keys.extend(new);
        let surplus = self.keys.len().saturating_sub(MAX_STORED);
        let dropped: Vec<_> = self.keys.drain(..surplus).collect();
        for key in &dropped {
            self.remember_dropped(key.ratchet_key, key.message_number);
        }
        dropped
    }

    /// Whether a message's seed was dropped to make room.
    pub(super) fn was_dropped(&self, ratchet_key: &PublicKey, number: u32) -> bool {
        self.dropped.iter().any(|range| {
            range.ratchet_key == *ratchet_key && (range.first..=range.last).contains(&number)
        })
    }

    fn remember_dropped(&mut self, ratchet_key: PublicKey, number: u32) {
        match self.dropped.back_mut() {
            Some(range)
                if range.ratchet_key == ratchet_key
                    && range.last.checked_add(1) == Some(number) =>
            {
                range.last = number;
            }
            _ => {
                self.dropped.push_back(DroppedRange { ratchet_key, first: number, last: number });
            }
        }
        if self.dropped.len() > MAX_RANGES {
            self.dropped.pop_front();
        }
    }
}

/// Numbers of one chain whose seeds were dropped, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DroppedRange {
    ratchet_key: PublicKey,
    first: u32,
    last: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(chain: u8, message_number: u32) -> SkippedKey {
        SkippedKey {
            ratchet_key: PublicKey::from_bytes([chain; 32]),
            message_number,
            seed: MessageSeed::from_bytes([0; 32]),
        }
    }

    #[test]
    fn oldest_go_first_and_are_remembered() {
        let mut skipped = Skipped::default();
        let chain = PublicKey::from_bytes([1; 32]);
        assert_eq!(skipped.store((0..2000).map(|n| key(1, n)).collect()), []);
        let (place, _) = skipped.find(&chain, 1).unwrap();
        skipped.remove(place);
        let dropped = skipped.store((0..3).map(|n| key(2, n)).collect());
        assert_eq!(dropped, [key(1, 0), key(1, 2)]);
        assert!(skipped.was_dropped(&chain, 0) && skipped.was_dropped(&chain, 2));
        assert!(!skipped.was_dropped(&chain, 1) && !skipped.was_dropped(&chain, 3));
        assert_eq!(skipped.iter().count(), MAX_STORED);
    }
}
