//! Secrets × vantage: what an outsider gets with a standing secret on one link, in the
//! provider's interface from a time on, and at the provider's store.

use super::case::{AGENCY, Case, INVESTIGATOR, JOINS, TEXTS, custodian, judged, played, row};
use keyhole::{
    access::{Access, Capable, Finding, Holders, Observer, Vantage},
    world::{
        Action, ActionId, Party, Run, Step, Timeline,
        regime::{self, Retention},
    },
};

const NOTHING: Finding = Finding::Nothing;
const METADATA: Finding = Finding::Metadata;
const CONTENT: Finding = Finding::Content;

fn thief((timeline, access): &(Timeline, Access), from: &[Observer], at: Vantage) -> Vec<Finding> {
    let secrets: Holders = from.iter().copied().collect();
    access.outsider(timeline.world(), secrets, at)
}

/// The interface, entered when so many texts had been sent.
fn interface(scene: &(Timeline, Access), texts: usize) -> Vantage {
    Vantage::Interface { since: scene.0.run().steps[JOINS + texts].id }
}

/// Content from a text on, and nothing before.
fn from_on(texts: usize) -> Vec<Finding> {
    (0..TEXTS.len()).map(|it| if it < texts { NOTHING } else { CONTENT }).collect()
}

#[test]
fn whoever_enters_the_interface_of_an_open_provider_reads_from_then_on() {
    let case = Case::under("transport-only");
    let scene = case.scene();
    for texts in 0..TEXTS.len() {
        assert_eq!(thief(&scene, &[], interface(&scene, texts)), from_on(texts));
    }
    for party in Party::ALL {
        assert_eq!(thief(&scene, &[], Vantage::Link(party)), [Finding::Exists; 6]);
    }
    // The past as far as it is kept: the log, or everything.
    assert_eq!(thief(&scene, &[], Vantage::Store), [METADATA; 6]);
    let kept = case.keeping(Retention::ForEver).scene();
    assert_eq!(thief(&kept, &[], Vantage::Store), [CONTENT; 6]);
}

#[test]
fn a_thief_of_the_standing_key_reads_backwards_as_far_as_was_recorded() {
    let case = Case::under("key-escrow");
    let scene = case.scene();
    for texts in 0..TEXTS.len() {
        assert_eq!(thief(&scene, &[AGENCY], interface(&scene, texts)), from_on(texts));
    }
    let without = thief(&scene, &[], interface(&scene, 2));
    assert_eq!(without, [NOTHING, NOTHING, METADATA, METADATA, METADATA, METADATA]);
    for party in Party::ALL {
        assert_eq!(thief(&scene, &[AGENCY], Vantage::Link(party)), [Finding::Exists; 6]);
    }
    assert_eq!(thief(&scene, &[AGENCY], Vantage::Store), [METADATA; 6]);
    let kept = case.keeping(Retention::ForEver).scene();
    assert_eq!(thief(&kept, &[AGENCY], Vantage::Store), [CONTENT; 6]);
    assert_eq!(thief(&kept, &[], Vantage::Store), [METADATA; 6]);
}

#[test]
fn two_sold_shares_are_the_key_and_one_is_nothing() {
    let scene = Case::under("split-escrow").keeping(Retention::ForEver).scene();
    assert_eq!(thief(&scene, &[custodian(1)], Vantage::Store), [METADATA; 6]);
    assert_eq!(thief(&scene, &[custodian(1), custodian(3)], Vantage::Store), [CONTENT; 6]);
}

/// The same keys in other hands, asked by nobody: what it gives follows from where they stand.
#[test]
fn who_else_has_what_orders_rest_on_reads_by_where_it_stands() {
    let cases = [
        // Nobody holds a key, and none is needed where the provider sees the text.
        ("end-to-end", Retention::ForEver, [METADATA, METADATA, Finding::Exists]),
        ("transport-only", Retention::UntilDelivered, [METADATA, CONTENT, Finding::Exists]),
        ("key-escrow", Retention::UntilDelivered, [METADATA, CONTENT, Finding::Exists]),
        ("key-escrow", Retention::ForEver, [CONTENT, CONTENT, Finding::Exists]),
        ("split-escrow", Retention::UntilDelivered, [METADATA, CONTENT, Finding::Exists]),
        // What the provider comes to have, whoever works there has.
        ("key-substitution", Retention::UntilDelivered, [METADATA, CONTENT, Finding::Exists]),
    ];
    for (rule, retention, expected) in cases {
        let scene = Case::under(rule).keeping(retention).scene();
        let (timeline, access) = &*scene;
        for (who, expected) in Capable::ALL.into_iter().zip(expected) {
            let findings = access.capable(timeline.world(), who);
            assert_eq!(findings, [expected; 6], "{rule}, {retention:?}: {who:?}");
        }
    }
}

