//! What an app makes, fields beside messages and backups, changed before it leaves the phone.

use super::{failed, shown};
use crate::{
    case::{AGENCY, Case, INVESTIGATOR, LIST_OWNER, TEXTS, row, together},
    changed::{Changed, Moment, Phone},
};
use keyhole::{
    access::{Finding, Observer},
    crypto::keyed_rng::KeyedRng,
    mechanism::backup,
    wire::{AccessField, AccessKind, Annotated, Field},
    world::{
        ChatBody, Party,
        regime::{
            App, ClientSideScanning, Clipper, CloudBackup, CrumpleZone, Handed, Institution,
            KeyEscrow, KeyHolder, Receiver, ReducedWorkFactor, Regime, SealedMessage, WarrantBound,
            What,
        },
    },
};
use std::sync::Arc;

/// The app's own field with one bit flipped.
fn field<const BIT: u32>(
    _: &mut Phone,
    app: &mut dyn App,
    sealed: SealedMessage<'_>,
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    let field = app.access_field(sealed, rng)?;
    Some(AccessField { bytes: field.bytes.with_flipped_bit(BIT), ..field })
}

/// The app's own field under another kind.
fn relabelled(
    _: &mut Phone,
    app: &mut dyn App,
    sealed: SealedMessage<'_>,
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    Some(AccessField { kind: AccessKind::Escrow, ..app.access_field(sealed, rng)? })
}

/// The app's own field with one more byte at its end.
fn longer(
    _: &mut Phone,
    app: &mut dyn App,
    sealed: SealedMessage<'_>,
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    let field = app.access_field(sealed, rng)?;
    let bytes = [field.bytes.bytes(), &[0]].concat();
    let bytes = Annotated::encode(|w| w.leaf(Field::AccessBytes, &bytes));
    Some(AccessField { bytes, ..field })
}

/// What the agency and the provider find of the rule's own fields with a bit flipped, under an
/// order from the beginning, and how often its rule has failed.
fn of_changed(
    change: Changed,
    name: &'static str,
    observers: &[Observer],
    rule: &str,
) -> (Vec<Finding>, usize, usize) {
    let change = Changed { change: name, ..change };
    let (timeline, access) = Case::of(change.leak()).order_after(0).judged();
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
        let unchanged = Case::of(regime).order_after(0).scene();
        assert_eq!(together(&unchanged.1, observers), [Finding::Content; 6], "{}", regime.key());
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

/// Who has key and field is told that the one failed on the other; who was given no key, that
/// none applies.
#[test]
fn a_no_by_a_changed_field_says_that_it_failed() {
    let change = Changed::of(&KeyEscrow, "a bit of the tag is flipped, the agency gets copies");
    let change = change.field(field::<{ 8 * 80 }>).hand(|_, moment, mut handed| {
        if let Moment::Passed(envelope) = moment {
            let to = Receiver::Institution(Institution::Agency);
            handed.push(Handed { to, what: What::Envelope(Arc::clone(envelope)) });
        }
        handed
    });
    let (_, access) = Case::of(change.leak()).order_after(0).judged();
    let rules: Vec<_> = access.graph().failures().iter().map(|it| it.rule).collect();
    assert!(rules.contains(&"open-escrow"), "{rules:?}");
    for message in access.messages() {
        assert_eq!(access.finding(INVESTIGATOR, message), Finding::Metadata);
        let missing = access.missing(INVESTIGATOR, message).unwrap();
        assert!(!missing.failed, "the investigator has no key that could fail");
        assert_eq!(access.finding(AGENCY, message), Finding::Metadata);
        assert!(access.missing(AGENCY, message).unwrap().failed, "the agency's key has failed");
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
        (Changed::of(clipper, "").field(relabelled), "a LEAF under another kind"),
        (Changed::of(crumple, "").field(relabelled), "a puzzle under another kind"),
        (Changed::of(clipper, "").field(longer), "a byte after the LEAF"),
        (Changed::of(crumple, "").field(longer), "a byte after the puzzle"),
    ] {
        let real = change.real;
        let change = Changed { change: name, ..change };
        let (timeline, access) = Case::of(change.leak()).judged();
        for place in [0, 1] {
            let to = TEXTS[place].0.peer();
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
        _: &Phone,
        app: &mut dyn App,
        entry: &backup::Entry,
        rng: &mut KeyedRng,
    ) -> Option<Annotated> {
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
                Some(Annotated::encode(|w| w.leaf(Field::BackupCiphertext, &short)))
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
