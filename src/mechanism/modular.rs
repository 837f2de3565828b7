//! Arithmetic modulo an odd number below 2^62, without divisions (Montgomery, "Modular
//! Multiplication Without Trial Division", Mathematics of Computation 44, 1985).
//!
//! Wasm has no division of 128-bit numbers; a discrete logarithm takes millions of products.

/// An odd modulus n, 2 < n < 2^62.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Modulus {
    n: u64,
    /// −1/n mod 2^64.
    negated_inverse: u64,
    /// 2^128 mod n.
    square: u64,
}

/// A number a below n, kept as a · 2^64 mod n.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Element(u64);

impl Modulus {
    pub(super) const fn new(n: u64) -> Self {
        // Newton's iteration doubles the correct bits; n itself is its inverse mod 8.
        let mut inverse = n;
        let mut round = 0;
        while round < 5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(n.wrapping_mul(inverse)));
            round += 1;
        }
        let mut square = (u64::MAX % n + 1) % n;
        let mut round = 0;
        while round < 64 {
            square = sum(square, square, n);
            round += 1;
        }
        Self { n, negated_inverse: inverse.wrapping_neg(), square }
    }

    pub(super) const fn enter(&self, number: u64) -> Element {
        self.product(Element(number % self.n), Element(self.square))
    }

    pub(super) const fn leave(&self, element: Element) -> u64 {
        self.product(element, Element(1)).0
    }

    #[allow(clippy::cast_possible_truncation, reason = "the halves of a 128-bit number")]
    pub(super) const fn product(&self, one: Element, two: Element) -> Element {
        let product = one.0 as u128 * two.0 as u128;
        let multiple = (product as u64).wrapping_mul(self.negated_inverse) as u128 * self.n as u128;
        let reduced = ((product + multiple) >> 64) as u64;
        Element(if reduced >= self.n { reduced - self.n } else { reduced })
    }

    pub(super) const fn power(&self, base: Element, mut exponent: u64) -> Element {
        let mut base = base;
        let mut power = self.enter(1);
        while exponent > 0 {
            if exponent & 1 == 1 {
                power = self.product(power, base);
            }
            base = self.product(base, base);
            exponent >>= 1;
        }
        power
    }
}

impl Element {
    /// Four bits that look random, to choose a way by.
    pub(super) const fn nibble(self) -> usize {
        (self.0 & 15) as usize
    }
}

/// (one + two) mod n, of numbers below n < 2^62.
pub(super) const fn sum(one: u64, two: u64, n: u64) -> u64 {
    let sum = one + two;
    if sum >= n { sum - n } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_division() {
        for n in [3, 16_776_899, (1 << 61) - 1, (1 << 62) - 10_565] {
            let modulus = Modulus::new(n);
            let numbers = [0, 1, 2, n / 3, n - 1].map(|number| number % n);
            for one in numbers {
                assert_eq!(modulus.leave(modulus.enter(one)), one);
                for two in numbers {
                    let product = modulus.product(modulus.enter(one), modulus.enter(two));
                    let expected = u128::from(one) * u128::from(two) % u128::from(n);
                    assert_eq!(u128::from(modulus.leave(product)), expected);
                }
            }
        }
    }
}
