//! Hybrid encryption: a short text sealed to a public X25519 key.
//!
//! ```text
//! sealed      = ephemeral public key (32) ‖ ciphertext (as long as the text) ‖ tag (16)
//!
//! key ‖ nonce = HKDF-SHA256(salt = 0x00 × 32, ikm = X25519(ephemeral, recipient),
//!                           info = label ‖ ephemeral public key ‖ recipient's public key)
//! ciphertext ‖ tag = AES-256-GCM(key (32), nonce (12), associated data, text)
//! ```
//!
//! The label says what the text is, so that nothing sealed for one use opens in another. Each
//! sealing has an ephemeral key of its own, and so a key and a nonce that are used once. The
//! length of the text stands nowhere: whoever reads knows it.
//!
//! Source: RFC 9180 (HPKE), mode base. Simplified: one HKDF instead of its key schedule, no
//! identifiers of algorithms, no sequence of texts under one ephemeral key.

use super::sealing::{OneTimeKey, write_sealed};
use crate::crypto::aead::{AeadError, TAG_LENGTH};
use crate::crypto::keys::{AgencyKeyPair, NonContributory, PublicKey};
use crate::crypto::secret::{DhOutput, PrivateKey};
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// A sealed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    ephemeral: PublicKey,
    ciphertext: Vec<u8>,
}

impl Sealed {
    /// How many bytes sealing adds to a text: the ephemeral key and the tag.
    pub const OVERHEAD: usize = PublicKey::LENGTH + TAG_LENGTH;

    /// Seals a text to `recipient`. Draws 32 bytes: the ephemeral private key.
    ///
    /// # Errors
    /// [`NonContributory`] when the recipient's key is a point of small order.
    pub fn seal(
        recipient: &PublicKey,
        label: &[u8],
        associated_data: &[u8],
        text: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, NonContributory> {
        let private = PrivateKey::generate(rng);
        let ephemeral = PublicKey::of(&private);
        let output = private.diffie_hellman(recipient)?;
        let key = derive(label, &ephemeral, recipient, &output);
        let ciphertext = key.seal(associated_data, text);
        Ok(Self { ephemeral, ciphertext })
    }

    /// Opens it with the recipient's private key.
    ///
    /// # Errors
    /// [`OpenError`] when it was sealed to another key, for another use or with other
    /// associated data, or was changed.
    pub fn open(
        &self,
        recipient: &AgencyKeyPair,
        label: &[u8],
        associated_data: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let output =
            recipient.private().diffie_hellman(&self.ephemeral).map_err(OpenError::Ephemeral)?;
        let key = derive(label, &self.ephemeral, recipient.public_ref(), &output);
        key.open(associated_data, &self.ciphertext).map(Zeroizing::new).map_err(OpenError::Aead)
    }

    /// The ephemeral public key.
    #[must_use]
    pub const fn ephemeral(&self) -> &PublicKey {
        &self.ephemeral
    }

    /// Writes it as three fields: ephemeral key, ciphertext, tag.
    pub fn write(&self, w: &mut Writer, [key, text, tag]: [Field; 3]) {
        w.leaf(key, self.ephemeral.as_bytes());
        write_sealed(w, [text, tag], &self.ciphertext, None);
    }

    /// Reads one whose text has `length` bytes.
    ///
    /// # Errors
    /// A [`DecodeError`] that names the field.
    pub fn read(
        r: &mut Reader<'_>,
        [key, text, tag]: [Field; 3],
        length: usize,
    ) -> Result<Self, DecodeError> {
        let ephemeral = PublicKey::from_bytes(r.array(key)?);
        let mut ciphertext = r.take(text, length)?.to_vec();
        ciphertext.extend(r.array::<TAG_LENGTH>(tag)?);
        Ok(Self { ephemeral, ciphertext })
    }
}

/// Why a sealed text does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The ephemeral key is a point of small order.
    Ephemeral(NonContributory),
    /// Key, label, associated data or ciphertext is not what it was when the text was sealed.
    Aead(AeadError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ephemeral(error) => error.fmt(f),
            Self::Aead(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for OpenError {}

fn derive(
    label: &[u8],
    ephemeral: &PublicKey,
    recipient: &PublicKey,
    output: &DhOutput,
) -> OneTimeKey {
    let info = [label, ephemeral.as_bytes(), recipient.as_bytes()].concat();
    OneTimeKey::derive(&[0; 32], output.reveal(), &info)
}

#[cfg(test)]
mod tests {
    use super::super::testing::rng;
    use super::*;

    #[test]
    fn label_and_associated_data_belong_to_it() {
        let agency = AgencyKeyPair::generate(&mut rng(1));
        for text in [&b""[..], b"a text of some length"] {
            let sealed = Sealed::seal(&agency.public(), b"a", b"b", text, &mut rng(2)).unwrap();
            assert_eq!(sealed.open(&agency, b"a", b"b").unwrap().as_slice(), text);
            let refused = Err(OpenError::Aead(AeadError::AuthenticationFailed));
            assert_eq!(sealed.open(&agency, b"b", b"b"), refused);
            assert_eq!(sealed.open(&agency, b"a", b"c"), refused);
        }
    }

    #[test]
    fn points_of_small_order_are_refused() {
        let agency = AgencyKeyPair::generate(&mut rng(1));
        let public = PublicKey::from_bytes([0; 32]);
        let refused = NonContributory { public };
        assert_eq!(Sealed::seal(&public, b"a", b"b", b"c", &mut rng(2)), Err(refused));
        let sealed = Sealed { ephemeral: public, ciphertext: vec![0; 17] };
        assert_eq!(sealed.open(&agency, b"a", b"b"), Err(OpenError::Ephemeral(refused)));
    }
}
