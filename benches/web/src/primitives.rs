//! The primitives by themselves, for a comparison with other implementations.

use keyhole::crypto::aead;
use keyhole::crypto::keys::PublicKey;
use keyhole::crypto::secret::PrivateKey;
use wasm_bindgen::prelude::wasm_bindgen;

const NONCE: [u8; 12] = [7; 12];

/// `n` times X25519, each on the output of the one before.
#[wasm_bindgen]
#[must_use]
pub fn x25519(n: u32) -> u8 {
    let private = PrivateKey::from_bytes([0x42; 32]).clamped();
    let mut public = PublicKey::of(&private);
    for _ in 0..n {
        if let Ok(output) = private.diffie_hellman(&public) {
            public = PublicKey::from_bytes(*output.reveal());
        }
    }
    last(public.as_bytes())
}

/// `n` times AES-256-GCM over `size` bytes, with a key of its own each, as the ratchet has it.
#[wasm_bindgen]
#[must_use]
pub fn aes_gcm_seal(size: usize, n: u32) -> u8 {
    let plaintext = vec![0x61; size];
    let mut key = [0x42; 32];
    let mut sealed = Vec::new();
    for number in 0..n {
        if let Some(start) = key.first_chunk_mut() {
            *start = number.to_le_bytes();
        }
        sealed = aead::seal(&key, &NONCE, &[], &plaintext);
    }
    last(&sealed)
}

/// The last byte: something that depends on the work, so that it is done.
fn last(bytes: &[u8]) -> u8 {
    bytes.last().copied().unwrap_or_default()
}
