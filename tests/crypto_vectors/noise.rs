//! Published vectors of `Noise_XX_25519_AESGCM_SHA256` and `Noise_NX_25519_AESGCM_SHA256`,
//! driven through our resolver; the transport messages through our records.

use crate::hex::{hex, hex_array};
use keyhole::crypto::secret::{HandshakeSeed, RecordKey};
use keyhole::protocol::transport::{Pattern, RecordReceiver, RecordSender, Resolver};
use serde_json::Value;
use snow::{Builder, HandshakeState};

#[test]
fn handshakes_and_records_xx() {
    check(Pattern::Xx, include_str!("../vectors/third-party/noise-xx.json"));
}

#[test]
fn handshakes_and_records_nx() {
    check(Pattern::Nx, include_str!("../vectors/third-party/noise-nx.json"));
}

fn check(pattern: Pattern, file: &str) {
    let file: Value = serde_json::from_str(file).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 2);
    for vector in vectors {
        assert_eq!(vector["protocol_name"], pattern.protocol_name());
        run(pattern, vector);
    }
}

fn run(pattern: Pattern, vector: &Value) {
    let mut sides = [side(pattern, vector, "init"), side(pattern, vector, "resp")];
    let messages: Vec<_> = vector["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| (field(message, "payload"), field(message, "ciphertext")))
        .collect();
    let (handshake, transport) = messages.split_at(pattern.messages());
    assert!(!transport.is_empty());

    for (index, (payload, ciphertext)) in handshake.iter().enumerate() {
        let mut buffer = vec![0; 65_535];
        let length = sides[index % 2].write_message(payload, &mut buffer).unwrap();
        assert_eq!(&buffer[..length], ciphertext);
        let mut opened = vec![0; 65_535];
        let length = sides[(index + 1) % 2].read_message(ciphertext, &mut opened).unwrap();
        assert_eq!(&opened[..length], payload);
    }
    if let Some(hash) = vector["handshake_hash"].as_str() {
        assert_eq!(sides[0].get_handshake_hash(), hex(hash));
    }

    let [mut initiator, mut responder] = sides;
    let keys = initiator.dangerously_get_raw_split();
    assert_eq!(keys, responder.dangerously_get_raw_split());
    let [mut to_responder, mut to_initiator] =
        [keys.0, keys.1].map(|key| direction(RecordKey::from_bytes(key)));
    for (index, (payload, ciphertext)) in transport.iter().enumerate() {
        // The sides go on taking turns: with three messages in the handshake, the fourth one is
        // the responder's.
        let initiators = (handshake.len() + index).is_multiple_of(2);
        let (sender, receiver) = if initiators { &mut to_responder } else { &mut to_initiator };
        assert_eq!(&sender.seal(payload).unwrap(), ciphertext);
        assert_eq!(&receiver.open(ciphertext).unwrap(), payload);
    }
}

fn side(pattern: Pattern, vector: &Value, prefix: &str) -> HandshakeState {
    let get = |name: &str| vector[format!("{prefix}_{name}")].as_str().map(hex);
    let (prologue, own, ephemeral) = (get("prologue"), get("static"), get("ephemeral").unwrap());
    assert_eq!(own.is_some(), prefix == "resp" || pattern == Pattern::Xx);
    let resolver = Box::new(Resolver::new(HandshakeSeed::from_bytes([0; 32])));
    let parameters = pattern.protocol_name().parse().unwrap();
    let mut builder = Builder::with_resolver(parameters, resolver)
        .prologue(prologue.as_ref().unwrap())
        .unwrap()
        .fixed_ephemeral_key_for_testing_only(&ephemeral);
    if let Some(own) = &own {
        builder = builder.local_private_key(own).unwrap();
    }
    match prefix {
        "init" => builder.build_initiator().unwrap(),
        _ => builder.build_responder().unwrap(),
    }
}

fn direction(key: RecordKey) -> (RecordSender, RecordReceiver) {
    (RecordSender::new(key.clone()), RecordReceiver::new(key))
}

fn field(value: &Value, name: &str) -> Vec<u8> {
    hex(value[name].as_str().unwrap())
}

/// The resolver's generator is ChaCha20 under the handshake's seed: its first 32 bytes, clamped,
/// are the ephemeral key. The keystream of the all-zero key is published in RFC 8439, appendix
/// A.1, test vector 1.
#[test]
fn ephemeral_keys_are_the_published_keystream() {
    use keyhole::crypto::keys::{PublicKey, TransportKeyPair};
    use keyhole::crypto::secret::PrivateKey;
    use keyhole::protocol::transport::Handshake;
    let keystream = hex_array("76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7");
    let any = TransportKeyPair::from_private(PrivateKey::from_bytes([1; 32]));
    let pinned = any.public();
    let mut handshake = Handshake::initiator(any, pinned, HandshakeSeed::from_bytes([0; 32]));
    let ephemeral = PublicKey::of(&PrivateKey::from_bytes(keystream));
    assert_eq!(handshake.write(b"").unwrap(), ephemeral.as_bytes());
}
