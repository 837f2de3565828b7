//! The requests to the provider that wait for an answer, in the order in which they were made.
//!
//! A request stays until it is answered: what was sent on a connection that ended is sent
//! again on the next one.

use crate::{
    wire::{Annotated, Frame},
    world::{
        ActionId, Direction, Party, Traffic,
        connection::Connection,
        effect::{Context, SealedFrame},
    },
};
use std::{collections::VecDeque, sync::Arc};

/// The requests that were not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Outbox {
    pending: VecDeque<Pending>,
}

/// What a request wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PendingKind {
    /// An account.
    Register,
    /// Prekeys in the directory.
    UploadPrekeys,
    /// The peer's keys.
    FetchBundle,
    /// The delivery of the text that this action sent.
    Submit(ActionId),
    /// The delivery of a copy to another device.
    Copy,
    /// That the delivery token is known.
    Token,
    /// A sender certificate.
    Certificate,
    /// That a backup is kept.
    Backup,
    /// A report.
    Report,
}

/// A request that was not answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    request: u32,
    kind: PendingKind,
    sealed: SealedFrame,
    /// Sent on the present connection.
    sent: bool,
    /// Sent on any connection.
    tried: bool,
}

impl Outbox {
    /// Whether every request was answered.
    pub(super) fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Whether a request of this kind waits for its answer.
    pub(super) fn has(&self, kind: PendingKind) -> bool {
        self.pending.iter().any(|pending| pending.kind == kind)
    }

    /// How many requests were sent and not answered.
    pub(super) fn tried(&self) -> usize {
        self.pending.iter().filter(|pending| pending.tried).count()
    }

    /// Puts a request into the outbox.
    pub(super) fn request(
        &mut self,
        ctx: &mut Context<'_>,
        kind: PendingKind,
        message: Option<ActionId>,
        frame: &Frame,
        body: Option<&Annotated>,
    ) {
        let request = ctx.next_request();
        let sealed = SealedFrame {
            frame: Arc::new(frame.encode(request, body)),
            traffic: Traffic::Frame(frame.key()),
            message,
        };
        self.pending.push_back(Pending { request, kind, sealed, sent: false, tried: false });
    }

    /// Sends what has not been sent on this connection.
    pub(super) fn flush(
        &mut self,
        ctx: &mut Context<'_>,
        party: Party,
        connection: &mut Connection,
    ) {
        for pending in &mut self.pending {
            if !pending.sent {
                let packet = connection.seal(party, Direction::ToProvider, &pending.sealed);
                pending.sent = packet.is_some();
                pending.tried |= pending.sent;
                ctx.effects.extend(packet);
            }
        }
    }

    /// The connection ended; on the next one everything is to be sent again.
    pub(super) fn connection_lost(&mut self) {
        for pending in &mut self.pending {
            pending.sent = false;
        }
    }

    /// The answer has come: takes the request out.
    pub(super) fn take(&mut self, request: u32) -> Option<PendingKind> {
        let index = self.pending.iter().position(|pending| pending.request == request)?;
        self.pending.remove(index).map(|pending| pending.kind)
    }
}
