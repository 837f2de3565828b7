//! Abrasion: a discrete logarithm that stands before the first message of a session.
//!
//! ```text
//! p = the largest number below 2^bits with p and q = (p − 1)/2 prime            24 ≤ bits ≤ 62
//! g = 4, which generates the q squares modulo p
//!
//! x        = 1 + v mod (q − 1),  v = the first 8 bytes of HKDF-SHA256(salt = 0x00 × 32,
//!            ikm = session secret, info = "Keyhole abrasion exponent" ‖ bits (1))
//! field    = bits (1) ‖ g^x mod p (8)                                                9 bytes
//! constant = HKDF-SHA256(salt = 0x00 × 32, ikm = x (8),
//!            info = "Keyhole abrasion constant" ‖ bits (1) ‖ g^x mod p (8))         32 bytes
//! ```
//!
//! Both phones know the session's secret, so both know x and can check the field. Anybody else
//! must compute the logarithm ([`super::discrete_log`]), once for the session, before the
//! puzzles of its messages ([`super::crumple`]) can even be begun: they all need the constant.
//!
//! Source: Wright, Varia, "Crypto Crumple Zones", IEEE EuroS&P 2018 ("public key abrasion").
//! Simplified: the paper has the phones run one more Diffie-Hellman exchange, modulo a prime far
//! larger than page and reader could wait for; here x follows from the session's secret, which
//! saves a message, and p is small enough to be really broken. For large primes most of the
//! work is spent once and then serves every session with that prime (Adrian et al., "Imperfect
//! Forward Secrecy", ACM CCS 2015); for such small ones the square-root methods are quicker,
//! and each session costs the same.

use super::Layout;
use super::modular::Modulus;
use crate::crypto::kdf::hkdf_sha256;
use crate::crypto::secret::{AbrasionConstant, AbrasionExponent};
use crate::wire::{DecodeError, Field, Reader, Writer};
use zeroize::Zeroizing;

/// The group of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    bits: u8,
    below: u16,
}

impl Group {
    /// g.
    pub const GENERATOR: u64 = 4;

    /// The group whose prime has this many bits, from 24 to 62.
    #[must_use]
    pub fn new(bits: u8) -> Option<Self> {
        let below = *BELOW.get(usize::from(bits.checked_sub(24)?))?;
        Some(Self { bits, below })
    }

    /// How many bits the prime has.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.bits
    }

    /// The prime p.
    #[must_use]
    pub const fn prime(self) -> u64 {
        (1 << self.bits) - self.below as u64
    }

    /// The prime q: how many elements the group has.
    #[must_use]
    pub const fn order(self) -> u64 {
        (self.prime() - 1) / 2
    }

    /// The base-2 logarithm of the multiplications that one logarithm costs on average, rounded
    /// up: about 2 · √q by Pollard's rho.
    #[must_use]
    pub const fn log2_steps(self) -> u8 {
        self.bits / 2 + 1
    }

    pub(super) const fn modulus(self) -> Modulus {
        Modulus::new(self.prime())
    }

    /// Whether a number is an element other than 1.
    const fn contains(self, number: u64) -> bool {
        let modulus = self.modulus();
        1 < number
            && number < self.prime()
            && modulus.leave(modulus.power(modulus.enter(number), self.order())) == 1
    }
}

/// What the phones know of their session's abrasion, and whoever has paid for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abrasion {
    group: Group,
    exponent: AbrasionExponent,
}

impl Abrasion {
    /// Derives it from a secret of the session that both phones have.
    #[must_use]
    pub fn derive(session_secret: &[u8], group: Group) -> Self {
        let mut info = b"Keyhole abrasion exponent".to_vec();
        info.push(group.bits);
        let bytes = Zeroizing::new(hkdf_sha256(&[0; 32], session_secret, &info));
        Self::from_exponent(u64::from_be_bytes(*bytes) % (group.order() - 1) + 1, group)
    }

    /// Takes x as it was found.
    #[must_use]
    pub const fn from_exponent(exponent: u64, group: Group) -> Self {
        let reduced = exponent % group.order();
        Self { group, exponent: AbrasionExponent::from_bytes(reduced.to_be_bytes()) }
    }

    /// x.
    #[must_use]
    pub const fn exponent(&self) -> &AbrasionExponent {
        &self.exponent
    }

    /// What goes over the wire.
    #[must_use]
    pub const fn field(&self) -> AbrasionField {
        let modulus = self.group.modulus();
        let exponent = u64::from_be_bytes(*self.exponent.reveal());
        let power = modulus.power(modulus.enter(Group::GENERATOR), exponent);
        AbrasionField { group: self.group, power: modulus.leave(power) }
    }

