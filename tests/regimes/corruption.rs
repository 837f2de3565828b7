//! Changed bytes give clear findings and never a panic, and the phones do what their rule
//! promises: where they can check, they refuse.

use super::{
    case::{AGENCY, Case, JOINS, LIST_OWNER, judged, played, row, seed, together},
    changed::Changed,
};
use keyhole::{
    access::{Access, Finding, Observer},
    crypto::{
        keyed_rng::KeyedRng,
        secret::{BackupKey, RecordKey},
    },
    mechanism::{Layout, abrasion, backup, crumple, escrow, leaf, log, scan, suites, work_factor},
    protocol::transport::RecordReceiver,
    wire::{AccessField, AccessKind, Account, Envelope, Field, Frame, Reader},
    world::{
        Action, ActionId, ChatBody, Entry, Interference, Party, Point, Position, Step, Target,
        Timeline, Traffic,
        regime::{
            self, App, ClientSideScanning, Clipper, CloudBackup, CrumpleZone, Draw, KeyEscrow,
            KeyHolder, Ordered, ReducedWorkFactor, Regime, SealedMessage, SplitEscrow,
            WarrantBound,
        },
    },
};
use proptest::prelude::*;
use std::{collections::BTreeMap, ops::Range};

// --- in the envelope, at the provider --------------------------------------------------------

/// The bytes of an envelope's access part (kind, length, field), by message; none without one.
fn access_parts(timeline: &Timeline) -> BTreeMap<ActionId, Option<Range<usize>>> {
    let entries = timeline.recording().entries().iter();
    let submitted = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } => {
            let is_submit = transmission.traffic == Traffic::Frame("submit");
            let frame = transmission.packet.below().filter(|_| is_submit)?;
            let envelope = frame.part(Field::Envelope).unwrap();
            let part = envelope.find(Field::AccessField).map(|it| it.range());
            Some((transmission.message.unwrap(), part))
        }
        _ => None,
    });
    submitted.collect()
}

fn id_of(place: usize) -> ActionId {
    Case::under("end-to-end").run().steps[JOINS + place].id
}

/// The conversation under a rule, with one bit of one envelope flipped inside the provider.
fn with_flipped(regime: &'static dyn Regime, place: usize, bit: usize) -> Timeline {
    let mut run = Case::of(regime).run();
    let target = Target { action: id_of(place), point: Point::Provider, nth: 0 };
    let how = Interference::FlipBit { bit: u32::try_from(bit).unwrap() };
    let id = run.next_id();
    let action = Action::Interfere { target, how };
    run.steps.insert(JOINS + place, Step { id, action });
    played(run)
}

/// What the phone of the recipient shows for a message: nothing, the text, or an error.
fn shown(timeline: &Timeline, party: Party, place: usize) -> Option<&'static str> {
    let chat = timeline.world().phone(party).chat();
    let item = chat.iter().find(|it| it.action == id_of(place))?;
    Some(match &item.body {
        ChatBody::Incoming { .. } => "text",
        ChatBody::Unreadable { error } => error,
        ChatBody::Outgoing { .. } => panic!("it is not from the peer"),
    })
}

/// What the receiver of a changed field does, by rule.
fn promised(regime: &dyn Regime, begins: bool) -> &'static str {
    match regime.key() {
        // It can't tell: only the agency, or the owner of the list, opens the field.
        "key-escrow"
        | "split-escrow"
        | "warrant-bound"
        | "client-side-scanning"
        | "work-factor" => "text",
        // A chip, or an app that solves its own puzzles, can.
        "clipper" | "crumple-zone" => "access-field",
        // A message that begins a session is taken for one of another suite, and does not open;
        // later ones are in the suite of their session, whatever stands beside them.
        "export-grade" if begins => "authentication-failed",
        "export-grade" => "text",
        key => panic!("{key} has no access field"),
    }
}

