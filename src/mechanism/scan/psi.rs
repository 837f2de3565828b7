//! Private set intersection: whether a digest is on a list, so that only the owner of the list
//! learns it, and the owner nothing else.
//!
//! Source: Bhowmick, Boneh, Myers, Talwar, Tarbe, "The Apple PSI System", 29 July 2021,
//! section 4, over Ristretto (RFC 9496); the step of the phone is Naor's and Reingold's random
//! self-reduction of Diffie-Hellman.
//!
//! ```text
//! H(digest)   = Ristretto point of SHA-512("Keyhole scan point" ‖ digest (3))     (RFC 9496, 4.3.4)
//! slot        = first two bytes of SHA-256("Keyhole scan slot" ‖ salt (8) ‖ digest) mod n
//!
//! owner         secret α;   L = α·G;   slot of each digest on the list: α·H(digest),
//!                                      all other slots: random points
//! table       = L (32) ‖ salt (8) ‖ n (2) ‖ n × slot (32)
//!
//! phone         random β, γ;   Q = β·H(digest) + γ·G      secret S = β·P + γ·L,
//!                                                         P being the digest's slot
//! owner         α·Q = S if P = α·H(digest); otherwise S looks random even to the owner
//! ```
//!
//! Points are in their 32-byte Ristretto encoding. A digest has one slot, and a slot at most
//! one digest of the list: the owner tries salts until no two need the same one. n is the
//! smallest power of two from 16 to 1,024 that is at least half the square of the number of
//! digests, so that one to three salts are tried on average, and a list has at most [`MAX_LIST`] digests.
//!
//! Who could see what: the phone can't tell a digest from a random point without α
//! (decisional Diffie-Hellman), so it learns neither the list nor whether it matched. For a
//! digest that is not in its slot, Q and S are independent, so the owner learns nothing about
//! it. Nobody can see *what* the owner put on the list; the table only bounds how much.
//!
//! Simplified: Apple has a cuckoo table with two slots for a digest, and so two points and two
//! ciphertexts in each voucher; here it is one, at the price of a table that grows with the
//! square of the list. No proof that everybody gets the same table.

use super::SimilarityDigest;
use crate::crypto::secret::{ListKey, VoucherSecret};
use crate::mechanism::Layout;
use crate::sorted::insert_once;
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity;
use rand_core::CryptoRng;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroize;

/// The most digests of a list.
pub const MAX_LIST: usize = 45;

/// A blinded list, as the owner publishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanTable {
    list_key: [u8; 32],
    salt: u64,
    /// As many as a power of two.
    slots: Vec<[u8; 32]>,
}

/// A digest, blinded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blinded {
    /// `Q`, for the owner of the list.
    pub point: [u8; 32],
    /// `S`, which the owner can compute if the digest is on the list.
    pub secret: VoucherSecret,
}

impl ListKey {
    /// Draws a scalar: 64 bytes, reduced.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut scalar = draw_scalar(rng);
        let key = Self::from_bytes(scalar.to_bytes());
        scalar.zeroize();
        key
    }

    /// `α·Q`: the secret of whoever made `Q` from a digest on the list. Nothing if these bytes
    /// are no point.
    #[must_use]
    pub fn voucher_secret(&self, point: &[u8; 32]) -> Option<VoucherSecret> {
        Some(secret(&(self.scalar() * read_point(point)?)))
    }

    fn scalar(&self) -> Scalar {
        Scalar::from_bytes_mod_order(*self.reveal())
    }
}

