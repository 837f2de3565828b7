//! What can be done, and a run: a seed and a list of things done.

use super::{
    ActionId, Party, Point,
    regime::{Demand, EndToEnd, Institution, Receiver, Regime, Retention},
};
use crate::{
    crypto::{keys::PublicKey, secret::RunSeed},
    jobs::Found,
    mechanism::leaf::LeafField,
};
use std::sync::Arc;

/// Something that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A phone connects for the first time, registers, and uploads its prekeys.
    Join {
        /// Whose phone.
        party: Party,
    },
    /// A text is sent to the other phone.
    Send {
        /// The sender.
        from: Party,
        /// The text.
        text: Arc<str>,
    },
    /// A phone loses its network.
    GoOffline {
        /// Whose phone.
        party: Party,
    },
    /// A phone has its network again: it reconnects.
    GoOnline {
        /// Whose phone.
        party: Party,
    },
    /// What passes a point is to be changed: stands before the action that it changes.
    Interfere {
        /// What it strikes.
        target: Target,
        /// What is done to it.
        how: Interference,
    },
    /// The provider hands out the envelope that it held back.
    Release {
        /// The action that sent the envelope.
        envelope: ActionId,
    },
    /// The provider delivers a copy of an old envelope once more.
    Replay {
        /// The action that sent the envelope.
        envelope: ActionId,
    },
    /// The connection on a link is cut while nothing is under way.
    Cut {
        /// Whose link.
        link: Party,
    },
    /// An unlocked phone is taken, its texts and keys are copied, and it comes back.
    Seize {
        /// Whose phone.
        party: Party,
        /// Who takes it.
        by: Taker,
    },
    /// A locked phone is taken, what lies on it is copied as it is, and it comes back.
    SeizeLocked {
        /// Whose phone.
        party: Party,
        /// Who takes it.
        by: Taker,
    },
    /// The owner of a phone is made to give its passcode: with it the phone gives out the key of
    /// what lies on it.
    Compel {
        /// Whose phone.
        party: Party,
    },
    /// Somebody who has an unlocked phone in hand for a moment links a device to its account.
    LinkDevice {
        /// Whose phone.
        party: Party,
    },
    /// Other things are put on the scanning list, if there is one.
    SwapList,
    /// A phone gets a program that passes on what it sends, gets and opens from now on.
    Implant {
        /// Whose phone.
        party: Party,
    },
    /// What passes on a link is recorded from now on.
    Intercept {
        /// Whose link.
        link: Party,
    },
    /// What an institution has held from the beginning is stolen, or sold.
    Steal {
        /// From whom.
        from: Institution,
    },
    /// What the provider itself has held from the beginning is stolen, or sold.
    StealFromProvider,
    /// Somebody enters the provider's interface, where frames pass as they come out of transport
    /// encryption.
    Enter,
    /// The owner of a phone deletes the chat on it.
    Delete {
        /// Whose phone.
        party: Party,
    },
    /// A phone gets an app that puts random bytes in place of what the rule has it add for others.
    Modify {
        /// Whose phone.
        party: Party,
    },
    /// The owners agree on a key of their own, in person: from now on what they write is encrypted
    /// under it before their app gets it ([`crate::mechanism::layer`]).
    AddLayer,
    /// The owners go on with another app, whose provider the rule does not reach.
    ChangeApp,
    /// What is written from now on disappears from both phones after some days.
    Disappear {
        /// How many.
        days: u8,
    },
    /// What is written from now on can be reported by whoever gets it
    /// ([`crate::mechanism::franking`]).
    Frank,
    /// The recipient of a message reports it to the provider.
    Report {
        /// The action that sent the message.
        message: ActionId,
    },
    /// The owners hold their phones side by side and compare the safety numbers.
    Compare,
    /// The owner of a phone looks at the devices to which its app encrypts.
    LookAtDevices {
        /// Whose phone.
        party: Party,
    },
    /// A search has found a key. What it found is written down, so that a replay searches nothing.
    Search(Arc<Searched>),
    /// An app has found a LEAF that its chip accepts ([`crate::mechanism::forgery`]), and begins a
    /// new session with it. It is written down, so that a replay searches nothing.
    Forge(Arc<Forged>),
    /// Nothing is done for some days.
    Wait {
        /// How many.
        days: u8,
    },
    /// An order is given.
    Order {
        /// Whose messages, sent and received.
        target: Party,
        /// The action that sent the first message that it covers; none: from now on.
        start: Option<ActionId>,
    },
    /// Something narrower than an order is given, or somebody else asks for what an order gives.
    /// It reaches back to the beginning.
    Demand {
        /// Whose messages, sent and received.
        target: Party,
        /// What.
        what: Demand,
    },
    /// An order ends: it covers nothing that comes after.
    EndOrder {
        /// The action that gave it.
        order: ActionId,
    },
}

