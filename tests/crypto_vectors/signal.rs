//! Values that the Signal protocol's implementations publish.

use crate::hex::{hex, hex_array};
use keyhole::crypto::keys::{IdentityKeyPair, PublicKey, Signature};
use keyhole::crypto::secret::{ChainKey, PrivateKey};
use keyhole::crypto::xeddsa;
use keyhole::protocol::ratchet::kdf_chain;
use keyhole::protocol::safety_number::SafetyNumber;
use serde_json::Value;

#[test]
fn xeddsa_verifies_and_every_changed_bit_is_refused() {
    let vector: Value =
        serde_json::from_str(include_str!("../vectors/third-party/xeddsa.json")).unwrap();
    let text = |name: &str| vector[name].as_str().unwrap();
    let public: [u8; 32] = hex_array(text("public_key"));
    let message = hex(text("message"));
    let signature: [u8; 64] = hex_array(text("signature"));
    let identity =
        IdentityKeyPair::from_private(PrivateKey::from_bytes(hex_array(text("private_key"))));
    assert_eq!(identity.public().as_bytes(), &public);
    let verify = |public: [u8; 32], message: &[u8], signature: [u8; 64]| {
        xeddsa::verify(&PublicKey::from_bytes(public), message, &Signature(signature)).is_ok()
    };
    assert!(verify(public, &message, signature));
    for bit in 0..512 {
        assert!(!verify(public, &message, flipped(signature, bit)), "signature bit {bit}");
    }
    for bit in 0..256 {
        assert!(!verify(flipped(public, bit), &message, signature), "key bit {bit}");
    }
    for bit in 0..message.len() * 8 {
        let mut message = message.clone();
        message[bit / 8] ^= 1 << (bit % 8);
        assert!(!verify(public, &message, signature), "message bit {bit}");
    }
    assert!(!verify(public, &message[1..], signature));
}

#[test]
fn safety_number() {
    let vector: Value =
        serde_json::from_str(include_str!("../vectors/third-party/safety-number.json")).unwrap();
    let side = |name: &str| {
        let side = &vector[name];
        let key: [u8; 33] = hex_array(side["identity_key"].as_str().unwrap());
        let key = PublicKey::from_bytes(key[1..].try_into().unwrap());
        (side["identifier"].as_str().unwrap().to_owned(), key)
    };
    let (alice, alice_key) = side("alice");
    let (bob, bob_key) = side("bob");
    let number = SafetyNumber::new((&alice, &alice_key), (&bob, &bob_key));
    assert_eq!(number.digits(), vector["digits"].as_str().unwrap());
    assert_eq!(number, SafetyNumber::new((&bob, &bob_key), (&alice, &alice_key)));
    assert_eq!(number.groups().count(), 12);
    assert_eq!(number.to_string().len(), 71);
    assert_ne!(number, SafetyNumber::new((&alice, &bob_key), (&bob, &alice_key)));
}

#[test]
fn chain_key() {
    let chain_key = ChainKey::from_bytes(hex_array(
        "8ab72d6f4cc5ac0d387eaf463378ddb28edd07385b1cb01250c715982e7ad48f",
    ));
    let next: [u8; 32] =
        hex_array("28e8f8fee54b801eef7c5cfb2f17f32c7b334485bbb70fac6ec10342a246d15d");
    assert_eq!(kdf_chain(&chain_key).1.reveal(), &next);
}

fn flipped<const N: usize>(mut bytes: [u8; N], bit: usize) -> [u8; N] {
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}