impl ScanTable {
    /// Blinds a list. Draws 8 bytes for the salt, and 64 for each empty slot.
    ///
    /// # Errors
    /// [`ListTooLong`] when there are more than [`MAX_LIST`] different digests.
    pub fn publish(
        key: &ListKey,
        list: &[SimilarityDigest],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, ListTooLong> {
        let mut different = Vec::new();
        list.iter().for_each(|it| insert_once(&mut different, *it));
        let list = different;
        if list.len() > MAX_LIST {
            return Err(ListTooLong { found: list.len() });
        }
        let count = (list.len() * list.len()).div_ceil(2).next_power_of_two().max(MIN_SLOTS);
        let mut salt = [0; 8];
        rng.fill_bytes(&mut salt);
        let mut salt = u64::from_be_bytes(salt);
        let slots_of = |salt| list.iter().map(move |digest| slot(salt, digest, count));
        let collide = |salt| {
            let mut slots = Vec::new();
            slots_of(salt).for_each(|it| insert_once(&mut slots, it));
            slots.len() < list.len()
        };
        while collide(salt) {
            salt = salt.wrapping_add(1);
        }
        let mut alpha = key.scalar();
        let slots = (0..count)
            .map(|place| match list.iter().find(|it| slot(salt, it, count) == place) {
                Some(digest) => alpha * hash_to_point(digest),
                None => RistrettoPoint::from_uniform_bytes(&draw(rng)),
            })
            .map(|point| point.compress().to_bytes())
            .collect();
        let list_key = (alpha * G).compress().to_bytes();
        alpha.zeroize();
        Ok(Self { list_key, salt, slots })
    }

    /// Blinds the digest of a message. Draws 128 bytes.
    ///
    /// # Errors
    /// [`BadTable`] when the owner's key or the digest's slot is not a point other than the
    /// neutral one: with such a table anybody could open vouchers.
    pub fn blind(
        &self,
        digest: &SimilarityDigest,
        rng: &mut impl CryptoRng,
    ) -> Result<Blinded, BadTable> {
        let place = slot(self.salt, digest, self.slots.len());
        let list_key = read_point(&self.list_key).ok_or(BadTable)?;
        let entry = self.slots.get(place).and_then(read_point).ok_or(BadTable)?;
        let [mut beta, mut gamma] = [draw_scalar(rng), draw_scalar(rng)];
        let point = beta * hash_to_point(digest) + gamma * G;
        let shared = beta * entry + gamma * list_key;
        beta.zeroize();
        gamma.zeroize();
        Ok(Blinded { point: point.compress().to_bytes(), secret: secret(&shared) })
    }

    /// How many slots there are.
    #[must_use]
    pub const fn slots(&self) -> usize {
        self.slots.len()
    }
}

impl Layout for ScanTable {
    fn write(&self, w: &mut Writer) {
        w.group(Field::ScanTable, |w| {
            w.leaf(Field::ScanListKey, &self.list_key);
            w.u64(Field::ScanSalt, self.salt);
            w.u16(Field::ScanSlotCount, u16::try_from(self.slots.len()).unwrap_or(u16::MAX));
            for slot in &self.slots {
                w.leaf(Field::ScanSlot, slot);
            }
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let list_key = r.array(Field::ScanListKey)?;
        let salt = r.u64(Field::ScanSalt)?;
        let count = r.u16(Field::ScanSlotCount)?;
        if !count.is_power_of_two() || !(MIN_SLOTS..=MAX_SLOTS).contains(&count.into()) {
            let field = Field::ScanSlotCount;
            return Err(DecodeError::BadValue { field, found: count.into() });
        }
        let slots = (0..count).map(|_| r.array(Field::ScanSlot)).collect::<Result<_, _>>()?;
        Ok(Self { list_key, salt, slots })
    }
}

/// A list has too many digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListTooLong {
    /// How many different digests there are.
    pub found: usize,
}

impl fmt::Display for ListTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list has at most {MAX_LIST} different digests; this one has {}", self.found)
    }
}

impl core::error::Error for ListTooLong {}

/// A table with which a phone makes no vouchers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadTable;

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the table holds something that is not a usable point")
    }
}

impl core::error::Error for BadTable {}

fn hash_to_point(digest: &SimilarityDigest) -> RistrettoPoint {
    let hash = Sha512::new_with_prefix(b"Keyhole scan point").chain_update(digest.as_bytes());
    RistrettoPoint::from_uniform_bytes(&hash.finalize().into())
}

/// The slot of a digest in a table with `count` slots, a power of two.
fn slot(salt: u64, digest: &SimilarityDigest, count: usize) -> usize {
    let hash = Sha256::new_with_prefix(b"Keyhole scan slot")
        .chain_update(salt.to_be_bytes())
        .chain_update(digest.as_bytes())
        .finalize();
    let number = hash.first_chunk().map_or(0, |bytes| u16::from_be_bytes(*bytes));
    usize::from(number) & (count - 1)
}

fn secret(point: &RistrettoPoint) -> VoucherSecret {
    VoucherSecret::from_bytes(point.compress().to_bytes())
}

fn read_point(bytes: &[u8; 32]) -> Option<RistrettoPoint> {
    CompressedRistretto(*bytes).decompress().filter(|point| !point.is_identity())
}

