//! Secrets don't show in `Debug`, and traces tell the whole truth.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod common;

use common::{Phone, rng, two_phones};
use keyhole::crypto::kdf::hkdf_sha256;
use keyhole::crypto::keys::TransportKeyPair;
use keyhole::crypto::secret::HandshakeSeed;
use keyhole::crypto::suite::Suite;
use keyhole::protocol::ratchet::{RatchetView, associated_data, kdf_chain, kdf_root};
use keyhole::protocol::trace::{Direction, Step};
use keyhole::protocol::transport::Handshake;

/// A conversation with turns and gaps, and all steps of one phone reading.
fn conversation() -> (Phone, Phone, Vec<Step>) {
    let (mut alice, mut bob) = two_phones();
    let mut steps = Vec::new();
    let late = alice.encrypt(b"a secret text");
    let first = alice.encrypt(b"another secret text");
    bob.decrypt_traced(&first, &mut steps).unwrap();
    let answer = bob.store.encrypt(b"answer", &mut steps).unwrap();
    alice.reads(&answer, b"answer");
    alice.encrypt(b"lost");
    let next = alice.encrypt(b"next");
    bob.decrypt_traced(&next, &mut steps).unwrap();
    bob.decrypt_traced(&late, &mut steps).unwrap();
    (alice, bob, steps)
}

/// Every secret that a step or a state holds.
fn secrets(phone: &Phone, steps: &[Step]) -> Vec<[u8; 32]> {
    let RatchetView { root_key, own, sending, receiving, skipped, .. } =
        phone.store.current().unwrap().view().ratchet;
    let mut secrets = vec![
        *root_key.reveal(),
        *own.private().reveal(),
        *sending.chain_key.reveal(),
        *receiving.unwrap().chain_key.reveal(),
        *phone.identity.private().reveal(),
        *phone.prekeys.signed[0].pair.private().reveal(),
    ];
    secrets.extend(skipped.iter().map(|key| *key.seed.reveal()));
    secrets.extend(phone.prekeys.one_time.iter().map(|prekey| *prekey.pair.private().reveal()));
    for step in steps {
        match step {
            Step::Agreement { own_private, output, .. } => {
                secrets.extend([*own_private.reveal(), *output.reveal()]);
            }
            Step::X3dhKdf { root_key, chain_key, .. } => {
                secrets.extend([*root_key.reveal(), *chain_key.reveal()]);
            }
            Step::DhRatchet { own, output, old_root_key, new_root_key, chain_key, .. } => {
                secrets.extend([*own.private().reveal(), *output.reveal()]);
                secrets.extend([*old_root_key.reveal(), *new_root_key.reveal()]);
                secrets.push(*chain_key.reveal());
            }
            Step::ChainStep { chain_key, message_seed, next_chain_key, .. } => {
                secrets.extend([*chain_key.reveal(), *message_seed.reveal()]);
                secrets.push(*next_chain_key.reveal());
            }
            Step::MessageKeyDerivation { seed, keys, .. } => {
                secrets.extend([*seed.reveal(), *keys.key.reveal()]);
            }
            Step::Seal { keys, .. } | Step::Open { keys, .. } => secrets.push(*keys.key.reveal()),
            Step::SignatureVerified { .. }
            | Step::SkippedStored { .. }
            | Step::SkippedUsed { .. }
            | Step::Deleted(_) => {}
        }
    }
    secrets
}

#[test]
fn debug_shows_no_secret() {
    let (alice, bob, steps) = conversation();
    let view = bob.store.current().unwrap().view();
    let shown =
        [format!("{bob:?}"), format!("{bob:#x?}"), format!("{steps:?}"), format!("{view:?}")];
    let secrets = secrets(&bob, &steps);
    assert!(secrets.len() > 40);
    for shown in shown {
        for secret in &secrets {
            let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(!shown.to_lowercase().contains(&hex[..16]));
            let [a, b, c, d, ..] = secret;
            assert!(!shown.contains(&format!("{a}, {b}, {c}, {d}")));
        }
        assert!(!shown.contains("secret text"));
    }
    assert!(format!("{alice:?}").contains("private: …"));
}

#[test]
fn debug_of_a_session() {
    let (_, bob, _) = conversation();
    let view = bob.store.current().unwrap().view();
    let RatchetView { associated_data, own, receiving, .. } = &view.ratchet;
    let (initiator, responder) = (associated_data.initiator, associated_data.responder);
    let (own, their) = (own.public(), receiving.as_ref().unwrap().ratchet_key);
    let skipped = view.ratchet.skipped[0].ratchet_key;
    let expected = format!(
        "SessionView {{ id: SessionId({id}), role: Responder, \
         remote_identity: PublicKey({initiator}), pending_prekey: None, \
         ratchet: RatchetView {{ suite: Aes256Gcm, session_key: None, associated_data: AssociatedData {{ \
         initiator: PublicKey({initiator}), responder: PublicKey({responder}) }}, \
         root_key: RootKey(…), own: RatchetKeyPair({own}, private: …), \
         sending: Chain {{ direction: Sending, ratchet_key: PublicKey({own}), \
         chain_key: ChainKey(…), next: 0 }}, previous_chain_length: 1, \
         receiving: Some(Chain {{ direction: Receiving, ratchet_key: PublicKey({their}), \
         chain_key: ChainKey(…), next: 2 }}), \
         skipped: [SkippedKey {{ ratchet_key: PublicKey({skipped}), message_number: 0, \
         seed: MessageSeed(…) }}] }} }}",
        id = view.id,
    );
    assert_eq!(format!("{view:?}"), expected);
}

