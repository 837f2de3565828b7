//! The message suite: how a message seed becomes a key and a nonce, and how they encrypt.
//!
//! The ratchet knows a suite only as a value. A second one (AES-256-CBC with HMAC-SHA256, as
//! Signal and WhatsApp use at this place) becomes another variant here, and nothing else.
//!
//! `Aes256Gcm`: `HKDF-SHA256(salt = 32 zero bytes, ikm = message seed,
//! info = "Keyhole AES-256-GCM")` → key (32 bytes) ‖ nonce (12 bytes), each used once.

use super::aead::{self, AeadError};
use super::kdf::hkdf_sha256;
use super::secret::{ExportSecret, MessageKey, MessageNonce, MessageSeed};
use super::weak::{self, ExportPublic};
use zeroize::Zeroizing;

/// A message suite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Suite {
    /// AES-256-GCM with key and nonce from the message seed.
    #[default]
    Aes256Gcm,
    /// The same, but key and nonce come from so many bits of the message seed ([`weak`]).
    Reduced {
        /// How many bits are secret, 16 to 64.
        secret_bits: u8,
    },
    /// AES-128-GCM with a key of 40 secret bits ([`weak`]).
    Export,
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

impl MessageKeys {
    fn first_half(&self) -> Zeroizing<[u8; 16]> {
        let mut half = Zeroizing::new([0; 16]);
        for (to, from) in half.iter_mut().zip(self.key.reveal()) {
            *to = *from;
        }
        half
    }
}

impl Suite {
    /// The name, as the page and the vectors write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm | Self::Reduced { .. } => "AES-256-GCM",
            Self::Export => "AES-128-GCM",
        }
    }

    /// HKDF's `info` when a message seed is expanded.
    #[must_use]
    pub const fn kdf_info(self) -> &'static [u8] {
        match self {
            Self::Aes256Gcm => b"Keyhole AES-256-GCM",
            Self::Reduced { .. } => weak::REDUCED,
            Self::Export => weak::EXPORT,
        }
    }

    /// The base-2 logarithm of the trials that a message costs on average; nothing where a
    /// search is hopeless.
    #[must_use]
    pub const fn trials(self) -> Option<u8> {
        match self {
            Self::Aes256Gcm => None,
            Self::Reduced { secret_bits } => Some(secret_bits.saturating_sub(1)),
            Self::Export => Some(39),
        }
    }

    /// The length of the message key in bytes.
    #[must_use]
    pub const fn key_length(self) -> usize {
        match self {
            Self::Aes256Gcm | Self::Reduced { .. } => MessageKey::LENGTH,
            Self::Export => 16,
        }
    }

    /// The length of the nonce in bytes.
    #[must_use]
    pub const fn nonce_length(self) -> usize {
        match self {
            Self::Aes256Gcm | Self::Reduced { .. } | Self::Export => 12,
        }
    }

    /// The length of the authentication tag at the end of a ciphertext, in bytes.
    #[must_use]
    pub const fn tag_length(self) -> usize {
        match self {
            Self::Aes256Gcm | Self::Reduced { .. } | Self::Export => aead::TAG_LENGTH,
        }
    }

    /// Derives key and nonce of the message with this ratchet header from its seed. A key of
    /// 16 bytes stands in the first half of the 32.
    #[must_use]
    pub fn derive(self, seed: &MessageSeed, header: &[u8]) -> MessageKeys {
        match self {
            Self::Aes256Gcm => MessageKeys::expand(&[0; 32], seed.reveal(), self.kdf_info()),
            Self::Reduced { secret_bits } => {
                let secret = weak::reduced_secret(seed, secret_bits);
                weak::reduced_keys(&secret, secret_bits, header)
            }
            Self::Export => {
                let public = ExportPublic::of(header);
                let short = public.key(&ExportSecret::derive(seed));
                let mut key = Zeroizing::new([0; MessageKey::LENGTH]);
                for (to, from) in key.iter_mut().zip(short.iter()) {
                    *to = *from;
                }
                MessageKeys { key: MessageKey::from_bytes(*key), nonce: MessageNonce(public.nonce) }
            }
        }
    }

    /// Encrypts one message.
    #[must_use]
    pub fn seal(self, keys: &MessageKeys, associated_data: &[u8], plaintext: &[u8]) -> Vec<u8> {
        let nonce = keys.nonce.as_bytes();
        match self {
            Self::Aes256Gcm | Self::Reduced { .. } => {
                aead::seal(keys.key.reveal(), nonce, associated_data, plaintext)
            }
            Self::Export => aead::seal_128(&keys.first_half(), nonce, associated_data, plaintext),
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
        let nonce = keys.nonce.as_bytes();
        match self {
            Self::Aes256Gcm | Self::Reduced { .. } => {
                aead::open(keys.key.reveal(), nonce, associated_data, ciphertext)
            }
            Self::Export => aead::open_128(&keys.first_half(), nonce, associated_data, ciphertext),
        }
    }
}
