//! What lies on a phone while it is locked: its texts and keys, sealed under the key of its store.
//!
//! ```text
//! store     = nonce (12) ‖ AES-256-GCM(store key, nonce, associated data = account name, things)
//! things    = count (2) ‖ count × thing
//! thing     = kind (1) ‖ message (1): 0 none, 1 and action (8) ‖ length (2) ‖ bytes
//! store key = HKDF-SHA256(salt = the phone's own key (32), ikm = passcode (6 digits),
//!                         info = "Keyhole phone store")
//! ```
//!
//! Numbers are big-endian. The phone's own key never leaves its hardware, which is why the passcode
//! is tried on the phone or nowhere; that the hardware counts tries is not modelled.
//!
//! Simplified: real phones have several classes of such keys, and hold some of them from the first
//! unlocking on; this one, locked, holds none.

use super::{
    ActionId, Party,
    regime::{Secret, What},
    seizure::Seized,
};
use crate::{
    crypto::{
        aead,
        kdf::hkdf_sha256,
        keyed_rng::KeyedRng,
        keys::{IdentityKeyPair, PrekeyId, PrekeyPair, PublicKey, RatchetKeyPair},
        secret::{
            BackupKey, ChainKey, LayerKey, LeafSessionKey, MessageSeed, PrivateKey, RecordKey,
            RootKey, RunSeed, StoreKey,
        },
    },
    wire::Account,
    world::Direction,
};
use rand_core::Rng as _;
use std::sync::Arc;

const NONCE_LENGTH: usize = 12;
/// How many digits a passcode has.
const DIGITS: usize = 6;

/// The key of a phone's store: from its passcode and its own key, both drawn from the run's seed.
pub(super) fn key(seed: &RunSeed, party: Party) -> StoreKey {
    let rng = |purpose| KeyedRng::new(seed, party.key(), 0, purpose);
    let mut own = [0; 32];
    rng("phone's own key").fill_bytes(&mut own);
    let mut digits = rng("passcode");
    let passcode: Vec<u8> = (0..DIGITS).map(|_| b'0' + (digits.next_u32() % 10) as u8).collect();
    StoreKey::from_bytes(hkdf_sha256(&own, &passcode, b"Keyhole phone store"))
}

/// Seals all that is on a phone at a moment. `action` names the moment.
pub(super) fn seal(seed: &RunSeed, party: Party, all: &[Seized], action: ActionId) -> Arc<[u8]> {
    let mut nonce = [0; NONCE_LENGTH];
    KeyedRng::new(seed, party.key(), action.0, "phone store").fill_bytes(&mut nonce);
    let things = encode(all);
    let account = party.account();
    let sealed =
        aead::seal(key(seed, party).reveal(), &nonce, account.as_str().as_bytes(), &things);
    [&nonce[..], &sealed].concat().into()
}

/// Opens the store of the phone of this account; nothing under another key.
#[must_use]
pub(crate) fn open(key: &StoreKey, account: &Account, store: &[u8]) -> Option<Vec<Seized>> {
    let (nonce, sealed) = store.split_first_chunk()?;
    let name = account.as_str().as_bytes();
    decode(&aead::open(key.reveal(), nonce, name, sealed).ok()?)
}

fn encode(all: &[Seized]) -> Vec<u8> {
    let things: Vec<Vec<u8>> = all.iter().filter_map(thing).collect();
    let count = u16::try_from(things.len()).unwrap_or(u16::MAX);
    let mut bytes = count.to_be_bytes().to_vec();
    things.into_iter().take(count.into()).for_each(|it| bytes.extend(it));
    bytes
}

/// Nothing for what lies on no phone.
fn thing(Seized { what, message }: &Seized) -> Option<Vec<u8>> {
    let (kind, body) = body(what)?;
    let length = u16::try_from(body.len()).ok()?;
    let mut bytes = vec![kind, u8::from(message.is_some())];
    bytes.extend(message.iter().flat_map(|it| it.0.to_be_bytes()));
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    Some(bytes)
}

fn body(what: &What) -> Option<(u8, Vec<u8>)> {
    let place = |key: &PublicKey, number: u32, secret: &[u8]| {
        [&key.as_bytes()[..], &number.to_be_bytes(), secret].concat()
    };
    Some(match what {
        What::Text(text) => (1, text.as_bytes().to_vec()),
        What::Secret(secret) => match secret {
            Secret::IdentityKey(pair) => (2, pair.private().reveal().to_vec()),
            Secret::RootKey { ratchet_key, root_key } => {
                (3, [&ratchet_key.as_bytes()[..], root_key.reveal()].concat())
            }
            Secret::RatchetKey(pair) => (4, pair.private().reveal().to_vec()),
            Secret::ChainKey { ratchet_key, message_number, chain_key } => {
                (5, place(ratchet_key, *message_number, chain_key.reveal()))
            }
            Secret::MessageSeed { ratchet_key, message_number, seed } => {
                (6, place(ratchet_key, *message_number, seed.reveal()))
            }
            Secret::LeafSessionKey(key) => (7, key.reveal().to_vec()),
            Secret::RecordKey { link, port, direction, key } => {
                let link = u8::from(*link == Party::Bob);
                let direction = u8::from(*direction == Direction::ToPhone);
                (8, [&[link, direction], &port.to_be_bytes()[..], key.reveal()].concat())
            }
            Secret::LayerKey(key) => (9, key.reveal().to_vec()),
            Secret::BackupKey { account, key } => {
                (10, [&key.reveal()[..], account.as_str().as_bytes()].concat())
            }
            Secret::Prekey { is_one_time, id, pair } => {
                let number = id.get().to_be_bytes();
                let private = pair.private().reveal();
                (11, [&[u8::from(*is_one_time)][..], &number, private].concat())
            }
            // Institutions' own.
            Secret::StandingKey { .. }
            | Secret::KeyShare { .. }
            | Secret::KnownBits { .. }
            | Secret::WeakSecret { .. }
            | Secret::AbrasionConstant { .. }
            | Secret::ListKey(_)
            | Secret::FamilyKey(_)
            | Secret::StoreKey { .. }
            | Secret::UnitKeyHalf { .. } => return None,
        },
        What::IdentityKey(..)
        | What::ScanThreshold(_)
        | What::AgencyKey(_)
        | What::OwnMessage { .. }
        | What::Envelope(_)
        | What::LogLine(_)
        | What::PhoneStore(..)
        | What::Backup(..) => return None,
    })
}

