//! The browser's own cryptography, as a port: HKDF-SHA256 and AES-256-GCM.

use super::material::Material;
use crate::crypto::{suite::Suite, weak};
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
pub async fn check(material: &Material) -> Result<Outcome, Failed> {
    let Material { suite, associated_data, ciphertext, .. } = material;
    let subtle = subtle().ok_or(Failed)?;
    let bytes = derive(&subtle, *suite, material.seed.reveal(), material.header()).await?;
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

/// Key, then nonce, as the suite derives them.
async fn derive(
    subtle: &SubtleCrypto,
    suite: Suite,
    seed: &[u8],
    header: &[u8],
) -> Result<Vec<u8>, Failed> {
    let zeros = [0; 32];
    match suite {
        Suite::Aes256Gcm => hkdf(subtle, &zeros, seed, suite.kdf_info(), 44).await,
        Suite::Reduced { secret_bits } => {
            let bytes = hkdf(subtle, &zeros, seed, weak::REDUCED, 8).await?;
            let number = u64::from_be_bytes(bytes.try_into().map_err(|_| Failed)?);
            let secret = number.checked_shr(64_u32.saturating_sub(secret_bits.into()));
            let secret = secret.unwrap_or(0).to_be_bytes();
            let info = [weak::REDUCED_KEY, &[secret_bits]].concat();
            hkdf(subtle, header, &secret, &info, 44).await
        }
        Suite::Export => {
            let secret = hkdf(subtle, &zeros, seed, weak::EXPORT, 5).await?;
            let hashed = Uint8Array::from([weak::EXPORT, header].concat().as_slice());
            let promise =
                subtle.digest_with_str_and_buffer_source("SHA-256", &hashed).map_err(|_| Failed)?;
            let public = JsFuture::from(promise).await.map_err(|_| Failed)?;
            let public = Uint8Array::new(&public).to_vec();
            Ok(secret.into_iter().chain(public.into_iter().take(23)).collect())
        }
    }
}

/// HKDF-SHA256.
async fn hkdf(
    subtle: &SubtleCrypto,
    salt: &[u8],
    ikm: &[u8],
    info: &[u8],
    length: u32,
) -> Result<Vec<u8>, Failed> {
    let key = import(subtle, ikm, "HKDF", "deriveBits").await?;
    let algorithm = object(&[
        ("name", &"HKDF".into()),
        ("hash", &"SHA-256".into()),
        ("salt", &Uint8Array::from(salt)),
        ("info", &Uint8Array::from(info)),
    ])?;
    let bits = length * 8;
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
