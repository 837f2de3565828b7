//! Conversations, case by case.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod common;

use common::{Phone, two_phones};
use keyhole::crypto::keys::PrekeyId;
use keyhole::crypto::xeddsa::BadSignature;
use keyhole::protocol::error::DecryptError;
use keyhole::protocol::header::{Message, MessageKind};
use keyhole::protocol::session::{Role, Standing};
use keyhole::protocol::session_store::MAX_SESSIONS;
use keyhole::protocol::trace::{Deleted, Step};
use keyhole::protocol::x3dh::X3dhError;

#[test]
fn a_conversation() {
    let (mut alice, mut bob) = two_phones();
    let first = alice.encrypt(b"hello");
    let second = alice.encrypt(b"are you there?");
    assert!(first.kind() == MessageKind::Prekey && second.kind() == MessageKind::Prekey);
    let received = bob.decrypt(&first).unwrap();
    assert_eq!(received.plaintext, b"hello");
    assert!(received.started_session);
    assert_eq!(received.used_one_time_prekey, Some(PrekeyId::FIRST));
    assert_eq!(received.remote_identity, alice.identity.public());
    assert_eq!(bob.prekeys.one_time.len(), 4);
    bob.reads(&second, b"are you there?");

    for turn in 0..5_u8 {
        let answer = bob.encrypt(&[turn]);
        assert_eq!(answer.kind(), MessageKind::Ratchet);
        alice.reads(&answer, &[turn]);
        let reply = alice.encrypt(&[turn, turn]);
        assert_eq!(reply.kind(), MessageKind::Ratchet);
        bob.reads(&reply, &[turn, turn]);
    }
    assert_eq!(alice.store.current().unwrap().role(), Role::Initiator(Standing::Answered));
    assert_eq!(alice.store.current().unwrap().id(), bob.store.current().unwrap().id());
}

#[test]
fn without_one_time_prekey() {
    let (mut alice, mut bob) = (Phone::new("alice", 0), Phone::new("bob", 0));
    alice.initiate(&bob.bundle());
    let message = alice.encrypt(b"hello");
    bob.reads(&message, b"hello");
    assert!(matches!(bob.refuses(&message), DecryptError::Duplicate { message_number: 0, .. }));
}

#[test]
fn late_messages_of_a_closed_chain() {
    let (mut alice, mut bob) = two_phones();
    let messages: Vec<_> = (0..5_u8).map(|n| alice.encrypt(&[n])).collect();
    bob.reads(&messages[2], &[2]);
    let answer = bob.encrypt(b"answer");
    alice.reads(&answer, b"answer");
    let next_chain = alice.encrypt(b"next");
    bob.reads(&next_chain, b"next");
    for late in [4, 0, 1, 3] {
        bob.reads(&messages[late], &[late as u8]);
    }
    for (number, message) in messages.iter().enumerate() {
        let ratchet_key = message.header.ratchet_key;
        let message_number = number as u32;
        assert_eq!(bob.refuses(message), DecryptError::Duplicate { ratchet_key, message_number });
    }
    let mut beyond = messages[4].clone();
    beyond.prekey = None;
    beyond.header.message_number = 5;
    assert_eq!(bob.refuses(&beyond), DecryptError::BeyondChainEnd { length: 5, message_number: 5 });
}

#[test]
fn skipping_has_limits() {
    let (mut alice, mut bob) = two_phones();
    let messages: Vec<_> = (0..3005_u32).map(|n| alice.encrypt(&n.to_be_bytes())).collect();
    let reads = |bob: &mut Phone, n: usize| bob.reads(&messages[n], &(n as u32).to_be_bytes());
    assert_eq!(
        bob.refuses(&messages[1001]),
        DecryptError::TooManySkipped { limit: 1000, asked: 1001 }
    );
    reads(&mut bob, 1000);
    reads(&mut bob, 2001);
    assert_eq!(bob.store.current().unwrap().view().ratchet.skipped.len(), 2000);
    reads(&mut bob, 7);
    reads(&mut bob, 2003);
    assert_eq!(bob.store.current().unwrap().view().ratchet.skipped.len(), 2000);
    let mut steps: Vec<Step> = Vec::new();
    bob.decrypt_traced(&messages[2006], &mut steps).unwrap();
    let dropped = |step: &Step| matches!(step, Step::Deleted(Deleted::SkippedKey { .. }));
    assert_eq!(steps.into_iter().filter(dropped).count(), 2);
    for gone in [0, 1] {
        assert!(matches!(bob.refuses(&messages[gone]), DecryptError::KeyDropped { .. }));
    }
    assert!(matches!(bob.refuses(&messages[7]), DecryptError::Duplicate { .. }));
    reads(&mut bob, 2);
}

