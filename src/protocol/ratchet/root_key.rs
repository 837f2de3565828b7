//! The root key and the Diffie-Hellman ratchet.
//!
//! `KDF_RK` (Double Ratchet, rev. 1, sections 2.3 and 5.2), with Signal's constants:
//! `HKDF-SHA256(salt = RK, ikm = DH output, info = "WhisperRatchet")` → new root key (32) ‖
//! chain key (32).

use crate::crypto::kdf::hkdf_sha256;
use crate::crypto::keys::{NonContributory, PublicKey, RatchetKeyPair};
use crate::crypto::secret::{ChainKey, DhOutput, RootKey};
use crate::protocol::trace::{Direction, RatchetReason, Step, Trace};
use crate::protocol::x3dh::split_keys;
use zeroize::Zeroizing;

/// `KDF_RK(root_key, output)`.
#[must_use]
pub fn kdf_root(root_key: &RootKey, output: &DhOutput) -> (RootKey, ChainKey) {
    let okm = Zeroizing::new(hkdf_sha256(root_key.reveal(), output.reveal(), b"WhisperRatchet"));
    split_keys(&okm)
}

/// One step of the Diffie-Hellman ratchet: the agreement, then `KDF_RK`.
pub(super) fn dh_ratchet(
    root_key: &RootKey,
    own: &RatchetKeyPair,
    their: PublicKey,
    (direction, reason): (Direction, RatchetReason),
    trace: &mut dyn Trace,
) -> Result<(RootKey, ChainKey), NonContributory> {
    let output = own.private().diffie_hellman(&their)?;
    let (new_root_key, chain_key) = kdf_root(root_key, &output);
    trace.step(Step::DhRatchet {
        direction,
        reason,
        own: Box::new(own.clone()),
        their,
        output: Box::new(output),
        old_root_key: Box::new(root_key.clone()),
        new_root_key: Box::new(new_root_key.clone()),
        chain_key: Box::new(chain_key.clone()),
    });
    Ok((new_root_key, chain_key))
}
