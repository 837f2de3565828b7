//! Key escrow: an access field beside a message that wraps its seed to an agency's public key.
//!
//! ```text
//! field = key id (1) ‖ ephemeral public key (32) ‖ wrapped seed (32) ‖ tag (16)      81 bytes
//! ```
//!
//! The last three parts are a [`Sealed`] text with the label `"Keyhole escrow"`; its associated
//! data is the caller's, the header of the message, so that a field moved to another message
//! does not open. The key id says which of the agency's keys it is; a changed id is noticed by
//! whoever unwraps. One standing key opens every field that was ever wrapped to it: nothing of
//! the ratchet's forward secrecy is left against its holder.
//!
//! Source: the plainest form of what Abelson et al., "Keys Under Doormats", Journal of
//! Cybersecurity 1 (2015), discuss: the key of each message encrypted to a third party.
//! Simplified: no proof that the field holds the seed of its message. The receiving phone can't
//! check that (only the agency opens the field), so a modified phone can send random bytes.

use super::Layout;
use super::hybrid::{OpenError, Sealed};
use crate::crypto::aead::{AeadError, TAG_LENGTH};
use crate::crypto::keys::{AgencyKeyPair, NonContributory, PublicKey};
use crate::crypto::secret::{MessageSeed, PrivateKey};
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Which of its keys an agency must use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u8);

/// An agency's public key, as every phone has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AgencyKey {
    /// Its number.
    pub id: KeyId,
    /// The key.
    pub public: PublicKey,
}

/// An agency's key pair, as the agency has it, or whoever stole it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingKey {
    /// Its number.
    pub id: KeyId,
    /// The key pair.
    pub pair: AgencyKeyPair,
}

impl StandingKey {
    /// Draws a key pair: 32 bytes.
    #[must_use]
    pub fn generate(id: KeyId, rng: &mut impl CryptoRng) -> Self {
        Self { id, pair: AgencyKeyPair::generate(rng) }
    }

    /// The pair of a known private key: one that shares rebuilt, say.
    #[must_use]
    pub fn from_private(id: KeyId, private: PrivateKey) -> Self {
        Self { id, pair: AgencyKeyPair::from_private(private) }
    }

    /// The same where the public key is known: nothing is computed.
    #[must_use]
    pub const fn from_halves(agency: AgencyKey, private: PrivateKey) -> Self {
        Self { id: agency.id, pair: AgencyKeyPair::from_halves(private, agency.public) }
    }

    /// What the phones get.
    #[must_use]
    pub const fn public(&self) -> AgencyKey {
        AgencyKey { id: self.id, public: self.pair.public() }
    }

    /// Whether something that names `id` was wrapped to this key.
    pub(super) fn expect(&self, id: KeyId) -> Result<(), UnwrapError> {
        if id == self.id {
            Ok(())
        } else {
            Err(UnwrapError::OtherKey { expected: self.id, actual: id })
        }
    }
}

/// The access field of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscrowField {
    /// The key that it was wrapped to.
    pub key_id: KeyId,
    /// The wrapped seed.
    pub sealed: Sealed,
}

impl EscrowField {
    /// The length of the field in bytes.
    pub const LENGTH: usize = 1 + PublicKey::LENGTH + MessageSeed::LENGTH + TAG_LENGTH;

