//! Every decoder: it reads what was written, and any other bytes give an error, never a panic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod common;

use common::{rng, two_phones};
use keyhole::crypto::aead;
use keyhole::crypto::keys::{PrekeyId, PublicKey, Signature, TransportKeyPair};
use keyhole::crypto::secret::{HandshakeSeed, RecordKey};
use keyhole::crypto::xeddsa;
use keyhole::protocol::header::{Header, Message, MessageKind, PrekeyHeader};
use keyhole::protocol::transport::{Handshake, RecordReceiver, handshake_parts};
use proptest::prelude::*;

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..most)
}

/// Bytes that begin like a message, so that some get past the first checks.
fn message_like() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        bytes(300),
        (any::<[u8; 32]>(), bytes(80)).prop_map(|(mut key, rest)| {
            key[31] &= 0x7f;
            [&[1], &key[..], &[0; 8], &rest].concat()
        }),
        (any::<[u8; 32]>(), 0..3_u8, bytes(40)).prop_map(|(mut key, id, rest)| {
            key[31] &= 0x7f;
            let ids = [0, 0, 0, 1, 0, 0, 0, id];
            [&key[..], &key, &ids, &[1], &key, &[0; 8], &rest].concat()
        }),
    ]
}

fn public_key() -> impl Strategy<Value = PublicKey> {
    any::<[u8; 32]>().prop_map(|mut key| {
        key[31] &= 0x3f;
        PublicKey::from_bytes(key)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn headers_are_read_as_written(
        ratchet_key in public_key(),
        base_key in public_key(),
        numbers in any::<[u32; 4]>(),
        ciphertext in bytes(100),
    ) {
        let [previous_chain_length, message_number, signed, one_time] = numbers;
        let header = Header { ratchet_key, previous_chain_length, message_number };
        prop_assert_eq!(Header::from_bytes(&header.to_bytes()), Ok(header));
        let prekey = PrekeyHeader {
            identity_key: ratchet_key,
            base_key,
            signed_prekey_id: PrekeyId::new(signed).unwrap_or(PrekeyId::FIRST),
            one_time_prekey_id: PrekeyId::new(one_time),
        };
        prop_assert_eq!(PrekeyHeader::from_bytes(&prekey.to_bytes()), Ok(prekey));
        for prekey in [None, Some(prekey)] {
            let message = Message { prekey, header, ciphertext: ciphertext.clone() };
            let read = Message::from_bytes(message.kind(), &message.to_bytes());
            prop_assert_eq!(read, Ok(message));
        }
    }

    #[test]
    fn what_is_read_is_written_alike(bytes in message_like()) {
        for kind in [MessageKind::Prekey, MessageKind::Ratchet] {
            if let Ok(message) = Message::from_bytes(kind, &bytes) {
                prop_assert_eq!(message.kind(), kind);
                prop_assert_eq!(message.to_bytes(), bytes.clone());
            }
        }
        let _ = (Header::from_bytes(&bytes), PrekeyHeader::from_bytes(&bytes));
    }

    #[test]
    fn handshakes_refuse_random_bytes(first in bytes(100), second in bytes(200), number in 0..6_usize) {
        let phone = TransportKeyPair::generate(&mut rng("phone", 0));
        let provider = TransportKeyPair::generate(&mut rng("provider", 0));
        let mut phone =
            Handshake::initiator(phone, provider.public(), HandshakeSeed::from_bytes([1; 32]));
        let mut provider = Handshake::responder(provider, HandshakeSeed::from_bytes([2; 32]));
        phone.write(b"").unwrap();
        let before = phone.clone();
        prop_assert!(phone.read(&second).is_err());
        prop_assert_eq!(phone, before);
        // Message 1 is a key and a payload in the clear: any bytes of that length will do.
        if provider.read(&first).is_ok() {
            prop_assert!(first.len() >= 32);
            if provider.write(b"").is_ok() {
                prop_assert!(provider.read(&second).is_err());
            }
        }
        if let Ok(parts) = handshake_parts(number, second.len()) {
            prop_assert_eq!(parts.iter().map(|part| part.range.len()).sum::<usize>(), second.len());
        }
    }

    #[test]
    fn sealed_things_refuse_random_bytes(bytes in bytes(200), key in any::<[u8; 32]>()) {
        let mut receiver = RecordReceiver::new(RecordKey::from_bytes(key));
        let before = receiver.clone();
        prop_assert!(receiver.open(&bytes).is_err());
        prop_assert_eq!(receiver, before);
        prop_assert!(aead::open(&key, &[0; 12], b"", &bytes).is_err());
    }

    #[test]
    fn signatures_refuse_random_bytes(
        key in any::<[u8; 32]>(),
        first in any::<[u8; 32]>(),
        second in any::<[u8; 32]>(),
        message in bytes(40),
    ) {
        let signature: [u8; 64] = [first, second].concat().try_into().unwrap();
        prop_assert!(xeddsa::verify(&PublicKey::from_bytes(key), &message, &Signature(signature)).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn phones_refuse_random_messages(all in prop::collection::vec(message_like(), 1..8)) {
        let (mut alice, mut bob) = two_phones();
        let first = alice.encrypt(b"hello");
        for bytes in all {
            for kind in [MessageKind::Prekey, MessageKind::Ratchet] {
                if let Ok(message) = Message::from_bytes(kind, &bytes) {
                    bob.refuses(&message);
                    alice.refuses(&message);
                }
            }
        }
        bob.reads(&first, b"hello");
    }
}
