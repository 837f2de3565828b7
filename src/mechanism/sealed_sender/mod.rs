//! Sealed sender: who writes stands inside the message, and no longer on the envelope.
//!
//! Source: the structure of version 1 of Signal's sealed sender (Signal, "Technology preview:
//! Sealed sender for Signal", 29 October 2018; libsignal, `rust/protocol/src/sealed_sender.rs`).
//!
//! ```text
//! sealed    = ephemeral key (32) ‖ identity (32 + 16) ‖ message (certificate + 1 + inner + 16)
//!
//! chain (32) ‖ key (32) ‖ nonce (12)
//!           = HKDF-SHA256(salt = "Keyhole sealed sender" ‖ recipient's identity key ‖ ephemeral key,
//!                         ikm = DH(ephemeral, recipient's identity), info = empty)
//! identity  = AES-256-GCM(key, nonce, associated data = empty, sender's identity key)
//!
//! key (32) ‖ nonce (12)
//!           = HKDF-SHA256(salt = chain ‖ identity, ikm = DH(sender's identity, recipient's identity),
//!                         info = empty)
//! message   = AES-256-GCM(key, nonce, associated data = empty, certificate ‖ kind (1) ‖ inner)
//! ```
//!
//! `inner` is the end-to-end message as it would otherwise stand in the envelope, `kind` 1 a
//! prekey message, 2 a message. The layer adds 203 bytes and the sender's name.
//!
//! Only the recipient's identity key opens both layers; only somebody with a private identity
//! key seals the second one, and the certificate says whose it is. The recipient itself could
//! have made the layer (it has the same Diffie-Hellman outputs), so it proves nothing to others.
//! What is on the envelope (to whom, when) is not bound into it.
//!
//! A delivery token stands in for the sender's name when the provider decides whether to take
//! a message: 16 bytes that the recipient draws and gives to its contacts
//! ([`DeliveryToken`](crate::crypto::secret::DeliveryToken)).
//!
//! Simplified: AES-256-GCM where Signal has AES-CTR with a truncated HMAC; no trust chain above
//! the provider's certificate key; the token is drawn, where Signal derives it from a profile
//! key.

mod certificate;

pub use certificate::{CertificateError, Holder, SenderCertificate};

use super::Layout;
use super::sealing::{OneTimeKey, write_sealed};
use crate::crypto::aead::{AeadError, TAG_LENGTH};
use crate::crypto::kdf::hkdf_sha256;
use crate::crypto::keys::{IdentityKeyPair, NonContributory, PublicKey, SealedSenderKeyPair};
use crate::crypto::secret::DhOutput;
use crate::wire::{Annotated, DecodeError, EnvelopeKind, Field, Reader};
use core::fmt;
use rand_core::CryptoRng;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the recipient finds under the layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Who sent it; checked.
    pub certificate: SenderCertificate,
    /// What kind of end-to-end message it is.
    pub kind: EnvelopeKind,
    /// The end-to-end message.
    pub message: Vec<u8>,
}

/// Seals an end-to-end message with its sender's certificate to a recipient. Draws 32 bytes.
///
/// # Errors
/// [`NonContributory`] when the recipient's identity key is a point of small order.
pub fn seal(
    sender: &IdentityKeyPair,
    certificate: &SenderCertificate,
    recipient: &PublicKey,
    kind: EnvelopeKind,
    message: &Annotated,
    rng: &mut impl CryptoRng,
) -> Result<Annotated, NonContributory> {
    let ephemeral = SealedSenderKeyPair::generate(rng);
    let shared = ephemeral.private().diffie_hellman(recipient)?;
    let (chain, key) = first_layer(recipient, ephemeral.public_ref(), &shared);
    let identity = key.seal(&[], sender.public().as_bytes());
    let shared = sender.private().diffie_hellman(recipient)?;
    let content = Annotated::encode(|w| {
        w.group(Field::SealedSenderContent, |w| {
            certificate.write(w);
            w.u8(Field::SealedSenderKind, kind.code());
            w.append(message);
        });
    });
    let sealed = second_layer(&chain, &identity, &shared).seal(&[], content.bytes());
    Ok(Annotated::encode(|w| {
        w.group(Field::SealedSender, |w| {
            w.leaf(Field::SealedSenderEphemeral, ephemeral.public().as_bytes());
            let fields = [Field::SealedSenderIdentity, Field::SealedSenderIdentityTag];
            write_sealed(w, fields, &identity, None);
            let fields = [Field::SealedSenderMessage, Field::SealedSenderMessageTag];
            write_sealed(w, fields, &sealed, Some(Arc::new(content)));
        });
    }))
}

/// Opens a sealed message, and checks the certificate in it against the provider's key and the
/// time.
///
/// # Errors
/// [`SealedSenderError`] when it was sealed to another key or changed, or when the certificate
/// is forged, expired, or another phone's.
pub fn open(
    recipient: &IdentityKeyPair,
    provider: &PublicKey,
    now: u64,
    sealed: &[u8],
) -> Result<Opened, SealedSenderError> {
    let opened = take_off(recipient, sealed)?;
    opened.certificate.verify(provider, now)?;
    Ok(opened)
}