    /// What every puzzle of the session needs.
    #[must_use]
    pub fn constant(&self) -> AbrasionConstant {
        let field = self.field();
        let mut info = b"Keyhole abrasion constant".to_vec();
        info.push(field.group.bits);
        info.extend(field.power.to_be_bytes());
        AbrasionConstant::from_bytes(hkdf_sha256(&[0; 32], self.exponent.reveal(), &info))
    }
}

/// What the first message of a session carries for everybody to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AbrasionField {
    group: Group,
    power: u64,
}

impl AbrasionField {
    /// The length of the field in bytes.
    pub const LENGTH: usize = 9;

    /// The group.
    #[must_use]
    pub const fn group(&self) -> Group {
        self.group
    }

    /// g^x mod p.
    #[must_use]
    pub const fn power(&self) -> u64 {
        self.power
    }
}

impl Layout for AbrasionField {
    fn write(&self, w: &mut Writer) {
        w.group(Field::AbrasionField, |w| {
            w.u8(Field::AbrasionBits, self.group.bits);
            w.u64(Field::AbrasionPower, self.power);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let bits = r.u8(Field::AbrasionBits)?;
        let bad = |field, found| Err(DecodeError::BadValue { field, found });
        let Some(group) = Group::new(bits) else {
            return bad(Field::AbrasionBits, bits.into());
        };
        let power = r.u64(Field::AbrasionPower)?;
        if !group.contains(power) {
            return bad(Field::AbrasionPower, u32::try_from(power).unwrap_or(u32::MAX));
        }
        Ok(Self { group, power })
    }
}

/// How far each prime lies below its power of two, from 2^24 to 2^62.
const BELOW: [u16; 39] = [
    317, 633, 677, 405, 437, 189, 1385, 69, 209, 9, 641, 849, 137, 45, 401, 381, 437, 1965, 2201,
    741, 1493, 573, 857, 1485, 5297, 2709, 161, 465, 473, 1269, 4805, 789, 2249, 3993, 137, 18009,
    3677, 2373, 10565,
];

#[cfg(test)]
mod tests {
    use super::super::testing::check_layout;
    use super::*;

    /// Miller-Rabin with the first twelve primes, which decides for every number below 2^64
    /// (Sorenson, Webster, "Strong Pseudoprimes to Twelve Prime Bases", 2015).
    fn is_prime(n: u64) -> bool {
        let bases = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
        if n < 40 || bases.iter().any(|base| n.is_multiple_of(*base)) {
            return bases.contains(&n);
        }
        let modulus = Modulus::new(n);
        let twos = (n - 1).trailing_zeros();
        bases.into_iter().all(|base| {
            let mut power = modulus.power(modulus.enter(base), (n - 1) >> twos);
            let first = modulus.leave(power);
            first == 1
                || (0..twos).any(|_| {
                    let found = modulus.leave(power) == n - 1;
                    power = modulus.product(power, power);
                    found
                })
        })
    }

    #[test]
    fn each_prime_is_the_largest_of_its_kind() {
        let safe = |p: u64| is_prime(p) && is_prime((p - 1) / 2);
        for bits in 24..=62 {
            let p = Group::new(bits).unwrap().prime();
            assert_eq!(p.ilog2() + 1, u32::from(bits));
            assert!(safe(p), "{bits} bits");
            assert!((p + 1..1 << bits).all(|larger| larger % 12 != 11 || !safe(larger)));
        }
        assert!(Group::new(23).is_none() && Group::new(63).is_none() && Group::new(0).is_none());
    }

    #[test]
    fn the_generator_has_the_order_q() {
        for bits in 24..=62 {
            let group = Group::new(bits).unwrap();
            assert!(group.contains(Group::GENERATOR));
            assert!(!group.contains(group.prime() - 1) && !group.contains(1));
        }
    }

    #[test]
    fn both_phones_have_the_same_constant_and_another_session_another_one() {
        let group = Group::new(40).unwrap();
        let abrasion = Abrasion::derive(b"session", group);
        assert_eq!(abrasion.field(), Abrasion::derive(b"session", group).field());
        assert_ne!(abrasion.constant(), Abrasion::derive(b"Session", group).constant());
        let larger = Abrasion::derive(b"session", Group::new(41).unwrap());
        assert_ne!(abrasion.constant(), larger.constant());
        for bits in [24, 40, 62] {
            let field = Abrasion::derive(b"session", Group::new(bits).unwrap()).field();
            check_layout(&field, AbrasionField::LENGTH);
        }
    }

    /// Computed by a few lines of Python and its package `cryptography` from the text at the
    /// top of this file.
    #[test]
    fn known_answer() {
        let abrasion = Abrasion::derive(b"session", Group::new(62).unwrap());
        assert_eq!(crate::hex::encode(abrasion.field().encode().bytes()), "3e17403933fb19bee1");
        assert_eq!(
            crate::hex::encode(abrasion.constant().reveal()),
            "1e9ca491a7fa1a3f0db488ca4dbc3754dba8925c844dffa75f95edee774f36da"
        );
    }
}
