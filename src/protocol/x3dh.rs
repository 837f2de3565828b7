//! X3DH: two phones agree on a secret while one of them is away.
//!
//! Source: Signal, "The X3DH Key Agreement Protocol", rev. 1; the derived lengths and labels
//! are those of version 3 of Signal's messages. `A` initiates, `B` has published prekeys.
//!
//! ```text
//!            IK_A   EK_A                       DH1 = DH(IK_A, SPK_B)
//!             │      │ │ └──────────┐          DH2 = DH(EK_A, IK_B)
//!         DH1 │  DH2 │ │ DH3        │ DH4      DH3 = DH(EK_A, SPK_B)
//!             │      │ │            │          DH4 = DH(EK_A, OPK_B), if B has one left
//!          SPK_B  IK_B SPK_B      OPK_B
//!
//! root key (32) ‖ chain key (32) =
//!     HKDF-SHA256(salt = 32 zero bytes, ikm = 0xFF × 32 ‖ DH1 ‖ DH2 ‖ DH3 [‖ DH4],
//!                 info = "WhisperText")
//! associated data = Encode(IK_A) ‖ Encode(IK_B), the same in both directions (66 bytes)
//! ```
//!
//! Decisions, for docs/PROTOCOL.md:
//! - The signature of the signed prekey is XEdDSA over `Encode(SPK)` (33 bytes). It is checked
//!   before anything else, and nothing is drawn when it is bad.
//! - The initiator draws the base key `EK` (32 bytes). The private half is deleted after the
//!   agreement.
//! - Every output must be contributory; an all-zero one ends the agreement with an error.
//! - What the 64 bytes become: the ratchet starts as Signal's version 3 starts it, see
//!   [`crate::protocol::ratchet`].
//! - The prekey header is not authenticated by itself: a changed identity key changes the
//!   associated data, a changed base key or prekey id changes the agreement, and either way
//!   the message does not open. (A base key changed by a point of small order gives the same
//!   agreement, as in Signal; then the session only has another name at the responder.)

use crate::crypto::kdf::hkdf_sha256;
use crate::crypto::keys::{
    EphemeralKeyPair, IdentityKeyPair, NonContributory, OneTimePrekeyPair, PrekeyId, PrekeyPair,
    PublicKey, Signature, SignedPrekeyPair,
};
use crate::crypto::secret::{ChainKey, DhOutput, PrivateKey, RootKey};
use crate::crypto::xeddsa::{self, BadSignature};
use crate::protocol::header::PrekeyHeader;
use crate::protocol::trace::{AgreementKey, Deleted, Step, Trace};
use core::fmt;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// What a phone has published, as the provider hands it out (X3DH, section 3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrekeyBundle {
    /// The identity key.
    pub identity_key: PublicKey,
    /// The number of the signed prekey.
    pub signed_prekey_id: PrekeyId,
    /// The signed prekey.
    pub signed_prekey: PublicKey,
    /// The identity key's signature over the encoded signed prekey.
    pub signature: Signature,
    /// A one-time prekey with its number, if one was left.
    pub one_time_prekey: Option<(PrekeyId, PublicKey)>,
}

impl PrekeyBundle {
    /// The bundle of these keys.
    #[must_use]
    pub fn new(
        identity_key: PublicKey,
        signed_prekey: &SignedPrekeyPair,
        one_time_prekey: Option<&OneTimePrekeyPair>,
    ) -> Self {
        Self {
            identity_key,
            signed_prekey_id: signed_prekey.id,
            signed_prekey: signed_prekey.pair.public(),
            signature: signed_prekey.signature,
            one_time_prekey: one_time_prekey.map(|prekey| (prekey.id, prekey.pair.public())),
        }
    }

    /// Checks the signature of the signed prekey.
    ///
    /// # Errors
    /// [`BadSignature`] when the identity key did not make it.
    pub fn verify(&self) -> Result<(), BadSignature> {
        xeddsa::verify(&self.identity_key, &self.signed_prekey.encode(), &self.signature)
    }
}

