//! Sealed sender in the app: one more layer around an end-to-end message, and how it is taken
//! off.

use super::{DEVICE, Phone, outbox::PendingKind};
use crate::{
    crypto::keys::PublicKey,
    mechanism::{
        Layout,
        sealed_sender::{self, SenderCertificate},
    },
    wire::{Account, Annotated, Envelope, EnvelopeKind, Frame, MessageId},
    world::{
        ActionId,
        effect::Context,
        regime::{Handed, Receiver, Secret, What},
    },
};

impl Phone {
    /// At registration: leaves the token for the provider, and asks for a certificate.
    pub(super) fn prepare_sealing(&mut self, ctx: &mut Context<'_>) {
        let Some(kit) = self.app.sealing() else { return };
        let token = Frame::Token(*kit.own_token.reveal());
        self.known.outbox.request(ctx, PendingKind::Token, None, &token, None);
        let fetch = Frame::FetchCertificate;
        self.known.outbox.request(ctx, PendingKind::Certificate, None, &fetch, None);
    }

    /// What this phone's owner has in hand from the beginning, beyond what its sessions derive:
    /// where senders are sealed, the identity key that takes the seal off.
    pub(in crate::world) fn holdings(&self) -> Option<Handed> {
        self.app.sealing()?;
        let what = What::Secret(Secret::IdentityKey(self.identity.clone()));
        Some(Handed { to: Receiver::Owner(self.party), what })
    }

    /// A day has passed: asks for another certificate, if this app hides senders.
    pub(in crate::world) fn renew_certificate(&mut self, ctx: &mut Context<'_>) {
        if self.joined && self.app.sealing().is_some() {
            let fetch = Frame::FetchCertificate;
            self.known.outbox.request(ctx, PendingKind::Certificate, None, &fetch, None);
            self.flush(ctx);
        }
    }

    /// The provider has certified this phone's identity key; a certificate that the app can't
    /// verify is not kept.
    #[inline(never)]
    pub(super) fn keep_certificate(&mut self, ctx: &Context<'_>, bytes: &[u8]) {
        let Some(kit) = self.app.sealing() else { return };
        let certificate = SenderCertificate::decode(bytes).ok();
        self.certificate = certificate.filter(|it| it.verify(kit.provider(), ctx.now).is_ok());
    }

    /// Seals an end-to-end message once more and puts it on the anonymous line. Returns the
    /// envelope's number; nothing if this phone can't seal.
    #[inline(never)]
    pub(super) fn submit_sealed(
        &mut self,
        ctx: &mut Context<'_>,
        action: ActionId,
        (kind, message): (EnvelopeKind, &Annotated),
        id: MessageId,
        commitment: Option<[u8; 32]>,
    ) -> Option<MessageId> {
        let token = *self.app.sealing()?.peer_token.reveal();
        let is_good = |it: &&SenderCertificate| it.holder.expiry > ctx.now;
        let certificate = self.certificate.as_ref().filter(is_good)?;
        let recipient: PublicKey = self.sessions.current()?.remote_identity();
        let mut rng = ctx.rng(self.party.key(), action, "sealed sender");
        let identity = &self.identity;
        let sealed =
            sealed_sender::seal(identity, certificate, &recipient, kind, message, &mut rng).ok()?;
        // The sender can't open its own layer again: it keeps what it put in.
        let what = What::OwnMessage {
            prekey: kind == EnvelopeKind::Prekey,
            bytes: message.bytes().into(),
        };
        ctx.hand(Some(action), Handed { to: Receiver::Owner(self.party), what });
        let envelope = Envelope {
            id,
            from: Account::new(""),
            from_device: 0,
            to: self.party.peer().account(),
            to_device: DEVICE,
            time: ctx.now,
            kind: EnvelopeKind::Sealed,
            message: sealed.bytes().to_vec(),
            access: None,
            commitment,
        };
        let annotated = envelope.encode(&sealed, None);
        let frame = Frame::SubmitSealed { token, envelope };
        let (kind, body) = (PendingKind::Submit(action), Some(&annotated));
        self.anonymous.outbox.request(ctx, kind, Some(action), &frame, body);
        Some(id)
    }

    /// Takes the layer off an envelope: what it would be with its sender on it.
    #[inline(never)]
    pub(super) fn unseal(&self, envelope: &Envelope) -> Result<Envelope, String> {
        let kit = self.app.sealing().ok_or("this app knows no sealed senders")?;
        let opened =
            sealed_sender::open(&self.identity, kit.provider(), envelope.time, &envelope.message);
        let opened = opened.map_err(|error| error.to_string())?;
        let holder = opened.certificate.holder;
        Ok(Envelope {
            from: holder.account,
            from_device: holder.device,
            kind: opened.kind,
            message: opened.message,
            ..envelope.clone()
        })
    }
}
