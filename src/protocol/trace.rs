//! Every step of the protocol, with its inputs and its outputs.
//!
//! The protocol tells a [`Trace`] what it does while it does it; the ratchet view and the
//! published vectors are made of these steps. Secrets stay secrets: a step holds them in their
//! own types, and its `Debug` hides them. They are boxed: a long run has sixteen steps for
//! every message, and each takes the room of the largest.
//!
//! A message that is refused leaves the steps that were tried; then [`Step::Open`] without a
//! text is the last of them, no [`Step::Deleted`] follows, and the state has not changed.

use crate::crypto::keys::{PrekeyId, PublicKey, RatchetKeyPair, Signature};
use crate::crypto::secret::{ChainKey, DhOutput, MessageSeed, Plaintext, PrivateKey, RootKey};
use crate::crypto::suite::{MessageKeys, Suite};
use crate::protocol::x3dh::AssociatedData;

/// Somebody who is told every step.
pub trait Trace {
    /// Takes note of one step.
    fn step(&mut self, step: Step);
}

/// Takes note of nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Trace for Silent {
    fn step(&mut self, _: Step) {}
}

/// Keeps every step.
impl Trace for Vec<Step> {
    fn step(&mut self, step: Step) {
        self.push(step);
    }
}

/// One step of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The signature of a signed prekey was checked and is good (X3DH, section 3.3).
    SignatureVerified {
        /// The identity key that signed.
        signer: PublicKey,
        /// The signed prekey.
        signed_prekey: Box<PublicKey>,
        /// The signature.
        signature: Box<Signature>,
    },
    /// One of X3DH's Diffie-Hellman computations (X3DH, section 3.3).
    Agreement {
        /// Its number: 1 for DH1 to 4 for DH4.
        number: u8,
        /// Which of our keys took part.
        own_role: AgreementKey,
        /// Our private key.
        own_private: Box<PrivateKey>,
        /// Our public key.
        own_public: PublicKey,
        /// Which of their keys took part.
        their_role: AgreementKey,
        /// Their public key.
        their_public: Box<PublicKey>,
        /// The output.
        output: Box<DhOutput>,
    },
    /// X3DH's key derivation (X3DH, section 2.2; the outputs as in Signal's version 3).
    X3dhKdf {
        /// The first root key.
        root_key: Box<RootKey>,
        /// The first chain key.
        chain_key: Box<ChainKey>,
        /// The associated data of the session.
        associated_data: Box<AssociatedData>,
    },
    /// A step of the Diffie-Hellman ratchet (Double Ratchet, section 2.3).
    DhRatchet {
        /// Whose chain begins with this step.
        direction: Direction,
        /// Why the step was made.
        reason: RatchetReason,
        /// Our ratchet key pair.
        own: Box<RatchetKeyPair>,
        /// Their ratchet key.
        their: PublicKey,
        /// The Diffie-Hellman output.
        output: Box<DhOutput>,
        /// The root key before.
        old_root_key: Box<RootKey>,
        /// The root key after.
        new_root_key: Box<RootKey>,
        /// The first key of the new chain.
        chain_key: Box<ChainKey>,
    },
    /// A step of the symmetric-key ratchet (Double Ratchet, section 2.2).
    ChainStep {
        /// Sending or receiving chain.
        direction: Direction,
        /// The ratchet key that names the chain: the sender's.
        ratchet_key: PublicKey,
        /// The message number whose seed this step yields.
        message_number: u32,
        /// The chain key before.
        chain_key: Box<ChainKey>,
        /// `HMAC(chain key, 0x01)`.
        message_seed: Box<MessageSeed>,
        /// `HMAC(chain key, 0x02)`.
        next_chain_key: Box<ChainKey>,
    },
    /// A message seed became key and nonce.
    MessageKeyDerivation {
        /// The suite that says how.
        suite: Suite,
        /// The seed.
        seed: Box<MessageSeed>,
        /// Key and nonce.
        keys: Box<MessageKeys>,
    },
    /// A message was encrypted.
    Seal {
        /// Key and nonce.
        keys: Box<MessageKeys>,
        /// What the tag also covers: the session's associated data, then the header.
        associated_data: Vec<u8>,
        /// The text.
        plaintext: Plaintext,
        /// The ciphertext with its tag.
        ciphertext: Vec<u8>,
    },
    /// A decryption was tried.
    Open {
        /// Key and nonce.
        keys: Box<MessageKeys>,
        /// What the tag also covers: the session's associated data, then the header.
        associated_data: Vec<u8>,
        /// The ciphertext with its tag.
        ciphertext: Vec<u8>,
        /// The text; nothing when the tag did not fit.
        plaintext: Option<Plaintext>,
    },
    /// The seed of a message that has not come yet is put aside (Double Ratchet, section 2.6).
    SkippedStored {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
    },
    /// A late message came, and its seed was there.
    SkippedUsed {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
    },
    /// A secret was deleted: from here on this phone can't compute it again.
    Deleted(Deleted),
}

/// A secret that a phone has deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// The private half of X3DH's base key.
    BaseKey(PublicKey),
    /// A one-time prekey, used once.
    OneTimePrekey(PrekeyId, PublicKey),
    /// A root key, replaced by the next one.
    RootKey(RootKey),
    /// The private half of a ratchet key. (The responder's first ratchet key is its signed
    /// prekey, which stays among its prekeys: that is no deletion.)
    RatchetKey(PublicKey),
    /// The chain key that was stored before: replaced, or its chain is closed. (The keys that
    /// a chain passes through within one operation are in [`Step::ChainStep`] only.)
    ChainKey {
        /// Sending or receiving chain.
        direction: Direction,
        /// The ratchet key that names the chain.
        ratchet_key: PublicKey,
        /// The chain key.
        chain_key: Box<ChainKey>,
    },
    /// Seed, key and nonce of a message that was sent or read.
    MessageKey {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
    },
    /// The seed of a message that never came; there was no more room for it.
    SkippedKey {
        /// The chain.
        ratchet_key: PublicKey,
        /// The message.
        message_number: u32,
    },
}

/// Which key takes part in an X3DH agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgreementKey {
    /// `IK`
    Identity,
    /// `SPK`
    SignedPrekey,
    /// `OPK`
    OneTimePrekey,
    /// `EK`, the initiator's ephemeral key
    Base,
}

/// The direction of a chain, seen from the phone that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From this phone.
    Sending,
    /// To this phone.
    Receiving,
}

/// Why a step of the Diffie-Hellman ratchet was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RatchetReason {
    /// The initiator starts its first sending chain.
    SessionStart,
    /// The other side announced a new ratchet key.
    NewRatchetKey,
    /// We answer their new ratchet key with a new one of ours.
    OwnNewRatchetKey,
}
