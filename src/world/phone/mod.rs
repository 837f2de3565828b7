//! A phone: keys, sessions, a connection to the provider, and what its owner sees.

mod chat;
mod connecting;
mod devices;
mod forging;
mod frames;
mod layer;
mod messages;
mod outbox;
mod reporting;
mod sealed;

use self::{
    chat::{Chat, Timer},
    devices::OtherDevice,
    messages::Unsealed,
    outbox::{Outbox, PendingKind},
    reporting::Reportable,
};
use super::{
    ActionId, ChatItem, Disconnect, Event, Party, Point, Time,
    connection::{Connection, Line},
    effect::Context,
    regime::{App, Draw, Regime},
};
use crate::{
    crypto::{
        keys::{
            IdentityKeyPair, OneTimePrekeyPair, PrekeyId, PublicKey, SignedPrekeyPair,
            TransportKeyPair,
        },
        secret::{LayerKey, RecordKey},
    },
    mechanism::sealed_sender::SenderCertificate,
    protocol::{
        safety_number::SafetyNumber,
        session_store::{Prekeys, SessionStore},
    },
    wire::{Account, Frame, OneTimePrekey, SignedPrekey},
};
use std::sync::Arc;

/// The one device of each account.
const DEVICE: u8 = 1;
/// How many one-time prekeys a phone uploads when it joins.
pub(super) const ONE_TIME_PREKEYS: u32 = 8;

/// How a phone stands to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionState {
    /// No network, or not yet joined.
    Offline,
    /// The handshake is under way.
    Connecting,
    /// Records can flow.
    Connected,
}

impl ConnectionState {
    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
        }
    }
}

/// One way to the provider, and what waits for answers on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct PhoneLine {
    connection: Connection,
    outbox: Outbox,
}

impl PhoneLine {
    /// Whether the phone waits for an answer, or for a connection.
    fn waits(&self) -> bool {
        match self.connection {
            Connection::Closed => false,
            Connection::Handshaking { .. } => true,
            Connection::Open { .. } => !self.outbox.is_empty(),
        }
    }
}

/// One of the two phones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    party: Party,
    joined: bool,
    online: bool,
    identity: IdentityKeyPair,
    prekeys: Prekeys,
    transport: TransportKeyPair,
    pinned_provider: PublicKey,
    known: PhoneLine,
    anonymous: PhoneLine,
    ports: u16,
    /// Whether this is the app of another provider.
    is_elsewhere: bool,
    unsealed: Vec<Unsealed>,
    sessions: SessionStore,
    /// The devices besides the peer's phone to which this phone encrypts too: of the peer's
    /// account and of its own.
    devices: Vec<OtherDevice>,
    pinned_peer: Option<PublicKey>,
    chat: Chat,
    /// The provider's word for whose identity key this phone has.
    certificate: Option<SenderCertificate>,
    /// Whether the app encrypts from phone to phone.
    end_to_end: bool,
    /// What the app does for the rule that is in force.
    app: Box<dyn App>,
    /// Whether the app puts random bytes where the rule wants something for others.
    modified: bool,
    /// The key of a layer that the owners have added themselves.
    layer: Option<LayerKey>,
    /// Whether what is written can be reported.
    franks: bool,
    reportable: Vec<Reportable>,
}

