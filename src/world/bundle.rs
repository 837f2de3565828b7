//! A bundle as the directory hands it out, as one that a session can begin with.

use crate::{
    crypto::keys::{PrekeyId, PublicKey, Signature},
    protocol::x3dh::PrekeyBundle,
    wire::PublishedBundle,
};

/// Nothing if a number in it is 0.
pub(super) fn parse(published: &PublishedBundle) -> Option<PrekeyBundle> {
    let one_time_prekey = match &published.one_time_prekey {
        Some(prekey) => Some((PrekeyId::new(prekey.id)?, PublicKey::from_bytes(prekey.key))),
        None => None,
    };
    Some(PrekeyBundle {
        identity_key: PublicKey::from_bytes(published.identity_key),
        signed_prekey_id: PrekeyId::new(published.signed_prekey.id)?,
        signed_prekey: PublicKey::from_bytes(published.signed_prekey.key),
        signature: Signature(published.signed_prekey.signature),
        one_time_prekey,
    })
}