impl Action {
    /// Whether it is what a page that is opened shows: phones that join and send.
    #[must_use]
    pub const fn is_everyday(&self) -> bool {
        matches!(self, Self::Join { .. } | Self::Send { .. })
    }

    /// Whether it means the same at another place of a run: it refers to no action but, perhaps,
    /// to the message with which an order begins.
    #[must_use]
    pub const fn is_movable(&self) -> bool {
        match self {
            Self::Join { .. }
            | Self::Send { .. }
            | Self::Interfere { .. }
            | Self::Release { .. }
            | Self::Replay { .. }
            | Self::Report { .. }
            | Self::Search(_)
            | Self::Forge(_)
            | Self::EndOrder { .. } => false,
            Self::GoOffline { .. }
            | Self::GoOnline { .. }
            | Self::Cut { .. }
            | Self::Order { .. }
            | Self::Seize { .. }
            | Self::SeizeLocked { .. }
            | Self::Compel { .. }
            | Self::LinkDevice { .. }
            | Self::SwapList
            | Self::Implant { .. }
            | Self::Intercept { .. }
            | Self::Steal { .. }
            | Self::StealFromProvider
            | Self::Enter
            | Self::Delete { .. }
            | Self::Modify { .. }
            | Self::AddLayer
            | Self::ChangeApp
            | Self::Disappear { .. }
            | Self::Compare
            | Self::Frank
            | Self::LookAtDevices { .. }
            | Self::Demand { .. }
            | Self::Wait { .. } => true,
        }
    }

    /// Stable name of the kind, used in locale files.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Join { .. } => "join",
            Self::Send { .. } => "send",
            Self::GoOffline { .. } => "go-offline",
            Self::GoOnline { .. } => "go-online",
            Self::Interfere { .. } => "interfere",
            Self::Release { .. } => "release",
            Self::Replay { .. } => "replay",
            Self::Cut { .. } => "cut",
            Self::Seize { .. } => "seize",
            Self::SeizeLocked { .. } => "seize-locked",
            Self::Compel { .. } => "compel",
            Self::LinkDevice { .. } => "link-device",
            Self::SwapList => "swap-list",
            Self::Implant { .. } => "implant",
            Self::Intercept { .. } => "intercept",
            Self::Steal { .. } => "steal",
            Self::StealFromProvider => "steal-from-provider",
            Self::Enter => "enter",
            Self::Delete { .. } => "delete",
            Self::Modify { .. } => "modify",
            Self::AddLayer => "add-layer",
            Self::ChangeApp => "change-app",
            Self::Disappear { .. } => "disappear",
            Self::Compare => "compare",
            Self::Frank => "frank",
            Self::Report { .. } => "report",
            Self::LookAtDevices { .. } => "look-at-devices",
            Self::Demand { .. } => "demand",
            Self::Search(_) => "search",
            Self::Forge(_) => "forge",
            Self::Wait { .. } => "wait",
            Self::Order { .. } => "order",
            Self::EndOrder { .. } => "end-order",
        }
    }
}

