//! AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag, and AES-128-GCM for the
//! export suite.
//!
//! A ciphertext is the encrypted text followed by the tag. GCM does not commit to its key:
//! somebody who chooses two keys can make one ciphertext that opens under both.

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use core::fmt;

/// Bytes that sealing adds: the tag.
pub const TAG_LENGTH: usize = 16;

/// Encrypts `plaintext` and authenticates it together with `associated_data`.
#[must_use]
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], associated_data: &[u8], plaintext: &[u8]) -> Vec<u8> {
    seal_within_limit(&Aes256Gcm::new(key.into()), nonce, associated_data, plaintext)
}

/// As [`seal`], with AES-128.
#[must_use]
pub fn seal_128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    associated_data: &[u8],
    plaintext: &[u8],
) -> Vec<u8> {
    seal_within_limit(&Aes128Gcm::new(key.into()), nonce, associated_data, plaintext)
}

/// Checks the tag and decrypts.
///
/// # Errors
/// [`AeadError::Truncated`] when there is no room for a tag, and
/// [`AeadError::AuthenticationFailed`] when key, nonce, associated data, ciphertext or tag is
/// not what it was when the text was sealed.
pub fn open(
    key: &[u8; 32],
    nonce: &[u8; 12],
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, AeadError> {
    open_with(&Aes256Gcm::new(key.into()), nonce, associated_data, ciphertext)
}

/// As [`open`], with AES-128.
///
/// # Errors
/// As [`open`].
pub fn open_128(
    key: &[u8; 16],
    nonce: &[u8; 12],
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, AeadError> {
    open_with(&Aes128Gcm::new(key.into()), nonce, associated_data, ciphertext)
}

/// Why a ciphertext could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AeadError {
    /// The ciphertext is shorter than its tag.
    Truncated {
        /// The shortest possible length.
        expected: usize,
        /// The length found.
        actual: usize,
    },
    /// The tag does not fit.
    AuthenticationFailed,
}

impl fmt::Display for AeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { expected, actual } => write!(
                f,
                "a sealed text has at least the {expected} bytes of its tag; this one has {actual}"
            ),
            Self::AuthenticationFailed => f.write_str("the authentication tag does not fit"),
        }
    }
}

impl core::error::Error for AeadError {}

fn open_with(
    cipher: &impl Aead<NonceSize = U12>,
    nonce: &[u8; 12],
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, AeadError> {
    if ciphertext.len() < TAG_LENGTH {
        return Err(AeadError::Truncated { expected: TAG_LENGTH, actual: ciphertext.len() });
    }
    cipher
        .decrypt(nonce.into(), Payload { msg: ciphertext, aad: associated_data })
        .map_err(|_| AeadError::AuthenticationFailed)
}

#[expect(clippy::expect_used, reason = "GCM's limit is 2^36 - 32 bytes, more than memory holds")]
fn seal_within_limit(
    cipher: &impl Aead<NonceSize = U12>,
    nonce: &[u8; 12],
    associated_data: &[u8],
    plaintext: &[u8],
) -> Vec<u8> {
    cipher
        .encrypt(nonce.into(), Payload { msg: plaintext, aad: associated_data })
        .expect("GCM's limit is 2^36 - 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let (key, nonce) = ([1; 32], [2; 12]);
        let sealed = seal(&key, &nonce, b"header", b"text");
        assert_eq!(open(&key, &nonce, b"header", &sealed).unwrap(), b"text");
        assert_eq!(open(&key, &nonce, b"Header", &sealed), Err(AeadError::AuthenticationFailed));
        assert_eq!(
            open(&key, &nonce, b"header", &sealed[..15]),
            Err(AeadError::Truncated { expected: 16, actual: 15 })
        );
    }
}
