//! The handshake as a value.
//!
//! `snow`'s own state can neither be copied nor compared. So a handshake holds what determines
//! it (role, static key, 32 bytes of randomness, the messages so far), and `snow`'s state is
//! built anew from that whenever a message is written or read.

use super::error::TransportError;
use super::part::handshake_parts;
use super::record::{RecordReceiver, RecordSender};
use super::resolver::Resolver;
use super::{MAX_LENGTH, PROLOGUE, Pattern};
use crate::crypto::aead::TAG_LENGTH;
use crate::crypto::keys::{PublicKey, TransportKeyPair};
use crate::crypto::secret::{HandshakeSeed, RecordKey};
use core::fmt;
use snow::{Builder, HandshakeState};

/// One side of a handshake.
#[derive(Clone, PartialEq, Eq)]
pub struct Handshake {
    role: Role,
    seed: HandshakeSeed,
    exchanged: Vec<Exchanged>,
    split: Option<Split>,
}

/// What a finished handshake yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connected {
    /// The direction from this side.
    pub send: RecordSender,
    /// The direction to this side.
    pub receive: RecordReceiver,
    /// The static key of the other side, unless it is anonymous.
    pub remote_static: Option<PublicKey>,
    /// Noise's `h`: equal on both sides, and different for every handshake.
    pub handshake_hash: [u8; 32],
}

impl Handshake {
    /// The side that writes first: the phone. It knows whom it wants to reach.
    #[must_use]
    pub const fn initiator(
        static_key: TransportKeyPair,
        pinned_remote: PublicKey,
        seed: HandshakeSeed,
    ) -> Self {
        Self::new(Role::Initiator { static_key: Some(static_key), pinned_remote }, seed)
    }

    /// The side that writes first and does not say who it is: a phone that submits something
    /// without a sender.
    #[must_use]
    pub const fn anonymous_initiator(pinned_remote: PublicKey, seed: HandshakeSeed) -> Self {
        Self::new(Role::Initiator { static_key: None, pinned_remote }, seed)
    }

    /// The side that answers: the provider.
    #[must_use]
    pub const fn responder(static_key: TransportKeyPair, seed: HandshakeSeed) -> Self {
        Self::new(Role::Responder { static_key, pattern: Pattern::Xx }, seed)
    }

    /// The side that answers somebody who does not say who it is.
    #[must_use]
    pub const fn responder_to_anonymous(static_key: TransportKeyPair, seed: HandshakeSeed) -> Self {
        Self::new(Role::Responder { static_key, pattern: Pattern::Nx }, seed)
    }

    const fn new(role: Role, seed: HandshakeSeed) -> Self {
        Self { role, seed, exchanged: Vec::new(), split: None }
    }

    /// Which sides say who they are.
    #[must_use]
    pub const fn pattern(&self) -> Pattern {
        match self.role {
            Role::Initiator { static_key: Some(_), .. } => Pattern::Xx,
            Role::Initiator { static_key: None, .. } => Pattern::Nx,
            Role::Responder { pattern, .. } => pattern,
        }
    }

    /// How many messages were written and read, together.
    #[must_use]
    pub const fn exchanged(&self) -> usize {
        self.exchanged.len()
    }

    /// Whether the next message is this side's to write.
    #[must_use]
    pub const fn is_our_turn(&self) -> bool {
        let initiators_turn = self.exchanged.len().is_multiple_of(2);
        !self.is_finished() && initiators_turn == matches!(self.role, Role::Initiator { .. })
    }

