//! Secret sharing: an agency's private key among three custodians, of whom any two rebuild it.
//!
//! ```text
//! share = x (1): 1, 2 or 3 ‖ f_0(x) ‖ … ‖ f_31(x)                                    33 bytes
//! f_i(x) = byte i of the key + c_i · x                     in GF(2^8) = GF(2)[z]/(z^8+z^4+z^3+z+1)
//! ```
//!
//! Each `c_i` is drawn for itself, 0 included, so that one share is 32 uniform bytes whatever the
//! key is: a custodian alone knows nothing. Two points fix a line: two custodians have it all,
//! whether they meet at the ceremony or behind its back.
//!
//! Source: Shamir, "How to Share a Secret", CACM 22(11), 1979, through the crate `vsss-rs`,
//! which multiplies without tables. Simplified: shares carry no proof. A custodian who hands in
//! a false one spoils the key, and only a comparison with the public key shows it. The dealer
//! knows the key and must forget it.

use crate::crypto::secret::{KeyShare, PrivateKey};
use core::fmt;
use rand_core::CryptoRng;
use vsss_rs::{Error, Gf256};
use zeroize::{Zeroize, Zeroizing};

/// How many custodians there are.
pub const CUSTODIANS: usize = 3;

/// How many of them rebuild the key.
pub const THRESHOLD: usize = 2;

/// Shares a key among the custodians. Draws 128 bytes: for each byte of the key a number of
/// 4 bytes, little-endian, of which the lowest byte is `c_i`.
///
/// # Errors
/// [`ShareError`] when the crate refuses, which it doesn't for these numbers.
pub fn split(
    key: &PrivateKey,
    rng: &mut impl CryptoRng,
) -> Result<[KeyShare; CUSTODIANS], ShareError> {
    let shares = Gf256::split_bytes(THRESHOLD, CUSTODIANS, key.reveal(), rng)?;
    let shares = Zeroizing::new(shares);
    match shares.as_slice() {
        [one, two, three] => Ok([share(one)?, share(two)?, share(three)?]),
        _ => Err(ShareError::Malformed),
    }
}

/// Rebuilds the key from two shares. If one of them is not as it was dealt, the result is
/// another key: compare its public half.
///
/// # Errors
/// [`ShareError`] when the shares are not two different ones, or one names no custodian.
pub fn combine(one: &KeyShare, two: &KeyShare) -> Result<PrivateKey, ShareError> {
    let shares = Zeroizing::new([one, two].map(|share| share.reveal().to_vec()));
    let mut key = Zeroizing::new(Gf256::combine_bytes(shares.as_slice())?);
    let bytes = Zeroizing::new(key.as_slice().try_into().map_err(|_| ShareError::Malformed)?);
    key.zeroize();
    Ok(PrivateKey::from_bytes(*bytes))
}

impl KeyShare {
    /// Whose share it is: the coordinate x.
    #[must_use]
    pub const fn custodian(&self) -> u8 {
        let [x, ..] = self.reveal();
        *x
    }
}

/// Why shares could not be dealt or combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// A share has the coordinate 0, where the key itself lies.
    NoCustodian,
    /// Both shares belong to the same custodian.
    SameCustodian,
    /// The numbers or lengths are not those of this sharing.
    Malformed,
}

impl From<Error> for ShareError {
    fn from(error: Error) -> Self {
        match error {
            Error::SharingInvalidIdentifier => Self::NoCustodian,
            Error::SharingDuplicateIdentifier => Self::SameCustodian,
            _ => Self::Malformed,
        }
    }
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCustodian => "a share has the coordinate 0, which belongs to no custodian",
            Self::SameCustodian => "both shares belong to the same custodian",
            Self::Malformed => "the shares don't have the form of this sharing",
        })
    }
}

impl core::error::Error for ShareError {}

fn share(bytes: &[u8]) -> Result<KeyShare, ShareError> {
    Ok(KeyShare::from_bytes(bytes.try_into().map_err(|_| ShareError::Malformed)?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::rng;
    use super::*;
    use core::convert::Infallible;
    use rand_core::{TryCryptoRng, TryRng};

    fn key() -> PrivateKey {
        PrivateKey::generate(&mut rng(1))
    }

    fn shares() -> [KeyShare; 3] {
        split(&key(), &mut rng(2)).unwrap()
    }

    #[test]
    fn any_two_of_three_rebuild_the_key() {
        let shares = shares();
        assert_eq!(shares.each_ref().map(KeyShare::custodian), [1, 2, 3]);
        for (one, two) in [(0, 1), (0, 2), (1, 2), (2, 0)] {
            assert_eq!(combine(&shares[one], &shares[two]), Ok(key()));
        }
        assert_eq!(combine(&shares[1], &shares[1]), Err(ShareError::SameCustodian));
        let zero = KeyShare::from_bytes([0; 33]);
        assert_eq!(combine(&shares[1], &zero), Err(ShareError::NoCustodian));
    }

    /// The exact argument: every pair (byte of the key, coefficient) is dealt. If for each
    /// custodian and each byte of the key the 256 coefficients give the 256 values of a share
    /// once each, then a uniform coefficient gives a uniform share, the same for every key.
    #[test]
    fn one_share_says_nothing_about_the_key() {
        let mut seen = vec![[[false; 256]; 256]; CUSTODIANS];
        for coefficient in 0..=255 {
            for block in 0..8 {
                let key: [u8; 32] = core::array::from_fn(|i| block * 32 + u8::try_from(i).unwrap());
                let shares =
                    split(&PrivateKey::from_bytes(key), &mut Constant(coefficient)).unwrap();
                for (custodian, share) in shares.iter().enumerate() {
                    for (byte, value) in key.iter().zip(&share.reveal()[1..]) {
                        let first = &mut seen[custodian][usize::from(*byte)][usize::from(*value)];
                        assert!(!*first, "a share that two coefficients give");
                        *first = true;
                    }
                }
            }
        }
        assert!(seen.iter().flatten().flatten().all(|given| *given));
    }

    #[test]
    fn a_corrupted_share_gives_another_key() {
        let [one, two, _] = shares();
        for index in 0..33 {
            for change in 1..=255 {
                let mut bytes = *two.reveal();
                bytes[index] ^= change;
                let corrupted = KeyShare::from_bytes(bytes);
                let refused = match corrupted.custodian() {
                    0 => Some(ShareError::NoCustodian),
                    1 => Some(ShareError::SameCustodian),
                    _ => None,
                };
                let rebuilt = combine(&one, &corrupted);
                assert_eq!(rebuilt.clone().err(), refused);
                assert_ne!(rebuilt, Ok(key()));
            }
        }
    }

    /// Computed by a few lines of Python from the text at the top of this file: key 0, 1, …, 31,
    /// all coefficients 0x53.
    #[test]
    fn known_answer() {
        let key = core::array::from_fn(|i| u8::try_from(i).unwrap());
        let [_, two, three] = split(&PrivateKey::from_bytes(key), &mut Constant(0x53)).unwrap();
        assert_eq!(two.reveal()[..5], [2, 0xa6, 0xa7, 0xa4, 0xa5]);
        assert_eq!(three.reveal()[..5], [3, 0xf5, 0xf4, 0xf7, 0xf6]);
    }

    /// A generator that gives the same byte again and again.
    struct Constant(u8);

    impl TryRng for Constant {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            Ok(u32::from_le_bytes([self.0; 4]))
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            Ok(u64::from_le_bytes([self.0; 8]))
        }

        fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
            destination.fill(self.0);
            Ok(())
        }
    }

    impl TryCryptoRng for Constant {}
}
