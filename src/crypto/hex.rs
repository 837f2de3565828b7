//! Bytes as lowercase hexadecimal, for `Debug` and `Display` of public values.

use core::fmt;

/// Writes `bytes` as lowercase hexadecimal digits.
pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
