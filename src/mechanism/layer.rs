//! A layer of encryption that the owners of two phones add themselves, inside the one of their app.
//!
//! Both have one key, on which they agreed in person. The app gets and carries what they seal as
//! an ordinary text:
//!
//! ```text
//! text    = "keyhole-layer:" ‖ lower-case hexadecimal of (key id (4) ‖ nonce (12) ‖ sealed)
//! sealed  = AES-256-GCM(layer key, nonce, associated data = sender's account name, what was typed)
//! key id  = first 4 bytes of HMAC-SHA256(layer key, "Keyhole layer id")
//! ```
//!
//! A typed text of n bytes becomes one of 14 + 2 · (32 + n) bytes. The nonce is random.
//!
//! Simplified: what people really use for this (`OpenPGP`, `age`) has keys of several people and
//! its own armour; here one key seals everything, and is never renewed: whoever gets it reads what
//! was sealed under it before, too.

use crate::{
    crypto::{aead, kdf::hmac_sha256, secret::LayerKey},
    hex,
    wire::Account,
};
use rand_core::CryptoRng;

/// What a sealed text begins with.
pub const MARK: &str = "keyhole-layer:";
/// Bytes of a key's id.
pub const ID_LENGTH: usize = 4;
const NONCE_LENGTH: usize = 12;

/// Seals what somebody typed. Draws 12 bytes.
#[must_use]
pub fn seal(key: &LayerKey, sender: &Account, typed: &str, rng: &mut impl CryptoRng) -> String {
    let mut nonce = [0; NONCE_LENGTH];
    rng.fill_bytes(&mut nonce);
    let sealed = aead::seal(key.reveal(), &nonce, sender.as_str().as_bytes(), typed.as_bytes());
    let bytes = [&key_id(key)[..], &nonce, &sealed].concat();
    format!("{MARK}{}", hex::encode(&bytes))
}

/// Opens a text of this sender; nothing if it was not sealed under this key, by them, or was
/// changed.
#[must_use]
pub fn open(key: &LayerKey, sender: &Account, text: &str) -> Option<String> {
    let bytes = sealed_bytes(text)?;
    let (id, rest) = bytes.split_first_chunk::<ID_LENGTH>()?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_LENGTH>()?;
    if *id != key_id(key) {
        return None;
    }
    let typed = aead::open(key.reveal(), nonce, sender.as_str().as_bytes(), sealed).ok()?;
    String::from_utf8(typed).ok()
}

/// The id of the key under which a text was sealed; nothing if it looks like none that was.
#[must_use]
pub fn key_id_of(text: &str) -> Option<[u8; ID_LENGTH]> {
    sealed_bytes(text)?.first_chunk().copied()
}

/// The id by which a sealed text names its key, 4 bytes.
#[must_use]
pub fn key_id(key: &LayerKey) -> [u8; ID_LENGTH] {
    let mac = hmac_sha256(key.reveal(), b"Keyhole layer id");
    mac.first_chunk().copied().unwrap_or_default()
}

fn sealed_bytes(text: &str) -> Option<Vec<u8>> {
    let bytes = hex::decode(text.strip_prefix(MARK)?)?;
    (bytes.len() >= ID_LENGTH + NONCE_LENGTH + aead::TAG_LENGTH).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::testing::rng;

    #[test]
    fn opens_for_both_and_for_nobody_else() {
        let [key, other] = [1, 2].map(|it| LayerKey::from_bytes([it; 32]));
        let [alice, bob] = ["alice", "bob"].map(Account::new);
        let text = seal(&key, &alice, "See you at seven 👋", &mut rng(7));
        assert_eq!(text.len(), 14 + 2 * (32 + "See you at seven 👋".len()));
        assert_eq!(open(&key, &alice, &text).as_deref(), Some("See you at seven 👋"));
        assert_eq!(key_id_of(&text), Some(key_id(&key)));
        assert_eq!(open(&other, &alice, &text), None);
        assert_eq!(open(&key, &bob, &text), None, "it is bound to its sender");
        let last = if text.ends_with('0') { "1" } else { "0" };
        let changed = format!("{}{last}", &text[..text.len() - 1]);
        assert_eq!(open(&key, &alice, &changed), None);
    }

    #[test]
    fn an_ordinary_text_is_none() {
        for text in ["", "Hello", "keyhole-layer:", "keyhole-layer:00ff", "keyhole-layer:lunch?"] {
            assert_eq!(key_id_of(text), None, "{text}");
        }
    }
}
