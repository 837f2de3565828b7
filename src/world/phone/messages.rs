//! Texts on their way through the session with the peer: sealed into envelopes, and opened.

use super::{DEVICE, Phone, outbox::PendingKind};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::PublicKey,
        secret::{MessageSeed, RootKey},
    },
    mechanism::{backup, franking::Stamp},
    protocol::{
        header::{Message, MessageKind},
        session_store::Received,
        trace::Step as ProtocolStep,
    },
    wire::{
        AccessField, AccessKind, Annotated, Content, Envelope, EnvelopeKind, FailureCode, Field,
        Frame, MessageId, PublishedBundle,
    },
    world::{
        ActionId, ChatBody, Delivery, Event, Point, bundle, effect::Context, regime::SealedMessage,
    },
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
        let covered = self.layer.is_some().then(|| self.cover(ctx, action, text));
        let text = covered.unwrap_or_else(|| Arc::clone(text));
        self.unsealed.push(Unsealed { action, text });
        if self.end_to_end && self.sessions.current().is_none() {
            if !self.known.outbox.has(PendingKind::FetchBundle) {
                let fetch = Frame::FetchBundle { account: self.party.peer().account() };
                self.known.outbox.request(
                    ctx,
                    PendingKind::FetchBundle,
                    Some(action),
                    &fetch,
                    None,
                );
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
        let refused = |detail| ("bundle", detail);
        let started = bundle::parse(published);
        let started = started.ok_or_else(|| refused("the bundle has no valid numbers".into()));
        let started = started.and_then(|bundle| {
            self.is_the_peers(bundle.identity_key)?;
            if !published.suites.is_empty() {
                let terms = self.app.choose(&published.suites, &bundle.identity_key);
                self.sessions.set_terms(terms.map_err(refused)?);
            }
            self.sessions
                .initiate(&self.identity, &bundle, &mut rng, &mut steps)
                .map_err(|error| refused(error.to_string()))
        });
        let root_key = first_root_key(&steps);
        ctx.protocol(self.party, message, steps);
        match started {
            Ok(session) => {
                if let Some(root_key) = root_key {
                    self.app.session_started(session, &root_key);
                }
                self.pin_peer(ctx, PublicKey::from_bytes(published.identity_key));
                ctx.note(point, message, Event::SessionStarted { initiated: true });
                if message.is_none() {
                    self.note_forging(ctx, session);
                }
                self.seal_texts(ctx);
            }
            Err((error, detail)) => {
                ctx.note(point, message, Event::MessageRejected { error, detail });
                self.fail_unsealed();
            }
        }
        self.flush(ctx);
    }

    /// Opens an envelope and shows what is inside, or that it can't be opened. Returns whether
    /// it opened, and the answer to the provider.
    pub(in crate::world) fn open_envelope(
        &mut self,
        ctx: &mut Context<'_>,
        envelope: &Envelope,
        stamp: Option<Stamp>,
        message: Option<ActionId>,
    ) -> (bool, Frame) {
        let action = message.unwrap_or(ctx.action);
        let point = Point::phone(self.party);
        let opened = match envelope.kind {
            EnvelopeKind::Sealed => self
                .unseal(envelope)
                .map_err(|detail| ("sealed", detail))
                .and_then(|envelope| self.read(ctx, &envelope, action, message)),
            _ => self.read(ctx, envelope, action, message),
        };
        let opened = opened.and_then(|content| {
            if envelope.commitment.is_some() || matches!(content, Content::Franked { .. }) {
                self.keep_reportable(action, envelope, (&content, stamp))
                    .map_err(|detail| ("commitment", detail))?;
            }
            Ok(content)
        });
        match opened {
            Ok(Content::Text(text) | Content::Franked { text, .. }) => {
                let shown = match self.layer {
                    Some(_) => self.uncover(&text),
                    None => text.as_str().into(),
                };
                let body = ChatBody::Incoming { text: shown };
                self.chat.show(ctx, action, body);
                let direction = backup::Direction::Received;
                let (action, time) = (action.0, envelope.time);
                self.back_up(ctx, &backup::Entry { action, direction, time, text });
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

    /// The content of an envelope, as the rule that is in force has it.
    fn read(
        &mut self,
        ctx: &mut Context<'_>,
        envelope: &Envelope,
        action: ActionId,
        message: Option<ActionId>,
    ) -> Result<Content, Refusal> {
        if envelope.from != self.party.peer().account() {
            let detail = format!("there is no session with “{}”", envelope.from);
            return Err(("unknown-sender", detail));
        }
        if !self.end_to_end {
            return read_open(envelope);
        }
        let mut steps = Vec::new();
        let opened = self.decrypt(ctx, envelope, action, &mut steps);
        ctx.protocol(self.party, message, steps);
        let (content, received) = opened?;
        if received.started_session {
            self.pin_peer(ctx, received.remote_identity);
            let event = Event::SessionStarted { initiated: false };
            ctx.note(Point::phone(self.party), message, event);
        }
        Ok(content)
    }

    /// There will be no session: the texts that wait for it can't be sent.
    pub(super) fn fail_unsealed(&mut self) {
        for text in std::mem::take(&mut self.unsealed) {
            self.chat.set_delivery(text.action, Delivery::Failed);
        }
    }

    /// Whether a session is with the identity key that this phone has of the peer.
    fn is_the_peers(&self, identity: PublicKey) -> Result<(), Refusal> {
        match self.pinned_peer {
            Some(pinned) if pinned != identity => {
                let detail = format!("{pinned} was expected; the session is with {identity}");
                Err(("identity-changed", detail))
            }
            _ => Ok(()),
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
            let content = Content::Text(text.as_ref().to_owned());
            let (content, commitment) =
                if self.franks { self.franked(ctx, action, content) } else { (content, None) };
            let sealed = if self.end_to_end {
                self.encrypt(ctx, action, &content)
            } else {
                Some((EnvelopeKind::Text, content.encode_open(), None))
            };
            let Some((kind, message, access)) = sealed else {
                self.chat.set_delivery(action, Delivery::Failed);
                continue;
            };
            let mut rng = ctx.rng(self.party.key(), action, "envelope id");
            let id = MessageId(rng.next_u64());
            if self.app.sealing().is_some()
                && let Some(id) = self.submit_sealed(ctx, action, (kind, &message), id, commitment)
            {
                self.chat.set_envelope(action, id);
                continue;
            }
            let envelope = Envelope {
                id,
                from: self.party.account(),
                from_device: DEVICE,
                to: self.party.peer().account(),
                to_device: DEVICE,
                time: ctx.now,
                kind,
                message: message.bytes().to_vec(),
                access: access.as_ref().map(|it| (it.kind, it.bytes.bytes().to_vec())),
                commitment,
            };
            let annotated = envelope.encode(&message, access.as_ref());
            self.chat.set_envelope(action, envelope.id);
            let (kind, frame) = (PendingKind::Submit(action), Frame::Submit(envelope));
            self.known.outbox.request(ctx, kind, Some(action), &frame, Some(&annotated));
            if self.has_other_devices() {
                self.seal_copies(ctx, action, &Arc::new(content.encode()));
            }
            let (direction, time) = (backup::Direction::Sent, ctx.now);
            let text = text.as_ref().to_owned();
            self.back_up(ctx, &backup::Entry { action: action.0, direction, time, text });
        }
    }

    /// Encrypts to the peer, and adds what the rule that is in force wants.
    fn encrypt(
        &mut self,
        ctx: &mut Context<'_>,
        action: ActionId,
        content: &Content,
    ) -> Option<(EnvelopeKind, Annotated, Option<AccessField>)> {
        let mut steps = Vec::new();
        let (text, content) = (content, Arc::new(content.encode()));
        if let Some(session) = self.app.keeps_to() {
            self.sessions.choose(session);
        }
        let sealed = self.sessions.encrypt(content.bytes(), &mut steps);
        let seed = message_seed(&steps);
        ctx.protocol(self.party, Some(action), steps);
        let (message, session) = (sealed.ok()?, self.sessions.current()?.id());
        let mut rng = ctx.rng(self.party.key(), action, "access field");
        let access = seed.and_then(|seed| {
            let text = text.text();
            let (message, seed, time) = (&message, &seed, ctx.now);
            let sealed = SealedMessage { session, message, text, seed, time };
            self.app.access_field(sealed, &mut rng)
        });
        let access = if self.modified { access.map(|it| garbled(it, &mut rng)) } else { access };
        let (kind, message) = message_of(&message, content);
        Some((kind, message, access))
    }

    /// Leaves a copy of a message with the provider, if the rule that is in force has backups.
    fn back_up(&mut self, ctx: &mut Context<'_>, entry: &backup::Entry) {
        let mut rng = ctx.rng(self.party.key(), ActionId(entry.action), "backup");
        if let Some(backup) = self.app.backup(entry, &mut rng) {
            let message = Some(ActionId(entry.action));
            let frame = Frame::Backup(backup.bytes().to_vec());
            self.known.outbox.request(ctx, PendingKind::Backup, message, &frame, Some(&backup));
            self.flush(ctx);
        }
    }

    /// Decrypts and checks. A message that is refused leaves nothing behind: not even what it
    /// announced.
    fn decrypt(
        &mut self,
        ctx: &Context<'_>,
        envelope: &Envelope,
        action: ActionId,
        steps: &mut Vec<ProtocolStep>,
    ) -> Result<(Content, Received), Refusal> {
        let before = (self.sessions.clone(), self.prekeys.clone(), self.app.clone());
        let opened = self.decrypt_and_check(ctx, envelope, action, steps);
        if opened.is_err() {
            (self.sessions, self.prekeys, self.app) = before;
        }
        opened
    }

    fn decrypt_and_check(
        &mut self,
        ctx: &Context<'_>,
        envelope: &Envelope,
        action: ActionId,
        steps: &mut Vec<ProtocolStep>,
    ) -> Result<(Content, Received), Refusal> {
        let kind = match envelope.kind {
            EnvelopeKind::Prekey => MessageKind::Prekey,
            EnvelopeKind::Message => MessageKind::Ratchet,
            EnvelopeKind::Text | EnvelopeKind::Sealed => {
                return Err(("malformed-header", "it is not encrypted".into()));
            }
        };
        let message = Message::from_bytes(kind, &envelope.message)
            .map_err(|error| ("malformed-header", error.to_string()))?;
        let mut rng = ctx.rng(self.party.key(), action, "ratchet");
        let field = envelope.access.as_ref().map(|(kind, bytes)| (*kind, bytes.as_slice()));
        let suite = envelope.access_of(AccessKind::Suite);
        if let Some(terms) = suite.and_then(|suite| self.app.announced(Some(suite))) {
            self.sessions.set_terms(terms);
        }
        let received = self
            .sessions
            .decrypt(&self.identity, &mut self.prekeys, &message, &mut rng, steps)
            .map_err(|error| (error.key(), error.to_string()))?;
        if received.started_session
            && let Some(root_key) = first_root_key(steps)
        {
            self.app.session_started(received.session, &root_key);
        }
        self.is_the_peers(received.remote_identity)?;
        let content = Content::decode(&received.plaintext)
            .map_err(|error| ("malformed-content", error.to_string()))?;
        if let Some(seed) = message_seed(steps).filter(|_| !self.modified) {
            let text = content.text();
            let (session, time) = (received.session, envelope.time);
            let opened = SealedMessage { session, message: &message, text, seed: &seed, time };
            self.app.check(opened, field).map_err(|detail| ("access-field", detail))?;
        }
        Ok((content, received))
    }
}

/// Stable name of the error, used in locale files, and what is wrong.
type Refusal = (&'static str, String);

/// What kind of message it is, and its bytes with their meaning.
pub(super) fn message_of(message: &Message, content: Arc<Annotated>) -> (EnvelopeKind, Annotated) {
    let kind = match message.kind() {
        MessageKind::Prekey => EnvelopeKind::Prekey,
        MessageKind::Ratchet => EnvelopeKind::Message,
    };
    (kind, message.encode(Some(content)))
}

/// Random bytes in place of what a rule has the sender add for others; what the peer needs stays.
#[inline(never)]
fn garbled(AccessField { kind, bytes }: AccessField, rng: &mut KeyedRng) -> AccessField {
    if kind == AccessKind::Suite {
        return AccessField { kind, bytes };
    }
    let mut random = vec![0; bytes.bytes().len()];
    rng.fill_bytes(&mut random);
    for place in kind.open_bytes() {
        if let Some((to, from)) = random.get_mut(*place).zip(bytes.bytes().get(*place)) {
            *to = *from;
        }
    }
    AccessField::new(kind, Annotated::encode(|w| w.leaf(Field::AccessBytes, &random)))
}

/// The content of an envelope that is not encrypted from phone to phone.
fn read_open(envelope: &Envelope) -> Result<Content, Refusal> {
    if envelope.kind != EnvelopeKind::Text {
        return Err(("malformed-header", "it is encrypted from phone to phone".into()));
    }
    Content::decode(&envelope.message).map_err(|error| ("malformed-content", error.to_string()))
}

/// The seed of the message that was sealed or opened in these steps.
fn message_seed(steps: &[ProtocolStep]) -> Option<MessageSeed> {
    steps.iter().rev().find_map(|step| match step {
        ProtocolStep::MessageKeyDerivation { seed, .. } => Some(MessageSeed::clone(seed)),
        _ => None,
    })
}

/// The root key with which a session began in these steps.
fn first_root_key(steps: &[ProtocolStep]) -> Option<RootKey> {
    steps.iter().find_map(|step| match step {
        ProtocolStep::X3dhKdf { root_key, .. } => Some(RootKey::clone(root_key)),
        _ => None,
    })
}
