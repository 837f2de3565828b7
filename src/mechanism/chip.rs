//! Clipper's chip: it makes the LEAF of a session, and does not go on without a valid one.
//!
//! A chip holds its unit key and the family key and gives away neither. It can't open the
//! session key in somebody else's LEAF (that needs the sender's unit key), so it checks what
//! it can: that the LEAF opens under the family key to a checksum that fits the session key it
//! was given. The checksum has 16 bits. Of random blocks one in 65,536 passes, and the sender
//! has a chip to try them on: Blaze's attack ([`super::forgery`]). The peer's chip is content, and
//! the investigator gets a unit that doesn't exist and a session key that opens nothing.
//!
//! Source: Blaze, "Protocol Failure in the Escrowed Encryption Standard", ACM CCS 1994.

use super::leaf::{Iv, Leaf, LeafContents, UnitId};
use crate::crypto::secret::{FamilyKey, LeafSessionKey, UnitKey};
use core::fmt;

/// A chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Its number.
    pub unit: UnitId,
    /// Its own key; two escrow agents have a half of it each.
    pub unit_key: UnitKey,
    /// The key that all chips have.
    pub family_key: FamilyKey,
}

impl Chip {
    /// Makes the LEAF of a session that this chip begins.
    #[must_use]
    pub fn make_leaf(&self, session_key: &LeafSessionKey, iv: Iv) -> Leaf {
        LeafContents::of(self.unit, &self.unit_key, session_key, iv).seal(&self.family_key)
    }

    /// Checks the LEAF that came with a session key, as the receiving chip does before it
    /// decrypts anything.
    ///
    /// # Errors
    /// [`BadLeaf`] when the checksum does not fit session key and IV.
    pub fn check(&self, leaf: &Leaf, session_key: &LeafSessionKey, iv: Iv) -> Result<(), BadLeaf> {
        let contents = leaf.open(&self.family_key);
        if contents.fits(session_key, iv) { Ok(()) } else { Err(BadLeaf { unit: contents.unit }) }
    }
}

/// A LEAF whose checksum does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadLeaf {
    /// The unit that it seems to come from.
    pub unit: UnitId,
}

impl fmt::Display for BadLeaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the checksum of the LEAF, which names unit {:08x}, does not fit the session key",
            self.unit.0
        )
    }
}

impl core::error::Error for BadLeaf {}

#[cfg(test)]
mod tests {
    use super::*;

    const IV: Iv = Iv([9; 8]);

    fn chip(number: u8) -> Chip {
        Chip {
            unit: UnitId(number.into()),
            unit_key: UnitKey::from_bytes([number; 16]),
            family_key: FamilyKey::from_bytes([0xfa; 16]),
        }
    }

    fn session_key() -> LeafSessionKey {
        LeafSessionKey::from_bytes([0x80; 10])
    }

    #[test]
    fn the_peers_chip_accepts_the_leaf_of_this_session_only() {
        let leaf = chip(1).make_leaf(&session_key(), IV);
        assert_eq!(chip(2).check(&leaf, &session_key(), IV), Ok(()));
        let refused = Err(BadLeaf { unit: UnitId(1) });
        let other = LeafSessionKey::from_bytes([0x81; 10]);
        assert_eq!(chip(2).check(&leaf, &other, IV), refused);
        assert_eq!(chip(2).check(&leaf, &session_key(), Iv([8; 8])), refused);
    }

    /// A changed bit gives another block altogether: one in 65,536 passes. Of these 128 none.
    #[test]
    fn every_changed_bit_is_noticed() {
        let leaf = chip(1).make_leaf(&session_key(), IV);
        for bit in 0..128 {
            let mut changed = leaf;
            changed.0[bit / 8] ^= 0x80 >> (bit % 8);
            assert!(chip(2).check(&changed, &session_key(), IV).is_err());
        }
    }
}
