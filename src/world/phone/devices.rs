//! The devices besides the peer's phone: to encrypt to each is what Signal's Sesame does.

use super::{DEVICE, Phone, messages::message_of, outbox::PendingKind};
use crate::{
    protocol::{session::Session, session_store::SessionStore},
    wire::{Account, Annotated, Envelope, FailureCode, Frame, MessageId, PublishedBundle},
    world::{ActionId, Event, Point, bundle, effect::Context, regime::AddedDevice},
};
use rand_core::Rng;
use std::sync::Arc;

/// A device of an account, with the sessions that this phone has with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OtherDevice {
    pub(super) account: Account,
    pub(super) device: u8,
    sessions: SessionStore,
}

impl Phone {
    /// The provider says that an account has one more device: from now on this phone encrypts
    /// to it too, if its app takes that. The app says nothing of it; that it did is in the phone's
    /// log.
    #[inline(never)]
    pub(super) fn add_device(&mut self, ctx: &mut Context<'_>, added: &AddedDevice) -> Frame {
        let published = &added.bundle;
        let PublishedBundle { account, device, .. } = published;
        if self.devices.iter().any(|it| (&it.account, it.device) == (account, *device)) {
            return Frame::Acknowledge;
        }
        let point = Point::phone(self.party);
        let own = *account == self.party.account();
        let owner = if own { Some(self.identity.public()) } else { self.pinned_peer };
        if let Err(detail) = self.app.admit(added, owner.as_ref()) {
            ctx.note(point, None, Event::DeviceRefused { device: *device, detail });
            return Frame::Failure(FailureCode::NotOpened);
        }
        let purpose = format!("x3dh {account} {device}");
        let mut rng = ctx.rng(self.party.key(), ctx.action, &purpose);
        let mut sessions = SessionStore::new();
        let mut steps = Vec::new();
        let started = bundle::parse(published).is_some_and(|bundle| {
            sessions.initiate(&self.identity, &bundle, &mut rng, &mut steps).is_ok()
        });
        if !started {
            return Frame::Failure(FailureCode::NotOpened);
        }
        self.devices.push(OtherDevice { account: account.clone(), device: *device, sessions });
        ctx.note(point, None, Event::DeviceAdded { device: *device });
        Frame::Acknowledge
    }

    /// The provider says that an account has a device no longer: this phone forgets its session
    /// with it and encrypts to it no more. The app says nothing of this either.
    #[inline(never)]
    pub(super) fn remove_device(&mut self, ctx: &mut Context<'_>, account: &Account, device: u8) {
        let before = self.devices.len();
        self.devices.retain(|it| (&it.account, it.device) != (account, device));
        if self.devices.len() < before {
            ctx.note(Point::phone(self.party), None, Event::DeviceRemoved { device });
        }
    }

    /// The sessions with other devices.
    pub(in crate::world) fn other_sessions(&self) -> impl Iterator<Item = &Session> {
        self.devices.iter().flat_map(|it| it.sessions.sessions())
    }

    /// Whether a text goes to other devices than the peer's phone as well.
    pub(super) const fn has_other_devices(&self) -> bool {
        !self.devices.is_empty()
    }

    /// Encrypts a text to every other device as well.
    #[inline(never)]
    pub(super) fn seal_copies(
        &mut self,
        ctx: &mut Context<'_>,
        action: ActionId,
        content: &Arc<Annotated>,
    ) {
        for place in 0..self.devices.len() {
            let Some(other) = self.devices.get_mut(place) else { return };
            let mut steps = Vec::new();
            let Ok(message) = other.sessions.encrypt(content.bytes(), &mut steps) else { continue };
            let (account, device) = (other.account.clone(), other.device);
            let purpose = format!("envelope id {account} {device}");
            let (kind, message) = message_of(&message, Arc::clone(content));
            let envelope = Envelope {
                id: MessageId(ctx.rng(self.party.key(), action, &purpose).next_u64()),
                from: self.party.account(),
                from_device: DEVICE,
                to: account,
                to_device: device,
                time: ctx.now,
                kind,
                message: message.bytes().to_vec(),
                access: None,
                commitment: None,
            };
            let annotated = envelope.encode(&message, None);
            let frame = Frame::Submit(envelope);
            self.known.outbox.request(
                ctx,
                PendingKind::Copy,
                Some(action),
                &frame,
                Some(&annotated),
            );
        }
    }
}
