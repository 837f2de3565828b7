//! Randomness keyed by what it is for.
//!
//! Every draw comes from ChaCha20 (64-bit counter from 0, nonce 0) keyed by
//! `HKDF-SHA256(salt = empty, ikm = run seed, info)` with
//!
//! ```text
//! info = "Keyhole keyed randomness 1"
//!      ‖ length of actor, 4 bytes big-endian   ‖ actor, UTF-8
//!      ‖ action id, 8 bytes big-endian
//!      ‖ length of purpose, 4 bytes big-endian ‖ purpose, UTF-8
//! ```
//!
//! Lengths stand before the strings, so no two triples share an encoding. Actions have ids and
//! not positions: an inserted action, or a rule that draws more, changes no other key.

use super::kdf::hkdf_sha256;
use super::secret::RunSeed;
use chacha20::ChaCha20Rng;
use core::convert::Infallible;
use rand_core::{SeedableRng, TryCryptoRng, TryRng};
use zeroize::Zeroizing;

/// The generator for one purpose of one action of one actor.
#[derive(Debug)]
pub struct KeyedRng(ChaCha20Rng);

impl KeyedRng {
    /// The generator that belongs to (seed, actor, action, purpose).
    #[must_use]
    pub fn new(seed: &RunSeed, actor: &str, action: u64, purpose: &str) -> Self {
        let mut info = b"Keyhole keyed randomness 1".to_vec();
        push_string(&mut info, actor);
        info.extend(action.to_be_bytes());
        push_string(&mut info, purpose);
        Self::from_seed_bytes(&Zeroizing::new(hkdf_sha256(&[], seed.reveal(), &info)))
    }

    /// The ChaCha20 generator of 32 bytes that were drawn from another one.
    #[must_use]
    pub fn from_seed_bytes(seed: &[u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(*seed))
    }
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(destination)
    }
}

impl TryCryptoRng for KeyedRng {}

fn push_string(info: &mut Vec<u8>, text: &str) {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    info.extend(length.to_be_bytes());
    info.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::Rng;

    fn draw(seed: u8, actor: &str, action: u64, purpose: &str) -> [u8; 32] {
        let mut bytes = [0; 32];
        KeyedRng::new(&RunSeed::from_bytes([seed; 32]), actor, action, purpose)
            .fill_bytes(&mut bytes);
        bytes
    }

    #[test]
    fn every_part_of_the_key_counts() {
        let all = [
            draw(1, "alice", 1, "ratchet"),
            draw(2, "alice", 1, "ratchet"),
            draw(1, "bob", 1, "ratchet"),
            draw(1, "alice", 2, "ratchet"),
            draw(1, "alice", 1, "identity"),
            draw(1, "alicer", 1, "atchet"),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(one));
        }
        assert_eq!(all[0], draw(1, "alice", 1, "ratchet"));
    }
}
