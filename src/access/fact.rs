//! One thing that an observer may hold or come to know.

use super::Bytes;
use crate::{
    crypto::{
        keys::PublicKey,
        secret::{BackupKey, ChainKey, KeyShare, MessageSeed, PrivateKey, RecordKey},
    },
    mechanism::{escrow::AgencyKey, layer, work_factor::WorkFactor},
    wire::{Account, Content},
    world::{ActionId, Direction, Party},
};

/// What kind of thing a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A packet as it passed a point.
    Packet,
    /// What was inside a transport record.
    Frame,
    /// An envelope.
    Envelope,
    /// An end-to-end message: headers, ciphertext, tag.
    Message,
    /// A text that its owners have sealed once more before their app got it.
    LayeredText,
    /// The key of the owners' own layer, named by its id.
    LayerKey,
    /// The content of a message: what the whole page is about.
    Content,
    /// That there was a message, and which of its fields can be told ([`super::Fields`]).
    Sighting,
    /// The content of a message is this many trials away (the logarithm to base 2, one byte).
    Trials,
    /// A transport key of one direction of one connection, with the counter in the packet.
    RecordKey,
    /// The seed of one message.
    MessageSeed,
    /// A chain key, at a place in its chain.
    ChainKey,
    /// A root key.
    RootKey,
    /// The private half of a key pair, named by its public half.
    PrivateKey,
    /// The private half of a prekey, named by its kind and number.
    Prekey,
    /// The public identity key of an account.
    IdentityKey,
    /// The access field of a message, wrapped to an agency.
    EscrowField,
    /// The private key of an agency.
    StandingKey,
    /// A custodian's share of such a key.
    KeyShare,
    /// The puzzle before a message's seed.
    Puzzle,
    /// The abrasion of a session.
    Abrasion,
    /// The access field of a session between two Clipper chips: IV and LEAF.
    LeafField,
    /// What is in a LEAF: unit, wrapped session key, checksum.
    LeafContents,
    /// The key that all Clipper chips have.
    FamilyKey,
    /// An escrow agent's half of a unit key.
    UnitKeyHalf,
    /// The key of one Clipper chip.
    UnitKey,
    /// The key of one session between two chips.
    LeafSessionKey,
    /// The access field of a weak message: some bits of its key, wrapped to an agency.
    WorkFactorField,
    /// Some bits of a message's weak key: n (1), k (1), the bits (8).
    KnownBits,
    /// The secret bits of a message's weak key, as a number (8).
    WeakSecret,
    /// What the puzzles of a session need.
    AbrasionConstant,
    /// The suite in which a message says that it is encrypted: its code.
    SuiteMark,
    /// A sealed message: its sender stands inside.
    SealedMessage,
    /// The private half of a phone's identity key.
    IdentityPrivateKey,
    /// An address from which a message came without a name.
    AnonymousAddress,
    /// An address from which an account registered.
    KnownAddress,
    /// A voucher beside a message that was scanned.
    Voucher,
    /// What is in a voucher whose message is on the list: a share and a sealed seed.
    VoucherMatch,
    /// How many matches open the vouchers of a phone.
    ScanThreshold,
    /// The key of a scanning list.
    ListKey,
    /// The key that opens the seeds in all vouchers of a phone.
    ScanKey,
    /// What lies on a locked phone, named by its account.
    PhoneStore,
    /// The key of what lies on a locked phone, named by its account.
    StoreKey,
    /// A sealed backup, named by its account.
    Backup,
    /// The key of an account's backups.
    BackupKey,
    /// A line of the relay's log.
    LogLine,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 46] = [
        Self::Packet,
        Self::Frame,
        Self::Envelope,
        Self::Message,
        Self::Content,
        Self::LayeredText,
        Self::LayerKey,
        Self::Sighting,
        Self::Trials,
        Self::RecordKey,
        Self::MessageSeed,
        Self::ChainKey,
        Self::RootKey,
        Self::PrivateKey,
        Self::Prekey,
        Self::IdentityKey,
        Self::EscrowField,
        Self::StandingKey,
        Self::KeyShare,
        Self::Puzzle,
        Self::Abrasion,
        Self::LeafField,
        Self::LeafContents,
        Self::FamilyKey,
        Self::UnitKeyHalf,
        Self::UnitKey,
        Self::LeafSessionKey,
        Self::WorkFactorField,
        Self::KnownBits,
        Self::WeakSecret,
        Self::AbrasionConstant,
        Self::SuiteMark,
        Self::SealedMessage,
        Self::IdentityPrivateKey,
        Self::AnonymousAddress,
        Self::KnownAddress,
        Self::Voucher,
        Self::VoucherMatch,
        Self::ScanThreshold,
        Self::ListKey,
        Self::ScanKey,
        Self::PhoneStore,
        Self::StoreKey,
        Self::Backup,
        Self::BackupKey,
        Self::LogLine,
    ];

    /// Stable name, used in locale files and vectors.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Packet => "packet",
            Self::Frame => "frame",
            Self::Envelope => "envelope",
            Self::Message => "message",
            Self::Content => "content",
            Self::LayeredText => "layered-text",
            Self::LayerKey => "layer-key",
            Self::Sighting => "sighting",
            Self::Trials => "trials",
            Self::RecordKey => "record-key",
            Self::MessageSeed => "message-seed",
            Self::ChainKey => "chain-key",
            Self::RootKey => "root-key",
            Self::PrivateKey => "private-key",
            Self::Prekey => "prekey",
            Self::IdentityKey => "identity-key",
            Self::EscrowField => "escrow-field",
            Self::StandingKey => "standing-key",
            Self::KeyShare => "key-share",
            Self::Puzzle => "puzzle",
            Self::Abrasion => "abrasion",
            Self::LeafField => "leaf-field",
            Self::LeafContents => "leaf-contents",
            Self::FamilyKey => "family-key",
            Self::UnitKeyHalf => "unit-key-half",
            Self::UnitKey => "unit-key",
            Self::LeafSessionKey => "leaf-session-key",
            Self::WorkFactorField => "work-factor-field",
            Self::KnownBits => "known-bits",
            Self::WeakSecret => "weak-secret",
            Self::AbrasionConstant => "abrasion-constant",
            Self::SuiteMark => "suite-mark",
            Self::SealedMessage => "sealed-message",
            Self::IdentityPrivateKey => "identity-private-key",
            Self::AnonymousAddress => "anonymous-address",
            Self::KnownAddress => "known-address",
            Self::Voucher => "voucher",
            Self::VoucherMatch => "voucher-match",
            Self::ScanThreshold => "scan-threshold",
            Self::ListKey => "list-key",
            Self::ScanKey => "scan-key",
            Self::PhoneStore => "phone-store",
            Self::StoreKey => "store-key",
            Self::Backup => "backup",
            Self::BackupKey => "backup-key",
            Self::LogLine => "log-line",
        }
    }

    /// Whether it is a secret: something that opens other things.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::RecordKey
                | Self::MessageSeed
                | Self::ChainKey
                | Self::RootKey
                | Self::PrivateKey
                | Self::Prekey
                | Self::StandingKey
                | Self::KeyShare
                | Self::BackupKey
                | Self::StoreKey
                | Self::LayerKey
                | Self::FamilyKey
                | Self::UnitKeyHalf
                | Self::UnitKey
                | Self::LeafSessionKey
                | Self::KnownBits
                | Self::WeakSecret
                | Self::AbrasionConstant
                | Self::IdentityPrivateKey
                | Self::ListKey
                | Self::ScanKey
        )
    }
}

