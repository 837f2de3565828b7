//! Activations, entries of the log: whose messages an agency's key may open, and from
//! which message time on.
//!
//! ```text
//! activation = kind (1) ‖ target ‖ from (8) ‖ until (8), 2^64 − 1 for an open end ‖ key (4)
//! target     = kind 1: length (1) ‖ account name        kind 2: commitment (32)
//! commitment = SHA-256(the activation with its target named, kind 1 ‖ randomness (32))
//! opening    = length (1) ‖ account name ‖ randomness (32)
//! ```
//!
//! A secret activation (kind 2) hides its target only: that there is one, for how long, and
//! for which key, everybody can read and count. Who is given the opening can check that the
//! entry is about the account that it names. Without the opening nobody can tell the target,
//! not even by trying all names, and the agency can't name another one afterwards.

use crate::crypto::secret::CommitmentRandomness;
use crate::mechanism::Layout;
use crate::wire::{Account, DecodeError, Field, Reader, Writer};
use core::fmt;
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};

/// An entry of the log that lets a key open messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Whose messages.
    pub target: Target,
    /// The first message time that is covered.
    pub from: u64,
    /// The first message time that is covered no more; none for an open end. (On the wire an
    /// open end is 2^64 − 1, so that this one time cannot be named.)
    pub until: Option<u64>,
    /// Which of the agency's keys.
    pub key: u32,
}

/// Whom an activation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Everybody can read it.
    Named(Account),
    /// Only who has the opening can tell.
    Committed([u8; 32]),
}

/// What reveals the target of a secret activation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The account that is opened.
    pub target: Account,
    /// What hides it in the commitment.
    pub randomness: CommitmentRandomness,
}

impl Activation {
    /// This activation with its target hidden, and what reveals it. Draws 32 bytes. An
    /// activation that is secret already has no target to hide.
    #[must_use]
    pub fn hide(&self, rng: &mut impl CryptoRng) -> Option<(Self, Opening)> {
        let Target::Named(target) = self.target.clone() else { return None };
        let opening = Opening { target, randomness: CommitmentRandomness::generate(rng) };
        let target = Target::Committed(self.commitment(&opening));
        Some((Self { target, ..*self }, opening))
    }

    /// This secret activation with its target named.
    ///
    /// # Errors
    /// [`WrongOpening`] when the opening belongs to another activation; an activation whose
    /// target is named has none.
    pub fn reveal(&self, opening: &Opening) -> Result<Self, WrongOpening> {
        let revealed = Self { target: Target::Named(opening.target.clone()), ..*self };
        let commitment = Target::Committed(revealed.commitment(opening));
        if self.target == commitment { Ok(revealed) } else { Err(WrongOpening) }
    }

    /// Whether it names this account and covers messages of this time. A secret activation
    /// names nobody: [reveal](Self::reveal) it first.
    #[must_use]
    pub fn covers(&self, account: &Account, time: u64) -> bool {
        let named = matches!(&self.target, Target::Named(target) if target == account);
        named && self.from <= time && self.until.is_none_or(|until| time < until)
    }

    fn commitment(&self, opening: &Opening) -> [u8; 32] {
        let hash = Sha256::new_with_prefix(self.encode().bytes());
        hash.chain_update(opening.randomness.reveal()).finalize().into()
    }
}

