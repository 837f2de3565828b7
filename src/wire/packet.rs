//! Packets: what crosses a link. A modelled network header, then a handshake message or a
//! transport record.

use super::{Annotated, DecodeError, Field, Reader, Writer};
use std::{fmt, sync::Arc};

/// Length of an AES-256-GCM tag in bytes.
const TAG: usize = 16;
/// Length of an X25519 public key in bytes.
const KEY: usize = 32;

/// An address and a port. The addresses are those set aside for documentation (RFC 5737).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// The `IPv4` address.
    pub address: [u8; 4],
    /// The port.
    pub port: u16,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.address;
        write!(f, "{a}.{b}.{c}.{d}:{}", self.port)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a packet does to its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PacketKind {
    /// The first packet of a connection; carries the first handshake message.
    Open,
    /// Carries a handshake message or a record.
    Data,
    /// Ends the connection; carries nothing.
    Close,
}

impl PacketKind {
    const fn code(self) -> u8 {
        match self {
            Self::Open => 1,
            Self::Data => 2,
            Self::Close => 3,
        }
    }
}

/// The modelled network header, 15 bytes: source address (4) ‖ source port (2) ‖
/// destination address (4) ‖ destination port (2) ‖ kind (1) ‖ payload length (2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkHeader {
    /// Where it comes from.
    pub source: Endpoint,
    /// Where it goes.
    pub destination: Endpoint,
    /// What it does to the connection.
    pub kind: PacketKind,
}

/// A packet as read from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The network header.
    pub header: NetworkHeader,
    /// The handshake message, or the record's ciphertext and tag; empty if the packet
    /// closes the connection.
    pub payload: Vec<u8>,
}

impl Packet {
    /// Length of the network header in bytes.
    pub const HEADER: usize = 15;

    /// Encodes a packet that closes a connection.
    #[must_use]
    pub fn encode_close(header: &NetworkHeader) -> Annotated {
        Annotated::encode(|w| write_header(w, header, 0))
    }

    /// Encodes a record: length (2) ‖ ciphertext ‖ tag (16). `frame` is what is inside.
    #[must_use]
    pub fn encode_record(
        header: &NetworkHeader,
        record: &[u8],
        frame: Option<Arc<Annotated>>,
    ) -> Annotated {
        Annotated::encode(|w| {
            write_header(w, header, record.len() + 2);
            w.group(Field::Record, |w| {
                write_length(w, Field::RecordLength, record.len());
                let (ciphertext, tag) = record.split_at(record.len().saturating_sub(TAG));
                w.sealed(Field::RecordCiphertext, ciphertext, frame);
                w.leaf(Field::RecordTag, tag);
            });
        })
    }

    /// Encodes a handshake message of Noise XX with an empty payload: length (2) ‖ message.
    /// Message 1 is `e`; message 2 is `e`, the encrypted `s`, and the payload's tag;
    /// message 3 is the encrypted `s` and the payload's tag.
    #[must_use]
    pub fn encode_handshake(header: &NetworkHeader, message: &[u8]) -> Annotated {
        const SECOND: usize = KEY + KEY + TAG + TAG;
        const THIRD: usize = KEY + TAG + TAG;
        Annotated::encode(|w| {
            write_header(w, header, message.len() + 2);
            w.group(Field::Handshake, |w| {
                write_length(w, Field::HandshakeLength, message.len());
                let ephemeral = match message.len() {
                    SECOND => KEY,
                    THIRD => 0,
                    other => other,
                };
                let (ephemeral, rest) = message.split_at(ephemeral);
                if !ephemeral.is_empty() {
                    w.leaf(Field::HandshakeEphemeral, ephemeral);
                }
                if let Some((key, rest)) = rest.split_at_checked(KEY) {
                    let (key_tag, payload_tag) = rest.split_at(rest.len().min(TAG));
                    w.leaf(Field::HandshakeStatic, key);
                    w.leaf(Field::HandshakeStaticTag, key_tag);
                    w.leaf(Field::HandshakePayloadTag, payload_tag);
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
        let source =
            Endpoint { address: r.array(Field::SourceAddress)?, port: r.u16(Field::SourcePort)? };
        let destination = Endpoint {
            address: r.array(Field::DestinationAddress)?,
            port: r.u16(Field::DestinationPort)?,
        };
        let kind = match r.u8(Field::PacketKind)? {
            1 => PacketKind::Open,
            2 => PacketKind::Data,
            3 => PacketKind::Close,
            found => {
                let field = Field::PacketKind;
                return Err(DecodeError::BadValue { field, found: found.into() });
            }
        };
        let header = NetworkHeader { source, destination, kind };
        let length = usize::from(r.u16(Field::PayloadLength)?);
        if kind == PacketKind::Close && length == 0 {
            r.finish()?;
            return Ok(Self { header, payload: Vec::new() });
        }
        let mut r = Reader::new(r.take(Field::Record, length).and_then(|body| {
            if bytes.len() == Self::HEADER + length {
                Ok(body)
            } else {
                Err(DecodeError::Trailing(bytes.len() - Self::HEADER - length))
            }
        })?);
        let inner = r.u16(Field::RecordLength)?;
        let payload = r.take(Field::Record, inner.into())?.to_vec();
        r.finish()?;
        Ok(Self { header, payload })
    }
}

fn write_header(w: &mut Writer, header: &NetworkHeader, payload: usize) {
    w.group(Field::NetworkHeader, |w| {
        w.leaf(Field::SourceAddress, &header.source.address);
        w.u16(Field::SourcePort, header.source.port);
        w.leaf(Field::DestinationAddress, &header.destination.address);
        w.u16(Field::DestinationPort, header.destination.port);
        w.u8(Field::PacketKind, header.kind.code());
        write_length(w, Field::PayloadLength, payload);
    });
}

fn write_length(w: &mut Writer, field: Field, length: usize) {
    w.u16(field, u16::try_from(length).unwrap_or(u16::MAX));
}
