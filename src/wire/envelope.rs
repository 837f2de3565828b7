//! The envelope: what the provider reads in order to deliver.

use super::{AccessField, AccessKind, Annotated, DecodeError, Field, Reader, Writer};
use std::{fmt, sync::Arc};

/// The name of an account, 1 to 255 bytes of UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(Arc<str>);

impl Account {
    /// Names an account; a longer name is cut at 255 bytes, at a character's edge.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let end = name.floor_char_boundary(255);
        Self(name.get(..end).unwrap_or_default().into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Writes it: length (1) ‖ name, with the fields that it has at this place.
    pub(crate) fn write(&self, w: &mut Writer, length: Field, name: Field) {
        w.u8(length, u8::try_from(self.0.len()).unwrap_or(u8::MAX));
        w.leaf(name, self.0.as_bytes());
    }

    /// Reads it.
    pub(crate) fn read(
        r: &mut Reader<'_>,
        length: Field,
        name: Field,
    ) -> Result<Self, DecodeError> {
        let account = Self::read_any(r, length, name)?;
        if account.as_str().is_empty() {
            return Err(DecodeError::BadValue { field: length, found: 0 });
        }
        Ok(account)
    }

    /// Reads it, or the empty name that stands for nobody.
    pub(crate) fn read_any(
        r: &mut Reader<'_>,
        length: Field,
        name: Field,
    ) -> Result<Self, DecodeError> {
        let count = r.u8(length)?;
        r.text(name, count.into()).map(Self::new)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number that names an envelope, 8 bytes, drawn by the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

/// What kind of end-to-end message an envelope carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnvelopeKind {
    /// A prekey header and a ratchet message: it can start a session.
    Prekey,
    /// A ratchet message of a session that both have.
    Message,
    /// The content itself, not encrypted from phone to phone.
    Text,
    /// A sealed message: who sent it stands inside ([`crate::mechanism::sealed_sender`]).
    Sealed,
}

impl EnvelopeKind {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Prekey => 1,
            Self::Message => 2,
            Self::Text => 3,
            Self::Sealed => 4,
        }
    }

    const fn of_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Prekey),
            2 => Some(Self::Message),
            3 => Some(Self::Text),
            4 => Some(Self::Sealed),
            _ => None,
        }
    }

    pub(crate) fn read(r: &mut Reader<'_>, field: Field) -> Result<Self, DecodeError> {
        let code = r.u8(field)?;
        Self::of_code(code).ok_or(DecodeError::BadValue { field, found: code.into() })
    }
}

/// The bit of the kind that says that an access field follows the message.
const ACCESS_FOLLOWS: u8 = 0x80;

/// The bit of the kind that says that a commitment stands at the end.
const COMMITMENT_FOLLOWS: u8 = 0x40;
/// How long a commitment is, in bytes.
pub(crate) const COMMITMENT: usize = 32;

/// What the provider reads: from, to, device, time, kind, length, ciphertext.
///
/// Layout: id (8) ‖ from length (1) ‖ from ‖ from device (1) ‖ to length (1) ‖ to ‖
/// to device (1) ‖ time (8) ‖ kind (1) ‖ length (2) ‖ end-to-end message [‖ access field]
/// [‖ commitment (32)].
/// Numbers are big-endian. The highest bit of the kind says whether an access field follows:
/// access kind (1) ‖ length (2) ‖ field. The next bit says whether a commitment follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The number that names it.
    pub id: MessageId,
    /// The sender's account.
    pub from: Account,
    /// The sender's device.
    pub from_device: u8,
    /// The recipient's account.
    pub to: Account,
    /// The recipient's device.
    pub to_device: u8,
    /// Milliseconds of the logical clock when the sender sealed it.
    pub time: u64,
    /// What kind of end-to-end message it carries.
    pub kind: EnvelopeKind,
    /// The end-to-end message as bytes (headers, ciphertext, tag).
    pub message: Vec<u8>,
    /// What a rule about access has the sender add, as its kind and its bytes.
    pub access: Option<(AccessKind, Vec<u8>)>,
    /// What lets the recipient report the message ([`crate::mechanism::franking`]), 32 bytes.
    pub commitment: Option<[u8; COMMITMENT]>,
}