#[test]
fn both_start_at_once() {
    let (mut alice, mut bob) = two_phones();
    bob.initiate(&alice.bundle());
    let (from_alice, from_bob) = (alice.encrypt(b"a"), bob.encrypt(b"b"));
    bob.reads(&from_alice, b"a");
    alice.reads(&from_bob, b"b");
    assert_eq!((alice.store.sessions().len(), bob.store.sessions().len()), (2, 2));
    // Still crossing: each answers in the session that the other began.
    let (from_alice, from_bob) = (alice.encrypt(b"aa"), bob.encrypt(b"bb"));
    bob.reads(&from_alice, b"aa");
    alice.reads(&from_bob, b"bb");
    // One message that does not cross brings them together.
    let message = alice.encrypt(b"together");
    bob.reads(&message, b"together");
    let answer = bob.encrypt(b"yes");
    alice.reads(&answer, b"yes");
    assert_eq!(alice.store.current().unwrap().id(), bob.store.current().unwrap().id());
}

#[test]
fn what_a_prekey_message_may_not_do() {
    let (mut alice, mut bob) = two_phones();
    let message = alice.encrypt(b"hello");
    let with = |change: &dyn Fn(&mut Message)| {
        let mut changed = message.clone();
        change(&mut changed);
        changed
    };
    let id = PrekeyId::new(9).unwrap();
    let unknown_signed = with(&|m| m.prekey.as_mut().unwrap().signed_prekey_id = id);
    assert_eq!(bob.refuses(&unknown_signed), DecryptError::UnknownSignedPrekey { id });
    let unknown_one_time = with(&|m| m.prekey.as_mut().unwrap().one_time_prekey_id = Some(id));
    assert_eq!(bob.refuses(&unknown_one_time), DecryptError::UnknownOneTimePrekey { id });
    let other_one_time = with(&|m| {
        m.prekey.as_mut().unwrap().one_time_prekey_id = PrekeyId::new(2);
    });
    assert!(matches!(bob.refuses(&other_one_time), DecryptError::AuthenticationFailed { .. }));
    let no_prekey = with(&|m| m.prekey = None);
    assert_eq!(bob.refuses(&no_prekey), DecryptError::NoSession);
    let other_identity = with(&|m| {
        m.prekey.as_mut().unwrap().identity_key = bob.identity.public();
    });
    assert!(matches!(
        bob.clone().refuses(&other_identity),
        DecryptError::AuthenticationFailed { .. }
    ));

    bob.reads(&message, b"hello");
    let base_key = message.prekey.unwrap().base_key;
    let second = alice.encrypt(b"again");
    let mut changed = second.clone();
    changed.prekey.as_mut().unwrap().signed_prekey_id = id;
    assert_eq!(bob.refuses(&changed), DecryptError::PrekeyHeaderChanged { base_key });
    bob.reads(&second, b"again");
}

#[test]
fn only_a_few_sessions_are_kept() {
    let (mut alice, mut bob) = (Phone::new("alice", 0), Phone::new("bob", 20));
    for n in 0..10_u8 {
        alice.initiate(&bob.bundle());
        let message = alice.encrypt(&[n]);
        bob.reads(&message, &[n]);
    }
    assert_eq!(alice.store.sessions().len(), MAX_SESSIONS);
    assert_eq!(bob.store.sessions().len(), MAX_SESSIONS);
    assert_eq!(bob.prekeys.one_time.len(), 10);
    let answer = bob.encrypt(b"answer");
    alice.reads(&answer, b"answer");
}

#[test]
fn every_changed_bit_of_a_first_message_is_refused() {
    let (mut alice, mut bob) = two_phones();
    let message = alice.encrypt(b"hello");
    let bytes = message.to_bytes();
    let before = bob.clone();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        if let Ok(changed) = Message::from_bytes(MessageKind::Prekey, &changed) {
            assert!(bob.decrypt(&changed).is_err(), "bit {bit}");
        }
    }
    assert_eq!(bob, before);
    bob.reads(&message, b"hello");
}

#[test]
fn a_message_sent_back_is_refused() {
    let (mut alice, _) = two_phones();
    let message = alice.encrypt(b"hello");
    assert!(matches!(alice.refuses(&message), DecryptError::AuthenticationFailed { .. }));
}

#[test]
fn a_refused_bundle_changes_nothing() {
    let (mut alice, bob) = (Phone::new("alice", 0), Phone::new("bob", 1));
    let mut bundle = bob.bundle();
    bundle.signature.0[10] ^= 1;
    let before = alice.clone();
    let mut steps: Vec<Step> = Vec::new();
    let refused =
        alice.store.initiate(&alice.identity, &bundle, &mut common::rng("x", 1), &mut steps);
    let signer = bob.identity.public();
    assert_eq!(refused, Err(X3dhError::BadSignature(BadSignature { signer })));
    assert_eq!((alice, steps), (before, Vec::new()));
}
