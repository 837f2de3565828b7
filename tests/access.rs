//! Who can read it: what the engine finds, and that each finding rests on what it says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "in a test these fail the test, as they should"
)]

#[path = "common/judging.rs"]
mod judging;

use judging::{closed, has_content, judged, played, row, rows};
use keyhole::{
    access::{Access, Finding, Graph, Kind, Observer, rule},
    crypto::secret::RunSeed,
    world::{Action, Interference, Party, Point, Position, Step, Target, Timeline, conversation},
};
use proptest::prelude::*;

const TEXTS: [(Party, &str); 5] = [
    (Party::Alice, "Dinner at ours on Thursday?"),
    (Party::Bob, "Yes, with pleasure!"),
    (Party::Bob, "Shall I bring a cake?"),
    (Party::Alice, "Please do."),
    (Party::Bob, "Chocolate then."),
];

/// What stands in an envelope between Alice and Bob before the message: id (8), both names with
/// length and device (7 and 5), time (8), kind (1), length (2).
const ENVELOPE_HEADER: u32 = 31;

fn dinner() -> Timeline {
    played(conversation(RunSeed::from_bytes([7; 32]), true, &TEXTS))
}

#[test]
fn end_to_end_gives_content_to_the_phones_alone() {
    let access = judged(&dinner());
    for observer in Observer::ALL {
        let expected = match observer {
            Observer::Owner(_) => Finding::Content,
            Observer::Network(_) => Finding::Exists,
            Observer::Provider => Finding::Metadata,
            Observer::Institution(_) => Finding::Nothing,
        };
        assert_eq!(row(&access, observer), [expected; 5], "{}", observer.key());
    }
}

#[test]
fn content_found_is_the_text_that_was_sent() {
    let access = judged(&dinner());
    for (message, (_, text)) in access.messages().zip(TEXTS) {
        let contents: Vec<_> = access
            .graph()
            .about(message)
            .filter(|(_, fact)| fact.kind == Kind::Content)
            .map(|(_, fact)| fact.value.as_slice().to_vec())
            .collect();
        assert_eq!(contents.len(), 1);
        assert!(contents[0].ends_with(text.as_bytes()));
    }
}

#[test]
fn content_rests_on_exactly_the_leaves_of_its_derivation() {
    let access = judged(&dinner());
    for observer in [Observer::Owner(Party::Alice), Observer::Owner(Party::Bob)] {
        for message in access.messages() {
            let derivation = access.derivation(observer, message).unwrap();
            let leaves = derivation.leaves();
            assert!(has_content(&closed(&access, |leaf| leaves.contains(&leaf)), message));
            for gone in &leaves {
                let without = closed(&access, |leaf| leaves.contains(&leaf) && leaf != *gone);
                assert!(!has_content(&without, message), "without leaf {gone}");
            }
        }
    }
}

#[test]
fn on_full_knowledge_content_goes_when_every_derivation_is_hit() {
    let access = judged(&dinner());
    let alice = Observer::Owner(Party::Alice).holders();
    for message in access.messages() {
        let mut gone: Vec<usize> = Vec::new();
        for round in 0.. {
            assert!(round < 10, "there is no end of derivations");
            let graph = closed(&access, |leaf| {
                access.graph().leaves()[leaf].holders.meets(alice) && !gone.contains(&leaf)
            });
            if !has_content(&graph, message) {
                break;
            }
            let secret = access.graph().leaves().iter().enumerate().position(|(index, leaf)| {
                let fact = access.graph().fact(leaf.fact).unwrap();
                let seeds = graph.about(message).filter(|(_, it)| it.kind == Kind::Message);
                !gone.contains(&index)
                    && fact.kind == Kind::MessageSeed
                    && seeds
                        .into_iter()
                        .any(|(_, it)| it.name.as_slice().starts_with(fact.name.as_slice()))
            });
            gone.push(secret.expect("a secret that the content rests on"));
        }
    }
}

