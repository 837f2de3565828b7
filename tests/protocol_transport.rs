//! Handshakes and records between a phone and the provider.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod common;

use common::rng;
use keyhole::crypto::keys::{PublicKey, TransportKeyPair};
use keyhole::crypto::secret::HandshakeSeed;
use keyhole::protocol::transport::{
    Connected, Handshake, PartName, Pattern, TransportError, handshake_parts,
};

const PATTERNS: [Pattern; 2] = [Pattern::Xx, Pattern::Nx];

fn pair(pattern: Pattern) -> (Handshake, Handshake) {
    let phone = TransportKeyPair::generate(&mut rng("phone", 0));
    let provider = TransportKeyPair::generate(&mut rng("provider", 0));
    let pinned = provider.public();
    let seeds = [1, 2].map(|byte| HandshakeSeed::from_bytes([byte; 32]));
    let [phones, providers] = seeds;
    match pattern {
        Pattern::Xx => {
            (Handshake::initiator(phone, pinned, phones), Handshake::responder(provider, providers))
        }
        Pattern::Nx => (
            Handshake::anonymous_initiator(pinned, phones),
            Handshake::responder_to_anonymous(provider, providers),
        ),
    }
}

fn connect(pattern: Pattern, payloads: &[&[u8]]) -> (Connected, Connected) {
    let (mut phone, mut provider) = pair(pattern);
    assert_eq!((phone.pattern(), provider.pattern()), (pattern, pattern));
    for (number, payload) in payloads.iter().enumerate() {
        assert!(!phone.is_finished() && !provider.is_finished());
        let (writer, reader) = match number % 2 {
            0 => (&mut phone, &mut provider),
            _ => (&mut provider, &mut phone),
        };
        let message = writer.write(payload).unwrap();
        assert_eq!(reader.read(&message).unwrap(), *payload);
    }
    assert!(phone.is_finished() && provider.is_finished());
    (phone.finish().unwrap(), provider.finish().unwrap())
}

#[test]
fn both_ends_have_the_same_keys() {
    let key = |name| Some(TransportKeyPair::generate(&mut rng(name, 0)).public());
    let (phone, provider) = connect(Pattern::Xx, &[b"", b"hello", b"alice"]);
    assert_eq!((provider.remote_static, phone.remote_static), (key("phone"), key("provider")));
    check_records(phone, provider);
    let (phone, provider) = connect(Pattern::Nx, &[b"", b"hello"]);
    assert_eq!((provider.remote_static, phone.remote_static), (None, key("provider")));
    check_records(phone, provider);
}

fn check_records(mut phone: Connected, mut provider: Connected) {
    assert_eq!(phone.handshake_hash, provider.handshake_hash);
    assert_eq!(phone.send.key(), provider.receive.key());
    assert_ne!(phone.send.key(), phone.receive.key());
    for text in [&b"one"[..], b"", b"three"] {
        let record = phone.send.seal(text).unwrap();
        assert_eq!(provider.receive.open(&record).unwrap(), text);
        let record = provider.send.seal(text).unwrap();
        assert_eq!(phone.receive.open(&record).unwrap(), text);
    }
}

#[test]
fn it_is_a_value() {
    let (mut phone, mut provider) = pair(Pattern::Xx);
    let first = phone.write(b"").unwrap();
    let copy = phone.clone();
    assert_eq!(phone, copy);
    provider.read(&first).unwrap();
    let second = provider.write(b"").unwrap();
    phone.read(&second).unwrap();
    assert_ne!(phone, copy);
    let mut again = copy;
    again.read(&second).unwrap();
    assert_eq!(again.write(b"x").unwrap(), phone.write(b"x").unwrap());
    assert_eq!(again, phone);
}

#[test]
fn every_changed_bit_is_refused() {
    for pattern in PATTERNS {
        let (mut phone, mut provider) = pair(pattern);
        let first = phone.write(b"").unwrap();
        provider.read(&first).unwrap();
        let second = provider.write(b"payload").unwrap();
        refuses_changes(&phone, &second, 1);
        assert!(matches!(phone.read(&second[..95]), Err(TransportError::Truncated { .. })));
        phone.read(&second).unwrap();
        if pattern == Pattern::Xx {
            refuses_changes(&provider, &phone.write(b"").unwrap(), 7);
        }
    }
}

