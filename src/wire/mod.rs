//! Bytes and their explanation.
//!
//! The code that writes a byte explains it: [`Writer`] yields the bytes and a tree of
//! [`Span`]s in one pass, so that the explanation cannot drift from the wire. Every byte
//! lies in exactly one leaf ([`Annotated::check`]). A sealed leaf can carry what is inside
//! ([`Annotated::inside`]), so that a capture nests the way the layers do:
//!
//! ```text
//! packet   network header ‖ record length ‖ [ sealed to the two ends of the link ] ‖ tag
//! frame                                      └─ kind ‖ request ‖ envelope header ‖ ratchet header ‖ [ sealed to the peer's phone ] ‖ tag
//! content                                                                                            └─ kind ‖ length ‖ text
//! ```
//!
//! The layouts are normative in `docs/PROTOCOL.md`.

mod access;
mod annotated;
mod content;
mod envelope;
mod field;
mod frame;
mod log_line;
mod packet;
mod reader;

pub use access::{AccessField, AccessKind};
pub use annotated::{Annotated, CoverageError, Span, Writer};
pub use content::Content;
pub use envelope::{Account, Envelope, EnvelopeKind, MessageId};
pub use field::{Class, Field, Layer};
pub use frame::{FailureCode, Frame, OneTimePrekey, PublishedBundle, SignedPrekey};
pub use log_line::LogLine;
pub use packet::{Endpoint, NetworkHeader, Packet, PacketKind};
pub use reader::{DecodeError, Reader};
