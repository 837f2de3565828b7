//! Keys that are weak on purpose: of few secret bits, which somebody can search.
//!
//! ```text
//! reduced  secret (n bits)        = first n bits of HKDF-SHA256(salt = 0x00 × 32, ikm = message
//!                                   seed, info = "Keyhole work factor"), as a number of 8 bytes
//!          key (32) ‖ nonce (12)  = HKDF-SHA256(salt = ratchet header, ikm = secret,
//!                                   info = "Keyhole work factor key" ‖ n (1))
//!
//! export   secret (5)             = HKDF-SHA256(salt = 0x00 × 32, ikm = message seed,
//!                                   info = "Keyhole export")
//!          salt (11) ‖ nonce (12) = first 23 bytes of SHA-256("Keyhole export" ‖ ratchet header)
//!          key (16)               = secret ‖ salt
//! ```

use super::kdf::hkdf_sha256;
use super::secret::{ExportSecret, MessageSeed, WeakSecret};
use super::suite::MessageKeys;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The first `bits` bits (at most 64) of a message's seed, stretched.
#[must_use]
pub fn reduced_secret(seed: &MessageSeed, bits: u8) -> WeakSecret {
    let bytes = Zeroizing::new(hkdf_sha256(&[0; 32], seed.reveal(), REDUCED));
    let number = u64::from_be_bytes(*bytes).checked_shr(64_u32.saturating_sub(bits.into()));
    WeakSecret::from_bytes(number.unwrap_or(0).to_be_bytes())
}

/// Key and nonce of the message with this ratchet header, for AES-256-GCM.
#[must_use]
pub fn reduced_keys(secret: &WeakSecret, bits: u8, header: &[u8]) -> MessageKeys {
    let info = [REDUCED_KEY, &[bits]].concat();
    MessageKeys::expand(header, secret.reveal(), &info)
}

impl ExportSecret {
    /// Derives the secret bits of a message from its seed.
    #[must_use]
    pub fn derive(seed: &MessageSeed) -> Self {
        Self::from_bytes(hkdf_sha256(&[0; 32], seed.reveal(), EXPORT))
    }
}

/// What everybody knows of the key of an export message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportPublic {
    /// The public part of the key.
    pub salt: [u8; 11],
    /// The nonce.
    pub nonce: [u8; 12],
}

impl ExportPublic {
    /// From the message's ratchet header.
    #[must_use]
    pub fn of(header: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(EXPORT).chain_update(header).finalize();
        let mut public = Self { salt: [0; 11], nonce: [0; 12] };
        for (to, from) in public.salt.iter_mut().chain(&mut public.nonce).zip(&hash) {
            *to = *from;
        }
        public
    }

    /// The key, for AES-128-GCM.
    #[must_use]
    pub fn key(&self, secret: &ExportSecret) -> Zeroizing<[u8; 16]> {
        let mut key = Zeroizing::new([0; 16]);
        for (to, from) in key.iter_mut().zip(secret.reveal().iter().chain(&self.salt)) {
            *to = *from;
        }
        key
    }
}

/// HKDF's `info` for the secret bits of a reduced key.
pub const REDUCED: &[u8] = b"Keyhole work factor";
/// HKDF's `info` for a reduced key, before the number of bits.
pub const REDUCED_KEY: &[u8] = b"Keyhole work factor key";
/// HKDF's `info` for the secret bits of an export key, and what is hashed before the header.
pub const EXPORT: &[u8] = b"Keyhole export";
