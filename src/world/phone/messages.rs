//! Texts on their way through the session with the peer: sealed into envelopes, and opened.

use super::{DEVICE, Phone, outbox::PendingKind};
use crate::{
    crypto::keys::{PrekeyId, PublicKey, Signature},
    protocol::{
        header::{Message, MessageKind},
        session_store::Received,
        trace::Step as ProtocolStep,
        x3dh::PrekeyBundle,
    },
    wire::{Content, Envelope, EnvelopeKind, FailureCode, Frame, MessageId, PublishedBundle},
    world::{ActionId, ChatBody, Delivery, Event, Point, effect::Context},
};
use rand_core::Rng;
use std::sync::Arc;

/// A text that waits for a session with the peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unsealed {
    action: ActionId,
    text: Arc<str>,
}

impl Phone {
    /// The owner sends a text.
    pub(in crate::world) fn send_text(&mut self, ctx: &mut Context<'_>, text: &Arc<str>) {
        let action = ctx.action;
        let body =
            ChatBody::Outgoing { text: Arc::clone(text), state: Delivery::Waiting, envelope: None };
        self.chat.show(ctx, action, body);
        self.unsealed.push(Unsealed { action, text: Arc::clone(text) });
        if self.sessions.current().is_none() {
            if !self.outbox.has(PendingKind::FetchBundle) {
                let fetch = Frame::FetchBundle { account: self.party.peer().account() };
                self.outbox.request(ctx, PendingKind::FetchBundle, Some(action), &fetch, None);
            }
        } else {
            self.seal_texts(ctx);
        }
        self.flush(ctx);
    }

    /// The peer's keys have come: begins a session and seals what waits for it.
    pub(super) fn start_session(
        &mut self,
        ctx: &mut Context<'_>,
        published: &PublishedBundle,
        message: Option<ActionId>,
    ) {
        let point = Point::phone(self.party);
        let mut steps = Vec::new();
        let mut rng = ctx.rng(self.party.key(), message.unwrap_or(ctx.action), "x3dh");
        let started = bundle(published).ok_or("the bundle has no valid numbers".to_owned());
        let started = started.and_then(|bundle| {
            self.sessions
                .initiate(&self.identity, &bundle, &mut rng, &mut steps)
                .map_err(|error| error.to_string())
        });
        ctx.protocol(self.party, message, steps);
        match started {
            Ok(_) => {
                self.pin_peer(ctx, PublicKey::from_bytes(published.identity_key));
                ctx.note(point, message, Event::SessionStarted { initiated: true });
                self.seal_texts(ctx);
            }
            Err(detail) => {
                ctx.note(point, message, Event::MessageRejected { error: "bundle", detail });
                self.fail_unsealed();
            }
        }
        self.flush(ctx);
    }

    /// Opens an envelope and shows what is inside, or that it can't be opened. Returns whether
    /// it opened, and the answer to the provider.
    pub(super) fn open_envelope(
        &mut self,
        ctx: &mut Context<'_>,
        envelope: &Envelope,
        message: Option<ActionId>,
    ) -> (bool, Frame) {
        let action = message.unwrap_or(ctx.action);
        let point = Point::phone(self.party);
        let mut steps = Vec::new();
        let opened = self.decrypt(ctx, envelope, action, &mut steps);
        ctx.protocol(self.party, message, steps);
        match opened {
            Ok((Content::Text(text), received)) => {
                if received.started_session {
                    self.pin_peer(ctx, received.remote_identity);
                    ctx.note(point, message, Event::SessionStarted { initiated: false });
                }
                let body = ChatBody::Incoming { text: text.into() };
                self.chat.show(ctx, action, body);
                (true, Frame::Acknowledge)
            }
            Err((error, detail)) => {
                ctx.note(point, message, Event::MessageRejected { error, detail });
                // A second copy of what was read before is no event in the chat.
                if error == "duplicate" {
                    return (false, Frame::Acknowledge);
                }
                let body = ChatBody::Unreadable { error };
                self.chat.show(ctx, action, body);
                (false, Frame::Failure(FailureCode::NotOpened))
            }
        }
    }

