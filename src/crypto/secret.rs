//! Secrets: one type per role.
//!
//! A secret is not `Copy`, is wiped when it is dropped, and its `Debug` shows the role and
//! not the value. The page exists to *show* keys, so there is exactly one way to the bytes:
//! `reveal`. Whoever wants to know where secrets come to light searches for that word.

use core::fmt;
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Declares a secret for one role: of 32 bytes, or of the length that stands behind its name.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        secret! { $(#[$doc])* $name, 32 }
    };
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The length of this secret in bytes.
            pub const LENGTH: usize = $length;

            /// Takes bytes as a secret of this role.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes themselves, to compute with or to show.
            #[must_use]
            pub const fn reveal(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// An X25519 private key (RFC 7748, section 5), stored clamped when it was generated here.
    PrivateKey
}
secret! {
    /// The output of one X25519 computation.
    DhOutput
}
secret! {
    /// The root key `RK` of a Double Ratchet (Double Ratchet, rev. 1, section 3.2).
    RootKey
}
secret! {
    /// A chain key `CK`, of a sending or of a receiving chain (Double Ratchet, section 3.2).
    ChainKey
}
secret! {
    /// What a chain yields for one message: the key and the nonce of the message suite are
    /// derived from it. It is what the Double Ratchet calls a message key.
    MessageSeed
}
secret! {
    /// The key that encrypts exactly one message.
    MessageKey
}
secret! {
    /// A key that encrypts records in one direction of a transport connection.
    RecordKey
}
secret! {
    /// The randomness of one transport handshake.
    HandshakeSeed
}
secret! {
    /// The seed of a run: with it, every key of a seeded run can be computed again.
    RunSeed
}

secret! {
    /// The key that seals a backup of a phone's messages.
    BackupKey
}
secret! {
    /// What opens the commitment to one message, so that its recipient can report it.
    FrankingKey
}
secret! {
    /// With which the provider stamps what can be reported.
    ReportKey
}
secret! {
    /// The key of what lies on a locked phone.
    StoreKey
}
secret! {
    /// The key of a layer that the owners of two phones add themselves.
    LayerKey
}
secret! {
    /// What hides the target in a commitment of the public log, until somebody reveals it.
    CommitmentRandomness
}
secret! {
    /// What a recipient gives to its contacts, so that the provider takes messages for it from
    /// somebody who does not say who they are.
    DeliveryToken, 16
}
secret! {
    /// The secret scalar of whoever owns a scanning list, little-endian and reduced.
    ListKey
}
secret! {
    /// What a phone and the owner of a scanning list have in common about one message, if the
    /// message is on the list: a compressed Ristretto point.
    VoucherSecret
}
secret! {
    /// The key of a phone that opens all its vouchers' message seeds, above the threshold.
    ScanKey
}
secret! {
    /// One share of a [`ScanKey`].
    ScanShare
}
secret! {
    /// A custodian's share of an agency's private key: a coordinate and 32 bytes.
    KeyShare, 33
}
secret! {
    /// The 80-bit key of one session between two Clipper chips.
    LeafSessionKey, 10
}
secret! {
    /// The key of one Clipper chip.
    UnitKey, 16
}
secret! {
    /// An escrow agent's half of a chip's unit key.
    UnitKeyHalf, 16
}
secret! {
    /// The key that all Clipper chips have in common.
    FamilyKey, 16
}
secret! {
    /// The few secret bits of a weak message key, as a number.
    WeakSecret, 8
}
secret! {
    /// The 40 secret bits of a message key of the export suite.
    ExportSecret, 5
}
secret! {
    /// The exponent of a session's abrasion, as a number.
    AbrasionExponent, 8
}
secret! {
    /// What the puzzles of a crumpled session need: the abrasion's logarithm, hashed.
    AbrasionConstant
}
secret! {
    /// What stands before the number that a puzzle asks for.
    PuzzlePrefix
}

/// Says that secrets of these roles are drawn, every byte at random.
macro_rules! drawn {
    ($($name:ident),*) => {$(
        impl $name {
            /// Draws as many bytes as the secret has.
            #[must_use]
            pub fn generate(rng: &mut impl CryptoRng) -> Self {
                let mut secret = Self([0; Self::LENGTH]);
                rng.fill_bytes(&mut secret.0);
                secret
            }
        }
    )*};
}

drawn!(
    HandshakeSeed,
    BackupKey,
    FrankingKey,
    ReportKey,
    LayerKey,
    CommitmentRandomness,
    DeliveryToken,
    ScanKey,
    LeafSessionKey,
    UnitKey,
    UnitKeyHalf,
    FamilyKey
);

/// The nonce of a message. It is derived together with its key and used once; it is no secret
/// in AES-GCM's sense, so it shows itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageNonce(pub [u8; 12]);

impl MessageNonce {
    /// The bytes of the nonce.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 12] {
        &self.0
    }
}

impl fmt::Debug for MessageNonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageNonce(")?;
        super::hex::write_hex(f, &self.0)?;
        f.write_str(")")
    }
}

/// The text of a message inside a protocol trace: its `Debug` tells only how long it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Plaintext(Vec<u8>);

impl Plaintext {
    /// Takes bytes as a message's text.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// The bytes themselves.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Plaintext {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plaintext({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_every_secret() {
        assert_eq!(format!("{:?}", RootKey::from_bytes([0xab; 32])), "RootKey(…)");
        assert_eq!(format!("{:?}", PrivateKey::from_bytes([0xab; 32])), "PrivateKey(…)");
        assert_eq!(format!("{:#?}", MessageSeed::from_bytes([0xab; 32])), "MessageSeed(…)");
    }
}
