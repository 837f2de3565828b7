//! Vouchers: what a phone adds to every message for the owner of the list.
//!
//! ```text
//! voucher   = Q (32) ‖ AES-256-GCM(key, nonce, associated data, inside)               129 bytes
//! key (32) ‖ nonce (12) = HKDF-SHA256(salt = Q, ikm = S, info = "Keyhole scan voucher")
//! inside    = number (1) ‖ share (32) ‖ sealed seed (32 + 16)                          81 bytes
//!
//! sealed seed = AES-256-GCM(key, nonce, associated data = empty, message seed)
//! key (32) ‖ nonce (12) = HKDF-SHA256(salt = empty, ikm = scanning key,
//!                                     info = "Keyhole scan seed" ‖ number (1))
//! ```
//!
//! `Q` and `S` are those of [`psi`](super::psi), number and share those of [`threshold`]. The
//! associated data is the caller's and ties the voucher to one message. A scanning key makes at
//! most 255 vouchers, each number once; after that the phone draws another key.
//!
//! Whoever carries a voucher can't tell whether it matches, or whether it is a voucher at all: a
//! changed one, and one that a modified app fills with garbage, looks to the owner like one
//! that does not match.
//!
//! Simplified: no synthetic vouchers, with which Apple's phones hide from the owner how many
//! match below the threshold; here the owner can count from the first one.

use super::SimilarityDigest;
use super::psi::{BadTable, ScanTable};
use super::threshold::{self, RecoverError, Share, share};
use crate::crypto::aead::TAG_LENGTH;
use crate::crypto::secret::{ListKey, MessageSeed, ScanKey, ScanShare, VoucherSecret};
use crate::mechanism::Layout;
use crate::mechanism::sealing::{OneTimeKey, write_sealed};
use crate::wire::{Annotated, DecodeError, Field, Reader, Writer};
use core::fmt;
use core::num::NonZeroU8;
use rand_core::CryptoRng;
use std::sync::Arc;

/// A voucher as it travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// `Q`, the blinded digest.
    pub point: [u8; 32],
    /// The encrypted inside, with its tag.
    pub sealed: [u8; SEALED_LENGTH],
}

/// What the owner of the list finds in a voucher that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// A share of the phone's scanning key.
    pub share: Share,
    /// The message's seed, sealed under that key, with its tag.
    pub sealed_seed: [u8; SEED_LENGTH],
}

/// What a phone needs to make vouchers.
#[derive(Clone, Copy, Debug)]
pub struct Scanner<'a> {
    /// The list.
    pub table: &'a ScanTable,
    /// The phone's scanning key.
    pub key: &'a ScanKey,
    /// How many matches open them all.
    pub threshold: NonZeroU8,
}

impl Scanner<'_> {
    /// Makes the voucher of a message. Draws 128 bytes.
    ///
    /// # Errors
    /// [`BadTable`] as [`ScanTable::blind`].
    pub fn voucher(
        &self,
        digest: &SimilarityDigest,
        number: NonZeroU8,
        seed: &MessageSeed,
        associated_data: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Annotated, BadTable> {
        let blinded = self.table.blind(digest, rng)?;
        let share = share(self.key, self.threshold, number);
        let sealed_seed = seed_key(self.key, number).seal(&[], seed.reveal());
        let inside = Annotated::encode(|w| {
            w.group(Field::ScanContent, |w| {
                w.u8(Field::ScanShareNumber, number.get());
                w.leaf(Field::ScanShareValue, share.value.reveal());
                write_sealed(w, [Field::ScanSeed, Field::ScanSeedTag], &sealed_seed, None);
            });
        });
        let key = voucher_key(&blinded.point, &blinded.secret);
        let sealed = key.seal(associated_data, inside.bytes());
        Ok(encode(&blinded.point, &sealed, Some(Arc::new(inside))))
    }
}

impl Voucher {
    /// Opens the voucher if its message is on the list of this key.
    #[must_use]
    pub fn open(&self, key: &ListKey, associated_data: &[u8]) -> Option<Matched> {
        self.open_with(&key.voucher_secret(&self.point)?, associated_data)
    }

    /// Opens the voucher with the secret that its phone had.
    #[must_use]
    pub fn open_with(&self, secret: &VoucherSecret, associated_data: &[u8]) -> Option<Matched> {
        let inside = voucher_key(&self.point, secret).open(associated_data, &self.sealed).ok()?;
        let ([number], rest) = inside.split_first_chunk()?;
        let (value, rest) = rest.split_first_chunk()?;
        let share =
            Share { number: NonZeroU8::new(*number)?, value: ScanShare::from_bytes(*value) };
        Some(Matched { share, sealed_seed: rest.try_into().ok()? })
    }
}

impl Matched {
    /// Opens the message's seed with the phone's scanning key.
    ///
    /// # Errors
    /// [`WrongScanKey`] when it was sealed under another key.
    pub fn seed(&self, key: &ScanKey) -> Result<MessageSeed, WrongScanKey> {
        let seed = seed_key(key, self.share.number).open(&[], &self.sealed_seed);
        let seed = seed.ok().and_then(|seed| seed.try_into().ok()).ok_or(WrongScanKey)?;
        Ok(MessageSeed::from_bytes(seed))
    }
}

/// Puts the scanning key of a phone together from vouchers that match; with it, [`Matched::seed`]
/// opens each of them.
///
/// # Errors
/// As [`threshold::recover`].
pub fn scan_key(threshold: NonZeroU8, matched: &[Matched]) -> Result<ScanKey, RecoverError> {
    let shares: Vec<Share> = matched.iter().map(|matched| matched.share.clone()).collect();
    threshold::recover(threshold, &shares)
}

