//! The suites that a phone offers in its prekey bundle, and which one another phone chooses.
//!
//! ```text
//! list = count (1) ‖ count × suite (1) ‖ signed (1): 0 or 1 ‖ [ signature (64) ]
//! signature = XEdDSA by the identity key over "Keyhole suites" ‖ count ‖ suites
//! ```
//!
//! A list has 2 + count bytes, and 64 more if it is signed. Without a signature whoever hands
//! out the bundle can take the strong suite out of it, and then two strong phones use the weak
//! one. With a signature that goes unnoticed only if the identity key is replaced too, or if
//! the phone takes an unsigned list as well: [`SuiteList::verify`] refuses it.
//!
//! Source for the attack: FREAK (CVE-2015-0204); Adrian et al., "Imperfect Forward Secrecy"
//! (Logjam), ACM CCS 2015. Simplified: TLS defends itself by a hash over the whole handshake;
//! here there is no handshake to hash, since the bundle was written before. An old signed list
//! can be handed out again; it names nothing that its owner didn't once offer.

use super::Layout;
use crate::crypto::keys::{IdentityKeyPair, PublicKey, Signature};
use crate::crypto::xeddsa::{self, BadSignature};
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;
use rand_core::CryptoRng;

/// A message suite as a bundle names it, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuiteCode {
    /// AES-128-GCM with 40 secret bits: [`super::export`].
    Export,
    /// AES-256-GCM: [`crate::crypto::suite`].
    Aes256Gcm,
}

impl SuiteCode {
    /// The suite on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::Export => 2,
        }
    }

    fn from_code(code: u8) -> Result<Self, DecodeError> {
        match code {
            1 => Ok(Self::Aes256Gcm),
            2 => Ok(Self::Export),
            _ => Err(DecodeError::BadValue { field: Field::SuiteCode, found: code.into() }),
        }
    }
}

/// The strongest suite that both phones have.
#[must_use]
pub fn choose(own: &[SuiteCode], offered: &[SuiteCode]) -> Option<SuiteCode> {
    own.iter().filter(|suite| offered.contains(suite)).max().copied()
}

/// The suites of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuiteList {
    suites: Vec<SuiteCode>,
    signature: Option<Signature>,
}

impl SuiteList {
    /// A list without a signature; of more than 255 suites the first 255.
    #[must_use]
    pub fn unsigned(suites: &[SuiteCode]) -> Self {
        Self { suites: suites.iter().take(255).copied().collect(), signature: None }
    }

    /// A list that the phone's identity key signs. Draws 64 bytes.
    #[must_use]
    pub fn signed(
        suites: &[SuiteCode],
        identity: &IdentityKeyPair,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let mut list = Self::unsigned(suites);
        list.signature = Some(xeddsa::sign(identity, &list.message(), rng));
        list
    }

    /// The suites.
    #[must_use]
    pub fn suites(&self) -> &[SuiteCode] {
        &self.suites
    }

    /// The signature, if there is one.
    #[must_use]
    pub const fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }

    /// Checks that the owner of the identity key offered exactly these suites.
    ///
    /// # Errors
    /// [`SuiteListError`] when the list is not signed, or not by this key.
    pub fn verify(&self, identity: &PublicKey) -> Result<(), SuiteListError> {
        let signature = self.signature.as_ref().ok_or(SuiteListError::NotSigned)?;
        xeddsa::verify(identity, &self.message(), signature).map_err(SuiteListError::Signature)
    }

    /// The same list without this suite and without a signature: what a provider can hand out
    /// in its place.
    #[must_use]
    pub fn stripped_of(&self, suite: SuiteCode) -> Self {
        let suites = self.suites.iter().filter(|kept| **kept != suite).copied().collect();
        Self { suites, signature: None }
    }

    /// What is signed.
    fn message(&self) -> Vec<u8> {
        let codes = self.suites.iter().map(|suite| suite.code());
        b"Keyhole suites".iter().copied().chain([self.count()]).chain(codes).collect()
    }

    fn count(&self) -> u8 {
        u8::try_from(self.suites.len()).unwrap_or(u8::MAX)
    }
}

impl Layout for SuiteList {
    fn write(&self, w: &mut Writer) {
        w.group(Field::SuiteList, |w| {
            w.u8(Field::SuiteCount, self.count());
            for suite in &self.suites {
                w.u8(Field::SuiteCode, suite.code());
            }
            w.u8(Field::SuiteSigned, self.signature.is_some().into());
            if let Some(signature) = &self.signature {
                w.leaf(Field::SuiteSignature, &signature.0);
            }
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = r.u8(Field::SuiteCount)?;
        let suites = (0..count)
            .map(|_| SuiteCode::from_code(r.u8(Field::SuiteCode)?))
            .collect::<Result<_, _>>()?;
        let signature = match r.u8(Field::SuiteSigned)? {
            0 => None,
            1 => Some(Signature(r.array(Field::SuiteSignature)?)),
            found => {
                return Err(DecodeError::BadValue {
                    field: Field::SuiteSigned,
                    found: found.into(),
                });
            }
        };
        Ok(Self { suites, signature })
    }
}

/// Why a list of suites is not its owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuiteListError {
    /// It has no signature.
    NotSigned,
    /// Its signature doesn't fit.
    Signature(BadSignature),
}

impl fmt::Display for SuiteListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSigned => f.write_str("the list of suites is not signed"),
            Self::Signature(error) => write!(f, "the list of suites was changed: {error}"),
        }
    }
}

impl core::error::Error for SuiteListError {}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_layout, rng};
    use super::SuiteCode::{Aes256Gcm, Export};
    use super::*;

    fn identity() -> IdentityKeyPair {
        IdentityKeyPair::generate(&mut rng(1))
    }

    fn signed() -> SuiteList {
        SuiteList::signed(&[Aes256Gcm, Export], &identity(), &mut rng(2))
    }

    #[test]
    fn the_strongest_common_suite_is_chosen() {
        assert_eq!(choose(&[Export, Aes256Gcm], &[Aes256Gcm, Export]), Some(Aes256Gcm));
        assert_eq!(choose(&[Export, Aes256Gcm], &[Export]), Some(Export));
        assert_eq!(choose(&[Aes256Gcm], &[Export]), None);
        assert_eq!(choose(&[Aes256Gcm], &[]), None);
    }

    #[test]
    fn a_signature_defeats_stripping() {
        let stripped = signed().stripped_of(Aes256Gcm);
        assert_eq!(choose(&[Aes256Gcm, Export], stripped.suites()), Some(Export));
        assert_eq!(stripped.verify(&identity().public()), Err(SuiteListError::NotSigned));
        let patched = SuiteList { signature: signed().signature, ..stripped };
        assert!(patched.verify(&identity().public()).is_err());
        assert_eq!(signed().verify(&identity().public()), Ok(()));
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        for bit in 0..8 * 68 {
            let changed = signed().encode().with_flipped_bit(bit);
            let accepted = SuiteList::decode(changed.bytes())
                .is_ok_and(|list| list.verify(&identity().public()).is_ok());
            assert!(!accepted, "bit {bit}");
        }
    }

    #[test]
    fn layout() {
        check_layout(&signed(), 68);
        check_layout(&SuiteList::unsigned(&[Aes256Gcm]), 3);
        check_layout(&SuiteList::unsigned(&[]), 2);
        assert_eq!(SuiteList::unsigned(&[Export; 300]).encode().bytes().len(), 257);
        assert_eq!(signed().encode().bytes()[..4], [2, 1, 2, 1]);
    }
}
