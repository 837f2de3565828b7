//! The message suite: how a message seed becomes a key and a nonce, and how they encrypt.
//!
//! The ratchet knows a suite only as a value. A second one (AES-256-CBC with HMAC-SHA256, as
//! Signal and WhatsApp use at this place) becomes another variant here, and nothing else.
//!
//! `Aes256Gcm`: `HKDF-SHA256(salt = 32 zero bytes, ikm = message seed,
//! info = "Keyhole AES-256-GCM")` → key (32 bytes) ‖ nonce (12 bytes), each used once.

use super::aead::{self, AeadError};
use super::kdf::hkdf_sha256;
use super::secret::{MessageKey, MessageNonce, MessageSeed};
use zeroize::Zeroizing;

/// A message suite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Suite {
    /// AES-256-GCM with key and nonce from the message seed.
    #[default]
    Aes256Gcm,
}

/// What a suite derives for one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageKeys {
    /// The key, used for one message.
    pub key: MessageKey,
    /// The nonce, used with that key only.
    pub nonce: MessageNonce,
}

impl MessageKeys {
    /// `HKDF-SHA256(salt, ikm, info)` → key (32 bytes) ‖ nonce (12 bytes), for AES-256-GCM.
    #[must_use]
    pub(crate) fn expand(salt: &[u8], ikm: &[u8], info: &[u8]) -> Self {
        let okm: Zeroizing<[u8; 44]> = Zeroizing::new(hkdf_sha256(salt, ikm, info));
        let mut key = [0; 32];
        let mut nonce = [0; 12];
        for (to, from) in key.iter_mut().chain(&mut nonce).zip(okm.iter()) {
            *to = *from;
        }
        Self { key: MessageKey::from_bytes(key), nonce: MessageNonce(nonce) }
    }
}

impl Suite {
    /// The name, as the page and the vectors write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "AES-256-GCM",
        }
    }

    /// HKDF's `info` when a message seed is expanded.
    #[must_use]
    pub const fn kdf_info(self) -> &'static [u8] {
        match self {
            Self::Aes256Gcm => b"Keyhole AES-256-GCM",
        }
    }

    /// The length of the message key in bytes.
    #[must_use]
    pub const fn key_length(self) -> usize {
        match self {
            Self::Aes256Gcm => MessageKey::LENGTH,
        }
    }

    /// The length of the nonce in bytes.
    #[must_use]
    pub const fn nonce_length(self) -> usize {
        match self {
            Self::Aes256Gcm => 12,
        }
    }

    /// The length of the authentication tag at the end of a ciphertext, in bytes.
    #[must_use]
    pub const fn tag_length(self) -> usize {
        match self {
            Self::Aes256Gcm => aead::TAG_LENGTH,
        }
    }

    /// Derives key and nonce from a message seed.
    #[must_use]
    pub fn derive(self, seed: &MessageSeed) -> MessageKeys {
        match self {
            Self::Aes256Gcm => MessageKeys::expand(&[0; 32], seed.reveal(), self.kdf_info()),
        }
    }

    /// Encrypts one message.
    #[must_use]
    pub fn seal(self, keys: &MessageKeys, associated_data: &[u8], plaintext: &[u8]) -> Vec<u8> {
        match self {
            Self::Aes256Gcm => {
                aead::seal(keys.key.reveal(), keys.nonce.as_bytes(), associated_data, plaintext)
            }
        }
    }

    /// Decrypts one message.
    ///
    /// # Errors
    /// As [`aead::open`].
    pub fn open(
        self,
        keys: &MessageKeys,
        associated_data: &[u8],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, AeadError> {
        match self {
            Self::Aes256Gcm => {
                aead::open(keys.key.reveal(), keys.nonce.as_bytes(), associated_data, ciphertext)
            }
        }
    }
}
