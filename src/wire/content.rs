//! What is inside a message, once a phone has opened it.

use super::{Annotated, DecodeError, Field, Reader};
use crate::crypto::secret::FrankingKey;

const TEXT: u8 = 1;
const FRANKED: u8 = 2;

/// The content of a message. Layout: kind (1) ‖ length (2, big-endian) ‖ text (UTF-8)
/// [‖ franking key (32)]; kind 1 is without the key, kind 2 with it.
///
/// There is no padding: the length of the ciphertext gives away the length of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
    /// A text that its recipient can report ([`crate::mechanism::franking`]).
    Franked {
        /// The text.
        text: String,
        /// What opens the commitment outside.
        key: FrankingKey,
    },
}

impl Content {
    /// How many bytes stand before the text: kind (1) ‖ length (2).
    pub const HEADER: usize = 3;

    /// The longest text, in bytes of UTF-8: 16 kB keeps every record below the 65,535 bytes
    /// of Noise.
    pub const MAX_TEXT: usize = 16 * 1024;

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        let (Self::Text(text) | Self::Franked { text, .. }) = self;
        text
    }

    /// Encodes what goes inside an end-to-end message.
    #[must_use]
    pub fn encode(&self) -> Annotated {
        self.encode_as(
            [Field::Content, Field::ContentKind, Field::ContentLength, Field::ContentText],
            Field::FrankingKey,
        )
    }

    /// Encodes what goes into an envelope as it is: the same bytes, open to the provider.
    #[must_use]
    pub fn encode_open(&self) -> Annotated {
        self.encode_as(
            [
                Field::OpenContent,
                Field::OpenContentKind,
                Field::OpenContentLength,
                Field::OpenContentText,
            ],
            Field::OpenFrankingKey,
        )
    }

    fn encode_as(&self, [group, kind, length, text]: [Field; 4], franking: Field) -> Annotated {
        let written = self.text();
        let count = u16::try_from(written.len()).unwrap_or(u16::MAX);
        let bytes = written.as_bytes().get(..usize::from(count)).unwrap_or_default();
        let key = match self {
            Self::Text(_) => None,
            Self::Franked { key, .. } => Some(key.reveal()),
        };
        Annotated::encode(|w| {
            w.group(group, |w| {
                w.u8(kind, if key.is_some() { FRANKED } else { TEXT });
                w.u16(length, count);
                w.leaf(text, bytes);
                if let Some(key) = key {
                    w.leaf(franking, key);
                }
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
        if kind != TEXT && kind != FRANKED {
            return Err(DecodeError::BadValue { field: Field::ContentKind, found: kind.into() });
        }
        let length = r.u16(Field::ContentLength)?;
        let text = r.text(Field::ContentText, length.into())?.to_owned();
        let content = if kind == FRANKED {
            Self::Franked { text, key: FrankingKey::from_bytes(r.array(Field::FrankingKey)?) }
        } else {
            Self::Text(text)
        };
        r.finish()?;
        Ok(content)
    }
}
