//! Sender certificates: the provider's word for who holds an identity key.
//!
//! ```text
//! certificate = length (1) ‖ account name ‖ device (1) ‖ identity key (32) ‖ expiry (8)
//!             ‖ signature (64)
//! signature   = XEdDSA by the provider's certificate key
//!               over "Keyhole sender certificate" ‖ everything before it
//! ```
//!
//! Simplified: Signal has a chain of two (a root key certifies the server's key, which certifies
//! the sender); here phones know the one key that signs.

use crate::crypto::keys::{CertificateKeyPair, PublicKey, Signature};
use crate::crypto::xeddsa::{self, BadSignature};
use crate::mechanism::Layout;
use crate::wire::{Account, Annotated, DecodeError, Field, Reader, Writer};
use core::fmt;
use rand_core::CryptoRng;

/// Says who holds an identity key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderCertificate {
    /// Who it is about.
    pub holder: Holder,
    /// The provider's signature.
    pub signature: Signature,
}

/// Whom a certificate is about, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The account.
    pub account: Account,
    /// The device.
    pub device: u8,
    /// The identity key of this device.
    pub identity_key: PublicKey,
    /// The last moment at which the certificate is good.
    pub expiry: u64,
}

impl SenderCertificate {
    /// Signs a certificate. Draws 64 bytes.
    #[must_use]
    pub fn issue(key: &CertificateKeyPair, holder: Holder, rng: &mut impl CryptoRng) -> Self {
        let signature = xeddsa::sign_with(key.private(), &holder.signed_bytes(), rng);
        Self { holder, signature }
    }

    /// Checks signature and expiry.
    ///
    /// # Errors
    /// [`CertificateError`] when the provider has not signed it, or it is too late.
    pub fn verify(&self, provider: &PublicKey, now: u64) -> Result<(), CertificateError> {
        xeddsa::verify(provider, &self.holder.signed_bytes(), &self.signature)
            .map_err(CertificateError::BadSignature)?;
        let expiry = self.holder.expiry;
        if now <= expiry { Ok(()) } else { Err(CertificateError::Expired { expiry, now }) }
    }
}

impl Layout for SenderCertificate {
    fn write(&self, w: &mut Writer) {
        w.group(Field::SenderCertificate, |w| {
            self.holder.write(w);
            w.leaf(Field::CertificateSignature, &self.signature.0);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (length, name) = (Field::CertificateAccountLength, Field::CertificateAccount);
        let account = Account::read(r, length, name)?;
        let device = r.u8(Field::CertificateDevice)?;
        let identity_key = PublicKey::from_bytes(r.array(Field::CertificateIdentity)?);
        let expiry = r.u64(Field::CertificateExpiry)?;
        let signature = Signature(r.array(Field::CertificateSignature)?);
        Ok(Self { holder: Holder { account, device, identity_key, expiry }, signature })
    }
}

impl Holder {
    fn write(&self, w: &mut Writer) {
        let Self { account, device, identity_key, expiry } = self;
        account.write(w, Field::CertificateAccountLength, Field::CertificateAccount);
        w.u8(Field::CertificateDevice, *device);
        w.leaf(Field::CertificateIdentity, identity_key.as_bytes());
        w.u64(Field::CertificateExpiry, *expiry);
    }

    fn signed_bytes(&self) -> Vec<u8> {
        let encoded = Annotated::encode(|w| self.write(w));
        [b"Keyhole sender certificate", encoded.bytes()].concat()
    }
}

/// Why a certificate is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// The provider has not signed it.
    BadSignature(BadSignature),
    /// It was good until an earlier time.
    Expired {
        /// The last moment at which it was good.
        expiry: u64,
        /// The moment at which it was checked.
        now: u64,
    },
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadSignature(error) => write!(f, "the sender certificate is forged: {error}"),
            Self::Expired { expiry, now } => {
                write!(f, "the sender certificate was good until {expiry}; now it is {now}")
            }
        }
    }
}

impl core::error::Error for CertificateError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::testing::{check_layout, rng};

    #[test]
    fn good_until_it_expires_and_unchanged_only() {
        let provider = CertificateKeyPair::generate(&mut rng(1));
        let identity_key = PublicKey::from_bytes([9; 32]);
        let holder = Holder { account: Account::new("alice"), device: 1, identity_key, expiry: 50 };
        let certificate = SenderCertificate::issue(&provider, holder, &mut rng(2));
        let key = provider.public();
        assert_eq!(certificate.verify(&key, 50), Ok(()));
        let expired = CertificateError::Expired { expiry: 50, now: 51 };
        assert_eq!(certificate.verify(&key, 51), Err(expired));
        check_layout(&certificate, 106 + 5);
        let encoded = certificate.encode();
        for bit in 0..encoded.bytes().len() as u32 * 8 {
            let changed = encoded.with_flipped_bit(bit);
            if let Ok(changed) = SenderCertificate::decode(changed.bytes()) {
                assert!(changed.verify(&key, 0).is_err(), "{bit}");
            }
        }
    }
}
