//! Things that have one form on the wire.

use crate::wire::{Annotated, DecodeError, Reader, Writer};

/// A thing with one form on the wire: its encoding decodes to it, and nothing else does.
pub trait Layout: Sized {
    /// Writes it, with the meaning of its bytes.
    fn write(&self, w: &mut Writer);

    /// Reads it, and leaves what comes after it.
    ///
    /// # Errors
    /// A [`DecodeError`] that names the field.
    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Its bytes and their meaning.
    #[must_use]
    fn encode(&self) -> Annotated {
        Annotated::encode(|w| self.write(w))
    }

    /// Reads it from bytes that hold nothing else.
    ///
    /// # Errors
    /// A [`DecodeError`] that names the field.
    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut r = Reader::new(bytes);
        let it = Self::read(&mut r)?;
        r.finish()?;
        Ok(it)
    }
}
