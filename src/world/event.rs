//! What happens at a point besides a packet.

use super::{ActionId, Interference, Party, Point};

/// Something that happened at a point, besides a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub point: Point,
    /// The action that sent the message which it is about.
    pub message: Option<ActionId>,
    /// What.
    pub event: Event,
}

/// What can happen at a point besides a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A connection stands: phone and provider have authenticated each other.
    Connected,
    /// A connection ended.
    Disconnected(Disconnect),
    /// The phone encrypted and sends again what was not acknowledged.
    Resent {
        /// How many requests.
        count: usize,
    },
    /// The provider entered an account and its keys into the directory.
    Registered {
        /// Whose.
        party: Party,
    },
    /// The phone accepted a peer's identity key on first use.
    IdentityPinned {
        /// Whose.
        party: Party,
    },
    /// A session with the peer began.
    SessionStarted {
        /// Whether this phone began it.
        initiated: bool,
    },
    /// A message was refused; the state is as it was before.
    MessageRejected {
        /// Stable name of the error, used in locale files.
        error: &'static str,
        /// The error in the protocol's own words.
        detail: String,
    },
    /// A frame could not be read.
    FrameRejected {
        /// Why.
        detail: String,
    },
    /// The provider keeps an envelope: the recipient is not connected.
    Queued {
        /// For whom.
        party: Party,
    },
    /// The provider had this envelope already and does not deliver it twice.
    DuplicateIgnored,
    /// The app believes what the provider passed on to every app of the rule.
    NoticeTaken,
    /// The app has a new scanning list, which the provider passed on.
    ListReplaced,
    /// The provider has added a device to an account, and the app encrypts to it.
    DeviceAdded {
        /// Its number.
        device: u8,
    },
    /// The provider has added a device to an account, and the app does not encrypt to it.
    DeviceRefused {
        /// Its number.
        device: u8,
        /// Why not, in one sentence.
        detail: String,
    },
    /// The provider has taken a device off an account, and the app encrypts to it no more.
    DeviceRemoved {
        /// Its number.
        device: u8,
    },
    /// An order has come, or has been given again.
    Ordered {
        /// Whose messages.
        target: Party,
    },
    /// An order has ended.
    OrderEnded,
    /// The owner has deleted the chat.
    ChatDeleted,
    /// Texts have disappeared: their time was over.
    TextsDisappeared {
        /// How many.
        count: usize,
    },
    /// The owners have compared their safety numbers.
    NumbersCompared {
        /// What came of it; nothing if a phone shows none yet.
        same: Option<bool>,
    },
    /// The owner has looked at the devices to which the app encrypts besides the peer's phone.
    DevicesListed {
        /// How many.
        count: usize,
    },
    /// The owners have agreed on a key of their own.
    LayerAdded,
    /// The phone has another app, of another provider.
    AppChanged,
    /// The phone has got an app that puts random bytes in place of what the rule wants.
    AppModified,
    /// The app has begun a session for which it had looked for a LEAF.
    LeafForged {
        /// Whether the chip accepts what it found, so that it goes out.
        fits: bool,
    },
    /// What is written from now on will disappear.
    TimerSet,
    /// What is written from now on can be reported.
    FrankingBegun,
    /// The provider has got a report.
    Reported {
        /// Whether it has relayed such a message.
        is_true: bool,
    },
    /// There is nothing to report: the message did not come here, or can't be reported.
    NothingToReport,
    /// An interference took place here.
    Interfered(Interference),
    /// The provider handed out what it held back.
    Released,
    /// The provider delivers an old envelope again.
    Replayed,
    /// The provider has no such envelope.
    NothingToReplay,
}

impl Event {
    /// Stable name of the kind, used in locale files.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Disconnected(why) => why.key(),
            Self::Resent { .. } => "resent",
            Self::Registered { .. } => "registered",
            Self::IdentityPinned { .. } => "identity-pinned",
            Self::SessionStarted { initiated: true } => "session-initiated",
            Self::SessionStarted { initiated: false } => "session-accepted",
            Self::MessageRejected { .. } => "message-rejected",
            Self::FrameRejected { .. } => "frame-rejected",
            Self::Queued { .. } => "queued",
            Self::DuplicateIgnored => "duplicate-ignored",
            Self::NoticeTaken => "notice-taken",
            Self::ListReplaced => "list-replaced",
            Self::DeviceAdded { .. } => "device-added",
            Self::DeviceRefused { .. } => "device-refused",
            Self::DeviceRemoved { .. } => "device-removed",
            Self::Ordered { .. } => "ordered",
            Self::OrderEnded => "order-ended",
            Self::ChatDeleted => "chat-deleted",
            Self::TextsDisappeared { .. } => "texts-disappeared",
            Self::NumbersCompared { same: Some(true) } => "numbers-equal",
            Self::NumbersCompared { same: Some(false) } => "numbers-differ",
            Self::NumbersCompared { same: None } => "numbers-missing",
            Self::DevicesListed { count: 0 } => "devices-none",
            Self::DevicesListed { .. } => "devices-listed",
            Self::LayerAdded => "layer-added",
            Self::AppChanged => "app-changed",
            Self::AppModified => "app-modified",
            Self::LeafForged { fits: true } => "leaf-forged",
            Self::LeafForged { fits: false } => "leaf-unfit",
            Self::TimerSet => "timer-set",
            Self::FrankingBegun => "franking-begun",
            Self::Reported { is_true: true } => "report-true",
            Self::Reported { is_true: false } => "report-false",
            Self::NothingToReport => "nothing-to-report",
            Self::Interfered(how) => match how {
                Interference::Drop => "interfered-drop",
                Interference::FlipBit { .. } => "interfered-flip-bit",
                Interference::Cut => "interfered-cut",
                Interference::Hold => "interfered-hold",
                Interference::AfterNext => "interfered-after-next",
                Interference::Duplicate => "interfered-duplicate",
            },
            Self::Released => "released",
            Self::Replayed => "replayed",
            Self::NothingToReplay => "nothing-to-replay",
        }
    }
}

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disconnect {
    /// A record failed to authenticate: changed, lost, duplicated or out of order.
    RecordRejected,
    /// A handshake message was not accepted.
    HandshakeRejected,
    /// No answer came in time.
    TimedOut,
    /// The other end closed it.
    ClosedByPeer,
    /// The link was cut.
    Cut,
    /// The phone has no network.
    Offline,
}

impl Disconnect {
    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::RecordRejected => "disconnected-record-rejected",
            Self::HandshakeRejected => "disconnected-handshake-rejected",
            Self::TimedOut => "disconnected-timed-out",
            Self::ClosedByPeer => "disconnected-closed-by-peer",
            Self::Cut => "disconnected-cut",
            Self::Offline => "disconnected-offline",
        }
    }
}
