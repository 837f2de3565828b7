//! What stands before a ciphertext: the ratchet's header, and at the start of a session the
//! prekey header before it.
//!
//! ```text
//! prekey message  = prekey header (72) ‖ ratchet message
//! ratchet message = header (41) ‖ ciphertext with its tag (text + 16)
//!
//! header          = version 0x01 (1) ‖ ratchet key (32)
//!                 ‖ previous chain length PN (4) ‖ message number N (4)
//! prekey header   = identity key (32) ‖ base key (32)
//!                 ‖ signed prekey id (4) ‖ one-time prekey id, 0 for none (4)
//! ```
//!
//! Numbers are big-endian. Public keys must be canonical (see [`crate::crypto::keys`]), so that
//! reading and writing are inverse to each other. Whether a message is a prekey message is
//! said by what carries it (the envelope), not by the message itself.

use crate::crypto::aead::TAG_LENGTH;
use crate::crypto::keys::{PrekeyId, PublicKey};
use crate::wire::{Annotated, Field, Writer};
use core::fmt;
use std::sync::Arc;

/// The header of a ratchet message (Double Ratchet, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The sender's ratchet key: it names the chain.
    pub ratchet_key: PublicKey,
    /// `PN`: how many messages the sender's previous chain has.
    pub previous_chain_length: u32,
    /// `N`: the number of this message in its chain, from 0.
    pub message_number: u32,
}

impl Header {
    /// The length of a header in bytes.
    pub const LENGTH: usize = 41;
    /// The version of the format.
    pub const VERSION: u8 = 0x01;

    /// The bytes of the header.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        exactly(&Annotated::encode(|w| self.write(w)))
    }

    /// Writes the header with the meaning of its fields.
    pub fn write(&self, w: &mut Writer) {
        w.group(Field::RatchetHeader, |w| {
            w.u8(Field::RatchetVersion, Self::VERSION);
            w.leaf(Field::RatchetKey, self.ratchet_key.as_bytes());
            w.u32(Field::PreviousChainLength, self.previous_chain_length);
            w.u32(Field::MessageNumber, self.message_number);
        });
    }

    /// Reads a header of exactly [`Self::LENGTH`] bytes.
    ///
    /// # Errors
    /// [`HeaderError`] when length, version or key is not as it must be.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HeaderError> {
        let mut reader = Reader::new(bytes, Self::LENGTH)?;
        let [version] = reader.take()?;
        if version != Self::VERSION {
            return Err(HeaderError::Version { expected: Self::VERSION, actual: version });
        }
        Ok(Self {
            ratchet_key: reader.public_key()?,
            previous_chain_length: u32::from_be_bytes(reader.take()?),
            message_number: u32::from_be_bytes(reader.take()?),
        })
    }
}

/// What the initiator puts before its messages until it hears back (X3DH, section 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PrekeyHeader {
    /// The initiator's identity key.
    pub identity_key: PublicKey,
    /// The initiator's ephemeral key `EK`. It also names the session.
    pub base_key: PublicKey,
    /// Which of the responder's signed prekeys was used.
    pub signed_prekey_id: PrekeyId,
    /// Which of the responder's one-time prekeys was used, if one was.
    pub one_time_prekey_id: Option<PrekeyId>,
}

impl PrekeyHeader {
    /// The length of a prekey header in bytes.
    pub const LENGTH: usize = 72;

    /// The bytes of the prekey header.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        exactly(&Annotated::encode(|w| self.write(w)))
    }

    /// Writes the prekey header with the meaning of its fields.
    pub fn write(&self, w: &mut Writer) {
        w.group(Field::PrekeyHeader, |w| {
            w.leaf(Field::PrekeyIdentityKey, self.identity_key.as_bytes());
            w.leaf(Field::PrekeyBaseKey, self.base_key.as_bytes());
            w.u32(Field::PrekeySignedId, self.signed_prekey_id.get());
            w.u32(Field::PrekeyOneTimeId, self.one_time_prekey_id.map_or(0, PrekeyId::get));
        });
    }

    /// Reads a prekey header of exactly [`Self::LENGTH`] bytes.
    ///
    /// # Errors
    /// [`HeaderError`] when length, a key or a number is not as it must be.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HeaderError> {
        let mut reader = Reader::new(bytes, Self::LENGTH)?;
        Ok(Self {
            identity_key: reader.public_key()?,
            base_key: reader.public_key()?,
            signed_prekey_id: PrekeyId::new(u32::from_be_bytes(reader.take()?))
                .ok_or(HeaderError::NoSignedPrekey)?,
            one_time_prekey_id: PrekeyId::new(u32::from_be_bytes(reader.take()?)),
        })
    }
}

/// A message as it travels between the phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Present until the initiator has heard back.
    pub prekey: Option<PrekeyHeader>,
    /// The ratchet's header.
    pub header: Header,
    /// The encrypted text and its tag.
    pub ciphertext: Vec<u8>,
}

/// Which of the two forms a message has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// With a prekey header: it can start a session.
    Prekey,
    /// Without.
    Ratchet,
}

