//! What an order makes the provider do, and what institutions release under it.

use super::{
    ACTOR, Provider, RelayLine, linked,
    mail::{Letter, Mail, MailKind},
};
use crate::{
    wire::{Account, Annotated, Envelope, FailureCode, Field, Frame, Reader},
    world::{
        ActionId, Event, Party, Point, Time,
        effect::{Context, Effect},
        regime::{
            Demand, Ended, Handed, Institution, Nobody, Order, Ordered, Receiver, Relayed, What,
        },
    },
};
use std::sync::Arc;

impl Provider {
    /// The orders so far, those that ended among them.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// An order is given: what was kept is released, and what passes from now on will be.
    pub(in crate::world) fn order(
        &mut self,
        ctx: &mut Context<'_>,
        target: Party,
        start: Option<ActionId>,
    ) {
        let first =
            start.and_then(|message| self.log.iter().find(|it| it.message == Some(message)));
        let start = first.map_or(Time(ctx.now), |line| line.time);
        self.give(ctx, Order { id: ctx.action, target, start, end: None, demand: None });
    }

    /// Something narrower than an order is given, or somebody else demands the same; it reaches
    /// back to the beginning.
    pub(in crate::world) fn demand(&mut self, ctx: &mut Context<'_>, target: Party, what: Demand) {
        let (id, start) = (ctx.action, Time::START);
        self.give(ctx, Order { id, target, start, end: None, demand: Some(what) });
    }

    fn give(&mut self, ctx: &mut Context<'_>, order: Order) {
        let target = order.target;
        ctx.note(Point::Provider, None, Event::Ordered { target });
        let mut rng = ctx.rng(ACTOR, ctx.action, "order");
        let account = target.account();
        let Ordered { handed, notice, device } = match order.demand {
            Some(Demand::Records) => Ordered::default(),
            Some(Demand::Backups) => {
                Ordered { handed: self.institutions.backups(&account), ..Ordered::default() }
            }
            None | Some(Demand::Foreign) => self.institutions.ordered(&order, &account, &mut rng),
        };
        if order.demand == Some(Demand::Foreign) {
            // What investigators have under this rule in any case comes with the capability.
            let investigator = Receiver::Institution(Institution::Investigator);
            let standing = self.institutions.holdings().into_iter();
            let standing = standing.filter(|it| it.to == investigator).collect();
            hand(ctx, None, Some(&order), standing);
        }
        hand(ctx, None, Some(&order), handed);
        for line in self.log.clone() {
            let kept = self.has_copy(&line, Time(ctx.now));
            self.release_line(ctx, &order, &line, kept);
        }
        self.orders.push(order);
        if let Some(notice) = notice {
            self.pass_on(ctx, &MailKind::Notice(Arc::new(notice)));
        }
        if let Some(device) = device {
            self.pass_on(ctx, &MailKind::NewDevice(Arc::new(device)));
        }
    }

    /// An order ends.
    pub(in crate::world) fn end_order(&mut self, ctx: &mut Context<'_>, id: ActionId) {
        let order = self.orders.iter_mut().find(|order| order.id == id && order.is_in_force());
        let Some(order) = order else { return };
        order.end = Some(Time(ctx.now));
        let order = order.clone();
        ctx.note(Point::Provider, None, Event::OrderEnded);
        let others: Vec<_> = self
            .orders
            .iter()
            .filter(|it| it.is_in_force() && it.reaches_institutions())
            .cloned()
            .collect();
        let mut rng = ctx.rng(ACTOR, ctx.action, "end of an order");
        if !order.reaches_institutions() {
            return;
        }
        let Ended { notice, device } = self.institutions.order_ended(&order, &others, &mut rng);
        if let Some(notice) = notice {
            self.pass_on(ctx, &MailKind::Notice(Arc::new(notice)));
        }
        if let Some((account, device)) = device {
            self.pass_on(ctx, &MailKind::RemovedDevice { account, device });
        }
    }

    /// An envelope has come in: who has an order that covers it gets a copy.
    pub(super) fn release_new(&self, ctx: &mut Context<'_>, line: &RelayLine) {
        hand(ctx, line.message, None, self.institutions.passed(&line.letter.bytes));
        for order in &self.orders {
            self.release_line(ctx, order, line, true);
        }
    }

    /// Whether an envelope is for a device that is no phone. While there is such a device, it
    /// gets it, under the first of the orders in force on its account; then nobody does.
    pub(super) fn is_for_another_device(
        &mut self,
        ctx: &mut Context<'_>,
        envelope: &Envelope,
        bytes: &Arc<Annotated>,
        message: Option<ActionId>,
    ) -> bool {
        let phone = self.directory.get(&envelope.to).map(|entry| entry.device);
        if phone.is_none_or(|phone| phone == envelope.to_device) {
            return false;
        }
        let purpose = format!("device {}", envelope.to_device);
        let mut rng = ctx.rng(ACTOR, message.unwrap_or(ctx.action), &purpose);
        if let Some(device) = self.linked(&envelope.to, envelope.to_device) {
            hand(ctx, message, None, linked::delivered(device, envelope, bytes, &mut rng));
            return true;
        }
        let handed = self.institutions.deliver(envelope, bytes, &mut rng);
        let on_it = |it: &&Order| {
            it.is_in_force() && it.reaches_institutions() && it.target.account() == envelope.to
        };
        let order = self.orders.iter().find(on_it);
        hand(ctx, message, order, handed);
        true
    }