impl Layout for Activation {
    fn write(&self, w: &mut Writer) {
        w.group(Field::Activation, |w| {
            match &self.target {
                Target::Named(account) => {
                    w.u8(Field::ActivationKind, NAMED);
                    account.write(w, Field::ActivationTargetLength, Field::ActivationTarget);
                }
                Target::Committed(commitment) => {
                    w.u8(Field::ActivationKind, COMMITTED);
                    w.leaf(Field::ActivationCommitment, commitment);
                }
            }
            w.u64(Field::ActivationFrom, self.from);
            w.u64(Field::ActivationUntil, self.until.unwrap_or(OPEN_END));
            w.u32(Field::ActivationKey, self.key);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let target = match r.u8(Field::ActivationKind)? {
            NAMED => {
                let (length, name) = (Field::ActivationTargetLength, Field::ActivationTarget);
                Target::Named(Account::read(r, length, name)?)
            }
            COMMITTED => Target::Committed(r.array(Field::ActivationCommitment)?),
            found => {
                let field = Field::ActivationKind;
                return Err(DecodeError::BadValue { field, found: found.into() });
            }
        };
        let from = r.u64(Field::ActivationFrom)?;
        let until = Some(r.u64(Field::ActivationUntil)?).filter(|until| *until != OPEN_END);
        Ok(Self { target, from, until, key: r.u32(Field::ActivationKey)? })
    }
}

impl Layout for Opening {
    fn write(&self, w: &mut Writer) {
        w.group(Field::Opening, |w| {
            self.target.write(w, Field::ActivationTargetLength, Field::ActivationTarget);
            w.leaf(Field::OpeningRandomness, self.randomness.reveal());
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (length, name) = (Field::ActivationTargetLength, Field::ActivationTarget);
        let target = Account::read(r, length, name)?;
        let randomness = CommitmentRandomness::from_bytes(r.array(Field::OpeningRandomness)?);
        Ok(Self { target, randomness })
    }
}

/// An opening does not belong to an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongOpening;

impl fmt::Display for WrongOpening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the opening does not belong to this activation")
    }
}

impl core::error::Error for WrongOpening {}

const NAMED: u8 = 1;
const COMMITTED: u8 = 2;
const OPEN_END: u64 = u64::MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;
    use crate::mechanism::testing::{check_layout, rng};

    fn alice() -> Activation {
        let target = Target::Named(Account::new("alice"));
        Activation { target, from: 1000, until: Some(2000), key: 7 }
    }

    #[test]
    fn covers_its_target_and_time_only() {
        let (alice, bob) = (Account::new("alice"), Account::new("bob"));
        let activation = self::alice();
        let covered = |time| activation.covers(&alice, time);
        assert_eq!([999, 1000, 1999, 2000].map(covered), [false, true, true, false]);
        assert!(!activation.covers(&bob, 1500));
        let open_end = Activation { until: None, ..activation };
        assert!(open_end.covers(&alice, u64::MAX));
        assert_eq!(Activation::decode(open_end.encode().bytes()), Ok(open_end));
    }

    #[test]
    fn a_secret_activation_is_revealed_by_its_opening_only() {
        let activation = alice();
        let (secret, opening) = activation.hide(&mut rng(7)).unwrap();
        assert!(!secret.covers(&opening.target, 1500));
        assert_eq!(secret.hide(&mut rng(7)), None);
        assert_eq!(secret.reveal(&opening), Ok(activation.clone()));
        let bob = Opening { target: Account::new("bob"), ..opening.clone() };
        assert_eq!(secret.reveal(&bob), Err(WrongOpening));
        let randomness = CommitmentRandomness::from_bytes([0; 32]);
        let other = Opening { randomness, ..opening.clone() };
        assert_eq!(secret.reveal(&other), Err(WrongOpening));
        let longer = Activation { until: None, ..secret.clone() };
        assert_eq!(longer.reveal(&opening), Err(WrongOpening));
        assert_eq!(activation.reveal(&opening), Err(WrongOpening));
        check_layout(&activation, 27);
        check_layout(&secret, 53);
        check_layout(&opening, 38);
    }

    /// Computed with Python's `hashlib`: the randomness is the first 32 bytes of the `ChaCha20`
    /// keystream under 32 bytes 7.
    #[test]
    fn known_answer() {
        let (secret, _) = alice().hide(&mut rng(7)).unwrap();
        assert_eq!(
            hex::encode(secret.encode().bytes()),
            "02d08e89e87dd4d5b792fd7246b98d692a73a22447bbc5c914f5db024ce530bfc7\
             00000000000003e800000000000007d000000007"
        );
    }
}
