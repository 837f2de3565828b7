//! X25519 public keys and key pairs (RFC 7748), one pair type per role.
//!
//! Decisions, for docs/PROTOCOL.md:
//! - A private key is 32 random bytes, clamped when it is drawn (RFC 7748, section 5), so that
//!   the bytes that are shown are the scalar that is used.
//! - A Diffie-Hellman output of 32 zero bytes is an error: the other side's key then is a point
//!   of small order and contributes nothing.
//! - Inside X3DH and the safety number a public key is encoded as `0x05 ‖ 32 bytes`
//!   ([`PublicKey::encode`]), as Signal does; on the wire it is the bare 32 bytes.
//! - A public key that arrives in a message must be canonical: the number that it encodes is
//!   smaller than 2^255 − 19 and the top bit is 0. RFC 7748 would accept the other encodings
//!   and ignore the top bit; then a changed bit could go unnoticed.

use super::hex::write_hex;
use super::secret::{DhOutput, PrivateKey};
use core::fmt;
use core::num::NonZeroU32;
use curve25519_dalek::scalar::clamp_integer;
use rand_core::CryptoRng;

/// An X25519 public key: the u-coordinate, little-endian.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The length of a public key in bytes.
    pub const LENGTH: usize = 32;

    /// Takes 32 bytes as a public key without looking at them.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key that belongs to a private key: `X25519(private, 9)`.
    #[must_use]
    pub fn of(private: &PrivateKey) -> Self {
        let secret = x25519_dalek::StaticSecret::from(*private.reveal());
        Self(x25519_dalek::PublicKey::from(&secret).to_bytes())
    }

    /// The bytes of the key.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `Encode(PK)` of X3DH (rev. 1, section 2.1): the byte 0x05 for Curve25519, then the key.
    #[must_use]
    pub fn encode(&self) -> [u8; 33] {
        let mut encoded = [0x05; 33];
        if let Some(key) = encoded.last_chunk_mut::<32>() {
            *key = self.0;
        }
        encoded
    }

    /// Whether this is the one canonical encoding of its u-coordinate: smaller than 2^255 − 19.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        let [first, middle @ .., last] = &self.0;
        let at_least_p =
            *last & 0x7f == 0x7f && middle.iter().all(|byte| *byte == 0xff) && *first >= 0xed;
        *last & 0x80 == 0 && !at_least_p
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl PrivateKey {
    /// Draws a private key: 32 bytes, clamped.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self::from_bytes(bytes).clamped()
    }

    /// The same scalar with the bits set that X25519 sets in any case (RFC 7748, section 5).
    #[must_use]
    pub fn clamped(&self) -> Self {
        Self::from_bytes(clamp_integer(*self.reveal()))
    }

    /// `X25519(self, their)` (RFC 7748, section 5).
    ///
    /// # Errors
    /// [`NonContributory`] when the output is all zero.
    pub fn diffie_hellman(&self, their: &PublicKey) -> Result<DhOutput, NonContributory> {
        let secret = x25519_dalek::StaticSecret::from(*self.reveal());
        let shared = secret.diffie_hellman(&x25519_dalek::PublicKey::from(their.0));
        if shared.was_contributory() {
            Ok(DhOutput::from_bytes(shared.to_bytes()))
        } else {
            Err(NonContributory { public: *their })
        }
    }
}

/// A Diffie-Hellman output was all zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NonContributory {
    /// The public key that contributed nothing.
    pub public: PublicKey,
}

impl fmt::Display for NonContributory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the public key {} is a point of small order: the shared secret is all zero",
            self.public
        )
    }
}

impl core::error::Error for NonContributory {}

/// Declares a key pair for one role.
macro_rules! key_pair {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            private: PrivateKey,
            public: PublicKey,
        }

        impl $name {
            /// Draws a new pair.
            #[must_use]
            pub fn generate(rng: &mut impl CryptoRng) -> Self {
                Self::from_private(PrivateKey::generate(rng))
            }

            /// The pair of a known private key.
            #[must_use]
            pub fn from_private(private: PrivateKey) -> Self {
                let public = PublicKey::of(&private);
                Self { private, public }
            }

            /// The pair of two halves that are known to belong together: nothing is computed.
            #[must_use]
            pub const fn from_halves(private: PrivateKey, public: PublicKey) -> Self {
                Self { private, public }
            }

            /// The private half.
            #[must_use]
            pub const fn private(&self) -> &PrivateKey {
                &self.private
            }

            /// The public half.
            #[must_use]
            pub const fn public(&self) -> PublicKey {
                self.public
            }

            /// The public half, borrowed.
            #[must_use]
            pub const fn public_ref(&self) -> &PublicKey {
                &self.public
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({}, private: …)"), self.public)
            }
        }
    };
}

