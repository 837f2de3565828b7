//! The provider: directory, relay, queue, logs. It reads envelopes and nothing below them.

mod connections;
mod directory;
mod linked;
mod mail;
mod orders;
mod relay;
mod reports;
mod requests;
mod sealed;

pub use directory::DirectoryEntry;
pub use relay::RelayLine;

use self::mail::{Mail, MailKind, Mailbox};
use super::{
    ActionId, Party,
    connection::Connection,
    effect::Context,
    pair::Pair,
    regime::{Draw, Institutions, Order, Regime, Retention, certificate_key, device::Device},
};
use crate::{
    crypto::keys::{CertificateKeyPair, PublicKey, TransportKeyPair},
    sorted::SortedMap,
    wire::{Account, Annotated, Field, MessageId},
};
use std::sync::Arc;

/// How provider draws are keyed.
const ACTOR: &str = "provider";

/// The messaging service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    transport: TransportKeyPair,
    directory: SortedMap<Account, DirectoryEntry>,
    connections: Pair<Connection>,
    anonymous: Pair<Connection>,
    accounts: Pair<Option<Account>>,
    remotes: Pair<Option<PublicKey>>,
    held: Vec<Mail>,
    seen: SortedMap<MessageId, ()>,
    log: Vec<Arc<RelayLine>>,
    retention: Retention,
    orders: Vec<Order>,
    /// What every account was told so far; one that comes later is told it too.
    told: Vec<MailKind>,
    /// Devices that somebody who had a phone in hand has added to its account. What is delivered
    /// to one, whoever added it has.
    linked: Pair<Option<Box<Device>>>,
    /// Signs sender certificates.
    certificate_key: CertificateKeyPair,
    /// Who else there is under the rule that is in force. They work through the provider, but
    /// what they hold it does not.
    institutions: Box<dyn Institutions>,
}

impl Provider {
    pub(super) fn new(regime: &dyn Regime, retention: Retention, ctx: &Context<'_>) -> Self {
        let mut rng = ctx.rng(ACTOR, ActionId(0), "provider keys");
        Self {
            transport: TransportKeyPair::generate(&mut rng),
            directory: SortedMap::default(),
            connections: Pair::default(),
            anonymous: Pair::default(),
            accounts: Pair::default(),
            remotes: Pair::default(),
            held: Vec::new(),
            seen: SortedMap::default(),
            log: Vec::new(),
            retention,
            orders: Vec::new(),
            told: Vec::new(),
            linked: Pair::default(),
            certificate_key: certificate_key(Draw::new(ctx.seed)),
            institutions: regime.institutions(Draw::new(ctx.seed)),
        }
    }

    /// The key that phones pin.
    #[must_use]
    pub const fn transport_key(&self) -> &TransportKeyPair {
        &self.transport
    }

    /// The directory of accounts and their public keys.
    #[must_use]
    pub const fn directory(&self) -> &SortedMap<Account, DirectoryEntry> {
        &self.directory
    }

    /// What the relay wrote down, oldest first.
    #[must_use]
    pub fn log(&self) -> &[Arc<RelayLine>] {
        &self.log
    }

    /// How many envelopes wait for this party's phone.
    #[must_use]
    pub fn queued(&self, party: Party) -> usize {
        self.mailbox(&party.account()).map_or(0, Mailbox::envelopes)
    }

    /// The envelopes that are held back, by the action that sent them.
    pub fn held(&self) -> impl Iterator<Item = ActionId> {
        self.held.iter().filter_map(|mail| mail.message)
    }

    /// Whether the provider still has a copy of the envelope that this action sent.
    #[must_use]
    pub fn keeps(&self, message: ActionId) -> bool {
        self.kept(message).is_some()
    }

    /// Whether this party's phone has a connection.
    #[must_use]
    pub const fn connected(&self, party: Party) -> bool {
        self.connections.get(party).is_open()
    }

    /// Who else there is under the rule that is in force.
    #[must_use]
    pub fn institutions(&self) -> &dyn Institutions {
        &*self.institutions
    }

    fn account(&self, link: Party) -> Option<&Account> {
        self.accounts.get(link).as_ref()
    }

    fn mailbox(&self, account: &Account) -> Option<&Mailbox> {
        self.directory.get(account).map(|entry| &entry.mailbox)
    }
}

/// The page's own knowledge about a packet that came in: which message it is about, and the
/// explanation of its frame. The provider computes nothing from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Explained<'a> {
    /// The action that sent the message which it carries or confirms.
    pub(super) message: Option<ActionId>,
    /// The frame as its writer explained it.
    pub(super) frame: Option<&'a Annotated>,
}

impl Explained<'_> {
    fn envelope(&self) -> Option<Annotated> {
        self.frame?.part(Field::Envelope)
    }

    fn backup(&self) -> Option<Annotated> {
        self.frame?.part(Field::Backup)
    }
}