fn draw_scalar(rng: &mut impl CryptoRng) -> Scalar {
    let mut bytes = draw(rng);
    let scalar = Scalar::from_bytes_mod_order_wide(&bytes);
    bytes.zeroize();
    scalar
}

fn draw(rng: &mut impl CryptoRng) -> [u8; 64] {
    let mut bytes = [0; 64];
    rng.fill_bytes(&mut bytes);
    bytes
}

const MIN_SLOTS: usize = 16;
const MAX_SLOTS: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;
    use crate::mechanism::testing::{check_layout, rng};
    use std::collections::BTreeSet;

    fn digests(numbers: impl IntoIterator<Item = u16>) -> Vec<SimilarityDigest> {
        let digest = |number: u16| {
            let [a, b] = number.to_be_bytes();
            SimilarityDigest([0x55, a, b])
        };
        numbers.into_iter().map(digest).collect()
    }

    #[test]
    fn the_owner_shares_a_secret_for_digests_on_the_list_only() {
        let key = ListKey::generate(&mut rng(1));
        let list = digests(0..8);
        let table = ScanTable::publish(&key, &list, &mut rng(2)).unwrap();
        assert_eq!(table.slots(), 32);
        // Enough others that some have a slot with a digest in it, and some an empty one.
        for digest in digests(0..60) {
            let blinded = table.blind(&digest, &mut rng(3)).unwrap();
            let secret = key.voucher_secret(&blinded.point).unwrap();
            assert_eq!(secret == blinded.secret, list.contains(&digest));
        }
        let other = ListKey::generate(&mut rng(4));
        let blinded = table.blind(&list[0], &mut rng(3)).unwrap();
        assert_ne!(other.voucher_secret(&blinded.point), Some(blinded.secret));
    }

    #[test]
    fn lists_of_every_length_find_a_salt() {
        let key = ListKey::generate(&mut rng(1));
        for length in [0, 1, 5, 6, 45_u16] {
            let list = digests(0..length);
            let twice = [list.clone(), list.clone()].concat();
            let table = ScanTable::publish(&key, &twice, &mut rng(2)).unwrap();
            let expected = [(0, 16), (1, 16), (5, 16), (6, 32), (45, 1_024)];
            assert!(expected.contains(&(length, table.slots())), "{length}: {}", table.slots());
            let used: BTreeSet<_> =
                list.iter().map(|it| slot(table.salt, it, table.slots())).collect();
            assert_eq!(used.len(), list.len());
        }
        let too_long = Err(ListTooLong { found: 46 });
        assert_eq!(ScanTable::publish(&key, &digests(0..46), &mut rng(2)), too_long);
    }

    #[test]
    fn tables_are_read_as_written_and_bad_ones_refused() {
        let key = ListKey::generate(&mut rng(1));
        let list = digests(0..3);
        let table = ScanTable::publish(&key, &list, &mut rng(2)).unwrap();
        check_layout(&table, 42 + 16 * 32);
        let neutral = ScanTable { list_key: [0; 32], ..table.clone() };
        assert_eq!(neutral.blind(&list[0], &mut rng(3)), Err(BadTable));
        for no_point in [[0; 32], [0xff; 32]] {
            let bad = ScanTable { slots: vec![no_point; 16], ..table.clone() };
            assert_eq!(bad.blind(&list[0], &mut rng(3)), Err(BadTable));
            assert_eq!(key.voucher_secret(&no_point), None);
        }
    }

    /// Computed with an implementation of RFC 9496 in Python, which passes the vectors of its
    /// appendix A.
    #[test]
    fn known_answer() {
        let key = ListKey::generate(&mut rng(1));
        let list = digests([7]);
        let table = ScanTable::publish(&key, &list, &mut rng(2)).unwrap();
        let blinded = table.blind(&list[0], &mut rng(3)).unwrap();
        let place = slot(table.salt, &list[0], 16);
        let found = [&table.list_key, &table.slots[place], &blinded.point, blinded.secret.reveal()];
        assert_eq!(place, 11);
        let expected = [
            "3e561da9a97f0a0edade736c911baefd1327738b4c04508ad57ccd908b8ae865",
            "cab6cf08e3fcb7036581b2463ee927fc5fabedaffc255f459dad6d1448851f0e",
            "1224be4c86b96c24735c642e7868046593ba2a53c518d7851057435ffbf6bf34",
            "de89404ed906022c4717f62d7c702a42c9be9443e642f7621551d697107d1f35",
        ];
        assert_eq!(found.map(|it| hex::encode(it)), expected);
    }
}
