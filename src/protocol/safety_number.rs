//! The safety number: what two people compare to know that nobody stands between them.
//!
//! Signal's numeric fingerprint, version 0 of its hash, 5,200 rounds. For one side:
//!
//! ```text
//! H_1     = SHA-512(0x00 0x00 ‖ Encode(IK) ‖ identifier ‖ Encode(IK))
//! H_(i+1) = SHA-512(H_i ‖ Encode(IK))                         up to H_5200
//! ```
//!
//! The first 30 bytes of `H_5200`, five at a time as big-endian numbers mod 100,000, give six
//! groups of five digits. The safety number is both sides' 30 digits, the smaller string
//! first, so that both phones show the same 60 digits.

use crate::crypto::keys::PublicKey;
use core::fmt;
use sha2::{Digest, Sha512};

/// How often the hash is iterated.
pub const ROUNDS: u32 = 5200;

/// 60 digits that both sides of an honest conversation share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SafetyNumber {
    digits: String,
}

impl SafetyNumber {
    /// The safety number of two identifiers (in Signal: telephone numbers) with their identity
    /// keys. The order of the two sides doesn't matter.
    #[must_use]
    pub fn new(ours: (&str, &PublicKey), theirs: (&str, &PublicKey)) -> Self {
        let mut sides = [half(ours), half(theirs)];
        sides.sort();
        Self { digits: sides.concat() }
    }

    /// The 60 digits without spaces.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The twelve groups of five digits.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        (0..self.digits.len() / 5).filter_map(|group| self.digits.get(5 * group..5 * group + 5))
    }
}

impl fmt::Display for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups().enumerate() {
            f.write_str(if index == 0 { "" } else { " " })?;
            f.write_str(group)?;
        }
        Ok(())
    }
}

/// The 30 digits of one side.
fn half((identifier, identity_key): (&str, &PublicKey)) -> String {
    let key = identity_key.encode();
    let mut hash = Sha512::new();
    hash.update([0, 0]);
    hash.update(key);
    hash.update(identifier);
    hash.update(key);
    let mut state = hash.finalize();
    for _ in 1..ROUNDS {
        state = Sha512::new().chain_update(state).chain_update(key).finalize();
    }
    state.chunks_exact(5).take(6).map(five_digits).collect()
}

fn five_digits(chunk: &[u8]) -> String {
    let number = chunk.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{:05}", number % 100_000)
}
