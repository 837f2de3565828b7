//! A rule with one named change. Regimes, apps and institutions are traits: what a test changes
//! stands before the real ones, which do everything else.

use keyhole::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{IdentityKeyPair, PublicKey},
        secret::{RootKey, RunSeed},
    },
    mechanism::backup,
    protocol::{header::Message, session::SessionId, terms::Terms},
    wire::{AccessField, AccessKind, Account, Annotated, Envelope, PublishedBundle},
    world::{
        Event, Party,
        regime::{
            AddedDevice, App, Draw, Ended, Handed, Idea, Institutions, Order, Ordered, Regime,
            Relayed, SealedMessage, SealingKit,
        },
    },
};
use std::{fmt, sync::Arc};

/// When something is handed over.
#[derive(Debug, Clone, Copy)]
pub enum Moment<'a> {
    /// Before the first action.
    Beginning,
    /// An order is given.
    Ordered,
    /// The investigator brings an envelope.
    Brought(&'a Envelope),
    /// An envelope passes the provider.
    Passed(&'a Arc<Annotated>),
    /// An envelope was for a device that is no phone.
    Delivered,
    /// An envelope was replaced by another one.
    Relayed,
    /// A phone has left a backup.
    BackedUp(&'a Account, &'a Arc<Annotated>),
}

/// What a hook may want to know of the app before which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    pub seed: RunSeed,
    pub party: Party,
    /// For what a hook wants to remember.
    pub kept: Option<AccessField>,
}

impl Phone {
    pub const fn draw(&self) -> Draw<'_> {
        Draw::new(&self.seed)
    }
}

pub type FieldHook =
    fn(&mut Phone, &mut dyn App, SealedMessage<'_>, &mut KeyedRng) -> Option<AccessField>;
pub type CheckHook =
    fn(&dyn App, SealedMessage<'_>, Option<(AccessKind, &[u8])>) -> Result<(), String>;
pub type AppHook = fn(Draw<'_>, Party) -> Box<dyn App>;
pub type ChooseHook = fn(&mut dyn App, &[u8], &PublicKey) -> Result<Terms, String>;
pub type BackupHook = fn(&Phone, &mut dyn App, &backup::Entry, &mut KeyedRng) -> Option<Annotated>;
pub type HandHook = fn(Draw<'_>, Moment<'_>, Vec<Handed>) -> Vec<Handed>;
pub type OrderHook = fn(&mut dyn Institutions, &Order, &Account, &mut KeyedRng) -> Ordered;
pub type EndHook = fn(&mut dyn Institutions, &Order, &[Order], &mut KeyedRng) -> Ended;
pub type DeliverHook = fn(&Envelope, Vec<Handed>) -> Vec<Handed>;

/// A rule with one named change.
#[derive(Clone, Copy)]
pub struct Changed {
    pub real: &'static dyn Regime,
    /// What is changed, in a few words.
    pub change: &'static str,
    pub end_to_end: Option<bool>,
    pub app: Option<AppHook>,
    pub field: Option<FieldHook>,
    pub check: Option<CheckHook>,
    pub choose: Option<ChooseHook>,
    pub backup: Option<BackupHook>,
    /// Changes what is handed over, whenever something is.
    pub hand: Option<HandHook>,
    pub ordered: Option<OrderHook>,
    pub ended: Option<EndHook>,
    pub delivered: Option<DeliverHook>,
    /// The directory hands out what phones have published.
    pub honest_directory: bool,
}

impl Changed {
    /// The rule as it is.
    pub const fn of(real: &'static dyn Regime, change: &'static str) -> Self {
        Self {
            real,
            change,
            end_to_end: None,
            app: None,
            field: None,
            check: None,
            choose: None,
            backup: None,
            hand: None,
            ordered: None,
            ended: None,
            delivered: None,
            honest_directory: false,
        }
    }

    pub const fn field(self, hook: FieldHook) -> Self {
        Self { field: Some(hook), ..self }
    }

    pub const fn hand(self, hook: HandHook) -> Self {
        Self { hand: Some(hook), ..self }
    }

    /// A run wants a rule that lives as long as the program.
    pub fn leak(self) -> &'static dyn Regime {
        Box::leak(Box::new(self))
    }
}

impl fmt::Debug for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, but: {}", self.real, self.change)
    }
}

impl Regime for Changed {
    fn key(&self) -> &'static str {
        self.change
    }

    fn idea(&self) -> Idea {
        self.real.idea()
    }

    fn end_to_end(&self) -> bool {
        self.end_to_end.unwrap_or_else(|| self.real.end_to_end())
    }

    fn terms(&self) -> Terms {
        self.real.terms()
    }

    fn app(&self, draw: Draw<'_>, party: Party) -> Box<dyn App> {
        let real = self.app.map_or_else(|| self.real.app(draw, party), |app| app(draw, party));
        let phone = Phone { seed: seed_of(draw), party, kept: None };
        Box::new(ChangedApp { change: *self, phone, real })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let real = self.real.institutions(draw);
        Box::new(ChangedInstitutions { change: *self, seed: seed_of(draw), real })
    }
}

/// The seed of every run in these tests; a draw doesn't give its own away.
fn seed_of(draw: Draw<'_>) -> RunSeed {
    use rand_core::Rng;
    let seed = super::case::seed();
    let sample = |draw: Draw<'_>| draw.rng("test", "which seed").next_u64();
    assert_eq!(sample(draw), sample(Draw::new(&seed)), "a changed rule plays on this seed only");
    seed
}

#[derive(Debug, Clone)]
struct ChangedApp {
    change: Changed,
    phone: Phone,
    real: Box<dyn App>,
}