/// The number of a fact in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub(super) u32);

impl FactId {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One thing: what it is, what it is called (rules look for partners by name), and its bytes.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What kind of thing.
    pub kind: Kind,
    /// What it is called: which connection and counter, which chain and message, which public
    /// key.
    pub name: Bytes,
    /// The thing itself.
    pub value: Bytes,
    /// The message that it is about, as the page knows it; no rule looks at it.
    pub about: Option<ActionId>,
    /// The entry of the recording where its bytes stand, if they were captured.
    pub entry: Option<usize>,
}

impl Fact {
    /// A fact that is about nothing in particular.
    #[must_use]
    pub fn new(kind: Kind, name: impl Into<Bytes>, value: impl Into<Bytes>) -> Self {
        Self { kind, name: name.into(), value: value.into(), about: None, entry: None }
    }

    /// The same, about a message and with its place in the recording, where they are known.
    #[must_use]
    pub fn like(self, premise: &Self) -> Self {
        Self { about: self.about.or(premise.about), entry: self.entry.or(premise.entry), ..self }
    }

    /// A message's text as its app has it: the content, or what its owners have sealed once more.
    /// `bytes` are the content's ([`crate::wire::Content`]).
    #[must_use]
    pub fn text(name: impl Into<Bytes>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        // A quick look before the thorough one, which a first visit does without.
        let typed = bytes.as_slice().get(Content::HEADER..).unwrap_or_default();
        let is_layered = typed.starts_with(layer::MARK.as_bytes()) && is_layered(bytes.as_slice());
        Self::new(if is_layered { Kind::LayeredText } else { Kind::Content }, name, bytes)
    }