    /// There will be no session: the texts that wait for it can't be sent.
    pub(super) fn fail_unsealed(&mut self) {
        for text in std::mem::take(&mut self.unsealed) {
            self.chat.set_delivery(text.action, Delivery::Failed);
        }
    }

    fn pin_peer(&mut self, ctx: &mut Context<'_>, identity: PublicKey) {
        if self.pinned_peer.is_none() {
            self.pinned_peer = Some(identity);
            let event = Event::IdentityPinned { party: self.party.peer() };
            ctx.note(Point::phone(self.party), None, event);
        }
    }

    /// Seals the texts that wait, in order.
    fn seal_texts(&mut self, ctx: &mut Context<'_>) {
        for Unsealed { action, text } in std::mem::take(&mut self.unsealed) {
            let mut steps = Vec::new();
            let content = Arc::new(Content::Text(text.as_ref().to_owned()).encode());
            let sealed = self.sessions.encrypt(content.bytes(), &mut steps);
            ctx.protocol(self.party, Some(action), steps);
            let Ok(message) = sealed else {
                self.chat.set_delivery(action, Delivery::Failed);
                continue;
            };
            let mut rng = ctx.rng(self.party.key(), action, "envelope id");
            let envelope = Envelope {
                id: MessageId(rng.next_u64()),
                from: self.party.account(),
                from_device: DEVICE,
                to: self.party.peer().account(),
                to_device: DEVICE,
                time: ctx.now,
                kind: match message.kind() {
                    MessageKind::Prekey => EnvelopeKind::Prekey,
                    MessageKind::Ratchet => EnvelopeKind::Message,
                },
                message: message.to_bytes(),
            };
            let annotated = envelope.encode(&message.encode(Some(content)));
            self.chat.set_envelope(action, envelope.id);
            let (kind, frame) = (PendingKind::Submit(action), Frame::Submit(envelope));
            self.outbox.request(ctx, kind, Some(action), &frame, Some(&annotated));
        }
    }

    fn decrypt(
        &mut self,
        ctx: &Context<'_>,
        envelope: &Envelope,
        action: ActionId,
        steps: &mut Vec<ProtocolStep>,
    ) -> Result<(Content, Received), (&'static str, String)> {
        if envelope.from != self.party.peer().account() {
            let detail = format!("there is no session with “{}”", envelope.from);
            return Err(("unknown-sender", detail));
        }
        let kind = match envelope.kind {
            EnvelopeKind::Prekey => MessageKind::Prekey,
            EnvelopeKind::Message => MessageKind::Ratchet,
        };
        let message = Message::from_bytes(kind, &envelope.message)
            .map_err(|error| ("malformed-header", error.to_string()))?;
        let mut rng = ctx.rng(self.party.key(), action, "ratchet");
        let received = self
            .sessions
            .decrypt(&self.identity, &mut self.prekeys, &message, &mut rng, steps)
            .map_err(|error| (error.key(), error.to_string()))?;
        let content = Content::decode(&received.plaintext)
            .map_err(|error| ("malformed-content", error.to_string()))?;
        Ok((content, received))
    }
}

fn bundle(published: &PublishedBundle) -> Option<PrekeyBundle> {
    let one_time_prekey = match &published.one_time_prekey {
        Some(prekey) => Some((PrekeyId::new(prekey.id)?, PublicKey::from_bytes(prekey.key))),
        None => None,
    };
    Some(PrekeyBundle {
        identity_key: PublicKey::from_bytes(published.identity_key),
        signed_prekey_id: PrekeyId::new(published.signed_prekey.id)?,
        signed_prekey: PublicKey::from_bytes(published.signed_prekey.key),
        signature: Signature(published.signed_prekey.signature),
        one_time_prekey,
    })
}