/// `AD`: both identity keys, the initiator's first (X3DH, section 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssociatedData {
    /// The initiator's identity key.
    pub initiator: PublicKey,
    /// The responder's identity key.
    pub responder: PublicKey,
}

impl AssociatedData {
    /// The length in bytes.
    pub const LENGTH: usize = 66;

    /// `Encode(IK_A) ‖ Encode(IK_B)`.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let keys = self.initiator.encode().into_iter().chain(self.responder.encode());
        for (to, from) in bytes.iter_mut().zip(keys) {
            *to = from;
        }
        bytes
    }
}

/// What both sides have after X3DH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The first root key.
    pub root_key: RootKey,
    /// The first chain key.
    pub chain_key: ChainKey,
    /// The associated data of the session.
    pub associated_data: AssociatedData,
}

/// What the initiator has after X3DH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initiation {
    /// The secret, and what it is bound to.
    pub agreed: Agreed,
    /// What the responder needs in order to agree on the same.
    pub header: PrekeyHeader,
}

/// The initiator's side (X3DH, section 3.3). Draws 32 bytes.
///
/// # Errors
/// [`X3dhError`] when the bundle's signature is bad or one of its keys contributes nothing.
pub fn initiate(
    identity: &IdentityKeyPair,
    bundle: &PrekeyBundle,
    rng: &mut impl CryptoRng,
    trace: &mut dyn Trace,
) -> Result<Initiation, X3dhError> {
    use AgreementKey::{Base, Identity, OneTimePrekey, SignedPrekey};
    bundle.verify()?;
    trace.step(Step::SignatureVerified {
        signer: bundle.identity_key,
        signed_prekey: Box::new(bundle.signed_prekey),
        signature: Box::new(bundle.signature),
    });
    let base = EphemeralKeyPair::generate(rng);
    let own_identity = Own::new(Identity, identity.private(), identity.public());
    let own_base = Own::new(Base, base.private(), base.public());
    let agreed = agree(
        [
            (own_identity, (SignedPrekey, bundle.signed_prekey)),
            (own_base, (Identity, bundle.identity_key)),
            (own_base, (SignedPrekey, bundle.signed_prekey)),
        ],
        bundle.one_time_prekey.map(|(_, public)| (own_base, (OneTimePrekey, public))),
        AssociatedData { initiator: identity.public(), responder: bundle.identity_key },
        trace,
    )?;
    trace.step(Step::Deleted(Deleted::BaseKey(base.public())));
    let header = PrekeyHeader {
        identity_key: identity.public(),
        base_key: base.public(),
        signed_prekey_id: bundle.signed_prekey_id,
        one_time_prekey_id: bundle.one_time_prekey.map(|(id, _)| id),
    };
    Ok(Initiation { agreed, header })
}

/// The responder's side (X3DH, section 3.4), with the prekeys that the header names.
///
/// # Errors
/// [`NonContributory`] when one of the initiator's keys contributes nothing.
pub fn respond(
    identity: &IdentityKeyPair,
    signed_prekey: &SignedPrekeyPair,
    one_time_prekey: Option<&OneTimePrekeyPair>,
    header: &PrekeyHeader,
    trace: &mut dyn Trace,
) -> Result<Agreed, NonContributory> {
    let one_time_prekey = one_time_prekey.map(|prekey| &prekey.pair);
    respond_with(identity, (&signed_prekey.pair, one_time_prekey), header, trace)
}

