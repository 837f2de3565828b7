//! The browser's own cryptography, as a port: HKDF-SHA256 and AES-256-GCM.

use crate::crypto::{secret::MessageSeed, suite::Suite};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// What the browser found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The message key.
    pub key: Vec<u8>,
    /// The nonce.
    pub nonce: Vec<u8>,
    /// The text; nothing if the tag did not fit.
    pub opened: Option<Vec<u8>>,
    /// Whether the same with one bit flipped was refused.
    pub flipped_refused: bool,
}

/// The browser's cryptography is there and failed all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

/// Whether the browser has its cryptography at hand: over plain http it has not.
#[must_use]
pub fn available() -> bool {
    subtle().is_some()
}

/// Derives key and nonce from a message seed, opens the ciphertext, and tries again with one
/// bit flipped.
///
/// # Errors
/// [`Failed`] when the browser has no such cryptography, or refuses to use it.
pub async fn check(
    suite: Suite,
    seed: &MessageSeed,
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Result<Outcome, Failed> {
    let subtle = subtle().ok_or(Failed)?;
    let bytes = derive(&subtle, suite, seed).await?;
    let (key, nonce) = bytes.split_at_checked(suite.key_length()).ok_or(Failed)?;
    let opened = open(&subtle, key, nonce, associated_data, ciphertext).await?;
    let mut flipped = ciphertext.to_vec();
    if let Some(byte) = flipped.first_mut() {
        *byte ^= 1;
    }
    let flipped = open(&subtle, key, nonce, associated_data, &flipped).await?;
    Ok(Outcome {
        key: key.to_vec(),
        nonce: nonce.to_vec(),
        opened,
        flipped_refused: flipped.is_none(),
    })
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto = web_sys::window()?.crypto().ok()?;
    // Over plain http `crypto.subtle` is undefined, against its declaration.
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    subtle.is_object().then(|| subtle.unchecked_into())
}

/// `HKDF-SHA256(salt = 32 zero bytes, ikm = seed, info)`.
async fn derive(
    subtle: &SubtleCrypto,
    suite: Suite,
    seed: &MessageSeed,
) -> Result<Vec<u8>, Failed> {
    let key = import(subtle, seed.reveal(), "HKDF", "deriveBits").await?;
    let algorithm = object(&[
        ("name", &"HKDF".into()),
        ("hash", &"SHA-256".into()),
        ("salt", &Uint8Array::new_with_length(32)),
        ("info", &Uint8Array::from(suite.kdf_info())),
    ])?;
    let bits = (suite.key_length() + suite.nonce_length()) * 8;
    let bits = u32::try_from(bits).map_err(|_| Failed)?;
    let promise = subtle.derive_bits_with_object(&algorithm, &key, bits).map_err(|_| Failed)?;
    let buffer = JsFuture::from(promise).await.map_err(|_| Failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// AES-256-GCM; nothing if the tag does not fit.
async fn open(
    subtle: &SubtleCrypto,
    key: &[u8],
    nonce: &[u8],
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Result<Option<Vec<u8>>, Failed> {
    let key = import(subtle, key, "AES-GCM", "decrypt").await?;
    let algorithm = object(&[
        ("name", &"AES-GCM".into()),
        ("iv", &Uint8Array::from(nonce)),
        ("additionalData", &Uint8Array::from(associated_data)),
        ("tagLength", &128.into()),
    ])?;
    let data = Uint8Array::from(ciphertext);
    let promise = subtle
        .decrypt_with_object_and_buffer_source(&algorithm, &key, &data)
        .map_err(|_| Failed)?;
    Ok(JsFuture::from(promise).await.ok().map(|buffer| Uint8Array::new(&buffer).to_vec()))
}

async fn import(
    subtle: &SubtleCrypto,
    key: &[u8],
    algorithm: &str,
    usage: &str,
) -> Result<CryptoKey, Failed> {
    let usages = Array::of1(&usage.into());
    let data = Uint8Array::from(key);
    let promise =
        subtle.import_key_with_str("raw", &data, algorithm, false, &usages).map_err(|_| Failed)?;
    JsFuture::from(promise).await.map_err(|_| Failed)?.dyn_into().map_err(|_| Failed)
}

fn object(entries: &[(&str, &JsValue)]) -> Result<Object, Failed> {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &JsValue::from_str(name), value).map_err(|_| Failed)?;
    }
    Ok(object)
}
