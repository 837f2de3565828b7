//! XEdDSA: Ed25519 signatures by an X25519 key, as Signal deploys them.
//!
//! Source: Signal, "The XEdDSA and VXEdDSA Signature Schemes", rev. 1, sections 2.3 to 3.
//! Decisions, for docs/PROTOCOL.md:
//! - The specification forces the sign bit of the Edwards public key `A` to 0. Here, as
//!   deployed, `A = a·B` keeps its sign, and the sign travels in the top bit of the last byte
//!   of the signature. The scalar `a` is the clamped private key and is never negated.
//! - `Z` is 64 random bytes. `r = SHA-512(0xFE ‖ 0xFF × 31 ‖ a ‖ M ‖ Z) mod q`, with `a` as the
//!   32 bytes of the clamped private key; `R = r·B`;
//!   `h = SHA-512(R ‖ A ‖ M) mod q`; `s = r + h·a mod q`; signature = `R ‖ s`, sign bit set in.
//! - A check refuses a public key that is not canonical and an `s` that is not smaller than
//!   `q`, so that every one-bit change of message, key or signature is refused.

use super::keys::{IdentityKeyPair, PublicKey, Signature};
use super::secret::PrivateKey;
use core::fmt;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::montgomery::MontgomeryPoint;
use curve25519_dalek::scalar::{Scalar, clamp_integer};
use rand_core::CryptoRng;
use sha2::{Digest, Sha512};
use zeroize::Zeroize;

/// Signs `message` as a phone. Draws 64 bytes.
#[must_use]
pub fn sign(identity: &IdentityKeyPair, message: &[u8], rng: &mut impl CryptoRng) -> Signature {
    sign_with(identity.private(), message, rng)
}

/// Signs `message` with a key of any role. Draws 64 bytes.
#[must_use]
pub fn sign_with(key: &PrivateKey, message: &[u8], rng: &mut impl CryptoRng) -> Signature {
    let mut random = [0; 64];
    rng.fill_bytes(&mut random);
    let mut private = clamp_integer(*key.reveal());
    let mut a = Scalar::from_bytes_mod_order(private);
    let public = EdwardsPoint::mul_base(&a).compress().to_bytes();

    let mut r = hash(&[&HASH1_PREFIX, &private, message, &random]);
    let commitment = EdwardsPoint::mul_base(&r).compress().to_bytes();
    let h = hash(&[&commitment, &public, message]);
    let s = (r + h * a).to_bytes();
    random.zeroize();
    private.zeroize();
    a.zeroize();
    r.zeroize();

    let [.., public_last] = public;
    let mut signature = [0; 64];
    for (to, from) in signature.iter_mut().zip(commitment.iter().chain(&s)) {
        *to = *from;
    }
    let [.., last] = &mut signature;
    *last = (*last & !SIGN_BIT) | (public_last & SIGN_BIT);
    Signature(signature)
}

/// Checks a signature.
///
/// # Errors
/// [`BadSignature`] when it does not belong to this key and message.
pub fn verify(
    public: &PublicKey,
    message: &[u8],
    signature: &Signature,
) -> Result<(), BadSignature> {
    check(public, message, signature).ok_or(BadSignature { signer: *public })
}

/// A signature does not belong to the key and the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSignature {
    /// The key that was expected to have signed.
    pub signer: PublicKey,
}

impl fmt::Display for BadSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the signature was not made by the key {} over this text", self.signer)
    }
}

impl core::error::Error for BadSignature {}

fn check(public: &PublicKey, message: &[u8], signature: &Signature) -> Option<()> {
    let (commitment, s) = signature.0.split_first_chunk::<32>()?;
    let mut s: [u8; 32] = s.try_into().ok()?;
    let [.., last] = &mut s;
    let sign = (*last & SIGN_BIT) >> 7;
    *last &= !SIGN_BIT;
    let s = Option::<Scalar>::from(Scalar::from_canonical_bytes(s))?;
    if !public.is_canonical() {
        return None;
    }
    let point = MontgomeryPoint(*public.as_bytes()).to_edwards(sign)?;
    let h = hash(&[commitment, point.compress().as_bytes(), message]);
    let expected = EdwardsPoint::vartime_double_scalar_mul_basepoint(&h, &-point, &s);
    (expected.compress().as_bytes() == commitment).then_some(())
}

fn hash(parts: &[&[u8]]) -> Scalar {
    let mut hash = Sha512::new();
    for part in parts {
        hash.update(part);
    }
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

/// `hash_1` of the specification (section 2.5): 2^256 − 1 − 1, little-endian.
const HASH1_PREFIX: [u8; 32] = {
    let mut prefix = [0xff; 32];
    prefix[0] = 0xfe;
    prefix
};

const SIGN_BIT: u8 = 0x80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keyed_rng::KeyedRng;
    use crate::crypto::secret::RunSeed;

    #[test]
    fn signs_with_either_sign_of_the_public_key() {
        let mut rng = KeyedRng::new(&RunSeed::from_bytes([3; 32]), "test", 1, "xeddsa");
        let mut signs = [false; 2];
        for _ in 0..16 {
            let identity = IdentityKeyPair::generate(&mut rng);
            let signature = sign(&identity, b"message", &mut rng);
            signs[usize::from(signature.0[63] >> 7)] = true;
            assert_eq!(verify(&identity.public(), b"message", &signature), Ok(()));
            assert!(verify(&identity.public(), b"massage", &signature).is_err());
        }
        assert_eq!(signs, [true; 2]);
    }
}