/// What a search has found, who ran it, and what it took. It is no verdict: what was found opens
/// something, or it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// Who ran it.
    pub by: Receiver,
    /// The action that sent the message.
    pub message: ActionId,
    /// The message's chain.
    pub ratchet_key: PublicKey,
    /// Its place in the chain.
    pub message_number: u32,
    /// What was found.
    pub found: Found,
    /// How many candidates were tried.
    pub tried: u64,
}

/// A LEAF that an app has found. It is for the session that the phone begins in this action: if that
/// becomes another one (by a change of what was before), the chip says so, and makes one itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forged {
    /// Whose phone.
    pub party: Party,
    /// IV and LEAF.
    pub field: LeafField,
    /// How many were tried.
    pub tried: u64,
}

/// Who takes a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Taker {
    /// Whoever investigates.
    Investigator,
    /// A thief.
    Thief,
}

impl Taker {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Investigator, Self::Thief];

    /// In whose hands the phone is.
    #[must_use]
    pub const fn hands(self) -> Institution {
        match self {
            Self::Investigator => Institution::Investigator,
            Self::Thief => Institution::Thief,
        }
    }
}

/// What an interference strikes: the `nth` thing that passes a point during an action,
/// counted from 0. On a link these are packets in either direction, inside the provider the
/// envelopes that it is handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// During which action.
    pub action: ActionId,
    /// At which point: a link or the provider.
    pub point: Point,
    /// Which of the things that pass, counted from 0.
    pub nth: u32,
}

/// What is done to the thing that passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interference {
    /// It disappears. On a link or inside the provider.
    Drop,
    /// One bit is changed, counted from the most significant bit of the first byte: of the
    /// packet on a link, of the envelope inside the provider.
    FlipBit {
        /// Which bit.
        bit: u32,
    },
    /// The connection ends while it is under way. On a link only.
    Cut,
    /// It is held back until it is released. Inside the provider only.
    Hold,
    /// It is handed out after the next one for the same recipient. Inside the provider only.
    AfterNext,
    /// It is handed out twice. Inside the provider only.
    Duplicate,
}

impl Interference {
    /// Stable name of the kind, used in locale files.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::FlipBit { .. } => "flip-bit",
            Self::Cut => "cut",
            Self::Hold => "hold",
            Self::AfterNext => "after-next",
            Self::Duplicate => "duplicate",
        }
    }
}

/// An action with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number; unique in a run.
    pub id: ActionId,
    /// What is done.
    pub action: Action,
}

/// A run: the same seed and the same list give the same bytes on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What all randomness comes from, 32 bytes.
    pub seed: RunSeed,
    /// Whether the seed was given (by a link, say) or drawn fresh by the shell.
    pub seeded: bool,
    /// The rule that is in force.
    pub regime: &'static dyn Regime,
    /// How long the provider keeps envelopes.
    pub retention: Retention,
    /// Which of the provider's pairs of phones it is: 0 is Alice's and Bob's. The others draw keys of
    /// their own; provider and institutions are the same ([`crate::people`]).
    pub pair: u32,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

impl Run {
    /// An empty run, end-to-end encrypted.
    #[must_use]
    pub const fn new(seed: RunSeed, seeded: bool) -> Self {
        let retention = Retention::UntilDelivered;
        Self { seed, seeded, regime: &EndToEnd, retention, pair: 0, steps: Vec::new() }
    }

    /// The same run under another rule.
    #[must_use]
    pub fn under(self, regime: &'static dyn Regime) -> Self {
        Self { regime, ..self }
    }

    /// The same run with one more action at its end.
    #[must_use]
    pub fn then(mut self, action: Action) -> Self {
        let id = self.next_id();
        self.steps.push(Step { id, action });
        self
    }

    /// A number that no action of this run has.
    #[must_use]
    pub fn next_id(&self) -> ActionId {
        ActionId(self.steps.iter().map(|step| step.id.0 + 1).max().unwrap_or_default())
    }

    /// Where the action with this number stands in the list.
    #[must_use]
    pub fn index_of(&self, id: ActionId) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }
}
