//! The chat as the phone's owner sees it.

use crate::{
    wire::MessageId,
    world::{ActionId, ChatBody, ChatItem, Delivery, Time, effect::Context},
};
use std::sync::Arc;

/// The bubbles, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Chat {
    /// Shared with the checkpoints, which are copies of the whole phone.
    items: Vec<Arc<ChatItem>>,
    /// Whether the owner has deleted what was here.
    pub(super) was_deleted: bool,
    /// When what is written disappears by itself.
    pub(super) timer: Option<Timer>,
}

/// What is written from a moment on disappears after some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timer {
    pub(super) since: Time,
    pub(super) days: u8,
}

impl Chat {
    /// The bubbles, oldest first.
    pub(super) fn items(&self) -> &[Arc<ChatItem>] {
        &self.items
    }

    /// Removes all bubbles but those whose text has not left the phone.
    pub(super) fn clear(&mut self) {
        let before = self.items.len();
        self.items.retain(|it| waits(it));
        self.was_deleted |= self.items.len() < before;
    }

    /// Removes the bubbles whose time is over, but for those whose text has not left the phone.
    /// Returns how many.
    pub(super) fn let_disappear(&mut self, now: Time) -> usize {
        let Some(Timer { since, days }) = self.timer else { return 0 };
        let ends = |it: &ChatItem| it.time.plus(u64::from(days) * Time::DAY);
        let before = self.items.len();
        self.items.retain(|it| it.time < since || now < ends(it) || waits(it));
        before - self.items.len()
    }

    /// Shows a new bubble.
    pub(super) fn show(&mut self, ctx: &Context<'_>, action: ActionId, body: ChatBody) {
        self.items.push(Arc::new(ChatItem { action, time: Time(ctx.now), body }));
    }

    /// The action whose text went out in this envelope.
    pub(super) fn sent_in(&self, id: MessageId) -> Option<ActionId> {
        self.items.iter().find_map(|item| match item.body {
            ChatBody::Outgoing { envelope: Some(of), .. } if of == id => Some(item.action),
            _ => None,
        })
    }

    /// How far the text of this action has come; what was delivered stays so.
    pub(super) fn set_delivery(&mut self, action: ActionId, new: Delivery) {
        self.change_outgoing(action, |state, _| {
            if *state != Delivery::Delivered {
                *state = new;
            }
        });
    }

    /// What has not left the phone will not leave it any more.
    pub(super) fn give_up_waiting(&mut self) {
        let waiting: Vec<_> =
            self.items.iter().filter(|it| waits(it)).map(|it| it.action).collect();
        waiting.into_iter().for_each(|action| self.set_delivery(action, Delivery::Failed));
    }

    /// The envelope into which the text of this action was sealed.
    pub(super) fn set_envelope(&mut self, action: ActionId, id: MessageId) {
        self.change_outgoing(action, |_, envelope| *envelope = Some(id));
    }

    fn change_outgoing(
        &mut self,
        action: ActionId,
        change: impl Fn(&mut Delivery, &mut Option<MessageId>),
    ) {
        for item in self.items.iter_mut().filter(|item| item.action == action) {
            if let ChatBody::Outgoing { state, envelope, .. } = &mut Arc::make_mut(item).body {
                change(state, envelope);
            }
        }
    }
}

/// Whether it is a text that has not left the phone.
const fn waits(it: &ChatItem) -> bool {
    matches!(it.body, ChatBody::Outgoing { state: Delivery::Waiting, .. })
}
