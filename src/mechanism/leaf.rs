//! Clipper's law enforcement access field (LEAF), as the wire and an investigator see it.
//!
//! ```text
//! field = IV (8) ‖ LEAF (16)                                                         24 bytes
//! LEAF  = AES-128(family key, unit id (4) ‖ wrapped session key (10) ‖ checksum (2))
//!
//! wrapped session key = session key XOR first 10 bytes of AES-128(unit key, IV ‖ unit id ‖ 0x00 × 4)
//! checksum            = first 2 bytes of SHA-256(session key ‖ IV)
//! ```
//!
//! The seed of each message comes from the session key ([`crate::protocol::terms`]).
//!
//! There is one LEAF per session, and it opens in two steps. The family key, which is in every
//! chip and with every investigator, shows which unit sent it. The unit key, put together from
//! the halves of two escrow agents, then opens the session key: of this session and of every
//! other one of that unit, earlier and later ones alike.
//!
//! Source: FIPS 185 (1994); Blaze, "Protocol Failure in the Escrowed Encryption Standard", ACM
//! CCS 1994. The parts and their lengths (32, 80, 16 bits, together one block of 128 under the
//! family key) are the published ones. Simplified: Skipjack, the mode of the LEAF and the
//! checksum were classified then, and the first two had 80-bit keys and 64-bit blocks; AES-128
//! and SHA-256 stand in for all of them. The order of the parts is ours. Content keys come from
//! the session key through HKDF, where Clipper encrypted with it directly.

use super::Layout;
use crate::crypto::secret::{FamilyKey, LeafSessionKey, UnitKey, UnitKeyHalf};
use crate::wire::{Annotated, DecodeError, Field, Reader, Writer};
use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The number of a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// The initialisation vector of a session: it goes over the wire beside the LEAF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Iv(pub [u8; 8]);

/// A LEAF as it is on the wire: one block under the family key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Leaf(pub [u8; 16]);

/// What crosses the wire at the start of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LeafField {
    /// The initialisation vector.
    pub iv: Iv,
    /// The LEAF.
    pub leaf: Leaf,
}

impl LeafField {
    /// The length of the field in bytes.
    pub const LENGTH: usize = 24;
}

/// What is in a LEAF, once the family key has opened it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LeafContents {
    /// The chip that made it.
    pub unit: UnitId,
    /// The session key, encrypted under the unit key.
    pub wrapped: [u8; 10],
    /// Over session key and IV.
    pub checksum: [u8; 2],
}

impl Leaf {
    /// The investigator's first step. Every block opens: that it is a LEAF, only the checksum
    /// can show, and only to somebody who knows the session key.
    #[must_use]
    pub fn open(&self, family: &FamilyKey) -> LeafContents {
        let mut block = self.0.into();
        Aes128::new(family.reveal().into()).decrypt_block(&mut block);
        let [a, b, c, d, wrapped @ .., e, f] = <[u8; 16]>::from(block);
        LeafContents { unit: UnitId(u32::from_be_bytes([a, b, c, d])), wrapped, checksum: [e, f] }
    }
}

impl LeafContents {
    /// What a chip puts into the LEAF of a session.
    #[must_use]
    pub fn of(unit: UnitId, unit_key: &UnitKey, session_key: &LeafSessionKey, iv: Iv) -> Self {
        let wrapped = mask(unit_key, unit, iv, session_key.reveal());
        Self { unit, wrapped, checksum: checksum(session_key, iv) }
    }

    /// Encrypts it under the family key.
    #[must_use]
    pub fn seal(&self, family: &FamilyKey) -> Leaf {
        let mut block = [0; 16];
        let parts = self.unit.0.to_be_bytes();
        let parts = parts.iter().chain(&self.wrapped).chain(&self.checksum);
        for (to, from) in block.iter_mut().zip(parts) {
            *to = *from;
        }
        let mut block = block.into();
        Aes128::new(family.reveal().into()).encrypt_block(&mut block);
        Leaf(block.into())
    }

    /// The investigator's second step, with the key of this unit. It gives some key in any
    /// case; [`Self::fits`] says whether it is that of the session.
    #[must_use]
    pub fn session_key(&self, unit_key: &UnitKey, iv: Iv) -> LeafSessionKey {
        LeafSessionKey::from_bytes(mask(unit_key, self.unit, iv, &self.wrapped))
    }

    /// Whether the checksum is that of this session key and IV.
    #[must_use]
    pub fn fits(&self, session_key: &LeafSessionKey, iv: Iv) -> bool {
        self.checksum == checksum(session_key, iv)
    }

