//! People who are no target: what anybody reads of them, against counts that are made otherwise.

use super::case::{JOINS, TEXTS, seed};
use keyhole::{
    access::{Access, Kind, Observer},
    mechanism::{Layout, escrow::EscrowField, escrow::StandingKey},
    people::{self, Exposure, Who},
    wire::{AccessKind, Envelope, EnvelopeKind, Field, Reader},
    world::{
        Action, ActionId, Entry, Party, Run, Step, conversation, played,
        regime::{self, Institution, Retention, Secret, What},
    },
};

const THIEF: Observer = Observer::Institution(Institution::Thief);
const INVESTIGATOR: Observer = Observer::Institution(Institution::Investigator);
const MESSAGES: u32 = 6;

/// The run on the page, with events after so many texts.
fn page(regime: &str, events: &[(usize, Action)]) -> Run {
    let mut run = conversation(seed(), true, &TEXTS).under(regime::of_key(regime).unwrap());
    run.retention = Retention::ForEver;
    for (nth, (after, action)) in events.iter().enumerate().rev() {
        let id = ActionId(1_000 + nth as u64);
        run.steps.insert(JOINS + after, Step { id, action: action.clone() });
    }
    run
}

fn pair(run: &Run, number: u32) -> Run {
    people::run_of(run, run.steps.len(), number, MESSAGES)
}

fn exposure(run: &Run, pairs: u32) -> Exposure {
    let mut exposure = Exposure::default();
    (1..=pairs).for_each(|it| exposure.add(people::judge(&pair(run, it))));
    exposure
}

/// Everybody has keys of their own, and the agency's key is the same one.
#[test]
fn pairs_have_their_own_phones_and_the_same_institutions() {
    for it in regime::ALL {
        let run = page(it.key(), &[]);
        let runs = [run.clone(), pair(&run, 1), pair(&run, 2)];
        let worlds = runs.each_ref().map(|it| played(it).0);
        let [page, one, two] = &worlds;
        for party in Party::ALL {
            let key = |it: &keyhole::world::World| it.phone(party).identity().public();
            assert!(key(page) != key(one) && key(one) != key(two), "{}", it.key());
        }
        let standing = |it: &keyhole::world::World| it.provider().institutions().holdings();
        assert_eq!(standing(page), standing(one), "{}", it.key());
        assert_eq!(standing(one), standing(two), "{}", it.key());
        let chat = one.phone(Party::Alice).chat();
        assert_eq!(chat.len(), MESSAGES as usize, "{}", it.key());
    }
}

/// What strikes everybody strikes them, and what names somebody does not.
#[test]
fn only_what_happens_to_everybody_exposes_them() {
    let steal = |from| Action::Steal { from };
    let theft = [(0, steal(Institution::Agency)), (3, Action::Enter)];
    let order = [(0, Action::Order { target: Party::Alice, start: None })];
    let of = |rule: &str, events: &[(usize, Action)], observer| {
        exposure(&page(rule, events), 6).messages(Who::Observer(observer))
    };
    let all = u64::from(6 * MESSAGES);
    assert_eq!(of("end-to-end", &theft[1..], THIEF), 0);
    assert_eq!(of("transport-only", &[], Observer::Provider), all);
    assert_eq!(of("key-escrow", &order, INVESTIGATOR), 0, "nobody ordered theirs");
    assert_eq!(of("key-escrow", &[(0, theft[0].1.clone()), (0, Action::Enter)], THIEF), all);
    let since = of("key-escrow", &theft, THIEF);
    assert!(0 < since && since < all, "from then on: {since}");
    let shares = [1, 2].map(|it| (0, steal(Institution::Custodian(it))));
    assert_eq!(of("split-escrow", &[&shares[..1], &[(0, Action::Enter)]].concat(), THIEF), 0);
    assert_eq!(of("split-escrow", &[&shares[..], &[(0, Action::Enter)]].concat(), THIEF), all);
}

