//! Reduced work factor: message keys of which only n bits are secret, k of them known to an agency.
//!
//! ```text
//! secret      = first n bits of HKDF-SHA256(salt = 0x00 × 32, ikm = message seed,
//!                                           info = "Keyhole work factor")       16 ≤ n ≤ 64
//! key ‖ nonce = HKDF-SHA256(salt = ratchet header, ikm = secret as a number of 8 bytes,
//!                           info = "Keyhole work factor key" ‖ n (1))             32 ‖ 12 bytes
//!
//! field = key id (1) ‖ n (1) ‖ k (1)
//!       ‖ ephemeral public key (32) ‖ wrapped bits (k / 8, rounded up) ‖ tag (16)
//! ```
//!
//! The last three parts of the field are a [`Sealed`] text, the top k bits of the secret as a
//! number, with the label `"Keyhole work factor wrap"` and the associated data n ‖ k ‖ the
//! caller's. For k = 24 the field has 54 bytes.
//!
//! The agency tries what is left, 2^(n−k−1) keys on average; everybody else 2^(n−1). The header
//! goes into the key so that nobody can compute a table of all keys once and use it on every
//! message. Key and nonce are as good as random and used once, unless two messages of a session
//! draw the same n bits and the same header, which the message number excludes.
//!
//! Source: Lotus Notes, international edition, 1996: n = 64, k = 24. Simplified: AES-256-GCM
//! under a key stretched from the secret stands in for the ciphers of then; the sizes are free,
//! so that small ones can really be searched. A trial costs one HKDF and one GCM tag.

use super::Layout;
use super::escrow::{AgencyKey, KeyId, StandingKey, UnwrapError};
use super::hybrid::Sealed;
use super::search::{Search, largest};
use crate::crypto::aead::AeadError;
use crate::crypto::keys::NonContributory;
use crate::crypto::secret::{MessageSeed, WeakSecret};
use crate::crypto::suite::{MessageKeys, Suite};
use crate::crypto::weak;
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// How many bits of a key are secret, and how many of them the agency is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WorkFactor {
    secret_bits: u8,
    wrapped_bits: u8,
}

impl WorkFactor {
    /// Lotus Notes, international edition, 1996.
    pub const LOTUS: Self = Self { secret_bits: 64, wrapped_bits: 24 };

    /// Takes n and k.
    ///
    /// # Errors
    /// [`BadWorkFactor`] unless 16 ≤ n ≤ 64 and k ≤ n.
    pub const fn new(secret_bits: u8, wrapped_bits: u8) -> Result<Self, BadWorkFactor> {
        if secret_bits < 16 || secret_bits > 64 || wrapped_bits > secret_bits {
            return Err(BadWorkFactor { secret_bits, wrapped_bits });
        }
        Ok(Self { secret_bits, wrapped_bits })
    }

    /// n: how many bits are secret.
    #[must_use]
    pub const fn secret_bits(self) -> u8 {
        self.secret_bits
    }

    /// k: how many of them are wrapped to the agency.
    #[must_use]
    pub const fn wrapped_bits(self) -> u8 {
        self.wrapped_bits
    }

    /// How long the field is in bytes.
    #[must_use]
    pub const fn field_length(self) -> usize {
        3 + Sealed::OVERHEAD + self.wrapped_length()
    }

    /// The search of somebody who knows nothing.
    #[must_use]
    pub const fn search(self) -> Search {
        Search::over_bits(self.secret_bits as u32)
    }

    const fn wrapped_length(self) -> usize {
        self.wrapped_bits.div_ceil(8) as usize
    }

    /// How many bits the agency must find out.
    const fn unknown_bits(self) -> u32 {
        (self.secret_bits - self.wrapped_bits) as u32
    }
}

/// The base-2 logarithm of the trials that a key of n bits costs on average, if k of them are
/// known: n − k − 1, and 0 (a single trial) when all are known.
#[must_use]
pub const fn trials(secret_bits: u8, known_bits: u8) -> u8 {
    secret_bits.saturating_sub(known_bits).saturating_sub(1)
}

/// The n secret bits of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeakKey {
    factor: WorkFactor,
    secret: WeakSecret,
}

impl WeakKey {
    /// Derives it from the message's seed.
    #[must_use]
    pub fn derive(seed: &MessageSeed, factor: WorkFactor) -> Self {
        Self { factor, secret: weak::reduced_secret(seed, factor.secret_bits) }
    }