/// Changes every `step`-th bit of a message.
fn refuses_changes(reader: &Handshake, message: &[u8], step: usize) {
    for bit in (0..message.len() * 8).step_by(step) {
        let mut changed = message.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let mut after = reader.clone();
        assert_eq!(after.read(&changed), Err(TransportError::AuthenticationFailed), "{bit}");
        assert_eq!(after, *reader);
    }
}

#[test]
fn the_provider_is_pinned() {
    for pattern in PATTERNS {
        let (mut phone, _) = pair(pattern);
        let stranger = TransportKeyPair::generate(&mut rng("stranger", 0));
        let actual = stranger.public();
        let seed = HandshakeSeed::from_bytes([3; 32]);
        let mut stranger = match pattern {
            Pattern::Xx => Handshake::responder(stranger, seed),
            Pattern::Nx => Handshake::responder_to_anonymous(stranger, seed),
        };
        stranger.read(&phone.write(b"").unwrap()).unwrap();
        let second = stranger.write(b"").unwrap();
        let before = phone.clone();
        let expected = TransportKeyPair::generate(&mut rng("provider", 0)).public();
        assert_eq!(phone.read(&second), Err(TransportError::WrongRemote { expected, actual }));
        assert_eq!(phone, before);
    }
}

/// The name of the pattern is part of what both sides hash, so nobody can be talked into the
/// other one.
#[test]
fn patterns_do_not_mix() {
    let (mut phone, _) = pair(Pattern::Nx);
    let (_, mut provider) = pair(Pattern::Xx);
    provider.read(&phone.write(b"").unwrap()).unwrap();
    let second = provider.write(b"").unwrap();
    assert_eq!(phone.read(&second), Err(TransportError::AuthenticationFailed));
}

#[test]
fn turns_are_kept() {
    let (mut phone, mut provider) = pair(Pattern::Xx);
    assert_eq!(provider.write(b""), Err(TransportError::NotOurTurn { message: 1 }));
    assert_eq!(phone.read(&[0; 32]), Err(TransportError::NotTheirTurn { message: 1 }));
    assert_eq!(phone.clone().finish(), Err(TransportError::NotFinished { messages: 0 }));
    let first = phone.write(b"").unwrap();
    assert_eq!(phone.write(b""), Err(TransportError::NotOurTurn { message: 2 }));
    provider.read(&first).unwrap();
    phone.read(&provider.write(b"").unwrap()).unwrap();
    provider.read(&phone.write(b"").unwrap()).unwrap();
    assert_eq!(phone.write(b""), Err(TransportError::Finished));
    assert_eq!(provider.read(b""), Err(TransportError::Finished));

    let (mut phone, mut provider) = pair(Pattern::Nx);
    provider.read(&phone.write(b"").unwrap()).unwrap();
    let messages = 1;
    assert_eq!(provider.clone().finish(), Err(TransportError::NotFinished { messages }));
    phone.read(&provider.write(b"").unwrap()).unwrap();
    assert_eq!(phone.write(b""), Err(TransportError::Finished));
}

#[test]
fn zero_keys_are_refused() {
    let (mut phone, _) = pair(Pattern::Xx);
    phone.write(b"").unwrap();
    assert_eq!(phone.read(&[0; 96]), Err(TransportError::NonContributory));
}

#[test]
fn parts_cover_every_byte() {
    let (mut phone, mut provider) = pair(Pattern::Xx);
    let first = phone.write(b"open").unwrap();
    provider.read(&first).unwrap();
    let second = provider.write(b"sealed").unwrap();
    phone.read(&second).unwrap();
    let third = phone.write(b"").unwrap();
    for (number, message) in [(1, &first), (2, &second), (3, &third)] {
        let parts = handshake_parts(number, message.len()).unwrap();
        let mut end = 0;
        for part in &parts {
            assert_eq!(part.range.start, end);
            end = part.range.end;
        }
        assert_eq!(end, message.len());
    }
    let names: Vec<_> =
        handshake_parts(2, second.len()).unwrap().into_iter().map(|part| part.name).collect();
    use PartName::{EphemeralKey, Payload, PayloadTag, StaticKey, StaticKeyTag};
    assert_eq!(names, [EphemeralKey, StaticKey, StaticKeyTag, Payload, PayloadTag]);
    assert_eq!(&first[32..], b"open");
    assert!(PublicKey::from_bytes(first[..32].try_into().unwrap()).is_canonical());
    assert_eq!(handshake_parts(3, 63), Err(TransportError::Truncated { expected: 64, actual: 63 }));
    assert_eq!(handshake_parts(4, 63), Err(TransportError::Finished));
}