/// By hand, without the engine: the envelopes that passed the provider from the moment on when a
/// thief entered it, opened with the agency's key that the thief took.
#[test]
fn the_count_is_that_of_straight_decryption() {
    let theft = [(0, Action::Steal { from: Institution::Agency }), (3, Action::Enter)];
    for (rule, events) in [
        ("key-escrow", &theft[..]),
        ("key-escrow", &theft[..1]),
        ("end-to-end", &theft[1..]),
        ("transport-only", &theft[1..]),
    ] {
        let run = page(rule, events);
        let mut by_hand = 0;
        for number in 1..=5 {
            by_hand += opened_by_a_thief(&pair(&run, number));
        }
        assert_eq!(exposure(&run, 5).messages(Who::Observer(THIEF)), by_hand, "{rule} {events:?}");
    }
}

fn opened_by_a_thief(run: &Run) -> u64 {
    let (_, recording) = played(run);
    let mut key = None;
    let mut inside = false;
    let mut read = std::collections::BTreeSet::new();
    for recorded in recording.entries() {
        match &recorded.entry {
            Entry::Began { action } => inside |= matches!(**action, Action::Enter),
            Entry::Handed { handed, taken: true, .. } => {
                if let What::Secret(Secret::StandingKey { agency, private }) = &handed.what {
                    key = Some(StandingKey::from_private(agency.id, private.clone()));
                }
            }
            Entry::Transmission { transmission, .. } if inside => {
                let envelope = transmission.packet.below().and_then(|it| it.part(Field::Envelope));
                let Some(bytes) = envelope else { continue };
                let envelope = Envelope::decode(Reader::new(bytes.bytes())).unwrap();
                let opens = match envelope.kind {
                    EnvelopeKind::Text => true,
                    _ => key.as_ref().is_some_and(|key| {
                        let Some(field) = envelope.access_of(AccessKind::Escrow) else {
                            return false;
                        };
                        let header = header_of(&envelope);
                        EscrowField::decode(field).unwrap().unwrap(key, &header).is_ok()
                    }),
                };
                if opens {
                    read.insert(transmission.message);
                }
            }
            _ => {}
        }
    }
    read.len() as u64
}

fn header_of(envelope: &Envelope) -> Vec<u8> {
    use keyhole::protocol::header::{Message, MessageKind};
    let kind = match envelope.kind {
        EnvelopeKind::Prekey => MessageKind::Prekey,
        _ => MessageKind::Ratchet,
    };
    Message::from_bytes(kind, &envelope.message).unwrap().header.to_bytes().to_vec()
}

/// The same run gives the same pairs, and one more action on the page changes none before it.
#[test]
fn pairs_are_the_same_for_the_same_run() {
    let run = page("key-escrow", &[]);
    assert_eq!(pair(&run, 7), pair(&run, 7));
    assert_ne!(pair(&run, 7).steps, pair(&run, 8).steps);
    let kinds = |run: &Run| {
        let (access, _) = Access::of_run(run);
        access.graph().facts().filter(|(_, it)| it.kind == Kind::Envelope).count()
    };
    assert!(kinds(&pair(&run, 7)) >= MESSAGES as usize);
}

/// Whoever had the capability would read everybody where somebody holds a key that opens everybody's
/// messages, and nobody where there is none.
#[test]
fn the_capability_in_other_hands_exposes_everybody_where_a_key_opens_everybody() {
    let all = u64::from(4 * MESSAGES);
    for (rule, expected) in [
        ("transport-only", all),
        ("key-escrow", all),
        ("split-escrow", all),
        ("clipper", all),
        ("cloud-backup", all),
        ("end-to-end", 0),
        ("sealed-sender", 0),
        ("warrant-bound", 0),
        ("ghost-device", 0),
        ("cloud-backup-user-key", 0),
    ] {
        assert_eq!(exposure(&page(rule, &[]), 4).messages(Who::Capable), expected, "{rule}");
    }
}
