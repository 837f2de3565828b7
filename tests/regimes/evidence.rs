//! What the owners of the phones could notice, under each rule, and that it goes when the thing that
//! they notice is not there.

use super::{case::Case, changed::Changed};
use keyhole::{
    access::{Evidence, evidence},
    world::{
        Action, Party, Position, Timeline,
        regime::{self, ExportGrade, GhostDevice, KeySubstitution, NoApp, Regime, WarrantBound},
    },
};

fn of((timeline, _): &(Timeline, keyhole::access::Access), party: Party) -> Vec<Evidence> {
    evidence(timeline.world(), timeline.recording(), party)
}

/// What both could notice, as one line; they notice the same under every rule.
fn noticed(case: Case) -> String {
    let scene = case.judged();
    let [alice, bob] = Party::ALL.map(|party| of(&scene, party));
    let keys = |it: &[Evidence]| it.iter().map(|it| it.key()).collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&alice), keys(&bob), "{:?}", case.regime);
    keys(&alice)
}

#[test]
fn each_rule_leaves_the_traces_that_it_leaves() {
    let expected = |key: &str| match key {
        "transport-only" => "not-end-to-end",
        "key-escrow" | "split-escrow" | "client-side-scanning" | "crumple-zone" | "clipper" => {
            "more-bytes"
        }
        "warrant-bound" => "log-entries more-bytes",
        "ghost-device" => "more-devices",
        "ghost-device-signed" => "devices-refused",
        "key-substitution" => "safety-number",
        "work-factor" => "weak-cipher more-bytes",
        "export-grade" => "weak-cipher",
        "cloud-backup" | "cloud-backup-user-key" => "backups",
        _ => "",
    };
    for it in regime::ALL {
        assert_eq!(noticed(Case::of(*it).order_after(3)), expected(it.key()), "{}", it.key());
    }
}

/// Before the order there is nothing to notice where the order is what changes something.
#[test]
fn without_an_order_there_is_less_to_notice() {
    for (key, left) in
        [("ghost-device", ""), ("ghost-device-signed", ""), ("warrant-bound", "more-bytes")]
    {
        assert_eq!(noticed(Case::under(key)), left, "{key}");
    }
}

#[test]
fn a_trace_goes_with_what_leaves_it() {
    let changed = |real: &'static dyn Regime, change: Changed| {
        noticed(Case::of(Changed { real, ..change }.leak()).order_after(3))
    };
    let honest = Changed { honest_directory: true, ..Changed::of(&KeySubstitution, "honest keys") };
    assert_eq!(changed(&KeySubstitution, honest), "");
    let strong = ExportGrade { signed: false };
    let strong: &'static dyn Regime = Box::leak(Box::new(strong));
    let kept = Changed { honest_directory: true, ..Changed::of(strong, "both suites are listed") };
    assert_eq!(changed(strong, kept), "");
    let careless = Changed {
        app: Some(|_, _| Box::new(NoApp)),
        ..Changed::of(&WarrantBound, "the apps read no log")
    };
    assert_eq!(changed(&WarrantBound, careless), "");
    let ghost: &'static dyn Regime = &GhostDevice { signed: false };
    let ended = Case::of(ghost).order_after(2).end_after(4);
    assert_eq!(noticed(ended), "");
}

/// What somebody takes or hears elsewhere shows on no phone.
#[test]
fn events_elsewhere_leave_no_trace() {
    let mut timeline = Case::under("key-escrow").judged().0;
    let before = Party::ALL.map(|party| evidence(timeline.world(), timeline.recording(), party));
    for action in [
        Action::Enter,
        Action::Intercept { link: Party::Alice },
        Action::Steal { from: regime::Institution::Agency },
    ] {
        timeline.insert(action);
        timeline.seek(Position::after(timeline.len()));
    }
    let after = Party::ALL.map(|party| evidence(timeline.world(), timeline.recording(), party));
    assert_eq!(before, after);
}
