//! What a rule about access makes of a conversation, as JSON: who was handed what, who can read
//! what, and who could have written it.

#![allow(clippy::indexing_slicing, reason = "serde_json inserts a key that is missing")]

use keyhole::{
    access::{Access, Finding, Holders, Kind, Observer},
    crypto::keys::PublicKey,
    hex,
    mechanism::escrow::AgencyKey,
    world::{
        ActionId, Direction, Entry, Party, Timeline,
        regime::{Receiver, Secret, What},
    },
};
use serde_json::{Value, json};

/// Everything that somebody was handed, in order.
pub(crate) fn handed(timeline: &Timeline) -> Value {
    let entries = timeline.recording().entries().iter();
    let list = entries.filter_map(|recorded| match &recorded.entry {
        Entry::Handed { handed, order, message, taken: _ } => {
            let mut value = what(&handed.what);
            value["action"] = json!(recorded.action.0);
            value["to"] = json!(receiver(handed.to));
            if let Some(order) = order {
                value["order"] = json!(order.0);
            }
            if let Some(message) = message {
                value["message"] = json!(message.0);
            }
            Some(value)
        }
        _ => None,
    });
    Value::Array(list.collect())
}

/// What comes of each message, and in whose names one could write in the end: for everybody who
/// has seen or was handed something, and for some who put together what they have.
pub(crate) fn findings(timeline: &Timeline) -> Value {
    let mut access = Access::default();
    access.update(timeline);
    let messages: Vec<_> = access.messages().collect();
    let present = present(timeline);
    let alone = present.iter().map(|observer| {
        let found = messages.iter().map(|message| access.finding(*observer, *message));
        let mut row = row(&[*observer], &messages, found);
        row["fabricate"] = fabricate(&access, *observer, &messages);
        row["impersonate"] = impersonate(&access, timeline, &[*observer]);
        row
    });
    let groups = groups(&present);
    let together = groups.iter().map(|group| {
        let found = access.together(group.iter().copied().collect());
        let mut row = row(group, &messages, found);
        row["impersonate"] = impersonate(&access, timeline, group);
        row
    });
    Value::Array(alone.chain(together).collect())
}

fn row(
    observers: &[Observer],
    messages: &[ActionId],
    findings: impl IntoIterator<Item = Finding>,
) -> Value {
    let messages = messages.iter().zip(findings).map(|(message, finding)| {
        let mut value = json!({ "message": message.0, "finding": finding.key() });
        if let Some(trials) = finding.trials() {
            value["trials"] = json!(trials);
        }
        value
    });
    let observers: Vec<_> = observers.iter().map(|observer| observer.key()).collect();
    json!({ "observers": observers, "messages": messages.collect::<Vec<_>>() })
}

/// The messages whose bytes an observer could have made itself.
fn fabricate(access: &Access, observer: Observer, messages: &[ActionId]) -> Value {
    let could = messages.iter().filter(|message| access.could_fabricate(observer, **message));
    json!(could.map(|message| message.0).collect::<Vec<_>>())
}

/// The people in whose names these could write now.
fn impersonate(access: &Access, timeline: &Timeline, observers: &[Observer]) -> Value {
    let holders: Holders = observers.iter().copied().collect();
    let could = |name: &Party| access.could_impersonate(timeline.world(), holders, *name);
    let names = Party::ALL.into_iter().filter(could).map(Party::key);
    json!(names.collect::<Vec<_>>())
}

/// Institutions are there if they were handed something.
fn present(timeline: &Timeline) -> Vec<Observer> {
    let is_present = |observer: &Observer| match observer {
        Observer::Institution(institution) => {
            timeline.recording().entries().iter().any(|recorded| match &recorded.entry {
                Entry::Handed { handed, .. } => handed.to == Receiver::Institution(*institution),
                _ => false,
            })
        }
        _ => true,
    };
    Observer::ALL.into_iter().filter(is_present).collect()
}

/// The provider with each institution, and with every two of them; and all but the phones.
fn groups(present: &[Observer]) -> Vec<Vec<Observer>> {
    let is_institution = |it: &&Observer| matches!(it, Observer::Institution(_));
    let institutions: Vec<_> = present.iter().copied().filter(|it| is_institution(&it)).collect();
    let one = institutions.iter().map(|it| vec![Observer::Provider, *it]);
    let two = institutions.iter().enumerate().flat_map(|(index, it)| {
        let others = institutions.iter().skip(index + 1);
        others.map(|other| vec![Observer::Provider, *it, *other])
    });
    let not_phones = present.iter().copied().filter(|it| !matches!(it, Observer::Owner(_)));
    one.chain(two).chain([not_phones.collect()]).collect()
}

const fn receiver(receiver: Receiver) -> &'static str {
    match receiver {
        Receiver::Everybody => "everybody",
        Receiver::Owner(party) => party.key(),
        Receiver::Provider => Observer::Provider.key(),
        Receiver::Institution(institution) => institution.key(),
    }
}

