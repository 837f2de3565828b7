//! A phone whose app has found a LEAF that its chip accepts: it begins a session with it.

use super::{ConnectionState, Phone, outbox::PendingKind};
use crate::{
    mechanism::{chip::Chip, leaf::LeafField},
    protocol::session::SessionId,
    wire::Frame,
    world::{Event, Point, effect::Context},
};

impl Phone {
    /// The chip that the app uses, if it uses one.
    #[must_use]
    pub fn chip(&self) -> Option<&Chip> {
        self.app.chip()
    }

    /// Whether the app could begin a session for which it looks for a LEAF: it has a chip to ask,
    /// and gets the peer's keys at once.
    #[must_use]
    pub fn can_forge(&self) -> bool {
        self.chip().is_some() && self.connection() == ConnectionState::Connected
    }

    /// The app begins a new session with the peer, with this LEAF if its chip accepts it there; else
    /// with one that the chip makes. Nothing happens without a chip.
    #[inline(never)]
    pub(in crate::world) fn forge(&mut self, ctx: &mut Context<'_>, leaf: LeafField) {
        if !self.joined || self.chip().is_none() {
            return;
        }
        self.app.forge(leaf);
        if !self.known.outbox.has(PendingKind::FetchBundle) {
            let fetch = Frame::FetchBundle { account: self.party.peer().account() };
            self.known.outbox.request(ctx, PendingKind::FetchBundle, None, &fetch, None);
        }
        self.flush(ctx);
    }

    /// A session has begun for which no text waited: whether the LEAF that was found fits it.
    #[inline(never)]
    pub(super) fn note_forging(&self, ctx: &mut Context<'_>, session: SessionId) {
        let fits = self.app.keeps_to() == Some(session);
        ctx.note(Point::phone(self.party), None, Event::LeafForged { fits });
    }
}
