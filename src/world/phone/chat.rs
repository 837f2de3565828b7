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
}

impl Chat {
    /// The bubbles, oldest first.
    pub(super) fn items(&self) -> &[Arc<ChatItem>] {
        &self.items
    }

    /// Removes all bubbles but those whose text has not left the phone.
    pub(super) fn clear(&mut self) {
        let waits = |it: &Arc<ChatItem>| {
            matches!(it.body, ChatBody::Outgoing { state: Delivery::Waiting, .. })
        };
        let before = self.items.len();
        self.items.retain(waits);
        self.was_deleted |= self.items.len() < before;
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