    /// Takes a number as the secret: one that a search tries.
    #[must_use]
    pub const fn candidate(number: u64, factor: WorkFactor) -> Self {
        Self { factor, secret: WeakSecret::from_bytes(number.to_be_bytes()) }
    }

    /// The secret bits as a number.
    #[must_use]
    pub const fn secret(&self) -> &WeakSecret {
        &self.secret
    }

    /// The key and the nonce of the message with this ratchet header, for
    /// [`Suite::Aes256Gcm`].
    #[must_use]
    pub fn keys(&self, header: &[u8]) -> MessageKeys {
        weak::reduced_keys(&self.secret, self.factor.secret_bits, header)
    }

    /// Encrypts a message.
    #[must_use]
    pub fn seal(&self, header: &[u8], associated_data: &[u8], text: &[u8]) -> Vec<u8> {
        Suite::Aes256Gcm.seal(&self.keys(header), associated_data, text)
    }

    /// Decrypts a message, or tries to: this is one trial.
    ///
    /// # Errors
    /// [`AeadError`] when it is not this key, header or associated data.
    pub fn open(
        &self,
        header: &[u8],
        associated_data: &[u8],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, AeadError> {
        Suite::Aes256Gcm.open(&self.keys(header), associated_data, ciphertext)
    }

    fn number(&self) -> u64 {
        u64::from_be_bytes(*self.secret.reveal())
    }
}

/// The access field of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFactorField {
    /// The key that the bits were wrapped to.
    pub key_id: KeyId,
    /// How many there are.
    pub factor: WorkFactor,
    /// The wrapped bits.
    pub sealed: Sealed,
}

impl WorkFactorField {
    /// Wraps the top k bits of a key. Draws 32 bytes: the ephemeral private key.
    ///
    /// # Errors
    /// [`NonContributory`] when the agency's key is a point of small order.
    pub fn wrap(
        key: &WeakKey,
        agency: &AgencyKey,
        associated_data: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, NonContributory> {
        let factor = key.factor;
        let top = key.number().checked_shr(factor.unknown_bits()).unwrap_or(0);
        let top = Zeroizing::new(top.to_be_bytes());
        let text = top.get(8 - factor.wrapped_length()..).unwrap_or_default();
        let associated_data = bind(factor, associated_data);
        let sealed = Sealed::seal(&agency.public, LABEL, &associated_data, text, rng)?;
        Ok(Self { key_id: agency.id, factor, sealed })
    }

    /// Takes the bits out: the top k of the secret, as a number.
    ///
    /// # Errors
    /// As [`Self::unwrap`].
    pub fn known_bits(
        &self,
        agency: &StandingKey,
        associated_data: &[u8],
    ) -> Result<u64, UnwrapError> {
        agency.expect(self.key_id)?;
        let associated_data = bind(self.factor, associated_data);
        let text = self.sealed.open(&agency.pair, LABEL, &associated_data)?;
        let top = text.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        // A modified phone may have wrapped more than k bits; they lead nowhere.
        Ok(top & largest(self.factor.wrapped_bits.into()))
    }

    /// Takes the bits out and starts the search for the others.
    ///
    /// # Errors
    /// [`UnwrapError`] when the field was wrapped to another key or beside another message, or
    /// was changed.
    pub fn unwrap(
        &self,
        agency: &StandingKey,
        associated_data: &[u8],
    ) -> Result<Search, UnwrapError> {
        let top = self.known_bits(agency, associated_data)?;
        let unknown = self.factor.unknown_bits();
        let first = top.checked_shl(unknown).unwrap_or(0);
        Ok(Search::between(first, first | largest(unknown)))
    }
}

impl Layout for WorkFactorField {
    fn write(&self, w: &mut Writer) {
        w.group(Field::WorkFactorField, |w| {
            w.u8(Field::WorkFactorKeyId, self.key_id.0);
            w.u8(Field::WorkFactorSecretBits, self.factor.secret_bits);
            w.u8(Field::WorkFactorWrappedBits, self.factor.wrapped_bits);
            self.sealed.write(w, FIELDS);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let key_id = KeyId(r.u8(Field::WorkFactorKeyId)?);
        let secret_bits = r.u8(Field::WorkFactorSecretBits)?;
        let bad = |field, found: u8| DecodeError::BadValue { field, found: found.into() };
        WorkFactor::new(secret_bits, 0)
            .map_err(|_| bad(Field::WorkFactorSecretBits, secret_bits))?;
        let wrapped_bits = r.u8(Field::WorkFactorWrappedBits)?;
        let factor = WorkFactor::new(secret_bits, wrapped_bits)
            .map_err(|_| bad(Field::WorkFactorWrappedBits, wrapped_bits))?;
        Ok(Self { key_id, factor, sealed: Sealed::read(r, FIELDS, factor.wrapped_length())? })
    }
}

/// Numbers that are no work factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadWorkFactor {
    /// n, as it was asked for.
    pub secret_bits: u8,
    /// k, as it was asked for.
    pub wrapped_bits: u8,
}

impl fmt::Display for BadWorkFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a key has 16 to 64 secret bits and no more wrapped ones; {} and {} were asked for",
            self.secret_bits, self.wrapped_bits
        )
    }
}

