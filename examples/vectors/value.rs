//! A conversation as a JSON file: one line for each element of its lists.

#![allow(clippy::indexing_slicing, reason = "serde_json inserts a key that is missing")]

use crate::{
    access,
    conversations::{Conversation, Format},
    steps,
};
use keyhole::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{PublicKey, TransportKeyPair},
        secret::{HandshakeSeed, PrivateKey, RunSeed},
    },
    hex,
    protocol::transport::{Connected, Handshake, TransportError},
    wire::Annotated,
    world::{
        ActionId, ChatBody, Direction, Entry, Fate, Party, Phone, Traffic, Transmission, World,
    },
};
use rand_core::Rng;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write, sync::Arc};

/// The file.
pub(crate) fn file(conversation: &Conversation) -> String {
    let timeline = &conversation.timeline;
    let run = timeline.run();
    let start = World::new(&run.seed, run.pair, run.regime, run.retention);
    let mut out = String::from("{\n");
    let mut line = |key: &str, value: &Value, last: bool| {
        let end = if last { "\n}\n" } else { ",\n" };
        match value {
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| format!("    {item}")).collect();
                let _ = write!(out, "  {:?}: [\n{}\n  ]{end}", key, items.join(",\n"));
            }
            other => {
                let _ = write!(out, "  {key:?}: {other}{end}");
            }
        }
    };
    let under_a_rule = conversation.format == Format::Regime;
    line("format", &json!(conversation.format.key()), false);
    line("name", &json!(conversation.name), false);
    line("about", &json!(conversation.about), false);
    line("seed", &json!(hex::encode(timeline.run().seed.reveal())), false);
    if under_a_rule {
        line("regime", &json!(timeline.run().regime.key()), false);
        line("retention", &json!(timeline.run().retention.key()), false);
    }
    let run: Value = serde_json::from_str(&timeline.run().to_json()).unwrap_or_default();
    line("actions", run.get("steps").unwrap_or(&Value::Null), false);
    line("keys", &keys(&start), false);
    let number = timeline.world().phone(Party::Alice).safety_number();
    line("safety_number", &json!(number.map(|it| it.digits().to_owned())), false);
    line("connections", &connections(conversation, &start), false);
    line("links", &links(conversation), false);
    line("protocol", &protocol(conversation), false);
    line("chats", &chats(timeline.world()), !under_a_rule);
    if under_a_rule {
        line("handed", &access::handed(timeline), false);
        line("findings", &access::findings(timeline), true);
    }
    out
}

fn pair(private: &PrivateKey, public: PublicKey) -> Value {
    json!({ "private": hex::encode(private.reveal()), "public": hex::encode(public.as_bytes()) })
}

fn keys(start: &World) -> Value {
    let phone = |phone: &Phone| {
        let signed = phone.prekeys().signed.iter().map(|prekey| {
            let mut value = pair(prekey.pair.private(), prekey.pair.public());
            value["id"] = json!(prekey.id.get());
            value["signature"] = json!(hex::encode(&prekey.signature.0));
            value
        });
        let one_time = phone.prekeys().one_time.iter().map(|prekey| {
            let mut value = pair(prekey.pair.private(), prekey.pair.public());
            value["id"] = json!(prekey.id.get());
            value
        });
        json!({
            "identity": pair(phone.identity().private(), phone.identity().public()),
            "transport": pair(phone.transport_key().private(), phone.transport_key().public()),
            "signed_prekeys": signed.collect::<Vec<_>>(),
            "one_time_prekeys": one_time.collect::<Vec<_>>(),
        })
    };
    let provider = start.provider().transport_key();
    json!({
        "alice": phone(start.phone(Party::Alice)),
        "bob": phone(start.phone(Party::Bob)),
        "provider": { "transport": pair(provider.private(), provider.public()) },
    })
}

/// Every packet in the order in which it left.
fn transmissions(conversation: &Conversation) -> Vec<Arc<Transmission>> {
    let entries = conversation.timeline.recording().entries().iter();
    let packets = entries.filter_map(|recorded| match &recorded.entry {
        Entry::Transmission { transmission, .. } => Some(Arc::clone(transmission)),
        _ => None,
    });
    packets.collect()
}