impl Phone {
    /// A new phone with keys of its own; it knows the provider's transport key.
    pub(super) fn new(
        party: Party,
        pinned_provider: PublicKey,
        regime: &dyn Regime,
        (draw, one_time_prekeys): (Draw<'_>, u32),
        ctx: &Context<'_>,
    ) -> Self {
        let mut rng = ctx.rng(party.key(), ActionId(0), "phone keys");
        let identity = IdentityKeyPair::generate(&mut rng);
        let transport = TransportKeyPair::generate(&mut rng);
        let signed = vec![SignedPrekeyPair::generate(PrekeyId::FIRST, &identity, &mut rng)];
        let one_time = (1..=one_time_prekeys)
            .filter_map(PrekeyId::new)
            .map(|id| OneTimePrekeyPair::generate(id, &mut rng))
            .collect();
        Self {
            party,
            joined: false,
            online: false,
            identity,
            prekeys: Prekeys { signed, one_time },
            transport,
            pinned_provider,
            known: PhoneLine::default(),
            anonymous: PhoneLine::default(),
            ports: 0,
            is_elsewhere: false,
            unsealed: Vec::new(),
            devices: Vec::new(),
            sessions: SessionStore::on(regime.terms()),
            pinned_peer: None,
            chat: Chat::default(),
            certificate: None,
            end_to_end: regime.end_to_end(),
            app: regime.app(draw, party),
            modified: false,
            layer: None,
            franks: false,
            reportable: Vec::new(),
        }
    }

    /// Whose phone it is.
    #[must_use]
    pub const fn party(&self) -> Party {
        self.party
    }

    /// Whether the phone has registered an account or is about to.
    #[must_use]
    pub const fn joined(&self) -> bool {
        self.joined
    }

    /// Whether the phone has a network.
    #[must_use]
    pub const fn online(&self) -> bool {
        self.online
    }

    /// How it stands to the provider.
    #[must_use]
    pub const fn connection(&self) -> ConnectionState {
        match self.known.connection {
            Connection::Closed => ConnectionState::Offline,
            Connection::Handshaking { .. } => ConnectionState::Connecting,
            Connection::Open { .. } => ConnectionState::Connected,
        }
    }

    /// The chat, oldest first.
    #[must_use]
    pub fn chat(&self) -> &[Arc<ChatItem>] {
        self.chat.items()
    }

    /// Whether the owner has deleted a chat that was here.
    #[must_use]
    pub const fn chat_was_deleted(&self) -> bool {
        self.chat.was_deleted
    }

    /// The identity key.
    #[must_use]
    pub const fn identity(&self) -> &IdentityKeyPair {
        &self.identity
    }

    /// The transport key, which identifies the phone to the provider.
    #[must_use]
    pub const fn transport_key(&self) -> &TransportKeyPair {
        &self.transport
    }

    /// The prekeys whose private halves the phone still holds.
    #[must_use]
    pub const fn prekeys(&self) -> &Prekeys {
        &self.prekeys
    }

    /// The sessions with the peer, the current one first.
    #[must_use]
    pub const fn sessions(&self) -> &SessionStore {
        &self.sessions
    }

    /// The devices besides the peer's phone to which this phone encrypts too.
    pub fn other_devices(&self) -> impl Iterator<Item = (&Account, u8)> {
        self.devices.iter().map(|it| (&it.account, it.device))
    }

    /// The peer's identity key as this phone has it, from its first use on.
    #[must_use]
    pub const fn pinned_peer(&self) -> Option<PublicKey> {
        self.pinned_peer
    }

    /// The keys from which the safety number comes: this phone's, and the peer's as this phone has
    /// it; none before it has.
    #[must_use]
    pub fn numbered_keys(&self) -> Option<[PublicKey; 2]> {
        Some([self.identity.public(), self.pinned_peer?])
    }

    /// The safety number that this phone shows; none before it has the peer's identity key.
    #[must_use]
    pub fn safety_number(&self) -> Option<SafetyNumber> {
        let peer = self.party.peer();
        Some(SafetyNumber::new(
            (self.party.key(), &self.identity.public()),
            (peer.key(), &self.pinned_peer?),
        ))
    }

    /// Whether it waits for an answer of the provider, or for a connection.
    pub(super) fn waits(&self) -> bool {
        self.online && (self.known.waits() || self.anonymous.waits())
    }

    /// Connects for the first time, registers, uploads prekeys.
    pub(super) fn join(&mut self, ctx: &mut Context<'_>) {
        if !self.joined {
            self.register(ctx);
            self.go_online(ctx);
        }
    }

    /// What is to be sent as soon as there is a connection: account and prekeys.
    pub(in crate::world) fn register(&mut self, ctx: &mut Context<'_>) {
        self.joined = true;
        let register = Frame::Register {
            account: self.party.account(),
            device: DEVICE,
            identity_key: *self.identity.public().as_bytes(),
        };
        self.known.outbox.request(ctx, PendingKind::Register, None, &register, None);
        let mut rng = ctx.rng(self.party.key(), ctx.action, "suites");
        let offer = self.app.offer(&self.identity, &mut rng);
        let suites = offer.as_ref().map(|it| it.bytes().to_vec()).unwrap_or_default();
        if let Some(upload) = upload(&self.prekeys, suites) {
            let kind = PendingKind::UploadPrekeys;
            self.known.outbox.request(ctx, kind, None, &upload, offer.as_ref());
        }
        self.prepare_sealing(ctx);
    }

    /// The same phone with another app, which uses ports of its own: what is on the phone itself
    /// comes along.
    #[inline(never)]
    pub(in crate::world) fn go_on_from(&mut self, other: &mut Self) {
        self.chat = std::mem::take(&mut other.chat);
        self.chat.give_up_waiting();
        self.layer = other.layer.clone();
        self.is_elsewhere = true;
    }

    /// The owner deletes the chat. What has not left the phone stays until it has.
    pub(super) fn delete_chat(&mut self, ctx: &mut Context<'_>) {
        self.chat.clear();
        self.forget_reportable();
        ctx.note(Point::phone(self.party), None, Event::ChatDeleted);
    }

    /// The owner looks at the list of devices.
    pub(in crate::world) fn list_devices(&mut self, ctx: &mut Context<'_>) {
        let count = self.devices.len();
        ctx.note(Point::phone(self.party), None, Event::DevicesListed { count });
    }

    /// What was written long enough ago disappears.
    pub(in crate::world) fn let_disappear(&mut self, ctx: &mut Context<'_>) {
        let count = self.chat.let_disappear(Time(ctx.now));
        if count > 0 {
            self.forget_reportable();
            ctx.note(Point::phone(self.party), None, Event::TextsDisappeared { count });
        }
    }

    /// What is written from now on disappears after so many days.
    pub(in crate::world) const fn set_timer(&mut self, ctx: &Context<'_>, days: u8) {
        self.chat.timer = Some(Timer { since: Time(ctx.now), days });
    }

    /// The owner gets an app that puts random bytes where the rule wants something for others.
    pub(in crate::world) const fn modify_app(&mut self) {
        self.modified = true;
    }

    /// The keys of the connections that stand: port, to the provider, to the phone.
    pub(super) fn transport_keys(&self) -> impl Iterator<Item = (u16, [&RecordKey; 2])> {
        [&self.known, &self.anonymous].into_iter().filter_map(|line| line.connection.keys())
    }

    /// The network is there.
    pub(super) fn go_online(&mut self, ctx: &mut Context<'_>) {
        if self.joined && !self.online {
            self.online = true;
            self.connect(ctx, Line::Known);
            if !self.anonymous.outbox.is_empty() {
                self.connect(ctx, Line::Anonymous);
            }
        }
    }

    /// The network is gone.
    pub(super) fn go_offline(&mut self, ctx: &mut Context<'_>) {
        if self.online {
            self.online = false;
            for line in Line::ALL {
                self.lose_connection(ctx, line, Disconnect::Offline);
            }
        }
    }

    /// Whether the phone has a network but gave up connecting.
    pub(super) const fn stranded(&self) -> bool {
        self.online && matches!(self.known.connection, Connection::Closed)
    }
}

fn upload(prekeys: &Prekeys, suites: Vec<u8>) -> Option<Frame> {
    let signed = prekeys.signed.last()?;
    Some(Frame::UploadPrekeys {
        signed_prekey: SignedPrekey {
            id: signed.id.get(),
            key: *signed.pair.public().as_bytes(),
            signature: signed.signature.0,
        },
        one_time_prekeys: prekeys
            .one_time
            .iter()
            .map(|prekey| OneTimePrekey {
                id: prekey.id.get(),
                key: *prekey.pair.public().as_bytes(),
            })
            .collect(),
        suites,
    })
}