impl PartialEq for ChangedApp {
    fn eq(&self, other: &Self) -> bool {
        (self.change.change, &self.phone) == (other.change.change, &other.phone)
            && self.real == other.real
    }
}

impl App for ChangedApp {
    fn offer(&mut self, identity: &IdentityKeyPair, rng: &mut KeyedRng) -> Option<Annotated> {
        self.real.offer(identity, rng)
    }

    fn choose(&mut self, offered: &[u8], identity: &PublicKey) -> Result<Terms, String> {
        match self.change.choose {
            Some(hook) => hook(&mut *self.real, offered, identity),
            None => self.real.choose(offered, identity),
        }
    }

    fn announced(&mut self, field: Option<&[u8]>) -> Option<Terms> {
        self.real.announced(field)
    }

    fn admit(&self, device: &AddedDevice, owner: Option<&PublicKey>) -> Result<(), String> {
        self.real.admit(device, owner)
    }

    fn sealing(&self) -> Option<&SealingKit> {
        self.real.sealing()
    }

    fn session_started(&mut self, session: SessionId, root_key: &RootKey) {
        self.real.session_started(session, root_key);
    }

    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        match self.change.field {
            Some(hook) => hook(&mut self.phone, &mut *self.real, sealed, rng),
            None => self.real.access_field(sealed, rng),
        }
    }

    fn check(
        &self,
        opened: SealedMessage<'_>,
        field: Option<(AccessKind, &[u8])>,
    ) -> Result<(), String> {
        match self.change.check {
            Some(hook) => hook(&*self.real, opened, field),
            None => self.real.check(opened, field),
        }
    }

    fn backup(&mut self, entry: &backup::Entry, rng: &mut KeyedRng) -> Option<Annotated> {
        match self.change.backup {
            Some(hook) => hook(&self.phone, &mut *self.real, entry, rng),
            None => self.real.backup(entry, rng),
        }
    }

    fn notice(&mut self, notice: &[u8]) -> Result<Event, String> {
        self.real.notice(notice)
    }
}

#[derive(Debug, Clone)]
struct ChangedInstitutions {
    change: Changed,
    seed: RunSeed,
    real: Box<dyn Institutions>,
}

impl PartialEq for ChangedInstitutions {
    fn eq(&self, other: &Self) -> bool {
        self.change.change == other.change.change && self.real == other.real
    }
}

impl ChangedInstitutions {
    fn hand(&self, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
        match self.change.hand {
            Some(hook) => hook(Draw::new(&self.seed), moment, handed),
            None => handed,
        }
    }
}

impl Institutions for ChangedInstitutions {
    fn bundle(&mut self, published: PublishedBundle) -> PublishedBundle {
        if self.change.honest_directory { published } else { self.real.bundle(published) }
    }

    fn relay(
        &mut self,
        envelope: &Envelope,
        bundle: &mut dyn FnMut() -> Option<PublishedBundle>,
        rng: &mut KeyedRng,
    ) -> Option<Relayed> {
        let relayed = self.real.relay(envelope, bundle, rng)?;
        let handed = self.hand(Moment::Relayed, relayed.handed);
        Some(Relayed { handed, ..relayed })
    }

    fn deliver(
        &mut self,
        envelope: &Envelope,
        bytes: &Arc<Annotated>,
        rng: &mut KeyedRng,
    ) -> Vec<Handed> {
        let handed = self.real.deliver(envelope, bytes, rng);
        let handed = self.hand(Moment::Delivered, handed);
        match self.change.delivered {
            Some(hook) => hook(envelope, handed),
            None => handed,
        }
    }

    fn holdings(&self) -> Vec<Handed> {
        self.hand(Moment::Beginning, self.real.holdings())
    }

    fn ordered(&mut self, order: &Order, target: &Account, rng: &mut KeyedRng) -> Ordered {
        let ordered = match self.change.ordered {
            Some(hook) => hook(&mut *self.real, order, target, rng),
            None => self.real.ordered(order, target, rng),
        };
        let handed = self.hand(Moment::Ordered, ordered.handed);
        Ordered { handed, ..ordered }
    }

    fn order_ended(&mut self, order: &Order, others: &[Order], rng: &mut KeyedRng) -> Ended {
        match self.change.ended {
            Some(hook) => hook(&mut *self.real, order, others, rng),
            None => self.real.order_ended(order, others, rng),
        }
    }

    fn brought(&self, order: &Order, envelope: &Envelope) -> Vec<Handed> {
        self.hand(Moment::Brought(envelope), self.real.brought(order, envelope))
    }

    fn passed(&self, envelope: &Arc<Annotated>) -> Vec<Handed> {
        self.hand(Moment::Passed(envelope), self.real.passed(envelope))
    }

    fn backed_up(
        &mut self,
        account: &Account,
        backup: &Arc<Annotated>,
        under_order: bool,
    ) -> Vec<Handed> {
        let handed = self.real.backed_up(account, backup, under_order);
        self.hand(Moment::BackedUp(account, backup), handed)
    }
}

/// The header of the message in an envelope.
pub fn header_of(envelope: &Envelope) -> keyhole::protocol::header::Header {
    use keyhole::{protocol::header::MessageKind, wire::EnvelopeKind};
    let kind = match envelope.kind {
        EnvelopeKind::Prekey => MessageKind::Prekey,
        EnvelopeKind::Message => MessageKind::Ratchet,
        EnvelopeKind::Text | EnvelopeKind::Sealed => panic!("it has no header"),
    };
    Message::from_bytes(kind, &envelope.message).unwrap().header
}