    /// What goes on in place of an envelope, under the rule that is in force.
    pub(super) fn passed_on(
        &mut self,
        ctx: &mut Context<'_>,
        envelope: &Envelope,
        letter: Arc<Letter>,
        message: Option<ActionId>,
    ) -> Arc<Letter> {
        let mut rng = ctx.rng(ACTOR, message.unwrap_or(ctx.action), "relay");
        // The hook asks the directory for keys, so for a moment it stands beside it.
        let mut institutions = std::mem::replace(&mut self.institutions, Box::new(Nobody));
        let mut bundle = || self.take_bundle(envelope.to.clone());
        let relayed = institutions.relay(envelope, &mut bundle, &mut rng);
        self.institutions = institutions;
        let Some(Relayed { envelope, handed }) = relayed else { return letter };
        hand(ctx, message, None, handed);
        Arc::new(Letter { bytes: envelope, ..Letter::clone(&letter) })
    }

    /// A phone leaves a backup.
    pub(super) fn keep_backup(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        message: Option<ActionId>,
        (bytes, explained): (&[u8], Option<Annotated>),
    ) -> Frame {
        let Some(account) = self.account(link).cloned() else {
            return Frame::Failure(FailureCode::NotRegistered);
        };
        let backup = explained
            .unwrap_or_else(|| Annotated::encode(|w| w.leaf(Field::BackupCiphertext, bytes)));
        let covers = |order: &&Order| {
            order.demand != Some(Demand::Records)
                && order.target.account() == account
                && order.covers(Time(ctx.now))
        };
        let order = self.orders.iter().find(covers).cloned();
        let handed = self.institutions.backed_up(&account, &Arc::new(backup), order.is_some());
        hand(ctx, message, order.as_ref(), handed);
        Frame::Done
    }

    /// What an order makes of one line of the log: the line, and the envelope if there is one.
    fn release_line(&self, ctx: &mut Context<'_>, order: &Order, line: &RelayLine, kept: bool) {
        let target = order.target.account();
        let is_about = line.from == target || line.to == target;
        if order.demand == Some(Demand::Backups) || !order.covers(line.time) || !is_about {
            return;
        }
        let mut handed = vec![Handed::to_investigator(What::LogLine(line.encode()))];
        if kept && order.reaches_institutions() {
            let bytes = Arc::clone(&line.letter.bytes);
            if let Ok(envelope) = Envelope::decode(Reader::new(bytes.bytes())) {
                handed.extend(self.institutions.brought(order, &envelope));
            }
            handed.push(Handed::to_investigator(What::Envelope(bytes)));
        }
        hand(ctx, line.message, Some(order), handed);
    }

    /// Whether the provider has the envelope of a line at this moment: as long as it keeps what
    /// was delivered, and what was not delivered in any case.
    fn has_copy(&self, line: &RelayLine, now: Time) -> bool {
        self.retention.keeps_delivered(line.time, now) || self.is_queued(&line.letter)
    }

    /// Whether the provider has a copy of the envelope that this action sent at this moment.
    #[must_use]
    pub fn has_copy_of(&self, message: ActionId, now: Time) -> bool {
        let mut lines = self.log.iter().filter(|line| line.message == Some(message));
        lines.any(|line| self.has_copy(line, now))
    }

    fn is_queued(&self, letter: &Letter) -> bool {
        let held = self.held.iter().any(|mail| mail.carries(letter.id));
        held || self.mailbox(&letter.to).is_some_and(|mailbox| mailbox.carries(letter.id))
    }

    /// Passes something on to every account, and to every one that comes later.
    pub(super) fn pass_on(&mut self, ctx: &mut Context<'_>, what: &MailKind) {
        let accounts: Vec<Account> =
            self.directory.iter().map(|(account, _)| account.clone()).collect();
        for account in accounts {
            self.enqueue(&account, Mail::new(what.clone(), None));
            self.deliver_to(ctx, &account);
        }
        self.told.push(what.clone());
    }
}

#[inline(never)]
fn hand_all(
    ctx: &mut Context<'_>,
    message: Option<ActionId>,
    order: Option<&Order>,
    handed: Vec<Handed>,
) {
    let is_foreign = order.is_some_and(|it| it.demand == Some(Demand::Foreign));
    let order = order.map(|it| it.id);
    let effect = |handed: Handed| {
        let handed = if is_foreign { handed.to_foreign_state() } else { handed };
        Effect::Handed { handed: Arc::new(handed), order, message }
    };
    ctx.effects.extend(handed.into_iter().map(effect));
}

/// Most often there is nothing to hand over.
fn hand(
    ctx: &mut Context<'_>,
    message: Option<ActionId>,
    order: Option<&Order>,
    handed: Vec<Handed>,
) {
    if !handed.is_empty() {
        hand_all(ctx, message, order, handed);
    }
}
