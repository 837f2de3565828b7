//! AES-256-GCM under a key that is derived for one text, and how a sealed text is written.

use crate::crypto::aead::{self, AeadError, TAG_LENGTH};
use crate::crypto::kdf::hkdf_sha256;
use crate::wire::{Annotated, Field, Writer};
use std::sync::Arc;
use zeroize::Zeroizing;

/// A key and a nonce that seal one text: 44 bytes of key material, key (32) ‖ nonce (12).
pub(super) struct OneTimeKey(Zeroizing<[u8; Self::LENGTH]>);

impl OneTimeKey {
    /// Bytes of key material.
    pub(super) const LENGTH: usize = 44;

    /// `HKDF-SHA256(salt, ikm, info)`.
    pub(super) fn derive(salt: &[u8], ikm: &[u8], info: &[u8]) -> Self {
        Self(Zeroizing::new(hkdf_sha256(salt, ikm, info)))
    }

    /// Takes key material that was derived together with something else.
    pub(super) fn from_bytes(material: &[u8; Self::LENGTH]) -> Self {
        Self(Zeroizing::new(*material))
    }

    /// Seals the text that this key is for.
    pub(super) fn seal(&self, associated_data: &[u8], text: &[u8]) -> Vec<u8> {
        let (key, nonce) = self.parts();
        aead::seal(&key, &nonce, associated_data, text)
    }

    /// Opens it.
    pub(super) fn open(&self, associated_data: &[u8], sealed: &[u8]) -> Result<Vec<u8>, AeadError> {
        let (key, nonce) = self.parts();
        aead::open(&key, &nonce, associated_data, sealed)
    }

    fn parts(&self) -> (Zeroizing<[u8; 32]>, [u8; 12]) {
        let mut key = Zeroizing::new([0; 32]);
        let mut nonce = [0; 12];
        for (to, from) in key.iter_mut().chain(&mut nonce).zip(self.0.iter()) {
            *to = *from;
        }
        (key, nonce)
    }
}

/// Writes a sealed text: its ciphertext, of which `inside` says what it holds, and its tag.
pub(super) fn write_sealed(
    w: &mut Writer,
    [ciphertext, tag]: [Field; 2],
    sealed: &[u8],
    inside: Option<Arc<Annotated>>,
) {
    let (text, last) = sealed.split_at(sealed.len().saturating_sub(TAG_LENGTH));
    w.sealed(ciphertext, text, inside);
    w.leaf(tag, last);
}