fn decode(mut bytes: &[u8]) -> Option<Vec<Seized>> {
    let r = &mut bytes;
    let count = u16::from_be_bytes(take(r)?);
    let things = (0..count).map(|_| {
        let [kind, has_message] = take(r)?;
        let message = match has_message {
            0 => None,
            1 => Some(ActionId(u64::from_be_bytes(take(r)?))),
            _ => return None,
        };
        let length = usize::from(u16::from_be_bytes(take(r)?));
        let (body, rest) = r.split_at_checked(length)?;
        *r = rest;
        Some(Seized { what: read(kind, body)?, message })
    });
    let things = things.collect::<Option<_>>()?;
    bytes.is_empty().then_some(things)
}

fn read(kind: u8, mut body: &[u8]) -> Option<What> {
    let r = &mut body;
    let what = match kind {
        1 => return Some(What::Text(std::str::from_utf8(body).ok()?.into())),
        2 => {
            let private = PrivateKey::from_bytes(take(r)?);
            What::Secret(Secret::IdentityKey(IdentityKeyPair::from_private(private)))
        }
        3 => {
            let ratchet_key = PublicKey::from_bytes(take(r)?);
            let root_key = RootKey::from_bytes(take(r)?);
            What::Secret(Secret::RootKey { ratchet_key, root_key })
        }
        4 => {
            let private = PrivateKey::from_bytes(take(r)?);
            What::Secret(Secret::RatchetKey(RatchetKeyPair::from_private(private)))
        }
        5 => What::Secret(Secret::ChainKey {
            ratchet_key: PublicKey::from_bytes(take(r)?),
            message_number: u32::from_be_bytes(take(r)?),
            chain_key: ChainKey::from_bytes(take(r)?),
        }),
        6 => What::Secret(Secret::MessageSeed {
            ratchet_key: PublicKey::from_bytes(take(r)?),
            message_number: u32::from_be_bytes(take(r)?),
            seed: MessageSeed::from_bytes(take(r)?),
        }),
        7 => What::Secret(Secret::LeafSessionKey(LeafSessionKey::from_bytes(take(r)?))),
        8 => {
            let [link, direction] = take(r)?;
            What::Secret(Secret::RecordKey {
                link: if link == 1 { Party::Bob } else { Party::Alice },
                direction: if direction == 1 { Direction::ToPhone } else { Direction::ToProvider },
                port: u16::from_be_bytes(take(r)?),
                key: RecordKey::from_bytes(take(r)?),
            })
        }
        9 => What::Secret(Secret::LayerKey(LayerKey::from_bytes(take(r)?))),
        10 => {
            let key = BackupKey::from_bytes(take(r)?);
            let account = Account::new(std::str::from_utf8(r).ok()?);
            return Some(What::Secret(Secret::BackupKey { account, key }));
        }
        11 => {
            let [is_one_time] = take(r)?;
            What::Secret(Secret::Prekey {
                is_one_time: is_one_time == 1,
                id: PrekeyId::new(u32::from_be_bytes(take(r)?))?,
                pair: PrekeyPair::from_private(PrivateKey::from_bytes(take(r)?)),
            })
        }
        _ => return None,
    };
    body.is_empty().then_some(what)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Position, Timeline, conversation, regime, seizure};

    const TEXTS: [(Party, &str); 4] = [
        (Party::Alice, "Dinner at ours on Thursday?"),
        (Party::Bob, "Yes, with pleasure!"),
        (Party::Bob, "Shall I bring a cake?"),
        (Party::Alice, "Please do."),
    ];

    /// Nothing that is on an unlocked phone is missing on the locked one, under any rule.
    #[test]
    fn a_store_holds_all_and_opens_with_its_key_alone() {
        let seed = RunSeed::from_bytes([7; 32]);
        for it in regime::ALL {
            let mut timeline = Timeline::new(conversation(seed.clone(), true, &TEXTS).under(*it));
            timeline.seek(Position::after(timeline.len()));
            let (phone, institutions) =
                (timeline.world().phone(Party::Alice), timeline.world().provider().institutions());
            let all = seizure::contents(phone, institutions);
            let store = seal(&seed, Party::Alice, &all, ActionId(9));
            let [own, other] = Party::ALL.map(|party| key(&seed, party));
            let [alice, bob] = Party::ALL.map(Party::account);
            let listed = |all: Vec<Seized>| -> Vec<_> {
                all.into_iter().map(|it| (it.what, it.message)).collect()
            };
            let opened = open(&own, &alice, &store).map(listed);
            assert_eq!(opened, Some(listed(all)), "{}", it.key());
            assert!(open(&other, &alice, &store).is_none());
            assert!(open(&own, &bob, &store).is_none());
            let mut changed = store.to_vec();
            changed[40] ^= 1;
            assert!(open(&own, &alice, &changed).is_none());
        }
    }
}