/// Takes the layer off without asking whether the certificate in it is good: what somebody sees
/// who has the recipient's key.
///
/// # Errors
/// As [`open`], but for a forged or expired certificate.
pub fn take_off(recipient: &IdentityKeyPair, sealed: &[u8]) -> Result<Opened, SealedSenderError> {
    let truncated = SealedSenderError::Truncated { expected: SHORTEST, actual: sealed.len() };
    let (ephemeral, rest) = sealed.split_first_chunk().ok_or(truncated.clone())?;
    let (identity, message) = rest.split_at_checked(IDENTITY_LENGTH).ok_or(truncated.clone())?;
    if message.len() < TAG_LENGTH {
        return Err(truncated);
    }
    let ephemeral = PublicKey::from_bytes(*ephemeral);
    let shared = recipient.private().diffie_hellman(&ephemeral)?;
    let (chain, key) = first_layer(recipient.public_ref(), &ephemeral, &shared);
    let sender = key.open(&[], identity)?;
    let sender = PublicKey::from_bytes(*sender.first_chunk().ok_or(truncated)?);
    let shared = recipient.private().diffie_hellman(&sender)?;
    let content = second_layer(&chain, identity, &shared).open(&[], message)?;

    let mut r = Reader::new(&content);
    let certificate = SenderCertificate::read(&mut r)?;
    let kind = EnvelopeKind::read(&mut r, Field::SealedSenderKind)?;
    let certified = certificate.holder.identity_key;
    if certified != sender {
        return Err(SealedSenderError::IdentityMismatch { certified, sender });
    }
    Ok(Opened { certificate, kind, message: r.rest().to_vec() })
}

/// Why a sealed message was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedSenderError {
    /// Too few bytes.
    Truncated {
        /// The fewest bytes there can be.
        expected: usize,
        /// The bytes found.
        actual: usize,
    },
    /// It was sealed to another identity key, or changed.
    AuthenticationFailed,
    /// A key in it is a point of small order.
    NonContributory(NonContributory),
    /// It opens, but there is no certificate or no message in it.
    Malformed(DecodeError),
    /// The certificate is forged or expired.
    Certificate(CertificateError),
    /// The certificate is about another identity key than the one that sealed the message.
    IdentityMismatch {
        /// The key in the certificate.
        certified: PublicKey,
        /// The key that sealed.
        sender: PublicKey,
    },
}

impl fmt::Display for SealedSenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { expected, actual } => {
                write!(f, "at least {expected} bytes were expected; {actual} are there")
            }
            Self::AuthenticationFailed => {
                f.write_str("it was sealed to another identity key, or changed")
            }
            Self::NonContributory(error) => error.fmt(f),
            Self::Malformed(error) => write!(f, "there is no message under the layer: {error}"),
            Self::Certificate(error) => error.fmt(f),
            Self::IdentityMismatch { certified, sender } => write!(
                f,
                "the certificate is about the identity key {certified}, but {sender} sealed it"
            ),
        }
    }
}

impl core::error::Error for SealedSenderError {}

impl From<AeadError> for SealedSenderError {
    fn from(_: AeadError) -> Self {
        Self::AuthenticationFailed
    }
}

impl From<NonContributory> for SealedSenderError {
    fn from(error: NonContributory) -> Self {
        Self::NonContributory(error)
    }
}

impl From<DecodeError> for SealedSenderError {
    fn from(error: DecodeError) -> Self {
        Self::Malformed(error)
    }
}

impl From<CertificateError> for SealedSenderError {
    fn from(error: CertificateError) -> Self {
        Self::Certificate(error)
    }
}

type Chain = Zeroizing<[u8; 32]>;

fn first_layer(
    recipient: &PublicKey,
    ephemeral: &PublicKey,
    shared: &DhOutput,
) -> (Chain, OneTimeKey) {
    let salt = [b"Keyhole sealed sender", &recipient.as_bytes()[..], ephemeral.as_bytes()].concat();
    let okm: Zeroizing<[u8; 76]> = Zeroizing::new(hkdf_sha256(&salt, shared.reveal(), &[]));
    let (mut chain, mut key) = (Chain::default(), Zeroizing::new([0; OneTimeKey::LENGTH]));
    for (to, from) in chain.iter_mut().chain(key.iter_mut()).zip(okm.iter()) {
        *to = *from;
    }
    (chain, OneTimeKey::from_bytes(&key))
}

fn second_layer(chain: &Chain, identity: &[u8], shared: &DhOutput) -> OneTimeKey {
    let salt = Zeroizing::new([&chain[..], identity].concat());
    OneTimeKey::derive(&salt, shared.reveal(), &[])
}