    /// The key that opens the `counter`th record of one direction of a connection.
    #[must_use]
    pub fn record_key(connection: &ConnectionName, key: &RecordKey) -> Self {
        Self::new(Kind::RecordKey, connection.to_bytes(), key.reveal().as_slice())
    }

    /// The seed of the `number`th message of a chain.
    #[must_use]
    pub fn message_seed(ratchet_key: &PublicKey, number: u32, seed: &MessageSeed) -> Self {
        let name = place_in_chain(ratchet_key, number);
        Self::new(Kind::MessageSeed, name, seed.reveal().as_slice())
    }

    /// The chain key from which the `number`th message of a chain comes next.
    #[must_use]
    pub fn chain_key(ratchet_key: &PublicKey, number: u32, chain_key: &ChainKey) -> Self {
        let name = place_in_chain(ratchet_key, number);
        Self::new(Kind::ChainKey, name, chain_key.reveal().as_slice())
    }

    /// The private key of an agency.
    #[must_use]
    pub fn standing_key(agency: AgencyKey, private: &PrivateKey) -> Self {
        Self::new(Kind::StandingKey, agency_name(agency), private.reveal().as_slice())
    }

    /// A custodian's share of such a key.
    #[must_use]
    pub fn key_share(agency: AgencyKey, share: &KeyShare) -> Self {
        let mut name = agency_name(agency);
        name.push(share.custodian());
        Self::new(Kind::KeyShare, name, share.reveal().as_slice())
    }

    /// The key of an account's backups.
    #[must_use]
    pub fn backup_key(account: &Account, key: &BackupKey) -> Self {
        Self::new(Kind::BackupKey, account.as_str().as_bytes(), key.reveal().as_slice())
    }

    /// The top k of the n bits of a message's weak key.
    #[must_use]
    pub fn known_bits(ratchet_key: &PublicKey, number: u32, factor: WorkFactor, top: u64) -> Self {
        let value = [&[factor.secret_bits(), factor.wrapped_bits()][..], &top.to_be_bytes()];
        Self::new(Kind::KnownBits, place_in_chain(ratchet_key, number), value.concat())
    }

    /// The 32 bytes of a secret.
    #[must_use]
    pub fn secret(&self) -> Option<[u8; 32]> {
        self.value.as_slice().try_into().ok()
    }
}

#[inline(never)]
fn is_layered(content: &[u8]) -> bool {
    Content::decode(content).is_ok_and(|it| layer::key_id_of(it.text()).is_some())
}

/// One direction of one connection: whose link, the phone's port, which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConnectionName {
    /// Whose link.
    pub link: Party,
    /// The phone's port.
    pub port: u16,
    /// Which way.
    pub direction: Direction,
}

impl ConnectionName {
    /// link (1) ‖ port (2) ‖ direction (1).
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        let [high, low] = self.port.to_be_bytes();
        let link = u8::from(self.link == Party::Bob);
        vec![link, high, low, u8::from(self.direction == Direction::ToPhone)]
    }
}

/// key id (1) ‖ public key (32).
fn agency_name(agency: AgencyKey) -> Vec<u8> {
    [&[agency.id.0], agency.public.as_bytes().as_slice()].concat()
}

/// ratchet key (32) ‖ message number (4).
pub(super) fn place_in_chain(ratchet_key: &PublicKey, number: u32) -> Vec<u8> {
    [ratchet_key.as_bytes().as_slice(), &number.to_be_bytes()].concat()
}
