//! HKDF-SHA256 (RFC 5869) and HMAC-SHA256 (RFC 2104).

use core::fmt;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// `HKDF-SHA256(salt, ikm, info)` with `N` bytes of output. `N` is checked by the compiler.
#[must_use]
pub fn hkdf_sha256<const N: usize>(salt: &[u8], ikm: &[u8], info: &[u8]) -> [u8; N] {
    const { assert!(N <= MAX_OUTPUT, "HKDF-SHA256 gives at most 8160 bytes") };
    let mut output = [0; N];
    within_limit(hkdf_sha256_into(salt, ikm, info, &mut output));
    output
}

/// `HKDF-SHA256(salt, ikm, info)` into a buffer of any permitted length.
///
/// # Errors
/// [`OutputTooLong`] above 255 × 32 bytes (RFC 5869, section 2.3).
pub fn hkdf_sha256_into(
    salt: &[u8],
    ikm: &[u8],
    info: &[u8],
    output: &mut [u8],
) -> Result<(), OutputTooLong> {
    let asked = output.len();
    Hkdf::<Sha256>::new(Some(salt), ikm).expand(info, output).map_err(|_| OutputTooLong { asked })
}

/// `HMAC-SHA256(key, data)`.
#[must_use]
pub fn hmac_sha256(key: &[u8], data: &[u8]) -> [u8; 32] {
    let mut mac = keyed(key);
    mac.update(data);
    mac.finalize().into_bytes().into()
}

#[expect(clippy::expect_used, reason = "the compiler has checked the length")]
fn within_limit(result: Result<(), OutputTooLong>) {
    result.expect("the compiler has checked the length");
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104, section 2)")]
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length")
}

/// More output was asked of HKDF than it can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputTooLong {
    /// The number of bytes asked for.
    pub asked: usize,
}

impl fmt::Display for OutputTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HKDF-SHA256 gives at most {MAX_OUTPUT} bytes; {} were asked for", self.asked)
    }
}

impl core::error::Error for OutputTooLong {}

/// 255 blocks of 32 bytes.
const MAX_OUTPUT: usize = 255 * 32;
