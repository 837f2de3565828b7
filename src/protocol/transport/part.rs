//! What the bytes of a handshake message are.

use super::error::TransportError;
use crate::crypto::aead::TAG_LENGTH;
use crate::crypto::keys::PublicKey;
use core::ops::Range;

/// One part of a handshake message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandshakePart {
    /// What it is.
    pub name: PartName,
    /// How it stands on the wire.
    pub class: PartClass,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What a part of a handshake message is; the letters are Noise's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartName {
    /// `e`: the ephemeral public key.
    EphemeralKey,
    /// `s`: the static public key.
    StaticKey,
    /// The tag over the static public key.
    StaticKeyTag,
    /// The payload.
    Payload,
    /// The tag over the payload.
    PayloadTag,
}

/// How a part stands on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartClass {
    /// A public key that everybody on the link can read.
    Key,
    /// Bytes that everybody on the link can read.
    Plaintext,
    /// Encrypted.
    Ciphertext,
    /// An authentication tag.
    Tag,
}

/// The parts of handshake message `message` (1 to 3) of this length, in order and without
/// gaps. The payload is left out where it is empty.
///
/// # Errors
/// [`TransportError::Truncated`] when the message is too short, [`TransportError::Finished`]
/// when there is no such message.
pub fn handshake_parts(
    message: usize,
    length: usize,
) -> Result<Vec<HandshakePart>, TransportError> {
    use PartName::{EphemeralKey, Payload, PayloadTag, StaticKey, StaticKeyTag};
    const KEY: usize = PublicKey::LENGTH;
    let e = (EphemeralKey, PartClass::Key, KEY);
    let s = (StaticKey, PartClass::Ciphertext, KEY);
    let s_tag = (StaticKeyTag, PartClass::Tag, TAG_LENGTH);
    let tag = Some((PayloadTag, PartClass::Tag, TAG_LENGTH));
    let (before, payload_class, tag) = match message {
        1 => (vec![e], PartClass::Plaintext, None),
        2 => (vec![e, s, s_tag], PartClass::Ciphertext, tag),
        3 => (vec![s, s_tag], PartClass::Ciphertext, tag),
        _ => return Err(TransportError::Finished),
    };
    let expected = before.iter().chain(&tag).map(|(_, _, length)| length).sum();
    let payload = length
        .checked_sub(expected)
        .ok_or(TransportError::Truncated { expected, actual: length })?;
    let mut parts = Vec::new();
    let mut start = 0;
    for (name, class, length) in
        before.into_iter().chain([(Payload, payload_class, payload)]).chain(tag)
    {
        if length > 0 {
            parts.push(HandshakePart { name, class, range: start..start + length });
            start += length;
        }
    }
    Ok(parts)
}
