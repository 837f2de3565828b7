//! Threshold secret sharing whose shares a phone makes one by one, without remembering any.
//!
//! Source: Shamir, "How to Share a Secret", CACM 22(11), 1979, over GF(256) with the reduction
//! polynomial of AES (FIPS 197, section 4.2), byte by byte.
//!
//! ```text
//! coefficient j (1 to t − 1) = HMAC-SHA256(key, "Keyhole scan coefficient" ‖ t (1) ‖ j (1))
//! share x (1 to 255)         = key + coefficient 1 · x + … + coefficient t − 1 · x^(t − 1)
//! ```
//!
//! The coefficients come from the key itself. So the same number gives the same share again,
//! and whoever has put a key together can check all shares against it. It also means that fewer
//! shares than the threshold hide the key as long as HMAC does, and not from everybody for
//! ever, as Shamir's random coefficients would.

use crate::crypto::kdf::hmac_sha256;
use crate::crypto::secret::{ScanKey, ScanShare};
use core::fmt;
use core::num::NonZeroU8;
use zeroize::Zeroizing;

/// A share with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Where the polynomial was evaluated.
    pub number: NonZeroU8,
    /// Its value there.
    pub value: ScanShare,
}

/// The share with this number, of which `threshold` give the key back.
#[must_use]
pub fn share(key: &ScanKey, threshold: NonZeroU8, number: NonZeroU8) -> Share {
    // Horner's rule, from the highest coefficient down to the key itself.
    let mut value = Zeroizing::new([0; 32]);
    for j in (0..threshold.get()).rev() {
        let coefficient = Zeroizing::new(match j {
            0 => *key.reveal(),
            j => coefficient(key, threshold, j),
        });
        for (value, coefficient) in value.iter_mut().zip(coefficient.iter()) {
            *value = multiply(*value, number.get()) ^ coefficient;
        }
    }
    Share { number, value: ScanShare::from_bytes(*value) }
}

/// Puts the key together from shares with different numbers, and checks every share against it.
///
/// # Errors
/// [`RecoverError`] when there are fewer shares than the threshold, or when they do not belong
/// together.
pub fn recover(threshold: NonZeroU8, shares: &[Share]) -> Result<ScanKey, RecoverError> {
    let mut used: Vec<&Share> = Vec::new();
    for share in shares {
        if used.len() < threshold.get().into() && used.iter().all(|it| it.number != share.number) {
            used.push(share);
        }
    }
    if used.len() < threshold.get().into() {
        return Err(RecoverError::TooFew { needed: threshold.get(), found: used.len() });
    }
    let mut key = Zeroizing::new([0; 32]);
    for share in &used {
        let weight = weight_at_zero(share.number, &used);
        for (key, value) in key.iter_mut().zip(share.value.reveal()) {
            *key ^= multiply(*value, weight);
        }
    }
    let key = ScanKey::from_bytes(*key);
    match shares.iter().find(|given| share(&key, threshold, given.number) != **given) {
        None => Ok(key),
        Some(_) => Err(RecoverError::Inconsistent),
    }
}

/// Why no key comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoverError {
    /// Fewer shares with different numbers than the threshold.
    TooFew {
        /// The threshold.
        needed: u8,
        /// How many there are.
        found: usize,
    },
    /// The shares are not all of one key and threshold.
    Inconsistent,
}

impl fmt::Display for RecoverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { needed, found } => {
                write!(f, "{needed} shares with different numbers are needed; {found} are there")
            }
            Self::Inconsistent => f.write_str("the shares do not belong to one key"),
        }
    }
}

impl core::error::Error for RecoverError {}

fn coefficient(key: &ScanKey, threshold: NonZeroU8, j: u8) -> [u8; 32] {
    let input = [&b"Keyhole scan coefficient"[..], &[threshold.get(), j]].concat();
    hmac_sha256(key.reveal(), &input)
}

/// Lagrange's weight of the share with this number, at 0: the product of x / (x − number) over
/// the other numbers x. Subtraction is addition here.
fn weight_at_zero(number: NonZeroU8, shares: &[&Share]) -> u8 {
    shares
        .iter()
        .map(|share| share.number)
        .filter(|x| *x != number)
        .fold(1, |weight, x| multiply(weight, multiply(x.get(), invert(x.get() ^ number.get()))))
}

/// Multiplies in GF(256), without a branch or a table that depends on a secret.
const fn multiply(mut a: u8, b: u8) -> u8 {
    let (mut product, mut bit) = (0, 0);
    while bit < 8 {
        product ^= a & (b >> bit & 1).wrapping_neg();
        a = a << 1 ^ 0x1b & (a >> 7).wrapping_neg();
        bit += 1;
    }
    product
}

/// a^254, which is 1 / a.
const fn invert(a: u8) -> u8 {
    let (mut power, mut i) = (a, 0);
    while i < 6 {
        power = multiply(multiply(power, power), a);
        i += 1;
    }
    multiply(power, power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    fn n(number: u8) -> NonZeroU8 {
        NonZeroU8::new(number).unwrap()
    }

    fn shares(threshold: u8, numbers: &[u8]) -> Vec<Share> {
        let key = ScanKey::from_bytes([0x42; 32]);
        numbers.iter().map(|number| share(&key, n(threshold), n(*number))).collect()
    }

    #[test]
    fn the_field_is_that_of_aes() {
        assert_eq!(multiply(0x57, 0x83), 0xc1, "FIPS 197, section 4.2");
        for a in 1..=255 {
            assert_eq!(multiply(a, invert(a)), 1);
        }
    }

    #[test]
    fn as_many_as_the_threshold_give_the_key_back() {
        let key = Ok(ScanKey::from_bytes([0x42; 32]));
        assert_eq!(recover(n(1), &shares(1, &[9])), key);
        assert_eq!(recover(n(3), &shares(3, &[1, 2, 255])), key);
        assert_eq!(recover(n(3), &shares(3, &[7, 7, 3, 100, 5])), key);
        let all: Vec<u8> = (1..=255).collect();
        assert_eq!(recover(n(255), &shares(255, &all)), key);
    }

    #[test]
    fn fewer_or_foreign_shares_do_not() {
        let too_few = Err(RecoverError::TooFew { needed: 3, found: 2 });
        assert_eq!(recover(n(3), &shares(3, &[1, 2, 2])), too_few);
        let inconsistent = Err(RecoverError::Inconsistent);
        assert_eq!(recover(n(2), &shares(3, &[1, 2])), inconsistent);
        assert_eq!(recover(n(4), &shares(3, &[1, 2, 3, 4])), inconsistent);
        let good = shares(3, &[1, 2, 3, 4]);
        for (changed, byte) in (0..4).flat_map(|i| (0..32).map(move |byte| (i, byte))) {
            let mut bad = good.clone();
            let mut value = *bad[changed].value.reveal();
            value[byte] ^= 1;
            bad[changed].value = ScanShare::from_bytes(value);
            assert_eq!(recover(n(3), &bad), inconsistent);
        }
    }

    /// Computed with Python.
    #[test]
    fn known_answer() {
        let share = &shares(3, &[5])[0];
        let expected = "4dc7a153508c43b8ffd9fb31decb9f86b11e5fee1a1aa8b2d359d3cbe3bf9853";
        assert_eq!(hex::encode(share.value.reveal()), expected);
    }
}