    /// Whether all messages were exchanged.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.split.is_some()
    }

    /// Writes the next message. The payload of message 1 is not encrypted; that of message 2
    /// reaches whoever wrote message 1.
    ///
    /// # Errors
    /// [`TransportError`] when it is not this side's turn or the payload is too long; nothing
    /// changes then.
    pub fn write(&mut self, payload: &[u8]) -> Result<Vec<u8>, TransportError> {
        let message = self.next_message()?;
        if !self.is_our_turn() {
            return Err(TransportError::NotOurTurn { message });
        }
        let overhead = 2 * PublicKey::LENGTH + 2 * TAG_LENGTH;
        let limit = MAX_LENGTH - overhead;
        if payload.len() > limit {
            return Err(TransportError::TooLong { limit, actual: payload.len() });
        }
        let mut state = self.state()?;
        let bytes = write(&mut state, payload)?;
        self.advance(Exchanged::Written { payload: payload.to_vec() }, state)?;
        Ok(bytes)
    }

    /// Reads the next message and gives back its payload.
    ///
    /// # Errors
    /// [`TransportError`] when it is not the other side's turn, or the message does not
    /// authenticate, or the other side is not the pinned one; nothing changes then.
    pub fn read(&mut self, bytes: &[u8]) -> Result<Vec<u8>, TransportError> {
        let message = self.next_message()?;
        if self.is_our_turn() {
            return Err(TransportError::NotTheirTurn { message });
        }
        if bytes.len() > MAX_LENGTH {
            return Err(TransportError::TooLong { limit: MAX_LENGTH, actual: bytes.len() });
        }
        handshake_parts(message, bytes.len())?;
        let mut state = self.state()?;
        let payload = read(&mut state, bytes)?;
        if let (Role::Initiator { pinned_remote: expected, .. }, Some(actual)) =
            (&self.role, remote_static(&state))
            && *expected != actual
        {
            return Err(TransportError::WrongRemote { expected: *expected, actual });
        }
        self.advance(Exchanged::Read { bytes: bytes.to_vec() }, state)?;
        Ok(payload)
    }

    /// The connection, once all messages were exchanged.
    ///
    /// # Errors
    /// [`TransportError::NotFinished`] before that.
    pub fn finish(self) -> Result<Connected, TransportError> {
        let messages = self.exchanged.len();
        let Split { to_responder, to_initiator, remote_static, handshake_hash } =
            self.split.ok_or(TransportError::NotFinished { messages })?;
        let (ours, theirs) = match self.role {
            Role::Initiator { .. } => (to_responder, to_initiator),
            Role::Responder { .. } => (to_initiator, to_responder),
        };
        Ok(Connected {
            send: RecordSender::new(ours),
            receive: RecordReceiver::new(theirs),
            remote_static,
            handshake_hash,
        })
    }

    fn next_message(&self) -> Result<usize, TransportError> {
        if self.is_finished() {
            Err(TransportError::Finished)
        } else {
            Ok(self.exchanged.len() + 1)
        }
    }

    /// `snow`'s state after the messages so far.
    fn state(&self) -> Result<HandshakeState, TransportError> {
        let resolver = Box::new(Resolver::new(self.seed.clone()));
        let parameters = self.pattern().protocol_name().parse().map_err(TransportError::from)?;
        let builder = Builder::with_resolver(parameters, resolver).prologue(PROLOGUE)?;
        let mut state = match &self.role {
            Role::Initiator { static_key: None, .. } => builder.build_initiator()?,
            Role::Initiator { static_key: Some(own), .. } => {
                builder.local_private_key(own.private().reveal())?.build_initiator()?
            }
            Role::Responder { static_key: own, .. } => {
                builder.local_private_key(own.private().reveal())?.build_responder()?
            }
        };
        for exchanged in &self.exchanged {
            match exchanged {
                Exchanged::Written { payload } => write(&mut state, payload)?,
                Exchanged::Read { bytes } => read(&mut state, bytes)?,
            };
        }
        Ok(state)
    }

    /// Keeps a message, and after the last one the keys.
    fn advance(
        &mut self,
        exchanged: Exchanged,
        mut state: HandshakeState,
    ) -> Result<(), TransportError> {
        if state.is_handshake_finished() {
            let messages = self.exchanged.len();
            let unfinished = || TransportError::NotFinished { messages };
            let (to_responder, to_initiator) = state.dangerously_get_raw_split();
            self.split = Some(Split {
                to_responder: RecordKey::from_bytes(to_responder),
                to_initiator: RecordKey::from_bytes(to_initiator),
                remote_static: remote_static(&state),
                handshake_hash: *state.get_handshake_hash().first_chunk().ok_or_else(unfinished)?,
            });
        }
        self.exchanged.push(exchanged);
        Ok(())
    }
}

impl fmt::Debug for Handshake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { role, seed, exchanged, split } = self;
        f.debug_struct("Handshake")
            .field("role", role)
            .field("seed", seed)
            .field("exchanged", &exchanged.len())
            .field("split", split)
            .finish()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Role {
    /// Without a static key of its own it is anonymous.
    Initiator {
        static_key: Option<TransportKeyPair>,
        pinned_remote: PublicKey,
    },
    Responder {
        static_key: TransportKeyPair,
        pattern: Pattern,
    },
}

/// What `snow`'s state is built from.
#[derive(Clone, PartialEq, Eq)]
enum Exchanged {
    Written { payload: Vec<u8> },
    Read { bytes: Vec<u8> },
}

/// Noise's `Split()`, and what is known about the other side by then.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Split {
    to_responder: RecordKey,
    to_initiator: RecordKey,
    remote_static: Option<PublicKey>,
    handshake_hash: [u8; 32],
}

fn write(state: &mut HandshakeState, payload: &[u8]) -> Result<Vec<u8>, TransportError> {
    let mut bytes = vec![0; MAX_LENGTH.min(payload.len() + 128)];
    let length = state.write_message(payload, &mut bytes)?;
    bytes.truncate(length);
    Ok(bytes)
}

fn read(state: &mut HandshakeState, bytes: &[u8]) -> Result<Vec<u8>, TransportError> {
    let mut payload = vec![0; bytes.len()];
    let length = state.read_message(bytes, &mut payload)?;
    payload.truncate(length);
    Ok(payload)
}

fn remote_static(state: &HandshakeState) -> Option<PublicKey> {
    state.get_remote_static()?.first_chunk().map(|bytes| PublicKey::from_bytes(*bytes))
}
