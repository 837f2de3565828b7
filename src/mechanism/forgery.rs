//! The search for a false LEAF: Blaze's attack, with candidates that have numbers.
//!
//! An app that uses its own chip as an oracle tries random LEAFs until the chip accepts one for its
//! session key and IV. The checksum has 16 bits, so one in [`EXPECTED`] passes. The peer's chip
//! checks the same and no more: it accepts the LEAF too. What stands in it is random: the number
//! of a chip, and a key that is nobody's.
//!
//! ```text
//! candidate n = AES-128(order, 0x00 × 8 ‖ n (8))                                     16 bytes
//! ```
//!
//! So no two candidates are the same, each can be tried by itself, and the same search gives the
//! same LEAF. A LEAF is for one session key and one IV: in another session a chip refuses it, but
//! for one time in [`EXPECTED`].
//!
//! Source: Blaze, "Protocol Failure in the Escrowed Encryption Standard", ACM CCS 1994. Simplified:
//! a trial costs what it takes to compute; a chip of then was slow.

use super::{
    chip::Chip,
    leaf::{Iv, Leaf, LeafField, UnitId},
};
use crate::crypto::secret::{FamilyKey, LeafSessionKey, UnitKey};
use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};

/// So many LEAFs are tried on average until one passes a checksum of 16 bits.
pub const EXPECTED: u64 = 1 << 16;

/// One search: for which session, on which chip, and which LEAFs in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgery {
    /// The chip on which they are tried. It is asked, and gives its keys to nobody.
    pub chip: Chip,
    /// The session key that the LEAF is to fit.
    pub session_key: LeafSessionKey,
    /// The IV that goes with it.
    pub iv: Iv,
    /// What the candidates come from, 16 bytes.
    pub order: [u8; 16],
}

impl Forgery {
    /// The length in bytes: unit (4) ‖ unit key (16) ‖ family key (16) ‖ session key (10) ‖ IV (8) ‖
    /// order (16).
    pub const LENGTH: usize = 70;

    /// The candidate with this number.
    #[must_use]
    pub fn candidate(&self, number: u64) -> Leaf {
        let mut block = u128::from(number).to_be_bytes().into();
        Aes128::new((&self.order).into()).encrypt_block(&mut block);
        Leaf(block.into())
    }

    /// Tries one candidate: what goes over the wire if the chip accepts it.
    #[must_use]
    pub fn attempt(&self, number: u64) -> Option<LeafField> {
        let (leaf, iv) = (self.candidate(number), self.iv);
        self.chip.check(&leaf, &self.session_key, iv).ok().map(|()| LeafField { iv, leaf })
    }

    /// As bytes, for whoever tries.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { chip: Chip { unit, unit_key, family_key }, session_key, iv, order } = self;
        let keys = [unit_key.reveal().as_slice(), family_key.reveal(), session_key.reveal()];
        [&unit.0.to_be_bytes(), keys.concat().as_slice(), &iv.0, order].concat()
    }

    /// Reads it; nothing if it has another length than [`Self::LENGTH`].
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (unit, rest) = bytes.split_first_chunk()?;
        let (unit_key, rest) = rest.split_first_chunk()?;
        let (family_key, rest) = rest.split_first_chunk()?;
        let (session_key, rest) = rest.split_first_chunk()?;
        let (iv, order) = rest.split_first_chunk()?;
        let chip = Chip {
            unit: UnitId(u32::from_be_bytes(*unit)),
            unit_key: UnitKey::from_bytes(*unit_key),
            family_key: FamilyKey::from_bytes(*family_key),
        };
        let session_key = LeafSessionKey::from_bytes(*session_key);
        Some(Self { chip, session_key, iv: Iv(*iv), order: order.try_into().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chip(number: u8) -> Chip {
        Chip {
            unit: UnitId(number.into()),
            unit_key: UnitKey::from_bytes([number; 16]),
            family_key: FamilyKey::from_bytes([0xfa; 16]),
        }
    }

    fn forgery(session_key: [u8; 10], iv: [u8; 8], order: [u8; 16]) -> Forgery {
        let session_key = LeafSessionKey::from_bytes(session_key);
        Forgery { chip: chip(1), session_key, iv: Iv(iv), order }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// Whatever the session: a LEAF is found, the peer's chip takes it, and nobody's key opens
        /// the session key in it: neither the sender's nor the peer's.
        #[test]
        fn what_is_found_passes_and_opens_nothing(
            key: [u8; 10], iv: [u8; 8], order: [u8; 16],
        ) {
            let it = forgery(key, iv, order);
            let field = (0..EXPECTED * 64).find_map(|number| it.attempt(number)).unwrap();
            prop_assert_eq!(chip(2).check(&field.leaf, &it.session_key, field.iv), Ok(()));
            let contents = field.leaf.open(&it.chip.family_key);
            for chip in [chip(1), chip(2)] {
                prop_assert_ne!(contents.unit, chip.unit);
                prop_assert_ne!(contents.session_key(&chip.unit_key, field.iv), it.session_key.clone());
            }
        }

        #[test]
        fn survives_as_bytes(key: [u8; 10], iv: [u8; 8], order: [u8; 16]) {
            let it = forgery(key, iv, order);
            let bytes = it.to_bytes();
            prop_assert_eq!(bytes.len(), Forgery::LENGTH);
            prop_assert_eq!(Forgery::from_bytes(&bytes[..Forgery::LENGTH - 1]), None);
            prop_assert_eq!(Forgery::from_bytes(&[bytes.as_slice(), &[0]].concat()), None);
            prop_assert_eq!(Forgery::from_bytes(&bytes), Some(it));
        }
    }

    /// Of so many candidates about one in 65,536 passes: 16 are expected, and fewer than 3 or more
    /// than 40 come once in a million searches.
    #[test]
    fn one_in_65_536_passes() {
        let it = forgery([0x80; 10], [9; 8], [5; 16]);
        let found: Vec<_> = (0..EXPECTED * 16).filter_map(|number| it.attempt(number)).collect();
        assert!((3..=40).contains(&found.len()), "{}", found.len());
        // For another session they are as good as any other block.
        let other = LeafSessionKey::from_bytes([0x81; 10]);
        assert!(found.iter().all(|it| chip(2).check(&it.leaf, &other, it.iv).is_err()));
    }
}