impl Envelope {
    /// Encodes; `message` and `access` explain the bytes of the end-to-end message and of the
    /// access field, and replace [`Self::message`] and [`Self::access`].
    #[must_use]
    pub fn encode(&self, message: &Annotated, access: Option<&AccessField>) -> Annotated {
        Annotated::encode(|w| {
            w.group(Field::Envelope, |w| {
                w.u64(Field::EnvelopeId, self.id.0);
                self.from.write(w, Field::EnvelopeFromLength, Field::EnvelopeFrom);
                w.u8(Field::EnvelopeFromDevice, self.from_device);
                self.to.write(w, Field::EnvelopeToLength, Field::EnvelopeTo);
                w.u8(Field::EnvelopeToDevice, self.to_device);
                w.u64(Field::EnvelopeTime, self.time);
                let follows = if access.is_some() { ACCESS_FOLLOWS } else { 0 };
                let commitment = if self.commitment.is_some() { COMMITMENT_FOLLOWS } else { 0 };
                w.u8(Field::EnvelopeKind, self.kind.code() | follows | commitment);
                let length = u16::try_from(message.bytes().len()).unwrap_or(u16::MAX);
                w.u16(Field::EnvelopeLength, length);
                w.append(message);
                if let Some(access) = access {
                    access.write(w);
                }
                if let Some(commitment) = &self.commitment {
                    w.leaf(Field::Commitment, commitment);
                }
            });
        })
    }

    /// Encodes with the message and the access field as one leaf each: for bytes that nobody
    /// has explained.
    #[must_use]
    pub fn encode_unexplained(&self) -> Annotated {
        let leaf = |field, bytes: &[u8]| Annotated::encode(|w| w.leaf(field, bytes));
        let message = leaf(Field::MessageCiphertext, &self.message);
        let access = self.access.as_ref();
        let access = access.map(|(kind, it)| AccessField::new(*kind, leaf(Field::AccessBytes, it)));
        self.encode(&message, access.as_ref())
    }

    /// Decodes what is left of `r`.
    ///
    /// # Errors
    ///
    /// A [`DecodeError`] that names the field.
    pub fn decode(mut r: Reader<'_>) -> Result<Self, DecodeError> {
        let id = MessageId(r.u64(Field::EnvelopeId)?);
        let from = Account::read_any(&mut r, Field::EnvelopeFromLength, Field::EnvelopeFrom)?;
        let from_device = r.u8(Field::EnvelopeFromDevice)?;
        let to = Account::read(&mut r, Field::EnvelopeToLength, Field::EnvelopeTo)?;
        let to_device = r.u8(Field::EnvelopeToDevice)?;
        let time = r.u64(Field::EnvelopeTime)?;
        let code = r.u8(Field::EnvelopeKind)?;
        let kind = EnvelopeKind::of_code(code & !(ACCESS_FOLLOWS | COMMITMENT_FOLLOWS))
            .ok_or(DecodeError::BadValue { field: Field::EnvelopeKind, found: code.into() })?;
        // A sealed envelope, and no other, has no sender.
        if (kind == EnvelopeKind::Sealed) != from.as_str().is_empty() {
            let found = u32::try_from(from.as_str().len()).unwrap_or(u32::MAX);
            return Err(DecodeError::BadValue { field: Field::EnvelopeFromLength, found });
        }
        let length = r.u16(Field::EnvelopeLength)?;
        let message = r.take(Field::Message, length.into())?.to_vec();
        let access =
            if code & ACCESS_FOLLOWS == 0 { None } else { Some(AccessField::read(&mut r)?) };
        let commitment =
            if code & COMMITMENT_FOLLOWS == 0 { None } else { Some(r.array(Field::Commitment)?) };
        r.finish()?;
        let envelope =
            Self { id, from, from_device, to, to_device, time, kind, message, access, commitment };
        Ok(envelope)
    }

    /// The bytes of the access field, if it is of this kind.
    #[must_use]
    pub fn access_of(&self, kind: AccessKind) -> Option<&[u8]> {
        self.access.as_ref().filter(|(of, _)| *of == kind).map(|(_, bytes)| bytes.as_slice())
    }
}