/// The same with the key pairs of the prekeys alone: the signed one, and the one-time one if there
/// is one.
///
/// # Errors
/// [`NonContributory`] when one of the initiator's keys contributes nothing.
pub fn respond_with(
    identity: &IdentityKeyPair,
    (signed, one_time): (&PrekeyPair, Option<&PrekeyPair>),
    header: &PrekeyHeader,
    trace: &mut dyn Trace,
) -> Result<Agreed, NonContributory> {
    use AgreementKey::{Base, Identity, OneTimePrekey, SignedPrekey};
    let own_identity = Own::new(Identity, identity.private(), identity.public());
    let own_signed = Own::new(SignedPrekey, signed.private(), signed.public());
    let own_one_time = one_time.map(|it| Own::new(OneTimePrekey, it.private(), it.public()));
    agree(
        [
            (own_signed, (Identity, header.identity_key)),
            (own_identity, (Base, header.base_key)),
            (own_signed, (Base, header.base_key)),
        ],
        own_one_time.map(|own| (own, (Base, header.base_key))),
        AssociatedData { initiator: header.identity_key, responder: identity.public() },
        trace,
    )
}

/// Why the initiator could not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum X3dhError {
    /// The signed prekey was not signed by the identity key.
    BadSignature(BadSignature),
    /// A key of the bundle contributes nothing.
    NonContributory(NonContributory),
}

impl From<BadSignature> for X3dhError {
    fn from(error: BadSignature) -> Self {
        Self::BadSignature(error)
    }
}

impl From<NonContributory> for X3dhError {
    fn from(error: NonContributory) -> Self {
        Self::NonContributory(error)
    }
}

impl fmt::Display for X3dhError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadSignature(error) => write!(f, "the prekey bundle is refused: {error}"),
            Self::NonContributory(error) => write!(f, "the prekey bundle is refused: {error}"),
        }
    }
}

impl core::error::Error for X3dhError {}

/// One of our key pairs in an agreement.
#[derive(Clone, Copy)]
struct Own<'a> {
    role: AgreementKey,
    private: &'a PrivateKey,
    public: PublicKey,
}

impl<'a> Own<'a> {
    const fn new(role: AgreementKey, private: &'a PrivateKey, public: PublicKey) -> Self {
        Self { role, private, public }
    }
}

/// Ours and theirs.
type Pairing<'a> = (Own<'a>, (AgreementKey, PublicKey));

/// DH1, DH2, DH3, perhaps DH4, and the key derivation over them.
fn agree(
    pairings: [Pairing<'_>; 3],
    fourth: Option<Pairing<'_>>,
    associated_data: AssociatedData,
    trace: &mut dyn Trace,
) -> Result<Agreed, NonContributory> {
    let mut ikm = Zeroizing::new(Vec::with_capacity(5 * 32));
    ikm.resize(32, 0xff);
    for (number, pairing) in (1..).zip(pairings.into_iter().chain(fourth)) {
        ikm.extend(diffie_hellman(number, pairing, trace)?.reveal());
    }
    let okm: Zeroizing<[u8; 64]> = Zeroizing::new(hkdf_sha256(&[0; 32], &ikm, b"WhisperText"));
    let (root_key, chain_key) = split_keys(&okm);
    trace.step(Step::X3dhKdf {
        root_key: Box::new(root_key.clone()),
        chain_key: Box::new(chain_key.clone()),
        associated_data: Box::new(associated_data),
    });
    Ok(Agreed { root_key, chain_key, associated_data })
}

fn diffie_hellman(
    number: u8,
    (own, (their_role, their_public)): Pairing<'_>,
    trace: &mut dyn Trace,
) -> Result<DhOutput, NonContributory> {
    let output = own.private.diffie_hellman(&their_public)?;
    trace.step(Step::Agreement {
        number,
        own_role: own.role,
        own_private: Box::new(own.private.clone()),
        own_public: own.public,
        their_role,
        their_public: Box::new(their_public),
        output: Box::new(output.clone()),
    });
    Ok(output)
}

/// 64 derived bytes: root key, then chain key.
pub(super) fn split_keys(okm: &[u8; 64]) -> (RootKey, ChainKey) {
    let mut root = Zeroizing::new([0; 32]);
    let mut chain = Zeroizing::new([0; 32]);
    for (to, from) in root.iter_mut().chain(chain.iter_mut()).zip(okm) {
        *to = *from;
    }
    (RootKey::from_bytes(*root), ChainKey::from_bytes(*chain))
}