const IDENTITY_LENGTH: usize = PublicKey::LENGTH + TAG_LENGTH;
const SHORTEST: usize = PublicKey::LENGTH + IDENTITY_LENGTH + TAG_LENGTH;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keys::{CertificateKeyPair, Signature};
    use crate::crypto::secret::PrivateKey;
    use crate::crypto::xeddsa::BadSignature;
    use crate::hex;
    use crate::mechanism::testing::rng;
    use crate::wire::Account;
    use sha2::{Digest, Sha256};

    struct Scene {
        provider: CertificateKeyPair,
        alice: IdentityKeyPair,
        bob: IdentityKeyPair,
        certificate: SenderCertificate,
    }

    fn scene() -> Scene {
        let provider = CertificateKeyPair::generate(&mut rng(1));
        let [alice, bob] = [2, 3].map(|seed| IdentityKeyPair::generate(&mut rng(seed)));
        let account = Account::new("alice");
        let holder = Holder { account, device: 1, identity_key: alice.public(), expiry: 50 };
        let certificate = SenderCertificate::issue(&provider, holder, &mut rng(4));
        Scene { provider, alice, bob, certificate }
    }

    fn message() -> Annotated {
        Annotated::encode(|w| w.leaf(Field::MessageCiphertext, b"end-to-end message"))
    }

    fn sealed_by(scene: &Scene, sender: &IdentityKeyPair) -> Annotated {
        let to = scene.bob.public();
        let kind = EnvelopeKind::Prekey;
        seal(sender, &scene.certificate, &to, kind, &message(), &mut rng(5)).unwrap()
    }

    #[test]
    fn the_recipient_learns_who_wrote() {
        let scene = scene();
        let sealed = sealed_by(&scene, &scene.alice);
        assert_eq!(sealed.check(), Ok(()));
        assert_eq!(sealed.below().unwrap().check(), Ok(()));
        assert_eq!(sealed.bytes().len(), 203 + 5 + 18);
        let provider = scene.provider.public();
        let opened = open(&scene.bob, &provider, 50, sealed.bytes()).unwrap();
        assert_eq!(opened.certificate, scene.certificate);
        assert_eq!(opened.kind, EnvelopeKind::Prekey);
        assert_eq!(opened.message, message().bytes());
        let failed = Err(SealedSenderError::AuthenticationFailed);
        assert_eq!(open(&scene.alice, &provider, 50, sealed.bytes()), failed);
        for bit in 0..sealed.bytes().len() as u32 * 8 {
            let changed = sealed.with_flipped_bit(bit);
            assert_eq!(open(&scene.bob, &provider, 50, changed.bytes()), failed, "{bit}");
        }
        for length in 0..sealed.bytes().len() {
            let cut = &sealed.bytes()[..length];
            let truncated = SealedSenderError::Truncated { expected: 96, actual: length };
            let expected = if length < 96 { Err(truncated) } else { failed.clone() };
            assert_eq!(open(&scene.bob, &provider, 50, cut), expected);
        }
    }

    #[test]
    fn certificates_are_checked() {
        let scene = scene();
        let provider = scene.provider.public();
        let sealed = sealed_by(&scene, &scene.alice);
        let expired = CertificateError::Expired { expiry: 50, now: 51 };
        let result = open(&scene.bob, &provider, 51, sealed.bytes());
        assert_eq!(result, Err(SealedSenderError::Certificate(expired)));
        let other = scene.bob.public();
        let forged = open(&scene.bob, &other, 50, sealed.bytes()).unwrap_err();
        let bad = CertificateError::BadSignature(BadSignature { signer: other });
        assert_eq!(forged, SealedSenderError::Certificate(bad));
        let mallory = IdentityKeyPair::generate(&mut rng(6));
        let stolen = sealed_by(&scene, &mallory);
        let (certified, sender) = (scene.alice.public(), mallory.public());
        let mismatch = SealedSenderError::IdentityMismatch { certified, sender };
        assert_eq!(open(&scene.bob, &provider, 50, stolen.bytes()), Err(mismatch));
        let zero = SealedSenderError::NonContributory(NonContributory {
            public: PublicKey::from_bytes([0; 32]),
        });
        assert_eq!(open(&scene.bob, &provider, 50, &[0; 200]), Err(zero));
    }

    /// Computed with Python's `cryptography` (X25519, HKDF, AES-GCM).
    #[test]
    fn known_answer() {
        let [alice, bob] = [0x11, 0x22]
            .map(|byte| IdentityKeyPair::from_private(PrivateKey::from_bytes([byte; 32])));
        let account = Account::new("alice");
        let holder = Holder { account, device: 1, identity_key: alice.public(), expiry: 50 };
        let certificate = SenderCertificate { holder, signature: Signature([0x33; 64]) };
        let kind = EnvelopeKind::Message;
        let sealed =
            seal(&alice, &certificate, &bob.public(), kind, &message(), &mut rng(7)).unwrap();
        assert_eq!(
            hex::encode(&Sha256::digest(sealed.bytes())),
            "84f1550d09541b7e1229649481dc9fc7a343721ee1cf9c117e6c6b1469006c03"
        );
    }
}