#[test]
fn debug_of_a_handshake() {
    let pair = TransportKeyPair::generate(&mut rng("phone", 0));
    let public = pair.public();
    let handshake = Handshake::responder(pair, HandshakeSeed::from_bytes([7; 32]));
    assert_eq!(
        format!("{handshake:?}"),
        format!(
            "Handshake {{ role: Responder {{ static_key: TransportKeyPair({public}, private: …), \
             pattern: Xx }}, seed: HandshakeSeed(…), exchanged: 0, split: None }}"
        )
    );
}

/// Whoever has only the steps can compute every output from the inputs.
#[test]
fn steps_can_be_recomputed() {
    let (_, bob, steps) = conversation();
    let mut agreements = vec![0xff; 32];
    for step in &steps {
        match step {
            Step::Agreement { number, own_private, their_public, output, .. } => {
                assert_eq!(agreements.len(), 32 * usize::from(*number));
                assert_eq!(own_private.diffie_hellman(their_public), Ok(*output.clone()));
                agreements.extend(output.reveal());
            }
            Step::X3dhKdf { root_key, chain_key, .. } => {
                let okm: [u8; 64] = hkdf_sha256(&[0; 32], &agreements, b"WhisperText");
                assert_eq!([*root_key.reveal(), *chain_key.reveal()].concat(), okm);
            }
            Step::DhRatchet {
                own, their, output, old_root_key, new_root_key, chain_key, ..
            } => {
                assert_eq!(own.private().diffie_hellman(their), Ok(*output.clone()));
                let expected = (*new_root_key.clone(), *chain_key.clone());
                assert_eq!(kdf_root(old_root_key, output), expected);
            }
            Step::ChainStep { chain_key, message_seed, next_chain_key, .. } => {
                let expected = (*message_seed.clone(), *next_chain_key.clone());
                assert_eq!(kdf_chain(chain_key), expected);
            }
            Step::MessageKeyDerivation { suite, seed, keys } => {
                // The usual suite derives without the header.
                assert_eq!(suite.derive(seed, &[]), **keys);
            }
            Step::Seal { keys, associated_data, plaintext, ciphertext } => {
                let sealed = Suite::Aes256Gcm.seal(keys, associated_data, plaintext.reveal());
                assert_eq!(sealed, *ciphertext);
            }
            Step::Open { keys, associated_data, ciphertext, plaintext } => {
                let opened = Suite::Aes256Gcm.open(keys, associated_data, ciphertext);
                assert_eq!(opened.as_deref().ok(), plaintext.as_ref().map(|text| text.reveal()));
            }
            Step::SignatureVerified { .. }
            | Step::SkippedStored { .. }
            | Step::SkippedUsed { .. }
            | Step::Deleted(_) => {}
        }
    }
    let stored = steps.iter().filter(|step| matches!(step, Step::SkippedStored { .. })).count();
    let used = steps.iter().filter(|step| matches!(step, Step::SkippedUsed { .. })).count();
    assert_eq!((stored, used), (2, 1));
    let deleted = steps.iter().filter(|step| matches!(step, Step::Deleted(_))).count();
    assert!(deleted > 10, "{deleted}");

    // What the last steps say is what the state holds.
    let RatchetView { root_key, sending, .. } = bob.store.current().unwrap().view().ratchet;
    let last = steps.iter().rev().find_map(|step| match step {
        Step::DhRatchet { direction: Direction::Sending, new_root_key, chain_key, .. } => {
            Some((*new_root_key.clone(), *chain_key.clone()))
        }
        _ => None,
    });
    assert_eq!(last, Some((root_key, sending.chain_key)));
}

#[test]
fn associated_data_is_what_protocol_md_says() {
    let (mut alice, bob) = two_phones();
    let message = alice.encrypt(b"");
    let view = alice.store.current().unwrap().view();
    let bytes = associated_data(&view.ratchet.associated_data, &message.header);
    let [first, second] = [&alice, &bob].map(|phone| phone.identity.public());
    let header = message.header.to_bytes();
    let expected = [&[5], &first.as_bytes()[..], &[5], second.as_bytes(), &header].concat();
    assert_eq!(bytes, expected);
}
