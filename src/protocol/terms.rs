//! What a session is on: its suite, and where the seeds of its messages come from. That is the
//! ratchet, or, under the rule of Clipper, one short key for the whole session.
//!
//! ```text
//! session key (10) = HKDF-SHA256(salt = 0x00 × 32, ikm = first root key,
//!                                info = "Keyhole LEAF session key")
//! message seed     = HKDF-SHA256(salt = 0x00 × 32, ikm = session key,
//!                                info = "Keyhole LEAF message" ‖ ratchet header (41))
//! ```
//!
//! The ratchet turns as ever, and its headers number the messages: no two of a session have
//! the same. Its own seeds are not used then.

use crate::crypto::kdf::hkdf_sha256;
use crate::crypto::secret::{LeafSessionKey, MessageSeed, RootKey};
use crate::crypto::suite::Suite;
use crate::protocol::header::Header;

/// What the two sides of a session have agreed on before it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    /// How messages are encrypted.
    pub suite: Suite,
    /// Where the seeds of messages come from.
    pub seeds: Seeds,
}

/// Where the seeds of a session's messages come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Seeds {
    /// Each from the ratchet's chain.
    #[default]
    Ratchet,
    /// All from one session key of 80 bits.
    SessionKey,
}

/// The session key of 80 bits that both phones have.
#[must_use]
pub fn session_key(root_key: &RootKey) -> LeafSessionKey {
    let key = hkdf_sha256(&[0; 32], root_key.reveal(), b"Keyhole LEAF session key");
    LeafSessionKey::from_bytes(key)
}

/// The seed of one message, for whoever has the session key.
#[must_use]
pub fn message_seed(session_key: &LeafSessionKey, header: &Header) -> MessageSeed {
    let info = [&b"Keyhole LEAF message"[..], &header.to_bytes()].concat();
    MessageSeed::from_bytes(hkdf_sha256(&[0; 32], session_key.reveal(), &info))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keys::PublicKey;

    #[test]
    fn every_message_has_a_seed_of_its_own() {
        let key = session_key(&RootKey::from_bytes([1; 32]));
        let header = |ratchet_key, message_number| Header {
            ratchet_key: PublicKey::from_bytes([ratchet_key; 32]),
            previous_chain_length: 0,
            message_number,
        };
        let [a, b, c] =
            [header(1, 0), header(1, 1), header(2, 0)].map(|header| message_seed(&key, &header));
        assert!(a != b && b != c && a != c);
        let other = session_key(&RootKey::from_bytes([2; 32]));
        assert_ne!(message_seed(&other, &header(1, 0)), a);
    }
}