impl Layout for Voucher {
    fn write(&self, w: &mut Writer) {
        w.append(&encode(&self.point, &self.sealed, None));
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let point = r.array(Field::ScanPoint)?;
        Ok(Self { point, sealed: r.array(Field::ScanCiphertext)? })
    }
}

/// A message seed was sealed under another scanning key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongScanKey;

impl fmt::Display for WrongScanKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the message seed was sealed under another scanning key")
    }
}

impl core::error::Error for WrongScanKey {}

fn encode(point: &[u8; 32], sealed: &[u8], inside: Option<Arc<Annotated>>) -> Annotated {
    Annotated::encode(|w| {
        w.group(Field::ScanVoucher, |w| {
            w.leaf(Field::ScanPoint, point);
            write_sealed(w, [Field::ScanCiphertext, Field::ScanTag], sealed, inside);
        });
    })
}

fn voucher_key(point: &[u8; 32], secret: &VoucherSecret) -> OneTimeKey {
    OneTimeKey::derive(point, secret.reveal(), b"Keyhole scan voucher")
}

fn seed_key(key: &ScanKey, number: NonZeroU8) -> OneTimeKey {
    let info = [&b"Keyhole scan seed"[..], &[number.get()]].concat();
    OneTimeKey::derive(&[], key.reveal(), &info)
}

const SEED_LENGTH: usize = MessageSeed::LENGTH + TAG_LENGTH;
const SEALED_LENGTH: usize = 1 + ScanShare::LENGTH + SEED_LENGTH + TAG_LENGTH;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;
    use crate::mechanism::testing::{check_layout, rng};

    struct Scene {
        owner: ListKey,
        table: ScanTable,
        key: ScanKey,
    }

    impl Scene {
        fn new() -> Self {
            let owner = ListKey::generate(&mut rng(1));
            let list = ["Meet me at the bridge at nine", "Bring the blue suitcase"]
                .map(SimilarityDigest::of);
            let table = ScanTable::publish(&owner, &list, &mut rng(2)).unwrap();
            Self { owner, table, key: ScanKey::from_bytes([0x42; 32]) }
        }

        fn voucher(&self, text: &str, number: u8) -> Annotated {
            let threshold = NonZeroU8::new(3).unwrap();
            let scanner = Scanner { table: &self.table, key: &self.key, threshold };
            let (digest, number) = (SimilarityDigest::of(text), NonZeroU8::new(number).unwrap());
            let seed = MessageSeed::from_bytes([number.get(); 32]);
            scanner.voucher(&digest, number, &seed, b"header", &mut rng(3)).unwrap()
        }
    }

    #[test]
    fn matches_open_above_the_threshold_only() {
        let scene = Scene::new();
        let texts = [
            "Are you home yet?",
            "meet me at the bridge, at nine!",
            "We are out of coffee.",
            "Bring the BLUE suitcase",
            "Meet me at the bridge at nine",
        ];
        let vouchers: Vec<Voucher> = texts
            .iter()
            .zip(1..)
            .map(|(text, number)| Voucher::decode(scene.voucher(text, number).bytes()).unwrap())
            .collect();
        let opened: Vec<Matched> =
            vouchers.iter().filter_map(|it| it.open(&scene.owner, b"header")).collect();
        let numbers: Vec<u8> = opened.iter().map(|it| it.share.number.get()).collect();
        assert_eq!(numbers, [2, 4, 5]);
        let three = NonZeroU8::new(3).unwrap();
        let too_few = RecoverError::TooFew { needed: 3, found: 2 };
        assert_eq!(scan_key(three, &opened[..2]), Err(too_few));
        let key = scan_key(three, &opened).unwrap();
        assert_eq!(key, scene.key);
        for matched in &opened {
            let seed = MessageSeed::from_bytes([matched.share.number.get(); 32]);
            assert_eq!(matched.seed(&key), Ok(seed));
            assert_eq!(matched.seed(&ScanKey::from_bytes([0; 32])), Err(WrongScanKey));
        }
    }

    #[test]
    fn a_changed_voucher_looks_like_one_that_does_not_match() {
        let scene = Scene::new();
        let encoded = scene.voucher("Bring the blue suitcase", 1);
        assert_eq!(encoded.check(), Ok(()));
        assert_eq!(encoded.below().unwrap().check(), Ok(()));
        let voucher = Voucher::decode(encoded.bytes()).unwrap();
        check_layout(&voucher, 129);
        assert!(voucher.open(&scene.owner, b"header").is_some());
        assert_eq!(voucher.open(&scene.owner, b"Header"), None);
        assert_eq!(voucher.open(&ListKey::generate(&mut rng(9)), b"header"), None);
        for bit in 0..129 * 8 {
            let changed = Voucher::decode(encoded.with_flipped_bit(bit).bytes()).unwrap();
            assert_eq!(changed.open(&scene.owner, b"header"), None, "{bit}");
        }
    }

    /// Computed with Python: `cryptography`, and an implementation of RFC 9496 that passes the
    /// vectors of its appendix A.
    #[test]
    fn known_answer() {
        let voucher = Scene::new().voucher("Bring the blue suitcase", 5);
        assert_eq!(
            hex::encode(voucher.bytes()),
            "e69bdea6237f2b668917bfe6657099a67a85ff484ad57f184b75bcff8c526d0ec7b068eee5eb2cf9dd90bf\
             0a599d59de57784c4b69e6a11d49e39dd081f0de44584adf4f329c60c53c959f0c1588ac7c18dd8a6b2f6c\
             8878306d07ea8cf47650b62a207731e279798235212d7e03a894f63fe2878824d694ec4e76afa4cb39b181"
        );
    }
}
