//! The decoder's cursor: takes typed values from bytes, and says exactly what is wrong.

use super::Field;
use std::fmt;

/// Why bytes could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes end inside a field.
    Truncated {
        /// The field that was being read.
        field: Field,
        /// How many bytes it needs.
        needed: usize,
        /// How many are left.
        left: usize,
    },
    /// A field has a value that has no meaning.
    BadValue {
        /// The field.
        field: Field,
        /// What was found.
        found: u32,
    },
    /// A text is not UTF-8.
    NotText(Field),
    /// Bytes are left over after the last field.
    Trailing(usize),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { field, needed, left } => {
                write!(f, "{} needs {needed} bytes, {left} are left", field.key())
            }
            Self::BadValue { field, found } => {
                write!(f, "{} has the value {found}, which has no meaning", field.key())
            }
            Self::NotText(field) => write!(f, "{} is not UTF-8 text", field.key()),
            Self::Trailing(count) => write!(f, "{count} bytes are left over after the last field"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads fields in order.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// Takes `count` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    pub fn take(&mut self, field: Field, count: usize) -> Result<&'a [u8], DecodeError> {
        let (head, tail) = self.left.split_at_checked(count).ok_or(DecodeError::Truncated {
            field,
            needed: count,
            left: self.left.len(),
        })?;
        self.left = tail;
        Ok(head)
    }

    /// Takes exactly `N` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    pub fn array<const N: usize>(&mut self, field: Field) -> Result<[u8; N], DecodeError> {
        let (head, tail) = self.left.split_first_chunk::<N>().ok_or(DecodeError::Truncated {
            field,
            needed: N,
            left: self.left.len(),
        })?;
        self.left = tail;
        Ok(*head)
    }

    /// Takes one byte.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if none is left.
    pub fn u8(&mut self, field: Field) -> Result<u8, DecodeError> {
        self.array::<1>(field).map(|[byte]| byte)
    }

    /// Takes two bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    pub fn u16(&mut self, field: Field) -> Result<u16, DecodeError> {
        self.array(field).map(u16::from_be_bytes)
    }

    /// Takes four bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    pub fn u32(&mut self, field: Field) -> Result<u32, DecodeError> {
        self.array(field).map(u32::from_be_bytes)
    }

    /// Takes eight bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`] if fewer are left.
    pub fn u64(&mut self, field: Field) -> Result<u64, DecodeError> {
        self.array(field).map(u64::from_be_bytes)
    }

    /// Takes `count` bytes of UTF-8 text.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Truncated`], or [`DecodeError::NotText`].
    pub fn text(&mut self, field: Field, count: usize) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.take(field, count)?).map_err(|_| DecodeError::NotText(field))
    }

    /// Takes all that is left.
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.left
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Trailing`] if bytes are left over.
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.left.is_empty() { Ok(()) } else { Err(DecodeError::Trailing(self.left.len())) }
    }
}
