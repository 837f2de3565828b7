//! Who else there is under a rule, what each of them holds, and what an order makes them do.

use super::{Order, dynamic::dynamic};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{IdentityKeyPair, PrekeyId, PrekeyPair, PublicKey, RatchetKeyPair, Signature},
        secret::{
            AbrasionConstant, BackupKey, ChainKey, FamilyKey, KeyShare, LayerKey, LeafSessionKey,
            ListKey, MessageSeed, PrivateKey, RecordKey, RootKey, StoreKey, UnitKeyHalf,
            WeakSecret,
        },
    },
    mechanism::{escrow::AgencyKey, leaf::UnitId, work_factor::WorkFactor},
    wire::{Account, Annotated, Envelope, PublishedBundle},
    world::{Direction, Party},
};
use std::{num::NonZeroU8, sync::Arc};

dynamic!(Institutions, InstitutionsState);

/// Somebody besides the phones, the network and the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Institution {
    /// Whoever holds an order.
    Investigator,
    /// The agency to whose key something is wrapped.
    Agency,
    /// A custodian with a share of the agency's key: 1, 2 or 3.
    Custodian(u8),
    /// An escrow agent with a half of every chip's key: 1 or 2.
    EscrowAgent(u8),
    /// The owner of a scanning list.
    ListOwner,
    /// The ceremony in which shares are put together.
    Ceremony,
    /// Whoever has taken, bought or entered something without an order.
    Thief,
    /// A foreign state, which has no order of this country.
    ForeignState,
}

impl Institution {
    /// All, in the order of the rows.
    pub const ALL: [Self; 11] = [
        Self::Investigator,
        Self::Agency,
        Self::Custodian(1),
        Self::Custodian(2),
        Self::Custodian(3),
        Self::Ceremony,
        Self::EscrowAgent(1),
        Self::EscrowAgent(2),
        Self::ListOwner,
        Self::Thief,
        Self::ForeignState,
    ];

    /// The institution with this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// Stable name, used in locale files and vectors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Investigator => "investigator",
            Self::Agency => "agency",
            Self::Custodian(1) => "custodian-1",
            Self::Custodian(2) => "custodian-2",
            Self::Custodian(_) => "custodian-3",
            Self::Ceremony => "ceremony",
            Self::ListOwner => "list-owner",
            Self::Thief => "thief",
            Self::ForeignState => "foreign-state",
            Self::EscrowAgent(1) => "escrow-agent-1",
            Self::EscrowAgent(_) => "escrow-agent-2",
        }
    }
}

/// Who can be handed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Receiver {
    /// It is published.
    Everybody,
    /// The owner of a phone.
    Owner(Party),
    /// The messaging service.
    Provider,
    /// Somebody else.
    Institution(Institution),
}

/// Something that somebody gets into its hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Who.
    pub to: Receiver,
    /// What.
    pub what: What,
}

impl Handed {
    /// The same for a foreign state, where an order would give it to the investigator.
    #[must_use]
    pub fn to_foreign_state(self) -> Self {
        let investigator = Receiver::Institution(Institution::Investigator);
        let foreign_state = Receiver::Institution(Institution::ForeignState);
        Self { to: if self.to == investigator { foreign_state } else { self.to }, ..self }
    }

    /// A secret for an institution.
    #[must_use]
    pub const fn secret(to: Institution, secret: Secret) -> Self {
        Self { to: Receiver::Institution(to), what: What::Secret(secret) }
    }

    /// Something for the investigator.
    #[must_use]
    pub const fn to_investigator(what: What) -> Self {
        Self { to: Receiver::Institution(Institution::Investigator), what }
    }

    /// The public key of an agency: everybody knows it.
    #[must_use]
    pub const fn published(agency: AgencyKey) -> Self {
        Self { to: Receiver::Everybody, what: What::AgencyKey(agency) }
    }
}

/// What can be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A secret.
    Secret(Secret),
    /// An identity key that an account is known by.
    IdentityKey(Account, PublicKey),
    /// How many matches open the vouchers of a phone.
    ScanThreshold(NonZeroU8),
    /// The public key of an agency, which every app comes with.
    AgencyKey(AgencyKey),
    /// An end-to-end message that a phone has sealed itself.
    OwnMessage {
        /// Whether it has a prekey header.
        prekey: bool,
        /// Headers and ciphertext.
        bytes: Arc<[u8]>,
    },
    /// The text of a message, as a phone shows it.
    Text(Arc<str>),
    /// A copy of an envelope.
    Envelope(Arc<Annotated>),
    /// A line of the relay's log ([`crate::wire::LogLine`]).
    LogLine(Arc<[u8]>),
    /// What lies on a locked phone, sealed.
    PhoneStore(Account, Arc<[u8]>),
    /// A copy of a phone's backup.
    Backup(Account, Arc<Annotated>),
}

