//! The relay: takes envelopes in, writes down what it can, and hands them out.

use super::{
    Explained, Provider,
    mail::{Letter, Mail, MailKind, Mailbox, take},
    reports::stamp,
};
use crate::{
    wire::{Account, Envelope, FailureCode, Frame, LogLine},
    world::{ActionId, Event, Interference, Party, Point, Time, effect::Context},
};
use std::sync::Arc;

/// A line of the relay's log: what the provider can write down about every message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayLine {
    /// When the envelope came in.
    pub time: Time,
    /// The action that sent it.
    pub message: Option<ActionId>,
    /// The sender.
    pub from: Account,
    /// The recipient.
    pub to: Account,
    /// Length of the end-to-end message in bytes.
    pub length: usize,
    /// The copy that the relay keeps.
    pub(super) letter: Arc<Letter>,
}

impl RelayLine {
    /// As it stands in the log.
    pub(super) fn encode(&self) -> Arc<[u8]> {
        let length = u16::try_from(self.length).unwrap_or(u16::MAX);
        let (from, to) = (self.from.clone(), self.to.clone());
        LogLine { time: self.time.0, from, to, length }.encode().into()
    }
}

impl Provider {
    /// Takes an envelope in, answers, and hands it on. `interference` tells what is to be done to
    /// it.
    pub(super) fn submit(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        request: u32,
        envelope: &Envelope,
        explained: Explained<'_>,
        interference: &mut dyn FnMut() -> Vec<Interference>,
    ) {
        let message = explained.message;
        let registered = self.account(link) == Some(&envelope.from);
        let refusal = if !registered {
            Some(FailureCode::NotRegistered)
        } else if self.directory.contains_key(&envelope.to) {
            None
        } else {
            Some(FailureCode::UnknownAccount)
        };
        let answer = refusal.map_or(Frame::Accepted, Frame::Failure);
        self.answer(ctx, link, request, &answer, message);
        if refusal.is_none() {
            self.take_in(ctx, envelope, explained, interference);
        }
    }

    /// Writes an accepted envelope down and hands it on.
    pub(super) fn take_in(
        &mut self,
        ctx: &mut Context<'_>,
        envelope: &Envelope,
        explained: Explained<'_>,
        interference: &mut dyn FnMut() -> Vec<Interference>,
    ) {
        let message = explained.message;
        if !self.seen.insert_new(envelope.id, ()) {
            ctx.note(Point::Provider, message, Event::DuplicateIgnored);
            return;
        }
        let letter = Arc::new(Letter {
            id: envelope.id,
            from: envelope.from.clone(),
            to: envelope.to.clone(),
            bytes: Arc::new(explained.envelope().unwrap_or_else(|| envelope.encode_unexplained())),
            stamp: envelope.commitment.map(|it| stamp(ctx, envelope, &it)),
        });
        let line = Arc::new(RelayLine {
            time: Time(ctx.now),
            message,
            from: envelope.from.clone(),
            to: envelope.to.clone(),
            length: envelope.message.len(),
            letter: Arc::clone(&letter),
        });
        if self.is_for_another_device(ctx, envelope, &letter.bytes, message) {
            return;
        }
        let letter = self.passed_on(ctx, envelope, letter, message);
        self.release_new(ctx, &line);
        self.log.push(line);
        self.relay(ctx, letter, message, &interference());
    }

    /// Hands out an envelope that is held back.
    pub(in crate::world) fn release(&mut self, ctx: &mut Context<'_>, message: ActionId) {
        let waiting = take(&mut self.held, message).or_else(|| {
            let mut entries = self.directory.values_mut();
            entries.find_map(|entry| entry.mailbox.take_delayed(message))
        });
        if let Some(mail) = waiting
            && let MailKind::Envelope(letter) = &mail.what
        {
            let to = letter.to.clone();
            ctx.note(Point::Provider, Some(message), Event::Released);
            self.enqueue(&to, mail);
            self.deliver_to(ctx, &to);
        }
    }

