//! What the tests of several mechanisms need.

use super::Layout;
use crate::crypto::keyed_rng::KeyedRng;
use core::fmt::Debug;
use rand_core::Rng;

/// The generator of 32 equal bytes: the `ChaCha20` keystream under them.
pub(super) fn rng(seed: u8) -> KeyedRng {
    KeyedRng::from_seed_bytes(&[seed; 32])
}

/// Holds a decoder against the bytes of one encoding: it must give these bytes again, and of
/// every change of a bit, every shorter or longer form, and of random bytes it must either
/// give an error or the same bytes. `again` decodes and encodes.
#[track_caller]
pub(super) fn check_decoder(encoded: &[u8], again: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    assert_eq!(again(encoded).as_deref(), Some(encoded));
    let check = |bytes: &[u8]| {
        if let Some(decoded) = again(bytes) {
            assert_eq!(decoded, bytes);
        }
    };
    for bit in 0..encoded.len() * 8 {
        let mut changed = encoded.to_vec();
        changed[bit / 8] ^= 0x80 >> (bit % 8);
        check(&changed);
    }
    for length in 0..encoded.len() {
        assert_eq!(again(&encoded[..length]), None, "cut to {length} bytes");
    }
    check(&[encoded, &[0]].concat());
    let mut rng = rng(0);
    for length in 0..300 {
        let mut bytes = vec![0; length];
        rng.fill_bytes(&mut bytes);
        check(&bytes);
        // Small numbers get further into a decoder than random ones.
        bytes.iter_mut().for_each(|byte| *byte &= 3);
        check(&bytes);
    }
}

/// Holds the layout of a thing against what it says: its length, every byte in one field, and
/// its decoder as in [`check_decoder`].
#[track_caller]
pub(super) fn check_layout<T: Layout + PartialEq + Debug>(it: &T, length: usize) {
    let encoded = it.encode();
    assert_eq!((encoded.check(), encoded.bytes().len()), (Ok(()), length));
    assert_eq!(T::decode(encoded.bytes()).as_ref(), Ok(it));
    check_decoder(encoded.bytes(), |bytes| Some(T::decode(bytes).ok()?.encode().bytes().into()));
}
