//! Keys of few secret bits: what a message costs, and what an agency's key saves. Nothing is
//! searched here: a rule says how far it is.

use super::{Found, Rule, escrow, message};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::{
        secret::{ExportSecret, WeakSecret},
        suite::Suite,
        weak::reduced_keys,
    },
    mechanism::{
        Layout, export,
        suites::SuiteCode,
        work_factor::{self, WorkFactorField},
    },
};

/// Whoever has a message with a weak key can try all keys.
pub(super) const PRICE_WEAK_KEY: Rule =
    Rule::new("price-weak-key", &[Kind::Message, Kind::WorkFactorField], price_weak_key);

/// A message in the export suite can be searched by whoever has it.
pub(super) const PRICE_SUITE: Rule =
    Rule::new("price-suite", &[Kind::Message, Kind::SuiteMark], price_suite);

/// The agency's standing key takes the wrapped bits out of the access field.
pub(super) const OPEN_WORK_FACTOR: Rule = Rule::new(
    "open-work-factor",
    &[Kind::Message, Kind::WorkFactorField, Kind::StandingKey],
    open_work_factor,
);

/// Whoever knows some bits of the key tries the others.
pub(super) const PRICE_KNOWN_BITS: Rule =
    Rule::new("price-known-bits", &[Kind::Message, Kind::KnownBits], price_known_bits);

/// Whoever has found the secret bits of a weak key opens its message.
pub(super) const OPEN_WEAK: Rule =
    Rule::new("open-weak", &[Kind::Message, Kind::WeakSecret], open_weak)
        .and(&[Kind::SuiteMark, Kind::WorkFactorField]);

fn open_weak(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    // What stands beside a message says how to open it: it may have come after the secret.
    let place = fact.name.as_slice().get(..message::PLACE).unwrap_or_default();
    for (message_id, message) in known.named(Kind::Message, place) {
        let Some((mark, suite)) = suite(message, known) else { continue };
        for (secret_id, secret) in known.named(Kind::WeakSecret, place) {
            if ![message_id, secret_id, mark].contains(&new) {
                continue;
            }
            let premises = [message_id, secret_id, mark];
            found.push(match opened(suite, secret, message, known) {
                Some(text) => Found::that(&premises, Fact::text(message.name.clone(), text)),
                None => Found::nothing(&premises),
            });
        }
    }
}

fn opened(suite: Suite, secret: &Fact, message: &Fact, known: Known<'_>) -> Option<Vec<u8>> {
    let secret = WeakSecret::from_bytes(secret.value.as_slice().try_into().ok()?);
    let message = message::parsed(message)?;
    let header = message.header.to_bytes();
    message::associated(&message.header, known).into_iter().find_map(|associated_data| {
        let text = match suite {
            Suite::Export => {
                let secret = ExportSecret::candidate(u64::from_be_bytes(*secret.reveal()));
                export::open(&secret, &header, &associated_data, &message.ciphertext)
            }
            Suite::Reduced { secret_bits } => {
                let keys = reduced_keys(&secret, secret_bits, &header);
                Suite::Aes256Gcm.open(&keys, &associated_data, &message.ciphertext)
            }
            Suite::Aes256Gcm => return None,
        };
        text.ok()
    })
}

/// The suite of a message, and what says so beside it; nothing if it is the usual one.
pub(in crate::access) fn suite(message: &Fact, known: Known<'_>) -> Option<(FactId, Suite)> {
    let place = message::place(message);
    let beside =
        |kind| known.named(kind, place).find(|(_, it)| it.name.as_slice().starts_with(place));
    if let Some((id, mark)) = beside(Kind::SuiteMark) {
        return Some((id, marked(mark)?));
    }
    let (id, field) = beside(Kind::WorkFactorField)?;
    let field = WorkFactorField::decode(field.value.as_slice()).ok()?;
    Some((id, Suite::Reduced { secret_bits: field.factor.secret_bits() }))
}

/// A message, and what stands beside it.
type Beside<'a> = ((FactId, &'a Fact), (FactId, &'a Fact));

/// The messages at the place of a new fact, which may be one itself, each with its partners.
fn beside(new: FactId, known: Known<'_>, kind: Kind) -> Vec<Beside<'_>> {
    let Some(fact) = known.fact(new) else { return Vec::new() };
    if fact.kind == Kind::Message {
        known.named(kind, message::place(fact)).map(|it| ((new, fact), it)).collect()
    } else {
        let messages = known.named(Kind::Message, fact.name.as_slice());
        messages.map(|it| (it, (new, fact))).collect()
    }
}

fn price_weak_key(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    for ((message_id, message), (field_id, field)) in beside(new, known, Kind::WorkFactorField) {
        let Ok(field) = WorkFactorField::decode(field.value.as_slice()) else { continue };
        let trials = work_factor::trials(field.factor.secret_bits(), 0);
        found.push(Found::that(&[message_id, field_id], price(message, trials)));
    }
}

fn price_suite(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    for ((message_id, message), (mark_id, mark)) in beside(new, known, Kind::SuiteMark) {
        if let Some(trials) = marked(mark).and_then(Suite::trials) {
            found.push(Found::that(&[message_id, mark_id], price(message, trials)));
        }
    }
}

/// The suite that a mark names.
fn marked(mark: &Fact) -> Option<Suite> {
    (mark.value.as_slice() == [SuiteCode::Export.code()]).then_some(Suite::Export)
}

fn price_known_bits(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    for ((message_id, message), (bits_id, bits)) in beside(new, known, Kind::KnownBits) {
        let Some([secret_bits, known_bits]) = bits.value.as_slice().first_chunk() else { continue };
        let trials = work_factor::trials(*secret_bits, *known_bits);
        found.push(Found::that(&[message_id, bits_id], price(message, trials)));
    }
}

fn price(message: &Fact, trials: u8) -> Fact {
    Fact::new(Kind::Trials, message.name.clone(), vec![trials])
}

fn open_work_factor(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let fields: Vec<_> = match fact.kind {
        Kind::WorkFactorField => vec![(new, fact)],
        Kind::Message => known.named(Kind::WorkFactorField, message::place(fact)).collect(),
        _ => known.named(Kind::WorkFactorField, &[]).collect(),
    };
    for (field_id, field) in fields {
        for (key_id, key) in known.named(Kind::StandingKey, &[]) {
            for (message_id, message) in known.named(Kind::Message, field.name.as_slice()) {
                let premises = [message_id, field_id, key_id];
                // What is newer has its own turn.
                if premises.iter().any(|it| *it > new) {
                    continue;
                }
                found.push(match unwrapped(field, key, message) {
                    Some(bits) => Found::that(&premises, bits),
                    None => Found::nothing(&premises),
                });
            }
        }
    }
}

fn unwrapped(field: &Fact, key: &Fact, message: &Fact) -> Option<Fact> {
    let header = message::parsed(message)?.header;
    let field = WorkFactorField::decode(field.value.as_slice()).ok()?;
    let key = escrow::standing_key(key, field.key_id)?;
    let top = field.known_bits(&key, &header.to_bytes()).ok()?;
    Some(Fact::known_bits(&header.ratchet_key, header.message_number, field.factor, top))
}
