//! The steps of the protocol as JSON.

#![allow(clippy::indexing_slicing, reason = "serde_json inserts a key that is missing")]

use keyhole::{
    crypto::{
        keys::{PublicKey, RatchetKeyPair},
        secret::MessageSeed,
        suite::{MessageKeys, Suite},
    },
    hex,
    mechanism::export::SECRET_BITS as EXPORT_BITS,
    protocol::trace::{AgreementKey, Deleted, Direction, RatchetReason, Step},
};
use serde_json::{Value, json};

const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Sending => "sending",
        Direction::Receiving => "receiving",
    }
}

const fn role(key: AgreementKey) -> &'static str {
    match key {
        AgreementKey::Identity => "identity",
        AgreementKey::SignedPrekey => "signed-prekey",
        AgreementKey::OneTimePrekey => "one-time-prekey",
        AgreementKey::Base => "base",
    }
}

const fn reason(reason: RatchetReason) -> &'static str {
    match reason {
        RatchetReason::SessionStart => "session-start",
        RatchetReason::NewRatchetKey => "new-ratchet-key",
        RatchetReason::OwnNewRatchetKey => "own-new-ratchet-key",
    }
}

fn public(key: &PublicKey) -> String {
    hex::encode(key.as_bytes())
}

fn pair(pair: &RatchetKeyPair) -> Value {
    json!({ "private": hex::encode(pair.private().reveal()), "public": public(&pair.public()) })
}

/// Steps with their inputs and outputs.
pub(crate) fn all(steps: &[Step]) -> Vec<Value> {
    let mut suite = Suite::default();
    let values = steps.iter().map(|it| {
        if let Step::MessageKeyDerivation { suite: of, .. } = it {
            suite = *of;
        }
        step(it, suite)
    });
    values.collect()
}

/// The key as long as the suite has it.
fn key(suite: Suite, keys: &MessageKeys) -> String {
    hex::encode(keys.key.reveal().get(..suite.key_length()).unwrap_or_default())
}

fn message_key(suite: Suite, seed: &MessageSeed, keys: &MessageKeys) -> Value {
    let mut value = json!({
        "step": "message-key",
        "message_seed": hex::encode(seed.reveal()),
        "key": key(suite, keys),
        "nonce": hex::encode(keys.nonce.as_bytes()),
    });
    match suite {
        Suite::Aes256Gcm => {}
        Suite::Reduced { secret_bits } => value["secret_bits"] = json!(secret_bits),
        Suite::Export => value["secret_bits"] = json!(EXPORT_BITS),
    }
    value
}

/// One step with its inputs and outputs, under the suite of its message.
fn step(step: &Step, suite: Suite) -> Value {
    match step {
        Step::SignatureVerified { signer, signed_prekey, signature } => json!({
            "step": "signature-verified",
            "signer": public(signer),
            "signed_prekey": public(signed_prekey),
            "signature": hex::encode(&signature.0),
        }),
        Step::Agreement {
            number,
            own_role,
            own_private,
            own_public,
            their_role,
            their_public,
            output,
        } => json!({
            "step": "agreement",
            "number": number,
            "own_role": role(*own_role),
            "own_private": hex::encode(own_private.reveal()),
            "own_public": public(own_public),
            "their_role": role(*their_role),
            "their_public": public(their_public),
            "output": hex::encode(output.reveal()),
        }),
        Step::X3dhKdf { root_key, chain_key, associated_data } => json!({
            "step": "x3dh-kdf",
            "root_key": hex::encode(root_key.reveal()),
            "chain_key": hex::encode(chain_key.reveal()),
            "associated_data": hex::encode(&associated_data.to_bytes()),
        }),
        Step::DhRatchet {
            direction: chain,
            reason: why,
            own,
            their,
            output,
            old_root_key,
            new_root_key,
            chain_key,
        } => json!({
            "step": "dh-ratchet",
            "direction": direction(*chain),
            "reason": reason(*why),
            "own": pair(own),
            "their": public(their),
            "output": hex::encode(output.reveal()),
            "old_root_key": hex::encode(old_root_key.reveal()),
            "new_root_key": hex::encode(new_root_key.reveal()),
            "chain_key": hex::encode(chain_key.reveal()),
        }),
        Step::ChainStep {
            direction: chain,
            ratchet_key,
            message_number,
            chain_key,
            message_seed,
            next_chain_key,
        } => json!({
            "step": "chain-step",
            "direction": direction(*chain),
            "ratchet_key": public(ratchet_key),
            "message_number": message_number,
            "chain_key": hex::encode(chain_key.reveal()),
            "message_seed": hex::encode(message_seed.reveal()),
            "next_chain_key": hex::encode(next_chain_key.reveal()),
        }),
        Step::MessageKeyDerivation { suite: _, seed, keys } => message_key(suite, seed, keys),
        Step::Seal { keys, associated_data, plaintext, ciphertext } => json!({
            "step": "seal",
            "key": key(suite, keys),
            "nonce": hex::encode(keys.nonce.as_bytes()),
            "associated_data": hex::encode(associated_data),
            "plaintext": hex::encode(plaintext.reveal()),
            "ciphertext": hex::encode(ciphertext),
        }),
        Step::Open { keys, associated_data, ciphertext, plaintext } => json!({
            "step": "open",
            "key": key(suite, keys),
            "nonce": hex::encode(keys.nonce.as_bytes()),
            "associated_data": hex::encode(associated_data),
            "ciphertext": hex::encode(ciphertext),
            "plaintext": plaintext.as_ref().map(|text| hex::encode(text.reveal())),
        }),
        Step::SkippedStored { ratchet_key, message_number } => json!({
            "step": "skipped-stored",
            "ratchet_key": public(ratchet_key),
            "message_number": message_number,
        }),
        Step::SkippedUsed { ratchet_key, message_number } => json!({
            "step": "skipped-used",
            "ratchet_key": public(ratchet_key),
            "message_number": message_number,
        }),
        Step::Deleted(what) => deleted(what),
    }
}

fn deleted(what: &Deleted) -> Value {
    let (what, detail) = match what {
        Deleted::BaseKey(key) => ("base-key", json!({ "public": public(key) })),
        Deleted::OneTimePrekey(id, key) => {
            ("one-time-prekey", json!({ "id": id.get(), "public": public(key) }))
        }
        Deleted::RootKey(key) => ("root-key", json!({ "key": hex::encode(key.reveal()) })),
        Deleted::RatchetKey(key) => ("ratchet-key", json!({ "public": public(key) })),
        Deleted::ChainKey { direction: chain, ratchet_key, chain_key } => (
            "chain-key",
            json!({
                "direction": direction(*chain),
                "ratchet_key": public(ratchet_key),
                "key": hex::encode(chain_key.reveal()),
            }),
        ),
        Deleted::MessageKey { ratchet_key, message_number } => (
            "message-key",
            json!({ "ratchet_key": public(ratchet_key), "message_number": message_number }),
        ),
        Deleted::SkippedKey { ratchet_key, message_number } => (
            "skipped-key",
            json!({ "ratchet_key": public(ratchet_key), "message_number": message_number }),
        ),
    };
    json!({ "step": "deleted", "what": what, "of": detail })
}
