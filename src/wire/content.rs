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

    /// Encodes what goes inside an end-to-end message.
    #[must_use]
    pub fn encode(&self) -> Annotated {
        self.encode_as([
            Field::Content,
            Field::ContentKind,
            Field::ContentLength,
            Field::ContentText,
        ])
    }

    /// Encodes what goes into an envelope as it is: the same bytes, open to the provider.
    #[must_use]
    pub fn encode_open(&self) -> Annotated {
        self.encode_as([
            Field::OpenContent,
            Field::OpenContentKind,
            Field::OpenContentLength,
            Field::OpenContentText,
        ])
    }

    fn encode_as(&self, [group, kind, length, text]: [Field; 4]) -> Annotated {
        let Self::Text(written) = self;
        let count = u16::try_from(written.len()).unwrap_or(u16::MAX);
        let bytes = written.as_bytes().get(..usize::from(count)).unwrap_or_default();
        Annotated::encode(|w| {
            w.group(group, |w| {
                w.u8(kind, TEXT);
                w.u16(length, count);
                w.leaf(text, bytes);
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