    /// Delivers a copy of an old envelope once more.
    pub(in crate::world) fn replay(&mut self, ctx: &mut Context<'_>, message: ActionId) {
        let Some(letter) = self.kept(message).cloned() else {
            ctx.note(Point::Provider, Some(message), Event::NothingToReplay);
            return;
        };
        ctx.note(Point::Provider, Some(message), Event::Replayed);
        let to = letter.to.clone();
        let what = MailKind::Envelope(letter);
        self.enqueue(&to, Mail::new(what, Some(message)));
        self.deliver_to(ctx, &to);
    }

    /// The phone has answered a delivery; it leaves the queue. An opened envelope earns its
    /// sender a receipt.
    pub(super) fn acknowledged(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        request: u32,
        opened: bool,
    ) {
        let account = self.accounts.get(link).as_ref();
        let Some(entry) = account.and_then(|it| self.directory.get_mut(it)) else { return };
        let Some(mail) = entry.mailbox.take_sent(request) else { return };
        if let MailKind::Envelope(letter) = mail.what
            && opened
        {
            let from = letter.from.clone();
            let what = MailKind::Receipt(letter.id);
            self.enqueue(&from, Mail::new(what, mail.message));
            self.deliver_to(ctx, &from);
        }
    }

    /// Sends what waits for the account on this link and was not sent on this connection.
    pub(super) fn deliver(&mut self, ctx: &mut Context<'_>, link: Party) {
        let connection = self.connections.get_mut(link);
        let account = self.accounts.get(link).as_ref();
        let Some(entry) = account.and_then(|it| self.directory.get_mut(it)) else { return };
        entry.mailbox.deliver(ctx, link, connection);
    }

    /// The copy of the envelope that this action sent.
    pub(super) fn kept(&self, message: ActionId) -> Option<&Arc<Letter>> {
        let line = self.log.iter().rev().find(|line| line.message == Some(message));
        line.map(|line| &line.letter)
    }

    /// Puts a letter into its queue, with what is to be done to it.
    fn relay(
        &mut self,
        ctx: &mut Context<'_>,
        mut letter: Arc<Letter>,
        message: Option<ActionId>,
        interference: &[Interference],
    ) {
        let mut copies = 1;
        let mut place = Place::Queue;
        for how in interference {
            match how {
                Interference::Drop => copies = 0,
                Interference::FlipBit { bit } => {
                    let bytes = Arc::new(letter.bytes.with_flipped_bit(*bit));
                    letter = Arc::new(Letter { bytes, ..Letter::clone(&letter) });
                }
                Interference::Hold => place = Place::Held,
                Interference::AfterNext => place = Place::AfterNext,
                Interference::Duplicate => copies += 1,
                Interference::Cut => continue,
            }
            ctx.note(Point::Provider, message, Event::Interfered(*how));
        }
        let to = letter.to.clone();
        for _ in 0..copies {
            let mail = Mail::new(MailKind::Envelope(letter.clone()), message);
            match (place, message) {
                (Place::Held, Some(_)) => self.held.push(mail),
                (Place::AfterNext, _) => {
                    if let Some(entry) = self.directory.get_mut(&to) {
                        entry.mailbox.enqueue_after_next(mail);
                    }
                }
                (Place::Queue | Place::Held, _) => self.enqueue(&to, mail),
            }
        }
        if place == Place::Queue && copies > 0 {
            if let Some(entry) = self.directory.get_mut(&to) {
                entry.mailbox.next_is_enqueued();
            }
            self.deliver_to(ctx, &to);
        }
    }

    pub(super) fn enqueue(&mut self, to: &Account, mail: Mail) {
        if let Some(entry) = self.directory.get_mut(to) {
            entry.mailbox.enqueue(mail);
        }
    }

    pub(super) fn deliver_to(&mut self, ctx: &mut Context<'_>, account: &Account) {
        match Party::ALL.into_iter().find(|link| self.account(*link) == Some(account)) {
            Some(link) => self.deliver(ctx, link),
            None => {
                let newest = self.mailbox(account).and_then(Mailbox::newest);
                if let Some(mail) = newest
                    && mail.is_envelope()
                    && let Some(party) = Party::of_account(account)
                {
                    ctx.note(Point::Provider, mail.message, Event::Queued { party });
                }
            }
        }
    }
}

/// Where a letter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Queue,
    Held,
    AfterNext,
}