/// A secret, typed, with what it is the secret of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    /// The private half of a phone's identity key.
    IdentityKey(IdentityKeyPair),
    /// An agency's private key.
    StandingKey {
        /// Its public half.
        agency: AgencyKey,
        /// The key.
        private: PrivateKey,
    },
    /// A custodian's share of an agency's private key.
    KeyShare {
        /// The public half of that key.
        agency: AgencyKey,
        /// The share.
        share: KeyShare,
    },
    /// The seed of one message.
    MessageSeed {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
        /// The seed.
        seed: MessageSeed,
    },
    /// The secret bits of one message's weak key.
    WeakSecret {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
        /// The bits, as a number.
        secret: WeakSecret,
    },
    /// What the puzzles of a session need, once its entry price has been paid.
    AbrasionConstant {
        /// The chain of the message with which the session began.
        ratchet_key: PublicKey,
        /// That message.
        message_number: u32,
        /// The constant.
        constant: AbrasionConstant,
    },
    /// Some bits of one message's weak key.
    KnownBits {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
        /// How many bits there are, and how many are known.
        factor: WorkFactor,
        /// The known bits as a number.
        top: u64,
    },
    /// The key of a scanning list.
    ListKey(ListKey),
    /// The key that all Clipper chips have.
    FamilyKey(FamilyKey),
    /// An escrow agent's half of a chip's key.
    UnitKeyHalf {
        /// The chip.
        unit: UnitId,
        /// The agent: 1 or 2.
        agent: u8,
        /// The half.
        half: UnitKeyHalf,
    },
    /// A root key, with the ratchet key that its owner has beside it.
    RootKey {
        /// The ratchet key's public half.
        ratchet_key: PublicKey,
        /// The root key.
        root_key: RootKey,
    },
    /// A ratchet key.
    RatchetKey(RatchetKeyPair),
    /// A prekey: with it somebody begins a session with its owner.
    Prekey {
        /// Whether it is used for one session only.
        is_one_time: bool,
        /// Its number among those of its kind.
        id: PrekeyId,
        /// The key pair.
        pair: PrekeyPair,
    },
    /// A chain key.
    ChainKey {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message that comes next.
        message_number: u32,
        /// The key.
        chain_key: ChainKey,
    },
    /// The key of one session between two Clipper chips.
    LeafSessionKey(LeafSessionKey),
    /// The keys of a connection to the provider.
    RecordKey {
        /// Whose link.
        link: Party,
        /// The phone's port.
        port: u16,
        /// Which way.
        direction: Direction,
        /// The key.
        key: RecordKey,
    },
    /// The key of a layer that the owners of the phones have added themselves.
    LayerKey(LayerKey),
    /// The key of what lies on a locked phone.
    StoreKey {
        /// The phone's account.
        account: Account,
        /// The key.
        key: StoreKey,
    },
    /// The key of an account's backups.
    BackupKey {
        /// The account.
        account: Account,
        /// The key.
        key: BackupKey,
    },
}

/// What institutions do for a rule, and what they hold.
pub trait Institutions: InstitutionsState {
    /// The directory is about to hand out an account's keys: what it hands out.
    fn bundle(&mut self, published: PublishedBundle) -> PublishedBundle {
        published
    }

    /// An envelope is about to go on to its recipient: what goes on in its place. `bundle`
    /// gives the recipient's own keys.
    fn relay(
        &mut self,
        _envelope: &Envelope,
        _bundle: &mut dyn FnMut() -> Option<PublishedBundle>,
        _rng: &mut KeyedRng,
    ) -> Option<Relayed> {
        None
    }

    /// An envelope is for a device that is no phone: what comes of it. Nothing if there is no
    /// such device, or no longer.
    fn deliver(
        &mut self,
        _envelope: &Envelope,
        _bytes: &Arc<Annotated>,
        _rng: &mut KeyedRng,
    ) -> Vec<Handed> {
        Vec::new()
    }

    /// What is in whose hands, or known to everybody, before the first action.
    fn holdings(&self) -> Vec<Handed> {
        Vec::new()
    }

    /// An order has been given: what is released, and what the provider now tells the apps.
    fn ordered(&mut self, _order: &Order, _target: &Account, _rng: &mut KeyedRng) -> Ordered {
        Ordered::default()
    }

    /// Whoever owns a scanning list puts other things on it: what every app gets in its place.
    fn swap_list(&mut self, _rng: &mut KeyedRng) -> Option<Annotated> {
        None
    }

    /// Whether there is a scanning list.
    fn has_list(&self) -> bool {
        false
    }

    /// An order for backups alone has been given: what is released.
    fn backups(&self, _target: &Account) -> Vec<Handed> {
        Vec::new()
    }

    /// An order has ended: what the provider now tells the apps. `others` are the orders that
    /// are still in force.
    fn order_ended(&mut self, _order: &Order, _others: &[Order], _rng: &mut KeyedRng) -> Ended {
        Ended::default()
    }

    /// The investigator brings a captured envelope that an order covers: what is released for
    /// it.
    fn brought(&self, _order: &Order, _envelope: &Envelope) -> Vec<Handed> {
        Vec::new()
    }

    /// An envelope passes the provider: what is handed on of it without any order.
    fn passed(&self, _envelope: &Arc<Annotated>) -> Vec<Handed> {
        Vec::new()
    }

    /// A phone has left a backup: what is released of it, if an order is in force.
    fn backed_up(
        &mut self,
        _account: &Account,
        _backup: &Arc<Annotated>,
        _under_order: bool,
    ) -> Vec<Handed> {
        Vec::new()
    }
}

/// What comes of an order at once.
#[derive(Debug, Default)]
pub struct Ordered {
    /// What is handed over.
    pub handed: Vec<Handed>,
    /// What the provider passes on to every app.
    pub notice: Option<Annotated>,
    /// A device that the directory adds to the target's account.
    pub device: Option<AddedDevice>,
}

/// One more device of an account, as every app is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedDevice {
    /// Its keys.
    pub bundle: PublishedBundle,
    /// By which somebody says that it is the account's.
    pub signature: Option<Signature>,
}

/// What comes of the end of an order.
#[derive(Debug, Default)]
pub struct Ended {
    /// What the provider passes on to every app.
    pub notice: Option<Annotated>,
    /// A device that the directory takes off an account, by its number.
    pub device: Option<(Account, u8)>,
}

/// What goes on to a recipient in place of an envelope.
#[derive(Debug)]
pub struct Relayed {
    /// The envelope.
    pub envelope: Arc<Annotated>,
    /// What the one who made it keeps.
    pub handed: Vec<Handed>,
}

/// Nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nobody;

impl Institutions for Nobody {}