impl core::error::Error for BadWorkFactor {}

fn bind(factor: WorkFactor, associated_data: &[u8]) -> Vec<u8> {
    [&[factor.secret_bits, factor.wrapped_bits], associated_data].concat()
}

/// Says what is sealed.
const LABEL: &[u8] = b"Keyhole work factor wrap";

const FIELDS: [Field; 3] =
    [Field::WorkFactorEphemeral, Field::WorkFactorCiphertext, Field::WorkFactorTag];

#[cfg(test)]
mod tests {
    use super::super::testing::{check_layout, rng};
    use super::*;

    fn agency() -> StandingKey {
        StandingKey::generate(KeyId(3), &mut rng(1))
    }

    fn key(secret_bits: u8, wrapped_bits: u8) -> WeakKey {
        let factor = WorkFactor::new(secret_bits, wrapped_bits).unwrap();
        WeakKey::derive(&MessageSeed::from_bytes([0x5e; 32]), factor)
    }

    fn wrap(key: &WeakKey) -> WorkFactorField {
        WorkFactorField::wrap(key, &agency().public(), b"header", &mut rng(2)).unwrap()
    }

    #[test]
    fn the_agency_tries_the_rest_and_everybody_else_all() {
        let key = key(16, 8);
        let sealed = key.seal(b"header", b"data", b"text");
        assert_eq!(key.open(b"header", b"data", &sealed).as_deref(), Ok(&b"text"[..]));
        assert!(key.open(b"Header", b"data", &sealed).is_err());

        let trial = |number| {
            WeakKey::candidate(number, key.factor).open(b"header", b"data", &sealed).is_ok()
        };
        let mut search = wrap(&key).unwrap(&agency(), b"header").unwrap();
        assert_eq!(search.run(u64::MAX, trial), Some(key.number()));
        assert!(search.tried() <= 1 << 8);
        let mut search = key.factor.search();
        assert_eq!(search.run(u64::MAX, trial), Some(key.number()));
        assert_eq!(search.tried(), key.number() + 1);
    }

    #[test]
    fn every_size_wraps_the_top_bits() {
        for (secret_bits, wrapped_bits) in [(16, 0), (16, 16), (40, 1), (64, 0), (64, 24), (64, 64)]
        {
            let key = key(secret_bits, wrapped_bits);
            let field = wrap(&key);
            check_layout(&field, key.factor.field_length());
            let unknown = secret_bits - wrapped_bits;
            let search = field.unwrap(&agency(), b"header").unwrap();
            let first = key.number() & !largest(unknown.into());
            assert_eq!(search, Search::between(first, first | largest(unknown.into())));
        }
        assert_eq!(WorkFactor::LOTUS.field_length(), 54);
        assert_eq!([trials(64, 0), trials(64, 24), trials(16, 16)], [63, 39, 0]);
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        let field = wrap(&key(64, 24)).encode();
        for bit in 0..8 * 54 {
            let changed = field.with_flipped_bit(bit);
            let opened = WorkFactorField::decode(changed.bytes())
                .is_ok_and(|field| field.unwrap(&agency(), b"header").is_ok());
            assert!(!opened, "bit {bit}");
        }
        assert!(wrap(&key(64, 24)).unwrap(&agency(), b"Header").is_err());
        let other = StandingKey::generate(KeyId(3), &mut rng(3));
        assert!(wrap(&key(64, 24)).unwrap(&other, b"header").is_err());
    }

    /// Computed by the Python package `cryptography` from the text at the top of this file.
    #[test]
    fn known_answer() {
        let key = key(40, 24);
        assert_eq!(key.number(), 0x27_7ed8_8f58);
        let sealed = key.seal(b"header", b"data", b"text");
        assert_eq!(crate::hex::encode(&sealed), "eb9e647970ded817369146be4c4bc65b369e24b3");
    }
}
