//! NIST's vectors for AES-256-GCM with 96-bit nonces and 128-bit tags.

use crate::hex::{hex, hex_array};
use crate::rsp::{Entry, entries};
use keyhole::crypto::aead::{AeadError, open, seal};

struct Case {
    key: [u8; 32],
    nonce: [u8; 12],
    associated_data: Vec<u8>,
    ciphertext: Vec<u8>,
}

impl Case {
    fn of(entry: &Entry<'_>) -> Self {
        Self {
            key: hex_array(entry["Key"]),
            nonce: hex_array(entry["IV"]),
            associated_data: hex(entry["AAD"]),
            ciphertext: [hex(entry["CT"]), hex(entry["Tag"])].concat(),
        }
    }
}

#[test]
fn encrypt() {
    let text = include_str!("../vectors/third-party/gcmEncryptExtIV256.rsp");
    let entries = entries(text, "Key");
    assert_eq!(entries.len(), 375);
    for entry in entries {
        let Case { key, nonce, associated_data, ciphertext } = Case::of(&entry);
        let plaintext = hex(entry["PT"]);
        assert_eq!(seal(&key, &nonce, &associated_data, &plaintext), ciphertext);
        assert_eq!(open(&key, &nonce, &associated_data, &ciphertext), Ok(plaintext));
    }
}

#[test]
fn decrypt() {
    let text = include_str!("../vectors/third-party/gcmDecrypt256.rsp");
    let entries = entries(text, "Key");
    assert_eq!(entries.len(), 375);
    let mut refused = 0;
    for entry in entries {
        let Case { key, nonce, associated_data, ciphertext } = Case::of(&entry);
        let expected = match entry.get("PT") {
            Some(plaintext) => Ok(hex(plaintext)),
            None => {
                assert!(entry.contains_key("FAIL"));
                refused += 1;
                Err(AeadError::AuthenticationFailed)
            }
        };
        assert_eq!(open(&key, &nonce, &associated_data, &ciphertext), expected);
    }
    assert!(refused > 100, "{refused} were to be refused");
}