key_pair! {
    /// A phone's identity key `IK`: it takes part in X3DH and signs prekeys.
    IdentityKeyPair
}
key_pair! {
    /// A ratchet key pair (`DHs` of the Double Ratchet).
    RatchetKeyPair
}
key_pair! {
    /// X3DH's ephemeral key `EK` of the initiator; Signal calls it the base key.
    EphemeralKeyPair
}
key_pair! {
    /// A static key of the transport (`s` of Noise).
    TransportKeyPair
}
key_pair! {
    /// A prekey's pair, signed or one-time.
    PrekeyPair
}
key_pair! {
    /// The key that signs the heads of a public log.
    LogKeyPair
}
key_pair! {
    /// The provider's key that signs sender certificates.
    CertificateKeyPair
}
key_pair! {
    /// The ephemeral key that hides the sender of one message.
    SealedSenderKeyPair
}
key_pair! {
    /// The standing key of an agency: what is wrapped to its public half, its private half
    /// opens, whenever that was.
    AgencyKeyPair
}

impl From<&PrekeyPair> for RatchetKeyPair {
    /// The responder's signed prekey is its first ratchet key (Double Ratchet, section 5.1).
    fn from(prekey: &PrekeyPair) -> Self {
        Self { private: prekey.private.clone(), public: prekey.public }
    }
}

/// The number under which a prekey is published. Numbers start at 1; on the wire 0 says that
/// there is no prekey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrekeyId(NonZeroU32);

impl PrekeyId {
    /// The first number.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// Takes a number; there is no prekey 0.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for PrekeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A signed prekey `SPK` with the identity key's signature over `Encode(SPK)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPrekeyPair {
    /// The number under which the prekey is published.
    pub id: PrekeyId,
    /// The key pair.
    pub pair: PrekeyPair,
    /// XEdDSA signature over the encoded public key.
    pub signature: Signature,
}

/// A one-time prekey `OPK`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimePrekeyPair {
    /// The number under which the prekey is published.
    pub id: PrekeyId,
    /// The key pair.
    pub pair: PrekeyPair,
}

impl SignedPrekeyPair {
    /// Draws a prekey and has the identity key sign it (X3DH, rev. 1, section 3.2).
    #[must_use]
    pub fn generate(id: PrekeyId, identity: &IdentityKeyPair, rng: &mut impl CryptoRng) -> Self {
        let pair = PrekeyPair::generate(rng);
        let signature = super::xeddsa::sign(identity, &pair.public().encode(), rng);
        Self { id, pair, signature }
    }
}

impl OneTimePrekeyPair {
    /// Draws a one-time prekey.
    #[must_use]
    pub fn generate(id: PrekeyId, rng: &mut impl CryptoRng) -> Self {
        Self { id, pair: PrekeyPair::generate(rng) }
    }
}

/// An XEdDSA signature.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(")?;
        write_hex(f, &self.0)?;
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_order_points_are_refused() {
        let private = PrivateKey::from_bytes([7; 32]);
        let mut one = [0; 32];
        one[0] = 1;
        for point in [[0; 32], one] {
            let public = PublicKey::from_bytes(point);
            assert_eq!(private.diffie_hellman(&public), Err(NonContributory { public }));
        }
    }

    #[test]
    fn canonical_means_smaller_than_p() {
        let p_plus = |low: u8, high: u8| {
            let mut bytes = [0xff; 32];
            bytes[0] = low;
            bytes[31] = high;
            PublicKey::from_bytes(bytes).is_canonical()
        };
        assert!(p_plus(0xec, 0x7f), "p - 1");
        assert!(!p_plus(0xed, 0x7f), "p");
        assert!(!p_plus(0xff, 0x7f), "p + 18");
        assert!(!p_plus(0x00, 0xff), "top bit");
        assert!(PublicKey::from_bytes([9; 32]).is_canonical());
    }

    #[test]
    fn pairs_show_only_their_public_half() {
        let pair = RatchetKeyPair::from_private(PrivateKey::from_bytes([0x55; 32]));
        let shown = format!("{pair:?}");
        assert!(shown.contains(&pair.public().to_string()) && !shown.contains("5555"));
    }
}