#[test]
fn a_no_says_what_is_missing_and_who_has_it() {
    let access = judged(&dinner());
    let message = access.messages().next().unwrap();
    let missing = access.missing(Observer::Provider, message).unwrap();
    assert_eq!(missing.rule, "open-message");
    assert!(!missing.failed);
    let [(lacked, holders)] = missing.lacks[..] else { panic!("{missing:?}") };
    assert_eq!(access.graph().fact(lacked).unwrap().kind, Kind::MessageSeed);
    for party in Party::ALL {
        assert!(holders.meets(Observer::Owner(party).holders()));
    }
    assert!(access.missing(Observer::Owner(Party::Bob), message).is_none());
}

#[test]
fn a_changed_envelope_is_a_no_of_the_other_kind() {
    let mut timeline = dinner();
    let last = timeline.run().steps.last().unwrap().id;
    let target = Target { action: last, point: Point::Provider, nth: 0 };
    timeline.interfere(target, Interference::FlipBit { bit: 8 * 100 });
    timeline.seek(Position::after(timeline.len()));
    let access = judged(&timeline);
    assert_eq!(access.finding(Observer::Owner(Party::Bob), last), Finding::Content);
    assert_eq!(access.finding(Observer::Owner(Party::Alice), last), Finding::Metadata);
    assert!(access.missing(Observer::Owner(Party::Alice), last).unwrap().failed);
}

/// A record that was changed on the way comes again: that the first one failed is no reason why
/// the provider can't read the message.
#[test]
fn what_came_again_unchanged_is_no_failure() {
    let mut timeline = dinner();
    let Some(Step { id: last, action: Action::Send { from, .. } }) = timeline.run().steps.last()
    else {
        panic!("the last action sends")
    };
    let (last, link) = (*last, Point::link(*from));
    timeline.interfere(
        Target { action: last, point: link, nth: 0 },
        Interference::FlipBit { bit: 8 * 60 },
    );
    timeline.seek(Position::after(timeline.len()));
    let access = judged(&timeline);
    assert!(!access.graph().failures().is_empty(), "the record was changed");
    let missing = access.missing(Observer::Provider, last).unwrap();
    assert_eq!((missing.rule, missing.failed), ("open-message", false));
}

/// Whatever bit is flipped in what the provider reads of an envelope, its kind among them: nobody
/// takes the sealed bytes for a text.
#[test]
fn no_flipped_bit_makes_a_text_of_sealed_bytes() {
    let outsiders = Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
    let outsiders = outsiders.collect();
    for bit in 0..8 * ENVELOPE_HEADER {
        let mut timeline = dinner();
        let last = timeline.run().steps.last().unwrap().id;
        let target = Target { action: last, point: Point::Provider, nth: 0 };
        timeline.interfere(target, Interference::FlipBit { bit });
        timeline.seek(Position::after(timeline.len()));
        let found = judged(&timeline).together(outsiders);
        assert!(found.iter().all(|it| *it <= Finding::Metadata), "bit {bit}: {found:?}");
    }
}

#[test]
fn a_union_reads_what_its_members_can_read_together() {
    let access = judged(&dinner());
    let outsiders = Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
    assert_eq!(access.together(outsiders.collect()), [Finding::Metadata; 5]);
    let all = Observer::ALL.into_iter().collect();
    assert_eq!(access.together(all), [Finding::Content; 5]);
}

/// What one observer gets from the shared graph is what the closure over its holdings alone
/// gives, and trying every secret on everything gives no more.
#[test]
fn an_observer_gets_what_its_own_holdings_give() {
    let timeline = dinner();
    let access = judged(&timeline);
    let mut exhaustive = Access::over(Graph::exhaustive(rule::ALL));
    exhaustive.update(&timeline);
    assert_eq!(rows(&access), rows(&exhaustive));
    for observer in Observer::ALL {
        let leaves = access.graph().leaves();
        let own = closed(&access, |leaf| leaves[leaf].holders.meets(observer.holders()));
        for message in access.messages() {
            let found = own.about(message).map(|(_, fact)| Finding::of(fact)).max();
            assert_eq!(found.unwrap_or(Finding::Nothing), access.finding(observer, message));
        }
    }
}