impl Message {
    /// The form of this message.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        if self.prekey.is_some() { MessageKind::Prekey } else { MessageKind::Ratchet }
    }

    /// The bytes of the message.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encode(None).bytes().to_vec()
    }

    /// The bytes of the message with their meaning; `content` is what the ciphertext holds,
    /// if the one who encodes knows it.
    #[must_use]
    pub fn encode(&self, content: Option<Arc<Annotated>>) -> Annotated {
        let text = self.ciphertext.len().saturating_sub(TAG_LENGTH);
        let (ciphertext, tag) = self.ciphertext.split_at(text);
        Annotated::encode(|w| {
            if let Some(prekey) = &self.prekey {
                prekey.write(w);
            }
            self.header.write(w);
            w.group(Field::Message, |w| {
                w.sealed(Field::MessageCiphertext, ciphertext, content);
                w.leaf(Field::MessageTag, tag);
            });
        })
    }

    /// Reads a message of a known form.
    ///
    /// # Errors
    /// [`HeaderError`] when a header is not as it must be.
    pub fn from_bytes(kind: MessageKind, bytes: &[u8]) -> Result<Self, HeaderError> {
        let (prekey, bytes) = match kind {
            MessageKind::Prekey => {
                let (prekey, rest) = split(bytes, PrekeyHeader::LENGTH)?;
                (Some(PrekeyHeader::from_bytes(prekey)?), rest)
            }
            MessageKind::Ratchet => (None, bytes),
        };
        let (header, ciphertext) = split(bytes, Header::LENGTH)?;
        Ok(Self { prekey, header: Header::from_bytes(header)?, ciphertext: ciphertext.to_vec() })
    }
}

/// Why bytes are not a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// Too few or too many bytes.
    Length {
        /// The length of the header.
        expected: usize,
        /// The number of bytes found.
        actual: usize,
    },
    /// Another version of the format.
    Version {
        /// The version known here.
        expected: u8,
        /// The version found.
        actual: u8,
    },
    /// A public key that is not the canonical encoding of a number.
    NonCanonicalKey {
        /// The key found.
        key: PublicKey,
    },
    /// The number 0 where a signed prekey must be named.
    NoSignedPrekey,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, actual } => {
                write!(f, "a header of {expected} bytes was expected; {actual} bytes are there")
            }
            Self::Version { expected, actual } => {
                write!(f, "version {expected} was expected; the header says {actual}")
            }
            Self::NonCanonicalKey { key } => {
                write!(f, "{key} is not the canonical form of a public key")
            }
            Self::NoSignedPrekey => f.write_str("the header names no signed prekey"),
        }
    }
}

impl core::error::Error for HeaderError {}

/// Takes fields off the front of a header whose whole length was checked.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    const fn new(bytes: &'a [u8], expected: usize) -> Result<Self, HeaderError> {
        if bytes.len() == expected {
            Ok(Self(bytes))
        } else {
            Err(HeaderError::Length { expected, actual: bytes.len() })
        }
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], HeaderError> {
        let error = HeaderError::Length { expected: N, actual: self.0.len() };
        let (field, rest) = self.0.split_first_chunk().ok_or(error)?;
        self.0 = rest;
        Ok(*field)
    }

    fn public_key(&mut self) -> Result<PublicKey, HeaderError> {
        let key = PublicKey::from_bytes(self.take()?);
        if key.is_canonical() { Ok(key) } else { Err(HeaderError::NonCanonicalKey { key }) }
    }
}

fn split(bytes: &[u8], at: usize) -> Result<(&[u8], &[u8]), HeaderError> {
    bytes.split_at_checked(at).ok_or(HeaderError::Length { expected: at, actual: bytes.len() })
}

/// The bytes of a header whose fields have `N` bytes together.
fn exactly<const N: usize>(encoded: &Annotated) -> [u8; N] {
    encoded.bytes().first_chunk().copied().unwrap_or([0; N])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout() {
        let ratchet_key = PublicKey::from_bytes([7; 32]);
        let header = Header { ratchet_key, previous_chain_length: 0x0102_0304, message_number: 5 };
        let bytes = header.to_bytes();
        assert_eq!(bytes[0], 1);
        assert_eq!(bytes[1..33], [7; 32]);
        assert_eq!(bytes[33..], [1, 2, 3, 4, 0, 0, 0, 5]);
        assert_eq!(Header::from_bytes(&bytes), Ok(header));
    }

    #[test]
    fn refusals() {
        let bytes = [2; Header::LENGTH];
        let version = HeaderError::Version { expected: 1, actual: 2 };
        assert_eq!(Header::from_bytes(&bytes), Err(version));
        let length = HeaderError::Length { expected: 41, actual: 40 };
        assert_eq!(Header::from_bytes(&bytes[1..]), Err(length));
        assert_eq!(PrekeyHeader::from_bytes(&[0; 72]), Err(HeaderError::NoSignedPrekey));
        let key = PublicKey::from_bytes([0xff; 32]);
        let bad = HeaderError::NonCanonicalKey { key };
        assert_eq!(PrekeyHeader::from_bytes(&[0xff; 72]), Err(bad));
    }
}