fn what(what: &What) -> Value {
    match what {
        What::Secret(it) => secret(it),
        What::IdentityKey(account, key) => json!({
            "what": Kind::IdentityKey.key(),
            "account": account.as_str(),
            "public": public(key),
        }),
        What::ScanThreshold(number) => json!({
            "what": Kind::ScanThreshold.key(),
            "threshold": number.get(),
        }),
        What::AgencyKey(agency) => json!({
            "what": "agency-key",
            "key_id": agency.id.0,
            "public": public(&agency.public),
        }),
        What::OwnMessage { prekey, bytes } => json!({
            "what": Kind::Message.key(),
            "prekey": prekey,
            "bytes": hex::encode(bytes),
        }),
        What::Text(text) => json!({ "what": Kind::Content.key(), "text": text.as_ref() }),
        What::Envelope(bytes) => json!({
            "what": Kind::Envelope.key(),
            "bytes": hex::encode(bytes.bytes()),
        }),
        What::LogLine(bytes) => json!({
            "what": Kind::LogLine.key(),
            "bytes": hex::encode(bytes),
        }),
        What::PhoneStore(account, bytes) => json!({
            "what": Kind::PhoneStore.key(),
            "account": account.as_str(),
            "bytes": hex::encode(bytes),
        }),
        What::Backup(account, bytes) => json!({
            "what": Kind::Backup.key(),
            "account": account.as_str(),
            "bytes": hex::encode(bytes.bytes()),
        }),
    }
}

fn secret(secret: &Secret) -> Value {
    match secret {
        Secret::IdentityKey(pair) => json!({
            "what": Kind::IdentityKey.key(),
            "public": public(&pair.public()),
            "secret": hex::encode(pair.private().reveal()),
        }),
        Secret::StandingKey { agency, private } => {
            of_agency(*agency, Kind::StandingKey, private.reveal())
        }
        Secret::KeyShare { agency, share } => of_agency(*agency, Kind::KeyShare, share.reveal()),
        Secret::MessageSeed { ratchet_key, message_number, seed } => json!({
            "what": Kind::MessageSeed.key(),
            "ratchet_key": public(ratchet_key),
            "message_number": message_number,
            "secret": hex::encode(seed.reveal()),
        }),
        Secret::KnownBits { ratchet_key, message_number, factor, top } => json!({
            "what": Kind::KnownBits.key(),
            "ratchet_key": public(ratchet_key),
            "message_number": message_number,
            "secret_bits": factor.secret_bits(),
            "wrapped_bits": factor.wrapped_bits(),
            "secret": hex::encode(&top.to_be_bytes()),
        }),
        Secret::ListKey(key) => plain(Kind::ListKey, key.reveal()),
        Secret::FamilyKey(key) => plain(Kind::FamilyKey, key.reveal()),
        Secret::UnitKeyHalf { unit, agent, half } => json!({
            "what": Kind::UnitKeyHalf.key(),
            "unit": unit.0,
            "agent": agent,
            "secret": hex::encode(half.reveal()),
        }),
        Secret::RootKey { ratchet_key, root_key } => json!({
            "what": Kind::RootKey.key(),
            "ratchet_key": public(ratchet_key),
            "secret": hex::encode(root_key.reveal()),
        }),
        Secret::RatchetKey(pair) => json!({
            "what": Kind::PrivateKey.key(),
            "public": public(&pair.public()),
            "secret": hex::encode(pair.private().reveal()),
        }),
        Secret::Prekey { is_one_time, id, pair } => json!({
            "what": Kind::Prekey.key(),
            "one_time": is_one_time,
            "number": id.get(),
            "secret": hex::encode(pair.private().reveal()),
        }),
        Secret::ChainKey { ratchet_key, message_number, chain_key } => json!({
            "what": Kind::ChainKey.key(),
            "ratchet_key": public(ratchet_key),
            "message_number": message_number,
            "secret": hex::encode(chain_key.reveal()),
        }),
        Secret::LeafSessionKey(key) => plain(Kind::LeafSessionKey, key.reveal()),
        Secret::RecordKey { link, port, direction, key } => json!({
            "what": Kind::RecordKey.key(),
            "link": link.key(),
            "port": port,
            "to_phone": *direction == Direction::ToPhone,
            "secret": hex::encode(key.reveal()),
        }),
        Secret::WeakSecret { ratchet_key, message_number, secret } => json!({
            "what": Kind::WeakSecret.key(),
            "ratchet_key": hex::encode(ratchet_key.as_bytes()),
            "message_number": message_number,
            "secret": hex::encode(secret.reveal()),
        }),
        Secret::AbrasionConstant { ratchet_key, message_number, constant } => json!({
            "what": Kind::AbrasionConstant.key(),
            "ratchet_key": hex::encode(ratchet_key.as_bytes()),
            "message_number": message_number,
            "secret": hex::encode(constant.reveal()),
        }),
        Secret::LayerKey(key) => json!({
            "what": Kind::LayerKey.key(),
            "secret": hex::encode(key.reveal()),
        }),
        Secret::StoreKey { account, key } => json!({
            "what": Kind::StoreKey.key(),
            "account": account.as_str(),
            "secret": hex::encode(key.reveal()),
        }),
        Secret::BackupKey { account, key } => json!({
            "what": Kind::BackupKey.key(),
            "account": account.as_str(),
            "secret": hex::encode(key.reveal()),
        }),
    }
}

fn of_agency(agency: AgencyKey, kind: Kind, secret: &[u8]) -> Value {
    json!({
        "what": kind.key(),
        "key_id": agency.id.0,
        "public": public(&agency.public),
        "secret": hex::encode(secret),
    })
}

fn plain(kind: Kind, secret: &[u8]) -> Value {
    json!({ "what": kind.key(), "secret": hex::encode(secret) })
}

fn public(key: &PublicKey) -> String {
    hex::encode(key.as_bytes())
}