/// The first message and one of an answered session, at both ends and in the middle of the
/// field: the receiver does what is promised, and everything else goes on.
#[test]
fn a_changed_access_field_is_refused_where_it_can_be_told() {
    let mut seen = Vec::new();
    for it in regime::ALL {
        let (timeline, _) = Case::of(*it).judged();
        let parts = access_parts(&timeline);
        for place in [0, 3] {
            let Some(Some(part)) = parts.get(&id_of(place)) else { continue };
            seen.push(it.key());
            let field = part.start + 3..part.end;
            for byte in [field.start, (field.start + field.end) / 2, field.end - 1] {
                let timeline = with_flipped(*it, place, 8 * byte + 7);
                let access = judged(&timeline);
                let name = format!("{} message {place} byte {}", it.key(), byte - field.start);
                let shown = shown(&timeline, Party::Bob, place).unwrap();
                assert_eq!(shown, promised(*it, place == 0), "{name}");
                // Its writer has it, and no outsider has more than of the unchanged one.
                let message = id_of(place);
                let alice = access.finding(Observer::Owner(Party::Alice), message);
                assert_eq!(alice, Finding::Content, "{name}");
                let real = Case::of(*it).scene();
                for observer in Observer::ALL {
                    if !matches!(observer, Observer::Owner(_)) {
                        let (with, without) =
                            (access.finding(observer, message), real.1.finding(observer, message));
                        assert!(with <= without, "{name} {}", observer.key());
                    }
                }
                others_are_read(&timeline, place, &name);
            }
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 8, "{seen:?}");
}

/// Kind and length of the field: another kind, or an envelope that can't be read.
#[test]
fn a_changed_kind_or_length_never_costs_more_than_its_message() {
    for it in regime::ALL {
        let (timeline, _) = Case::of(*it).judged();
        let parts = access_parts(&timeline);
        for place in [0, 3] {
            let Some(Some(part)) = parts.get(&id_of(place)) else { continue };
            for bit in 8 * part.start..8 * (part.start + 3) {
                let timeline = with_flipped(*it, place, bit);
                let name = format!("{} message {place} bit {}", it.key(), bit - 8 * part.start);
                let _ = judged(&timeline);
                others_are_read(&timeline, place, &name);
            }
        }
    }
}

/// A refused message leaves nothing behind: every other one is read.
fn others_are_read(timeline: &Timeline, place: usize, name: &str) {
    for (other, (from, _)) in super::case::TEXTS.iter().enumerate() {
        if other != place {
            let shown = shown(timeline, from.peer(), other);
            assert_eq!(shown, Some("text"), "{name}: message {other}");
        }
    }
}

/// Any bit of the first envelope: all observers are judged, and nobody outside gets more.
#[test]
fn any_changed_bit_of_an_envelope_is_judged() {
    for it in regime::ALL {
        let real = Case::of(*it).scene();
        for bit in (0..2_400).step_by(97) {
            let access = judged(&with_flipped(*it, 0, bit));
            let message = id_of(0);
            for observer in Observer::ALL {
                let found = access.finding(observer, message);
                let outside = !matches!(observer, Observer::Owner(_));
                let no_more = found <= real.1.finding(observer, message);
                assert!(!outside || no_more, "{} {} bit {bit}", it.key(), observer.key());
                let _ = (access.missing(observer, message), access.derivation(observer, message));
            }
        }
    }
}

// --- in what an app makes ---------------------------------------------------------------------

/// The app's own field with one bit flipped.
fn field<const BIT: u32>(
    _: &mut super::changed::Phone,
    app: &mut dyn App,
    sealed: SealedMessage<'_>,
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    let field = app.access_field(sealed, rng)?;
    Some(AccessField { bytes: field.bytes.with_flipped_bit(BIT), ..field })
}

fn failed(access: &Access, rule: &str) -> usize {
    access.graph().failures().iter().filter(|it| it.rule == rule).count()
}

/// What the agency and the provider find of the rule's own fields with a bit flipped, and how
/// often its rule has failed.
fn of_changed(
    change: Changed,
    name: &'static str,
    observers: &[Observer],
    rule: &str,
) -> (Vec<Finding>, usize, usize) {
    let change = Changed { change: name, ..change };
    let (timeline, access) = Case::of(change.leak()).judged();
    let chat = Party::ALL.map(|party| timeline.world().phone(party).chat());
    let read = chat.iter().flat_map(|it| it.iter());
    let read = read.filter(|it| matches!(it.body, ChatBody::Incoming { .. })).count();
    (together(&access, observers), failed(&access, rule), read)
}

const THIEF: [Observer; 2] = [AGENCY, Observer::Provider];

#[test]
fn a_changed_escrow_field_fails_to_authenticate_and_the_phones_cant_tell() {
    let of = |regime| Changed::of(regime, "");
    let rules: [(&'static dyn Regime, &[Observer], &str); 2] =
        [(&KeyEscrow, &THIEF, "open-escrow"), (&WarrantBound, &THIEF, "open-escrow")];
    for (regime, observers, rule) in rules {
        for (change, number) in [
            (of(regime).field(field::<8>), "ephemeral key"),
            (of(regime).field(field::<{ 8 * 40 }>), "wrapped seed"),
            (of(regime).field(field::<{ 8 * 80 + 7 }>), "tag"),
        ] {
            let (found, failures, read) = of_changed(change, number, observers, rule);
            assert_eq!(found, [Finding::Metadata; 6], "{} {number}", regime.key());
            assert!(failures >= 6, "{} {number}: {failures}", regime.key());
            assert_eq!(read, 6, "{} {number}", regime.key());
        }
    }
    // Another key id names a key that nobody has: there is nothing to try.
    let (found, failures, read) =
        of_changed(of(&KeyEscrow).field(field::<7>), "key id", &THIEF, "open-escrow");
    assert_eq!((found, failures, read), (vec![Finding::Metadata; 6], 0, 6));
}

#[test]
fn a_no_by_a_changed_field_says_that_it_failed() {
    let change = Changed::of(&KeyEscrow, "a bit of the tag is flipped");
    let change = change.field(field::<{ 8 * 80 }>);
    let (_, access) = Case::of(change.leak()).order_after(0).judged();
    let rules: Vec<_> = access.graph().failures().iter().map(|it| it.rule).collect();
    assert!(rules.contains(&"open-escrow"), "{rules:?}");
    for message in access.messages() {
        let investigator = super::case::INVESTIGATOR;
        assert_eq!(access.finding(investigator, message), Finding::Metadata);
        let missing = access.missing(investigator, message).unwrap();
        assert!(!missing.failed, "the investigator has no key that could fail");
    }
}

#[test]
fn a_changed_work_factor_field_saves_the_agency_nothing() {
    let of = || Changed::of(&ReducedWorkFactor::LOTUS, "");
    let rule = "open-work-factor";
    let full = vec![Finding::after_trials(63); 6];
    for (change, name) in [
        (of().field(field::<{ 8 * 3 }>), "ephemeral key"),
        (of().field(field::<{ 8 * 36 }>), "wrapped bits"),
    ] {
        let (found, failures, read) = of_changed(change, name, &THIEF, rule);
        assert_eq!((found, read), (full.clone(), 6), "{name}");
        assert!(failures >= 6, "{name}: {failures}");
    }
}

#[test]
fn a_changed_voucher_looks_like_one_that_does_not_match() {
    for (change, name) in [
        (Changed::of(&ClientSideScanning, "").field(field::<0>), "point"),
        (Changed::of(&ClientSideScanning, "").field(field::<{ 8 * 60 }>), "inside"),
        (Changed::of(&ClientSideScanning, "").field(field::<{ 8 * 128 }>), "tag"),
    ] {
        let (found, _, read) = of_changed(change, name, &[LIST_OWNER], "open-voucher");
        assert_eq!((found, read), (vec![Finding::Metadata; 6], 6), "{name}");
    }
}

#[test]
fn a_changed_leaf_or_puzzle_is_refused_by_the_peer() {
    let (clipper, crumple): (&'static dyn Regime, &'static dyn Regime) =
        (&Clipper, &CrumpleZone::DEFAULT);
    for (change, name) in [
        (Changed::of(clipper, "").field(field::<0>), "IV"),
        (Changed::of(clipper, "").field(field::<{ 8 * 8 }>), "LEAF"),
        (Changed::of(clipper, "").field(field::<{ 8 * 23 + 7 }>), "end of the LEAF"),
        (Changed::of(crumple, "").field(field::<{ 8 * 4 }>), "abrasion"),
        (Changed::of(crumple, "").field(field::<{ 8 * 8 + 7 }>), "end of the abrasion"),
    ] {
        let real = change.real;
        let change = Changed { change: name, ..change };
        let (timeline, access) = Case::of(change.leak()).judged();
        for place in [0, 1] {
            let to = super::case::TEXTS[place].0.peer();
            assert_eq!(shown(&timeline, to, place), Some("access-field"), "{name}");
        }
        let found = row(&access, Observer::Provider);
        let real = row(&Case::of(real).scene().1, Observer::Provider);
        for (found, real) in found.iter().zip(real) {
            assert!(*found <= real, "{name}");
        }
    }
}

#[test]
fn a_changed_backup_fails_to_authenticate() {
    const CLOUD: &dyn Regime = &CloudBackup { key: KeyHolder::Provider };
    fn flipped<const BIT: u32>(
        _: &super::changed::Phone,
        app: &mut dyn App,
        entry: &backup::Entry,
        rng: &mut KeyedRng,
    ) -> Option<keyhole::wire::Annotated> {
        Some(app.backup(entry, rng)?.with_flipped_bit(BIT))
    }
    let of = |backup| Changed { backup: Some(backup), ..Changed::of(CLOUD, "") };
    for (change, name) in [
        (of(flipped::<0>), "nonce"),
        (of(flipped::<{ 8 * 14 }>), "store"),
        (
            of(|_, app, entry, rng| {
                let whole = app.backup(entry, rng)?;
                let short = whole.bytes()[..20].to_vec();
                Some(keyhole::wire::Annotated::encode(|w| w.leaf(Field::BackupCiphertext, &short)))
            }),
            "cut",
        ),
    ] {
        let (found, failures, read) =
            of_changed(change, name, &[Observer::Provider], "open-backup");
        assert_eq!((found, read), (vec![Finding::Metadata; 6], 6), "{name}");
        assert!(failures >= 6, "{name}: {failures}");
    }
}

/// A share of which a bit is another: the key that comes out is not the agency's.
#[test]
fn a_changed_share_gives_no_key() {
    use keyhole::{
        crypto::secret::KeyShare,
        world::regime::{Secret, What},
    };
    let change = Changed::of(&SplitEscrow, "a bit of one share is flipped");
    let change = change.hand(|_, _, mut handed| {
        for it in &mut handed {
            if let What::Secret(Secret::KeyShare { share, .. }) = &mut it.what
                && share.custodian() == 1
            {
                let mut bytes = *share.reveal();
                bytes[20] ^= 1;
                *share = KeyShare::from_bytes(bytes);
            }
        }
        handed
    });
    let (_, access) = Case::of(change.leak()).judged();
    let custodian = super::case::custodian;
    for (other, expected) in [(2, Finding::Metadata), (3, Finding::Metadata)] {
        let found = together(&access, &[custodian(1), custodian(other), Observer::Provider]);
        assert_eq!(found, [expected; 6]);
    }
    let found = together(&access, &[custodian(2), custodian(3), Observer::Provider]);
    assert_eq!(found, [Finding::Content; 6]);
    assert!(failed(&access, "combine-shares") > 0);
}

/// The log's update, byte by byte: every changed one is refused, and the app goes on.
#[test]
fn a_changed_update_of_the_log_is_refused() {
    let draw_seed = seed();
    let draw = Draw::new(&draw_seed);
    let update = update(draw);
    let app = || WarrantBound.app(draw, Party::Alice);
    app().notice(update.bytes()).unwrap();
    for byte in 0..update.bytes().len() {
        let mut it = app();
        let before = it.clone();
        let changed = update.with_flipped_bit(u32::try_from(8 * byte + byte % 8).unwrap());
        assert!(it.notice(changed.bytes()).is_err(), "byte {byte}");
        assert!(it == before, "byte {byte}");
        assert!(it.notice(&update.bytes()[..byte]).is_err(), "cut at {byte}");
        assert!(it == before, "cut at {byte}");
        it.notice(update.bytes()).unwrap();
    }
    // The same entry twice: the log has not grown by it.
    let mut it = app();
    it.notice(update.bytes()).unwrap();
    assert!(it.notice(update.bytes()).is_err());
}

fn update(draw: Draw<'_>) -> keyhole::wire::Annotated {
    use keyhole::world::{Time, regime::Order};
    let order = Order { id: ActionId(9), target: Party::Alice, start: Time(40_000), end: None };
    let mut institutions = WarrantBound.institutions(draw);
    let mut rng = draw.rng("test", "order");
    let Ordered { notice, .. } = institutions.ordered(&order, &Party::Alice.account(), &mut rng);
    notice.unwrap()
}

/// What goes wrong on the wire never reaches a decoder: the record breaks, and all is sent
/// again.
#[test]
fn on_the_wire_a_changed_notice_or_backup_is_sent_again() {
    for (regime, frame) in
        [("warrant-bound", "notice"), ("cloud-backup", "backup"), ("ghost-device", "new-device")]
    {
        let case = Case::under(regime).order_after(3);
        let (timeline, real) = case.judged();
        let entries = timeline.recording().entries().iter();
        let mut id = entries.filter_map(|it| match &it.entry {
            Entry::Transmission { transmission, .. } => {
                (transmission.traffic == Traffic::Frame(frame)).then_some(transmission.id)
            }
            _ => None,
        });
        let id = id.next_back().unwrap();
        let mut timeline = timeline;
        let target = Target { action: id.action, point: Point::link(id.link), nth: id.nth };
        timeline.interfere(target, Interference::FlipBit { bit: 8 * 60 });
        timeline.seek(Position::after(timeline.len()));
        let access = judged(&timeline);
        for observer in Observer::ALL {
            assert_eq!(row(&access, observer), row(&real, observer), "{regime}");
        }
    }
}

// --- decoders ---------------------------------------------------------------------------------

/// What decodes is written back as it was.
fn decode<T: Layout>(bytes: &[u8]) {
    if let Ok(it) = T::decode(bytes) {
        assert_eq!(it.encode().bytes(), bytes);
    }
}

fn decode_all(bytes: &[u8]) {
    decode::<abrasion::AbrasionField>(bytes);
    decode::<crumple::PuzzleField>(bytes);
    decode::<escrow::EscrowField>(bytes);
    decode::<leaf::LeafField>(bytes);
    decode::<log::Activation>(bytes);
    decode::<log::ConsistencyProof>(bytes);
    decode::<log::InclusionProof>(bytes);
    decode::<log::Opening>(bytes);
    decode::<log::SignedHead>(bytes);
    decode::<scan::ScanTable>(bytes);
    decode::<scan::Voucher>(bytes);
    decode::<suites::SuiteList>(bytes);
    decode::<work_factor::WorkFactorField>(bytes);
    let _ = backup::decode_store(bytes);
    let key = BackupKey::from_bytes([1; 32]);
    assert!(backup::open(&key, &Account::new("alice"), bytes).is_err());
    assert!(RecordReceiver::new(RecordKey::from_bytes([1; 32])).open(bytes).is_err());
}

fn envelope_with(kind: u8, length: Option<u16>, field: &[u8]) -> Vec<u8> {
    let (timeline, _) = &*Case::under("end-to-end").messages(1).scene();
    let entries = timeline.recording().entries().iter();
    let mut envelope = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } => {
            let is_submit = transmission.traffic == Traffic::Frame("submit");
            transmission.packet.below().filter(|_| is_submit)?.part(Field::Envelope)
        }
        _ => None,
    });
    let mut bytes = envelope.next_back().unwrap().bytes().to_vec();
    let message = Envelope::decode(Reader::new(&bytes)).unwrap().message.len();
    let place = bytes.len() - message - 3;
    bytes[place] |= 0x80;
    let length = length.unwrap_or_else(|| u16::try_from(field.len()).unwrap());
    [bytes.as_slice(), &[kind], &length.to_be_bytes(), field].concat()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_bytes_are_errors_and_no_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        decode_all(&bytes);
        let seed = seed();
        for it in regime::ALL {
            let mut app = it.app(Draw::new(&seed), Party::Alice);
            let before = app.clone();
            prop_assert!(app.notice(&bytes).is_err());
            prop_assert!(app == before);
        }
    }

    /// Access fields of all kinds and lengths, from random bytes: an envelope that decodes is
    /// written back as it was, and whatever it holds is judged.
    #[test]
    fn random_access_fields_are_read_or_refused(
        kind in 0..10_u8,
        length in prop::option::of(any::<u16>()),
        field in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes = envelope_with(kind, length, &field);
        match Envelope::decode(Reader::new(&bytes)) {
            Ok(envelope) => {
                let (found, inside) = envelope.access.clone().unwrap();
                prop_assert_eq!((found.code(), inside), (kind, field));
                let encoded = envelope.encode_unexplained();
                prop_assert_eq!(encoded.bytes(), bytes.as_slice());
            }
            Err(_) => {
                let known = AccessKind::ALL.iter().any(|it| it.code() == kind);
                let fits = length.is_none_or(|it| usize::from(it) == field.len());
                prop_assert!(!known || !fits);
            }
        }
        let frame = [&[8, 0, 0, 0, 1], bytes.as_slice()].concat();
        let _ = Frame::decode(&frame);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// An app that sends garbage in the field of its rule: the phones do what they promise, and
    /// everybody is judged.
    #[test]
    fn garbage_beside_a_message_is_judged(
        place in 0..regime::ALL.len(),
        flips in prop::collection::vec(0..4_000_u32, 1..4),
    ) {
        let regime = regime::ALL[place];
        let mut run = Case::of(regime).order_after(2).run();
        for bit in flips {
            let target = Target { action: id_of(3), point: Point::Provider, nth: 0 };
            let id = run.next_id();
            let action = Action::Interfere { target, how: Interference::FlipBit { bit } };
            run.steps.insert(JOINS, Step { id, action });
        }
        let access = judged(&played(run));
        let real = Case::of(regime).order_after(2).scene();
        for observer in Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_))) {
            for (found, real) in row(&access, observer).iter().zip(row(&real.1, observer)) {
                prop_assert!(*found <= real, "{} {}", regime.key(), observer.key());
            }
        }
    }
}