/// The secrets of every connection, worked out from the seed alone.
fn connections(conversation: &Conversation, start: &World) -> Value {
    let seed = &conversation.timeline.run().seed;
    let provider = start.provider().transport_key();
    let mut begun: BTreeMap<(ActionId, Party), u32> = BTreeMap::new();
    let mut list = Vec::new();
    for packet in transmissions(conversation) {
        if packet.traffic != Traffic::Handshake(1) {
            continue;
        }
        let (action, link) = (packet.id.action, packet.id.link);
        let count = begun.entry((action, link)).or_default();
        let source_port = packet.packet.value(keyhole::wire::Field::SourcePort);
        let port = source_port.and_then(|bytes| bytes.first_chunk()).copied();
        let port = port.map_or(0, u16::from_be_bytes);
        let phone_seed = draw(seed, link.key(), action, &format!("handshake {count}"));
        let purpose = format!("handshake {} {port}", link.key());
        let provider_seed = draw(seed, "provider", action, &purpose);
        *count += 1;
        let phone = start.phone(link).transport_key();
        let mut value = json!({
            "action": action.0,
            "link": link.key(),
            "port": port,
            "phone_handshake_seed": hex::encode(phone_seed.reveal()),
            "provider_handshake_seed": hex::encode(provider_seed.reveal()),
        });
        let connected = if port < FIRST_ANONYMOUS_PORT {
            handshake(phone, provider, phone_seed, provider_seed)
        } else {
            anonymous_handshake(provider, phone_seed, provider_seed)
        };
        if let Ok(connected) = connected {
            value["record_key_to_provider"] = json!(hex::encode(connected.send.key().reveal()));
            value["record_key_to_phone"] = json!(hex::encode(connected.receive.key().reveal()));
            value["handshake_hash"] = json!(hex::encode(&connected.handshake_hash));
        }
        list.push(value);
    }
    Value::Array(list)
}

fn draw(seed: &RunSeed, actor: &str, action: ActionId, purpose: &str) -> HandshakeSeed {
    let mut bytes = [0; HandshakeSeed::LENGTH];
    KeyedRng::new(seed, actor, action.0, purpose).fill_bytes(&mut bytes);
    HandshakeSeed::from_bytes(bytes)
}

fn handshake(
    phone: &TransportKeyPair,
    provider: &TransportKeyPair,
    phone_seed: HandshakeSeed,
    provider_seed: HandshakeSeed,
) -> Result<Connected, TransportError> {
    let mut initiator = Handshake::initiator(phone.clone(), provider.public(), phone_seed);
    let mut responder = Handshake::responder(provider.clone(), provider_seed);
    responder.read(&initiator.write(&[])?)?;
    initiator.read(&responder.write(&[])?)?;
    initiator.write(&[])?;
    initiator.finish()
}

/// From this port on a phone does not say who it is.
const FIRST_ANONYMOUS_PORT: u16 = 58_000;

fn anonymous_handshake(
    provider: &TransportKeyPair,
    phone_seed: HandshakeSeed,
    provider_seed: HandshakeSeed,
) -> Result<Connected, TransportError> {
    let mut initiator = Handshake::anonymous_initiator(provider.public(), phone_seed);
    let mut responder = Handshake::responder_to_anonymous(provider.clone(), provider_seed);
    responder.read(&initiator.write(&[])?)?;
    initiator.read(&responder.write(&[])?)?;
    initiator.finish()
}

fn links(conversation: &Conversation) -> Value {
    let list = transmissions(conversation).into_iter().map(|packet| {
        let (fate, arrived) = match &packet.fate {
            Fate::Intact => ("intact", None),
            Fate::Altered { arrives, .. } => ("altered", Some(hex::encode(arrives.bytes()))),
            Fate::Lost => ("lost", None),
        };
        let mut value = json!({
            "action": packet.id.action.0,
            "link": packet.id.link.key(),
            "nth": packet.id.nth,
            "direction": match packet.direction {
                Direction::ToProvider => "to-provider",
                Direction::ToPhone => "to-phone",
            },
            "traffic": packet.traffic.key(),
            "sent_at": packet.sent_at.0,
            "arrives_at": packet.arrives_at.0,
            "fate": fate,
            "layers": packet.packet.layers().map(layer).collect::<Vec<_>>(),
        });
        if let Some(message) = packet.message {
            value["message"] = json!(message.0);
        }
        if let Some(arrived) = arrived {
            value["arrived"] = json!(arrived);
        }
        value
    });
    Value::Array(list.collect())
}

/// The bytes of a layer, and its spans as [field, start, end, depth].
fn layer(layer: &Annotated) -> Value {
    let spans = layer.spans().iter();
    let spans = spans.map(|span| json!([span.field.key(), span.start(), span.end(), span.depth]));
    json!({ "bytes": hex::encode(layer.bytes()), "spans": spans.collect::<Vec<_>>() })
}

fn protocol(conversation: &Conversation) -> Value {
    let entries = conversation.timeline.recording().entries().iter();
    let list = entries.filter_map(|recorded| match &recorded.entry {
        Entry::Protocol { party, message, steps } => Some(json!({
            "action": recorded.action.0,
            "phone": party.key(),
            "message": message.map(|id| id.0),
            "steps": steps::all(steps),
        })),
        _ => None,
    });
    Value::Array(list.collect())
}

fn chats(world: &World) -> Value {
    let chat = |party| {
        let items = world.phone(party).chat().iter().map(|item| match &item.body {
            ChatBody::Outgoing { text, state, .. } => {
                json!({ "message": item.action.0, "sent": **text, "state": state.key() })
            }
            ChatBody::Incoming { text } => json!({ "message": item.action.0, "received": **text }),
            ChatBody::Unreadable { error } => {
                json!({ "message": item.action.0, "refused": error })
            }
        });
        items.collect::<Vec<_>>()
    };
    json!({ "alice": chat(Party::Alice), "bob": chat(Party::Bob) })
}
