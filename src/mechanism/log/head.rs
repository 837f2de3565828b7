//! The signed head of the log: how long it is, and the hash of all of it.
//!
//! ```text
//! signed head = size (8) ‖ root (32) ‖ signature (64)                             104 bytes
//! signature   = XEdDSA by the log's key over "Keyhole log head" ‖ size (8) ‖ root (32)
//! ```

use super::TreeHash;
use crate::crypto::keys::{LogKeyPair, PublicKey, Signature};
use crate::crypto::xeddsa::{self, BadSignature};
use crate::mechanism::Layout;
use crate::wire::{DecodeError, Field, Reader, Writer};
use rand_core::CryptoRng;

/// One state of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// How many entries the log has.
    pub size: u64,
    /// The root hash over these entries.
    pub root: TreeHash,
}

/// What the log says about itself: a "signed tree head".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// The state of the log.
    pub head: TreeHead,
    /// The log's signature over it.
    pub signature: Signature,
}

impl SignedHead {
    /// The length of a signed head in bytes.
    pub const LENGTH: usize = 104;

    /// Signs. Draws 64 bytes.
    #[must_use]
    pub fn sign(key: &LogKeyPair, head: TreeHead, rng: &mut impl CryptoRng) -> Self {
        let signature = xeddsa::sign_with(key.private(), &signed_bytes(&head), rng);
        Self { head, signature }
    }

    /// Checks that the log of this key has signed.
    ///
    /// # Errors
    /// [`BadSignature`] when it has not.
    pub fn verify(&self, log: &PublicKey) -> Result<(), BadSignature> {
        xeddsa::verify(log, &signed_bytes(&self.head), &self.signature)
    }
}

impl Layout for SignedHead {
    fn write(&self, w: &mut Writer) {
        w.group(Field::LogHead, |w| {
            w.u64(Field::LogSize, self.head.size);
            w.leaf(Field::LogRoot, &self.head.root.0);
            w.leaf(Field::LogSignature, &self.signature.0);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (size, root) = (r.u64(Field::LogSize)?, TreeHash(r.array(Field::LogRoot)?));
        let signature = Signature(r.array(Field::LogSignature)?);
        Ok(Self { head: TreeHead { size, root }, signature })
    }
}

fn signed_bytes(head: &TreeHead) -> Vec<u8> {
    [b"Keyhole log head", &head.size.to_be_bytes()[..], &head.root.0].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::testing::{check_layout, rng};

    const HEAD: TreeHead = TreeHead { size: 7, root: TreeHash([9; 32]) };

    #[test]
    fn every_changed_bit_is_noticed() {
        let key = LogKeyPair::generate(&mut rng(1));
        let head = SignedHead::sign(&key, HEAD, &mut rng(2));
        assert_eq!(head.verify(&key.public()), Ok(()));
        let other = LogKeyPair::generate(&mut rng(3)).public();
        assert_eq!(head.verify(&other), Err(BadSignature { signer: other }));
        check_layout(&head, SignedHead::LENGTH);
        let encoded = head.encode();
        for bit in 0..SignedHead::LENGTH as u32 * 8 {
            let changed = SignedHead::decode(encoded.with_flipped_bit(bit).bytes()).unwrap();
            assert!(changed.verify(&key.public()).is_err(), "{bit}");
        }
    }

    /// The text that is signed is what the documentation says: the signature over it, made
    /// without this module, is the same.
    #[test]
    fn the_signed_text() {
        let key = LogKeyPair::generate(&mut rng(1));
        let head = SignedHead::sign(&key, HEAD, &mut rng(2));
        let text = [&b"Keyhole log head\0\0\0\0\0\0\0\x07"[..], &[9; 32]].concat();
        assert_eq!(head.signature, xeddsa::sign_with(key.private(), &text, &mut rng(2)));
    }
}
