//! The state of a ratchet gives the next receiving chain, and no more: the chain after it
//! needs a key that did not exist yet.

use super::{Found, Rule, message};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::secret::{PrivateKey, RootKey},
    protocol::ratchet::{kdf_chain, kdf_root},
};

/// `KDF_RK` (Double Ratchet, revision 1, section 2.3) with the peer's next ratchet key, which
/// stands in the header of a captured message. The header does not name its session, so the
/// step counts only if the message opens.
pub(super) const TURN_RATCHET: Rule =
    Rule::new("turn-ratchet", &[Kind::RootKey, Kind::PrivateKey, Kind::Message], turn_ratchet);

/// A message further along its chain than this is left to a later one.
const MAX_STEPS: u32 = 1_000;

fn turn_ratchet(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let roots: Vec<(FactId, &Fact)> = match fact.kind {
        Kind::RootKey => vec![(new, fact)],
        Kind::PrivateKey => known.named(Kind::RootKey, fact.name.as_slice()).collect(),
        _ => known.named(Kind::RootKey, &[]).collect(),
    };
    for (root_id, root) in roots {
        for (private_id, private) in known.named(Kind::PrivateKey, root.name.as_slice()) {
            let messages: Vec<(FactId, &Fact)> = match fact.kind {
                Kind::Message => vec![(new, fact)],
                _ => known.named(Kind::Message, &[]).collect(),
            };
            for (message_id, message) in messages {
                if let Some(chain_key) = turned(root, private, message, known) {
                    found.push(Found::that(&[root_id, private_id, message_id], chain_key));
                }
            }
        }
    }
}

/// The chain key at the beginning of the chain to which the message belongs.
pub(super) fn turned(
    root: &Fact,
    private: &Fact,
    message: &Fact,
    known: Known<'_>,
) -> Option<Fact> {
    let header = message::parsed(message)?.header;
    let chain = header.ratchet_key;
    let output = PrivateKey::from_bytes(private.secret()?).diffie_hellman(&chain).ok()?;
    let (_, chain_key) = kdf_root(&RootKey::from_bytes(root.secret()?), &output);
    let steps = Some(header.message_number).filter(|steps| *steps <= MAX_STEPS)?;
    let reached = (0..steps).fold(chain_key.clone(), |key, _| kdf_chain(&key).1);
    message::opened(&kdf_chain(&reached).0, message, known)?;
    Some(Fact::chain_key(&chain, 0, &chain_key))
}