    /// Its bytes and their meaning, as somebody with the family key sees them.
    #[must_use]
    pub fn encode(&self) -> Annotated {
        Annotated::encode(|w| {
            w.group(Field::LeafContents, |w| {
                w.u32(Field::LeafUnitId, self.unit.0);
                w.leaf(Field::LeafSessionKey, &self.wrapped);
                w.leaf(Field::LeafChecksum, &self.checksum);
            });
        })
    }
}

impl UnitKey {
    /// Puts the key together from the halves of the two escrow agents: their XOR.
    #[must_use]
    pub fn from_halves(one: &UnitKeyHalf, two: &UnitKeyHalf) -> Self {
        Self::from_bytes(xor(*one.reveal(), two.reveal()))
    }

    /// Splits the key for the two escrow agents. Draws 16 bytes: the first half. Each half for
    /// itself is uniform.
    #[must_use]
    pub fn halves(&self, rng: &mut impl CryptoRng) -> [UnitKeyHalf; 2] {
        let one = UnitKeyHalf::generate(rng);
        let two = UnitKeyHalf::from_bytes(xor(*self.reveal(), one.reveal()));
        [one, two]
    }
}

impl Layout for LeafField {
    fn write(&self, w: &mut Writer) {
        w.group(Field::LeafField, |w| {
            w.leaf(Field::LeafIv, &self.iv.0);
            w.leaf(Field::Leaf, &self.leaf.0);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { iv: Iv(r.array(Field::LeafIv)?), leaf: Leaf(r.array(Field::Leaf)?) })
    }
}

/// Encrypts or decrypts a session key under a unit key: the same operation.
fn mask(unit_key: &UnitKey, unit: UnitId, iv: Iv, bytes: &[u8; 10]) -> [u8; 10] {
    let mut block = [0; 16];
    for (to, from) in block.iter_mut().zip(iv.0.iter().chain(&unit.0.to_be_bytes())) {
        *to = *from;
    }
    let mut block = block.into();
    Aes128::new(unit_key.reveal().into()).encrypt_block(&mut block);
    xor(*bytes, &*Zeroizing::new(<[u8; 16]>::from(block)))
}

fn checksum(session_key: &LeafSessionKey, iv: Iv) -> [u8; 2] {
    let hash = Sha256::new().chain_update(session_key.reveal()).chain_update(iv.0).finalize();
    let [a, b, ..] = <[u8; 32]>::from(hash);
    [a, b]
}

fn xor<const N: usize>(mut bytes: [u8; N], mask: &[u8]) -> [u8; N] {
    for (byte, mask) in bytes.iter_mut().zip(mask) {
        *byte ^= mask;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_layout, rng};
    use super::*;

    const UNIT: UnitId = UnitId(0x0102_0304);
    const IV: Iv = Iv([9; 8]);

    fn session_key() -> LeafSessionKey {
        LeafSessionKey::from_bytes([0x80; 10])
    }

    fn contents() -> LeafContents {
        LeafContents::of(UNIT, &UnitKey::from_bytes([0x11; 16]), &session_key(), IV)
    }

    #[test]
    fn an_investigator_opens_it_in_two_steps() {
        let (family, unit_key) =
            (FamilyKey::from_bytes([0x22; 16]), UnitKey::from_bytes([0x11; 16]));
        let leaf = contents().seal(&family);
        let opened = leaf.open(&family);
        assert_eq!(opened, contents());
        assert_eq!(opened.session_key(&unit_key, IV), session_key());
        assert!(opened.fits(&session_key(), IV));

        assert_ne!(leaf.open(&FamilyKey::from_bytes([0x23; 16])), contents());
        let other = opened.session_key(&UnitKey::from_bytes([0x12; 16]), IV);
        assert!(!opened.fits(&other, IV));
        assert!(!opened.fits(&session_key(), Iv([8; 8])));
    }

    #[test]
    fn both_agents_are_needed() {
        let key = UnitKey::generate(&mut rng(1));
        let [one, two] = key.halves(&mut rng(2));
        assert_eq!(UnitKey::from_halves(&one, &two), key);
        assert_ne!(UnitKey::from_bytes(*one.reveal()), key);
        let [_, other] = key.halves(&mut rng(3));
        assert_ne!(UnitKey::from_halves(&one, &other), key);
    }

    #[test]
    fn layout() {
        let field = LeafField { iv: IV, leaf: Leaf([7; 16]) };
        check_layout(&field, LeafField::LENGTH);
        let opened = contents().encode();
        assert_eq!((opened.check(), opened.bytes().len()), (Ok(()), 16));
    }

    /// Computed by the Python package `cryptography` from the text at the top of this file.
    #[test]
    fn known_answer() {
        let leaf = contents().seal(&FamilyKey::from_bytes([0x22; 16]));
        assert_eq!(crate::hex::encode(&leaf.0), "23374dcf781d45f819ccbbd3b38945f6");
    }
}
