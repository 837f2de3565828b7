//! What is inside a message, once a phone has opened it.

use super::{Annotated, DecodeError, Field, Reader};

const TEXT: u8 = 1;

/// The content of a message. Layout: kind (1) ‖ length (2, big-endian) ‖ text (UTF-8).
///
/// There is no padding: the length of the ciphertext gives away the length of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
}

impl Content {
    /// The longest text, in bytes of UTF-8: 16 kB keeps every record below the 65,535 bytes
    /// of Noise.
    pub const MAX_TEXT: usize = 16 * 1024;

    /// Encodes.
    #[must_use]
    pub fn encode(&self) -> Annotated {
        let Self::Text(text) = self;
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        let bytes = text.as_bytes().get(..usize::from(length)).unwrap_or_default();
        Annotated::encode(|w| {
            w.group(Field::Content, |w| {
                w.u8(Field::ContentKind, TEXT);
                w.u16(Field::ContentLength, length);
                w.leaf(Field::ContentText, bytes);
            });
        })
    }

    /// Decodes.
    ///
    /// # Errors
    ///
    /// A [`DecodeError`] that names the field.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut r = Reader::new(bytes);
        let kind = r.u8(Field::ContentKind)?;
        if kind != TEXT {
            return Err(DecodeError::BadValue { field: Field::ContentKind, found: kind.into() });
        }
        let length = r.u16(Field::ContentLength)?;
        let text = r.text(Field::ContentText, length.into())?.to_owned();
        r.finish()?;
        Ok(Self::Text(text))
    }
}
