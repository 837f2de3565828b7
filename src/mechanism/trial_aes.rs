//! AES-128 for whoever tries many keys on one block: key schedule and encryption in one pass, with
//! a table.
//!
//! How long it takes depends on the key, as with every table that is looked up by secret bytes
//! (Bernstein, "Cache-timing attacks on AES", 2005). Nobody watches a searcher on its own machine;
//! the phones use the crate `aes`, which takes the same time for all keys. Of the last round only
//! the first column is computed: what is compared are the first bytes of a text.
//!
//! Source: FIPS 197, sections 5.1 and 5.2; the table joins `SubBytes` and `MixColumns` (Daemen,
//! Rijmen, "AES Proposal: Rijndael", 1999, section 5.2.1).

/// The first column, 4 bytes, of the block that `block` becomes under `key`.
#[must_use]
pub fn first_column(key: &[u8; 16], block: &[u8; 16]) -> [u8; 4] {
    let mut round_key = columns(key);
    let mut state = columns(block);
    add(&mut state, &round_key);
    for constant in ROUND_CONSTANTS.iter().take(9) {
        expand(&mut round_key, *constant);
        let [a, b, c, d] = state;
        state = [mixed(a, b, c, d), mixed(b, c, d, a), mixed(c, d, a, b), mixed(d, a, b, c)];
        add(&mut state, &round_key);
    }
    expand(&mut round_key, 0x36);
    let [a, b, c, d] = state;
    let last = u32::from_be_bytes([
        substituted(byte(a, 0)),
        substituted(byte(b, 1)),
        substituted(byte(c, 2)),
        substituted(byte(d, 3)),
    ]);
    let [first, ..] = round_key;
    (last ^ first).to_be_bytes()
}

const ROUND_CONSTANTS: [u8; 10] = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36];

fn columns(bytes: &[u8; 16]) -> [u32; 4] {
    let mut columns = [0; 4];
    for (column, bytes) in columns.iter_mut().zip(bytes.chunks_exact(4)) {
        *column = bytes.iter().fold(0, |all, byte| all << 8 | u32::from(*byte));
    }
    columns
}

fn add(state: &mut [u32; 4], round_key: &[u32; 4]) {
    for (column, key) in state.iter_mut().zip(round_key) {
        *column ^= key;
    }
}

/// The next round key (FIPS 197, section 5.2).
#[inline]
fn expand(round_key: &mut [u32; 4], constant: u8) {
    let [a, b, c, d] = round_key;
    let [w, x, y, z] = d.to_be_bytes().map(substituted);
    *a ^= u32::from_be_bytes([x ^ constant, y, z, w]);
    *b ^= *a;
    *c ^= *b;
    *d ^= *c;
}

/// One column after `SubBytes`, `ShiftRows` and `MixColumns`.
#[inline]
fn mixed(a: u32, b: u32, c: u32, d: u32) -> u32 {
    looked_up(byte(a, 0))
        ^ looked_up(byte(b, 1)).rotate_right(8)
        ^ looked_up(byte(c, 2)).rotate_right(16)
        ^ looked_up(byte(d, 3)).rotate_right(24)
}

/// A byte of a column, counted from the top.
#[inline]
const fn byte(column: u32, row: u32) -> u8 {
    (column >> (24 - 8 * row)) as u8
}

#[inline]
fn looked_up(byte: u8) -> u32 {
    // A byte is always within the table; the compiler sees it.
    TABLE.get(usize::from(byte)).copied().unwrap_or_default()
}

#[inline]
fn substituted(byte: u8) -> u8 {
    (looked_up(byte) >> 8) as u8
}

/// For each byte 2·S ‖ S ‖ S ‖ 3·S, with S its substitute: 1 kB, computed once by the compiler.
static TABLE: [u32; 256] = table();

#[allow(clippy::indexing_slicing, reason = "computed while compiling: a mistake stops the build")]
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    // 3 generates the multiplicative group of GF(2^8), and 0xf6 is its inverse.
    let (mut power, mut inverse) = (1_u8, 1_u8);
    loop {
        let substitute = affine(inverse);
        table[power as usize] = entry(substitute);
        power ^= double(power);
        inverse = product(inverse, 0xf6);
        if power == 1 {
            break;
        }
    }
    table[0] = entry(0x63);
    table
}

const fn entry(substitute: u8) -> u32 {
    let two = double(substitute);
    u32::from_be_bytes([two, substitute, substitute, two ^ substitute])
}

/// The affine map of `SubBytes` (FIPS 197, section 5.1.1).
const fn affine(byte: u8) -> u8 {
    let turned = byte.rotate_left(1) ^ byte.rotate_left(2) ^ byte.rotate_left(3);
    byte ^ turned ^ byte.rotate_left(4) ^ 0x63
}

const fn double(byte: u8) -> u8 {
    (byte << 1) ^ if byte & 0x80 == 0 { 0 } else { 0x1b }
}

const fn product(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b != 0 {
        if b & 1 != 0 {
            product ^= a;
        }
        a = double(a);
        b >>= 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::testing::rng;
    use aes::{
        Aes128,
        cipher::{BlockCipherEncrypt, KeyInit},
    };
    use rand_core::Rng;

    /// FIPS 197, appendix B.
    #[test]
    fn the_published_example() {
        let key = crate::hex::decode_array("2b7e151628aed2a6abf7158809cf4f3c").unwrap();
        let block = crate::hex::decode_array("3243f6a8885a308d313198a2e0370734").unwrap();
        assert_eq!(first_column(&key, &block), [0x39, 0x25, 0x84, 0x1d]);
    }

    #[test]
    fn the_same_as_the_crate_for_random_keys() {
        let mut rng = rng(3);
        for _ in 0..2_000 {
            let (mut key, mut block) = ([0; 16], [0; 16]);
            rng.fill_bytes(&mut key);
            rng.fill_bytes(&mut block);
            let mut expected = block.into();
            Aes128::new(&key.into()).encrypt_block(&mut expected);
            assert_eq!(first_column(&key, &block), expected[..4], "{key:?}");
        }
    }
}
