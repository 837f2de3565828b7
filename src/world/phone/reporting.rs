//! Messages that their recipient can report: what the sender adds, what the recipient keeps.

use super::{Phone, outbox::PendingKind};
use crate::{
    crypto::secret::FrankingKey,
    mechanism::franking::{self, Report, Stamp},
    wire::{Content, Envelope, Frame},
    world::{ActionId, Event, Point, effect::Context},
};

/// What a phone keeps in order to report a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reportable {
    message: ActionId,
    report: Report,
}

impl Phone {
    /// From now on what is written can be reported.
    pub(in crate::world) fn begin_franking(&mut self, ctx: &mut Context<'_>) {
        self.franks = true;
        ctx.note(Point::phone(self.party), None, Event::FrankingBegun);
    }

    /// What a phone could report of a message, if the message came here and can be reported.
    #[must_use]
    pub fn report_of(&self, message: ActionId) -> Option<&Report> {
        self.reportable.iter().find(|it| it.message == message).map(|it| &it.report)
    }

    /// What is no longer in the chat can't be reported either.
    pub(super) fn forget_reportable(&mut self) {
        let chat = &self.chat;
        self.reportable.retain(|it| chat.items().iter().any(|item| item.action == it.message));
    }

    /// The owner reports a message that came here.
    pub(in crate::world) fn report(&mut self, ctx: &mut Context<'_>, message: ActionId) {
        let Some(report) = self.report_of(message).cloned() else {
            ctx.note(Point::phone(self.party), Some(message), Event::NothingToReport);
            return;
        };
        let frame = Frame::Report(report);
        self.known.outbox.request(ctx, PendingKind::Report, Some(message), &frame, None);
        self.flush(ctx);
    }

    /// What is sent in place of a text, and the commitment to it.
    #[inline(never)]
    pub(super) fn franked(
        &self,
        ctx: &Context<'_>,
        action: ActionId,
        content: Content,
    ) -> (Content, Option<[u8; 32]>) {
        let (Content::Text(text) | Content::Franked { text, .. }) = content;
        let key = FrankingKey::generate(&mut ctx.rng(self.party.key(), action, "franking"));
        let commitment = franking::commit(&key, &text);
        (Content::Franked { text, key }, Some(commitment))
    }

    /// Keeps what it takes to report a message.
    ///
    /// # Errors
    /// If what is inside does not open the commitment outside: the message could not be reported,
    /// and so it is refused.
    #[inline(never)]
    pub(super) fn keep_reportable(
        &mut self,
        action: ActionId,
        envelope: &Envelope,
        (content, stamp): (&Content, Option<Stamp>),
    ) -> Result<(), String> {
        let key = match content {
            Content::Franked { key, .. } => Some(key),
            Content::Text(_) => None,
        };
        let committed = key.map(|key| franking::commit(key, content.text()));
        if committed != envelope.commitment {
            return Err("what is inside does not open the commitment in the envelope".into());
        }
        if let Some((key, stamp)) = key.zip(stamp) {
            let (sender, text) = (envelope.from.clone(), content.text().to_owned());
            let report = Report { sender, text, key: key.clone(), stamp };
            self.reportable.push(Reportable { message: action, report });
        }
        Ok(())
    }
}