    /// Wraps a message's seed. Draws 32 bytes: the ephemeral private key.
    ///
    /// # Errors
    /// [`NonContributory`] when the agency's key is a point of small order.
    pub fn wrap(
        seed: &MessageSeed,
        agency: &AgencyKey,
        associated_data: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, NonContributory> {
        let sealed = Sealed::seal(&agency.public, LABEL, associated_data, seed.reveal(), rng)?;
        Ok(Self { key_id: agency.id, sealed })
    }

    /// Wraps 32 random bytes, which open nothing, so that no key ever opens this message. Only
    /// the agency can tell such a field from one that holds a seed, by trying what is inside.
    /// Draws 64 bytes: what is wrapped, then the ephemeral private key.
    ///
    /// # Errors
    /// [`NonContributory`] when the agency's key is a point of small order.
    pub fn wrap_nothing(
        agency: &AgencyKey,
        associated_data: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, NonContributory> {
        let mut nothing = Zeroizing::new([0; MessageSeed::LENGTH]);
        rng.fill_bytes(&mut *nothing);
        Self::wrap(&MessageSeed::from_bytes(*nothing), agency, associated_data, rng)
    }

    /// Takes out the seed, or whatever was wrapped in its place.
    ///
    /// # Errors
    /// [`UnwrapError`] when the field was wrapped to another key or beside another message, or
    /// was changed.
    pub fn unwrap(
        &self,
        agency: &StandingKey,
        associated_data: &[u8],
    ) -> Result<MessageSeed, UnwrapError> {
        agency.expect(self.key_id)?;
        let seed = self.sealed.open(&agency.pair, LABEL, associated_data)?;
        let seed = Zeroizing::new(seed.as_slice().try_into().map_err(|_| {
            let expected = MessageSeed::LENGTH + TAG_LENGTH;
            OpenError::Aead(AeadError::Truncated { expected, actual: seed.len() + TAG_LENGTH })
        })?);
        Ok(MessageSeed::from_bytes(*seed))
    }
}

impl Layout for EscrowField {
    fn write(&self, w: &mut Writer) {
        w.group(Field::EscrowField, |w| {
            w.u8(Field::EscrowKeyId, self.key_id.0);
            self.sealed.write(w, FIELDS);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let key_id = KeyId(r.u8(Field::EscrowKeyId)?);
        Ok(Self { key_id, sealed: Sealed::read(r, FIELDS, MessageSeed::LENGTH)? })
    }
}

/// Why an access field does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnwrapError {
    /// The field names another key.
    OtherKey {
        /// The key at hand.
        expected: KeyId,
        /// The key that the field names.
        actual: KeyId,
    },
    /// What is wrapped does not open.
    Sealed(OpenError),
}

impl From<OpenError> for UnwrapError {
    fn from(error: OpenError) -> Self {
        Self::Sealed(error)
    }
}

impl fmt::Display for UnwrapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherKey { expected, actual } => write!(
                f,
                "the access field was wrapped to key {}; the key at hand is number {}",
                actual.0, expected.0
            ),
            Self::Sealed(error) => write!(f, "the access field does not open: {error}"),
        }
    }
}

impl core::error::Error for UnwrapError {}

/// Says what is sealed.
const LABEL: &[u8] = b"Keyhole escrow";

const FIELDS: [Field; 3] = [Field::EscrowEphemeral, Field::EscrowCiphertext, Field::EscrowTag];

#[cfg(test)]
mod tests {
    use super::super::testing::{check_layout, rng};
    use super::*;
    use crate::hex;

    fn agency() -> StandingKey {
        StandingKey::generate(KeyId(3), &mut rng(1))
    }

    fn seed() -> MessageSeed {
        MessageSeed::from_bytes([0x5e; 32])
    }

    fn field() -> EscrowField {
        EscrowField::wrap(&seed(), &agency().public(), b"header", &mut rng(2)).unwrap()
    }

    #[test]
    fn the_agency_unwraps_what_a_phone_wrapped() {
        assert_eq!(field().unwrap(&agency(), b"header"), Ok(seed()));
        check_layout(&field(), EscrowField::LENGTH);
        assert_eq!(EscrowField::LENGTH, 81);
    }

    #[test]
    fn another_key_and_another_message_fail() {
        let failed = Err(OpenError::Aead(AeadError::AuthenticationFailed).into());
        assert_eq!(field().unwrap(&agency(), b"Header"), failed);
        let other = StandingKey::generate(KeyId(3), &mut rng(3));
        assert_eq!(field().unwrap(&other, b"header"), failed);
        let older = StandingKey { id: KeyId(2), ..agency() };
        let named = UnwrapError::OtherKey { expected: KeyId(2), actual: KeyId(3) };
        assert_eq!(field().unwrap(&older, b"header"), Err(named));
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        for bit in 0..8 * 81 {
            let changed = field().encode().with_flipped_bit(bit);
            let changed = EscrowField::decode(changed.bytes()).unwrap();
            assert!(changed.unwrap(&agency(), b"header").is_err(), "bit {bit}");
        }
    }

    #[test]
    fn wrapping_nothing_looks_the_same_and_yields_no_seed() {
        let nothing =
            EscrowField::wrap_nothing(&agency().public(), b"header", &mut rng(2)).unwrap();
        check_layout(&nothing, EscrowField::LENGTH);
        assert_ne!(nothing.unwrap(&agency(), b"header").unwrap(), seed());
    }

    /// Computed by the Python package `cryptography` from the text at the top of this file and
    /// of `hybrid.rs`, with agency key 0x11 × 32 and ephemeral key 0x22 × 32 (both clamped),
    /// seed 0x5E × 32 and associated data "header".
    #[test]
    fn known_answer() {
        let private = PrivateKey::from_bytes([0x11; 32]).clamped();
        let agency = StandingKey::from_private(KeyId(1), private);
        let field = EscrowField::decode(&hex::decode(KNOWN).unwrap()).unwrap();
        assert_eq!(field.unwrap(&agency, b"header"), Ok(seed()));
    }

    const KNOWN: &str = "\
        010faa684ed28867b97f4a6a2dee5df8ce974e76b7018e3f22a1c4cf2678570f20fd2a0c9da3b56e \
        06b5733d3e54472d1ab720a6127c08e61a542754dcdad1d2353ae2c7b9bedd604fbdec945b56769b \
        f5";
}