#[derive(Debug, Clone)]
enum Change {
    Send(bool, u8),
    StepBack(u8),
    Step(u8),
    Undo,
    Redo,
    Offline(bool),
    Online(bool),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<bool>(), any::<u8>()).prop_map(|(from, text)| Change::Send(from, text)),
        (0..30_u8).prop_map(Change::StepBack),
        (0..30_u8).prop_map(Change::Step),
        Just(Change::Undo),
        Just(Change::Redo),
        any::<bool>().prop_map(Change::Offline),
        any::<bool>().prop_map(Change::Online),
    ]
}

fn party(alice: bool) -> Party {
    if alice { Party::Alice } else { Party::Bob }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a run, the answer that was kept up to date is the one from nothing.
    #[test]
    fn keeping_up_gives_what_starting_again_gives(changes in prop::collection::vec(change(), 1..14)) {
        let mut timeline = played(conversation(RunSeed::from_bytes([9; 32]), true, &TEXTS[..2]));
        let mut kept = Access::default();
        kept.update(&timeline);
        for change in changes {
            match change {
                Change::Send(alice, text) => {
                    timeline.send(party(alice), &format!("text {text}"));
                }
                Change::StepBack(count) => (0..count).for_each(|_| { timeline.step_back(); }),
                Change::Step(count) => (0..count).for_each(|_| { timeline.step(); }),
                Change::Undo => { timeline.undo(); }
                Change::Redo => { timeline.redo(); }
                Change::Offline(alice) => { timeline.insert(Action::GoOffline { party: party(alice) }); }
                Change::Online(alice) => { timeline.insert(Action::GoOnline { party: party(alice) }); }
            }
            kept.update(&timeline);
            let fresh = judged(&timeline);
            prop_assert_eq!(rows(&kept), rows(&fresh));
            prop_assert_eq!(kept.graph().size(), fresh.graph().size());
        }
    }
}

/// Above a threshold of two every choice of matches is tried: one that is no share of the key
/// hides none of those that are.
#[test]
fn a_false_match_hides_no_scanning_key() {
    use keyhole::{
        access::{Fact, Origin},
        crypto::secret::ScanKey,
        mechanism::scan::threshold::share,
    };
    use std::num::NonZeroU8;

    let (threshold, key) = (NonZeroU8::new(3).unwrap(), ScanKey::from_bytes([0x42; 32]));
    let account = b"\x05alice";
    let matched = |number: u8, false_bit: u8| {
        let share = share(&key, threshold, NonZeroU8::new(number).unwrap());
        let mut value = [&[number], &share.value.reveal()[..], &[0; 48]].concat();
        value[1] ^= false_bit;
        let name = [&account[..], &[number; 36]].concat();
        Fact::new(Kind::VoucherMatch, name, value)
    };
    let found = |matches: &[Fact]| {
        let mut graph = Graph::new(rule::ALL);
        let holders = Observer::Provider.holders();
        let known = Fact::new(Kind::ScanThreshold, Vec::new(), vec![threshold.get()]);
        for fact in [known].iter().chain(matches) {
            graph.add(fact.clone(), holders, Origin::Standing);
        }
        let keys = graph.facts().filter(|(_, it)| it.kind == Kind::ScanKey);
        keys.map(|(_, it)| it.value.as_slice().to_vec()).collect::<Vec<_>>()
    };
    let good = [1, 2, 3].map(|number| matched(number, 0));
    assert_eq!(found(&good[..2]), [] as [Vec<u8>; 0]);
    assert_eq!(found(&good), [[0x42; 32]]);
    for place in 0..=3 {
        let mut matches = good.to_vec();
        matches.insert(place, matched(9, 1));
        assert_eq!(found(&matches), [[0x42; 32]], "false match at {place}");
        assert_eq!(found(&matches[..3]).len(), usize::from(place == 3));
    }
}