/// What waits for a phone that is off lies in the store, whatever is kept otherwise.
#[test]
fn what_was_not_delivered_is_there_to_be_stolen() {
    let mut run = Case::under("key-escrow").run();
    let off = Step { id: ActionId(100), action: Action::GoOffline { party: Party::Bob } };
    let on = Step { id: ActionId(101), action: Action::GoOnline { party: Party::Bob } };
    run.steps.insert(JOINS + 3, off);
    run.steps.truncate(JOINS + 5);
    let still_off = played(run.clone());
    let access = judged(&still_off);
    let found = thief(&(still_off, access), &[AGENCY], Vantage::Store);
    assert_eq!(found, [METADATA, METADATA, METADATA, CONTENT]);
    run.steps.push(on);
    let delivered = played(run);
    let access = judged(&delivered);
    assert_eq!(thief(&(delivered, access), &[AGENCY], Vantage::Store), [METADATA; 4]);
}

/// A provider that keeps envelopes for three days has none that is older, unless it waits.
#[test]
fn what_is_older_than_some_days_is_gone_from_the_store() {
    let wait = |days| Action::Wait { days };
    let after = |days: &[u8]| {
        let run = Case::under("key-escrow").keeping(Retention::SomeDays).run();
        let run = days.iter().fold(run, |run, it| run.then(wait(*it)));
        let timeline = played(run.then(Action::Send { from: Party::Alice, text: "new".into() }));
        let access = judged(&timeline);
        thief(&(timeline, access), &[AGENCY], Vantage::Store)
    };
    assert_eq!(after(&[2]), [CONTENT; 7]);
    let (old, new) = ([METADATA; 6], [CONTENT]);
    for days in [&[3][..], &[1, 1, 1], &[200]] {
        assert_eq!(after(days), [&old[..], &new].concat(), "{days:?}");
    }
}

/// An order that reaches back brings out what is kept, and of the rest the lines of the log.
#[test]
fn an_order_brings_out_the_last_days() {
    let order = |run: Run| {
        let start = Some(run.steps[JOINS].id);
        let timeline = played(run.then(Action::Order { target: Party::Alice, start }));
        let access = judged(&timeline);
        row(&access, INVESTIGATOR)
    };
    let run = || Case::under("key-escrow").keeping(Retention::SomeDays).run();
    assert_eq!(order(run().then(Action::Wait { days: 2 })), [CONTENT; 6]);
    assert_eq!(order(run().then(Action::Wait { days: 3 })), [METADATA; 6]);
}

#[test]
fn a_backup_lies_in_the_store_and_is_as_closed_as_its_key() {
    let store = |key, from: &[Observer]| thief(&Case::under(key).scene(), from, Vantage::Store);
    assert_eq!(store("cloud-backup", &[Observer::Provider]), [CONTENT; 6]);
    assert_eq!(store("cloud-backup", &[]), [METADATA; 6]);
    assert_eq!(store("cloud-backup-user-key", &[Observer::Provider]), [METADATA; 6]);
    assert_eq!(store("cloud-backup-user-key", &[Observer::Owner(Party::Bob)]), [CONTENT; 6]);
}

/// Whoever came earlier has no less, and nobody at the provider has more than the provider with
/// the same secrets.
#[test]
fn an_outsider_gets_no_more_than_who_was_there_all_along() {
    for it in regime::ALL {
        let scene = Case::under(it.key()).keeping(Retention::ForEver).scene();
        let messages: Vec<_> = scene.1.messages().collect();
        for from in Observer::ALL {
            let both: Holders = [from, Observer::Provider].into_iter().collect();
            let most = scene.1.together(both);
            let mut views = vec![thief(&scene, &[from], Vantage::Store), most.clone()];
            let since = |it: &ActionId| Vantage::Interface { since: *it };
            views.extend(messages.iter().map(|it| thief(&scene, &[from], since(it))));
            for view in &views {
                assert!(view.iter().zip(&most).all(|(it, most)| it <= most), "{}", it.key());
            }
            for two in views[1..].windows(2) {
                assert!(two[0].iter().zip(&two[1]).all(|(a, b)| a >= b), "{}", it.key());
            }
        }
    }
}
