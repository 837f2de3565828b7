//! What happens besides messages and orders: phones that are taken, keys that are stolen, places
//! where somebody listens in. Each changes what somebody holds, and a verdict only through that.

use super::case::{
    AGENCY, INVESTIGATOR, JOINS, TEXTS, closed, custodian, has_content, judged, played, row, rows,
    seed, together,
};
use keyhole::{
    access::{Access, Finding, Kind, Leaf as Held, Observer, Origin},
    mechanism::leaf::{Iv, Leaf, LeafField},
    world::{
        Action, ActionId, ChatBody, Delivery, Forged, Interference, Party, Point, Position, Run,
        Step, Taker, Target, Timeline, conversation,
        regime::{self, Demand, Institution, Retention},
    },
};
use proptest::prelude::*;
use std::sync::Arc;

const PROVIDER: Observer = Observer::Provider;
const FOREIGN_STATE: Observer = Observer::Institution(Institution::ForeignState);
const THIEF: Observer = Observer::Institution(Institution::Thief);

/// A number that no action of a conversation has.
const EVENT: ActionId = ActionId(1_000);

/// One of each kind.
fn events() -> Vec<Action> {
    let [alice, bob] = Party::ALL;
    vec![
        Action::Seize { party: alice, by: Taker::Investigator },
        Action::Seize { party: bob, by: Taker::Thief },
        Action::SeizeLocked { party: bob, by: Taker::Investigator },
        Action::Compel { party: bob },
        Action::LinkDevice { party: alice },
        Action::SwapList,
        Action::Implant { party: bob },
        Action::Intercept { link: alice },
        Action::Steal { from: Institution::Agency },
        Action::Steal { from: Institution::Custodian(1) },
        Action::Steal { from: Institution::EscrowAgent(2) },
        Action::Steal { from: Institution::ListOwner },
        Action::StealFromProvider,
        Action::Enter,
        Action::Delete { party: alice },
        Action::Modify { party: bob },
        Action::AddLayer,
        Action::ChangeApp,
        Action::Disappear { days: 1 },
        Action::Compare,
        Action::Frank,
        Action::Report { message: ActionId(JOINS as u64) },
        Action::LookAtDevices { party: alice },
        Action::Demand { target: alice, what: Demand::Records },
        Action::Demand { target: alice, what: Demand::Backups },
        Action::Demand { target: bob, what: Demand::Foreign },
        Action::Forge(Arc::new(Forged {
            party: alice,
            field: LeafField { iv: Iv([8; 8]), leaf: Leaf([9; 16]) },
            tried: 1,
        })),
        Action::Wait { days: 2 },
    ]
}

/// The conversation with events, each after so many texts.
fn run_with(regime: &str, texts: &[(Party, &str)], events: &[(usize, Action)]) -> Run {
    let mut run = conversation(seed(), true, texts).under(regime::of_key(regime).unwrap());
    for (nth, (after, action)) in events.iter().enumerate().rev() {
        let id = ActionId(EVENT.0 + nth as u64);
        run.steps.insert(JOINS + after, Step { id, action: action.clone() });
    }
    run
}

fn scene(regime: &str, events: &[(usize, Action)]) -> (Timeline, Access) {
    let timeline = played(run_with(regime, &TEXTS, events));
    let access = judged(&timeline);
    (timeline, access)
}

/// For each message whether they read it together: yes C, no -.
fn read(access: &Access, observers: &[Observer]) -> String {
    let found = together(access, observers).into_iter();
    found.map(|it| if it == Finding::Content { 'C' } else { '-' }).collect()
}

/// So many that are not read, then the rest.
fn from_on(texts: usize) -> String {
    (0..TEXTS.len()).map(|it| if it < texts { '-' } else { 'C' }).collect()
}

#[test]
fn every_event_under_every_rule_replays_and_is_undone() {
    for it in regime::ALL {
        let before = played(run_with(it.key(), &TEXTS, &[]));
        let found = rows(&judged(&before));
        let mut live = before.clone();
        let mut access = judged(&live);
        for action in events() {
            live.insert(action.clone());
            live.seek(Position::after(live.len()));
            access.update(&live);
            let again = played(live.run().clone());
            assert_eq!(live.recording(), again.recording(), "{} {action:?}", it.key());
            assert_eq!(live.world(), again.world(), "{} {action:?}", it.key());
            assert_eq!(rows(&access), rows(&judged(&again)), "{} {action:?}", it.key());
            assert!(live.undo());
            access.update(&live);
            assert_eq!(live.recording(), before.recording(), "{} {action:?}", it.key());
            assert_eq!(live.world(), before.world(), "{} {action:?}", it.key());
            assert_eq!(rows(&access), found, "{} {action:?}", it.key());
        }
    }
}

/// Whatever happens, the phones write and read the same under the same keys.
#[test]
fn no_event_changes_what_is_written_and_read() {
    for it in regime::ALL {
        // These do change it, and are tested below; a session for which an app has looked for a
        // LEAF is one more.
        let changes = |event: &Action| match event {
            Action::Delete { .. }
            | Action::Disappear { .. }
            | Action::Modify { .. }
            | Action::ChangeApp => true,
            Action::Forge(_) => it.key() == "clipper",
            _ => false,
        };
        let happens = events().into_iter().filter(|it| !changes(it));
        let happens: Vec<_> = happens.map(|it| (3, it)).collect();
        let [plain, with] =
            [&[][..], &happens].map(|events| played(run_with(it.key(), &TEXTS, events)));
        for party in Party::ALL {
            let shown = |it: &Timeline| {
                let chat = it.world().phone(party).chat().iter();
                chat.map(|it| format!("{} {:?}", it.action.0, text_of(&it.body)))
                    .collect::<Vec<_>>()
            };
            assert_eq!(shown(&plain), shown(&with), "{}", it.key());
            let sessions = |it: &Timeline| it.world().phone(party).sessions().clone();
            assert_eq!(sessions(&plain), sessions(&with), "{}", it.key());
        }
    }
}

fn text_of(body: &ChatBody) -> Option<String> {
    match body {
        ChatBody::Outgoing { text, .. } | ChatBody::Incoming { text } => Some(text.to_string()),
        ChatBody::Unreadable { .. } => None,
    }
}

/// Messages arrive after days too, also one that waited for its phone all the time.
#[test]
fn after_days_messages_arrive_under_every_rule() {
    let bob = Party::Bob;
    for it in regime::ALL {
        let events = [
            (1, Action::Wait { days: 3 }),
            (3, Action::GoOffline { party: bob }),
            (4, Action::Wait { days: 2 }),
            (4, Action::GoOnline { party: bob }),
        ];
        let timeline = played(run_with(it.key(), &TEXTS, &events));
        for party in Party::ALL {
            for item in timeline.world().phone(party).chat() {
                let arrived = match &item.body {
                    ChatBody::Outgoing { state, .. } => {
                        *state >= Delivery::Accepted && *state < Delivery::Failed
                    }
                    ChatBody::Incoming { .. } => true,
                    ChatBody::Unreadable { .. } => false,
                };
                assert!(arrived, "{} {} {item:?}", it.key(), party.key());
            }
            assert_eq!(timeline.world().phone(party).chat().len(), TEXTS.len(), "{}", it.key());
        }
    }
}

/// What is there from the beginning is not taken, whatever happens first; nor is what an order
/// releases while something is taken.
#[test]
fn only_what_is_taken_is_said_to_be_taken() {
    for first in events() {
        let run = Run::new(seed(), true).under(regime::of_key("clipper").unwrap());
        let run = conversation_after(run.then(first.clone()));
        let access = judged(&played(run));
        let taken = |it: &Held| matches!(it.origin, Origin::Seized(_) | Origin::Stolen(_));
        for leaf in access.graph().leaves().iter().filter(|it| taken(it)) {
            assert!(leaf.holders == INVESTIGATOR.holders() || leaf.holders == THIEF.holders());
        }
        let family =
            access.graph().leaves().iter().filter(|it| {
                access.graph().fact(it.fact).is_some_and(|it| it.kind == Kind::FamilyKey)
            });
        for leaf in family {
            // But for the foreign state, which demanded it.
            if leaf.holders == FOREIGN_STATE.holders() {
                assert_eq!(leaf.origin, Origin::Order(ActionId(0)), "{first:?}");
                continue;
            }
            assert_eq!(leaf.origin, Origin::Standing, "{first:?}");
        }
    }
}

fn conversation_after(run: Run) -> Run {
    let run = Party::ALL.into_iter().fold(run, |run, party| run.then(Action::Join { party }));
    let say =
        |run: Run, (from, text): (Party, &str)| run.then(Action::Send { from, text: text.into() });
    TEXTS.into_iter().fold(run, say)
}

/// A thief in the interface has a frame whose packet was changed where nothing authenticates it.
#[test]
fn a_changed_header_hides_no_frame() {
    let run = run_with("transport-only", &TEXTS, &[(0, Action::Enter)]);
    let mut timeline = played(run);
    let sent = timeline.run().steps.last().unwrap().id;
    for bit in 0..160 {
        let target = Target { action: sent, point: Point::BobLink, nth: 0 };
        timeline.interfere(target, Interference::FlipBit { bit });
        timeline.seek(Position::after(timeline.len()));
        let access = judged(&timeline);
        assert_eq!(row(&access, THIEF), row(&access, PROVIDER), "bit {bit}");
        timeline.undo();
    }
}

#[test]
fn a_seized_phone_shows_its_texts_and_nothing_that_was_deleted() {
    for it in regime::ALL {
        let seize = |party| Action::Seize { party, by: Taker::Investigator };
        let all = scene(it.key(), &[(6, seize(Party::Alice))]).1;
        assert_eq!(read(&all, &[INVESTIGATOR]), "CCCCCC", "{}", it.key());
        assert_eq!(read(&all, &[THIEF]), "------", "{}", it.key());
        let gone = [(4, Action::Delete { party: Party::Alice }), (6, seize(Party::Alice))];
        let rest = scene(it.key(), &gone).1;
        assert_eq!(read(&rest, &[INVESTIGATOR]), "----CC", "{}", it.key());
        // The other phone still has them.
        let other = [(4, Action::Delete { party: Party::Alice }), (6, seize(Party::Bob))];
        assert_eq!(read(&scene(it.key(), &other).1, &[INVESTIGATOR]), "CCCCCC", "{}", it.key());
    }
}

/// Content rests on exactly what the derivation says, also where it was on a phone or passed where
/// somebody listened in.
#[test]
fn what_events_give_rests_on_its_leaves() {
    for it in regime::ALL {
        for (events, observer) in [
            (
                vec![
                    (2, Action::Seize { party: Party::Bob, by: Taker::Thief }),
                    (2, Action::Enter),
                ],
                THIEF,
            ),
            (vec![(2, Action::Implant { party: Party::Alice })], INVESTIGATOR),
        ] {
            let (_, access) = scene(it.key(), &events);
            let mut content = 0;
            for message in access.messages() {
                if access.finding(observer, message) != Finding::Content {
                    continue;
                }
                content += 1;
                let leaves = access.derivation(observer, message).unwrap().leaves();
                assert!(
                    has_content(&closed(&access, |it| leaves.contains(&it)), message),
                    "{}",
                    it.key()
                );
                for leaf in &leaves {
                    let rest = closed(&access, |it| it != *leaf && leaves.contains(&it));
                    assert!(!has_content(&rest, message), "{}", it.key());
                }
            }
            assert!(content > 2, "{} {content}", it.key());
        }
    }
}

#[test]
fn a_program_on_a_phone_reads_from_then_on() {
    for it in regime::ALL {
        for party in Party::ALL {
            for texts in [1, 4] {
                let (_, access) = scene(it.key(), &[(texts, Action::Implant { party })]);
                let found = read(&access, &[INVESTIGATOR]);
                assert_eq!(found, from_on(texts), "{} {}", it.key(), party.key());
            }
        }
    }
}

#[test]
fn whoever_listens_in_on_a_link_sees_that_something_passes() {
    for it in regime::ALL {
        let (_, access) = scene(it.key(), &[(2, Action::Intercept { link: Party::Bob })]);
        let found = row(&access, INVESTIGATOR);
        let exists = Finding::Exists;
        let nothing = Finding::Nothing;
        assert_eq!(found, [nothing, nothing, exists, exists, exists, exists], "{}", it.key());
    }
}

/// An intruder in the provider's interface sees what the provider opens of what passes, and has
/// none of its keys.
#[test]
fn an_intruder_sees_what_passes_the_provider_from_then_on() {
    for it in regime::ALL {
        let (_, access) = scene(it.key(), &[(3, Action::Enter)]);
        let (found, all) = (row(&access, THIEF), row(&access, PROVIDER));
        assert_eq!(found[..3], [Finding::Nothing; 3], "{}", it.key());
        for (found, all) in found[3..].iter().zip(&all[3..]) {
            assert!(*found >= Finding::Metadata && found <= all, "{}", it.key());
        }
    }
    let open = scene("transport-only", &[(3, Action::Enter)]).1;
    assert_eq!(read(&open, &[THIEF]), "---CCC");
    // The keys with which the relay re-encrypts do not pass there.
    let relay = scene("key-substitution", &[(3, Action::Enter)]).1;
    assert_eq!(
        (read(&relay, &[PROVIDER]), read(&relay, &[THIEF])),
        ("CCCCCC".into(), "------".into())
    );
}

#[test]
fn stolen_keys_open_what_the_thief_can_get_at() {
    let steal = |from| Action::Steal { from };
    let agency = steal(Institution::Agency);
    let alone = scene("key-escrow", &[(6, agency.clone())]).1;
    assert_eq!(read(&alone, &[THIEF]), "------");
    assert_eq!(read(&alone, &[THIEF, PROVIDER]), "CCCCCC");
    // Which comes first is all the same: the interface gives what passes from then on.
    let inside = scene("key-escrow", &[(2, Action::Enter), (6, agency.clone())]).1;
    assert_eq!(read(&inside, &[THIEF]), "--CCCC");
    // Without the key, or under a rule that has none, metadata.
    assert_eq!(read(&scene("key-escrow", &[(2, Action::Enter)]).1, &[THIEF]), "------");
    assert_eq!(
        read(&scene("end-to-end", &[(0, Action::Enter), (1, agency)]).1, &[THIEF]),
        "------"
    );

    let share = |number| steal(Institution::Custodian(number));
    let one = scene("split-escrow", &[(0, Action::Enter), (1, share(1))]).1;
    assert_eq!(read(&one, &[THIEF]), "------");
    let two = scene("split-escrow", &[(0, Action::Enter), (1, share(1)), (6, share(3))]).1;
    assert_eq!(read(&two, &[THIEF]), "CCCCCC");
    assert_eq!(read(&one, &[THIEF, custodian(2)]), "CCCCCC");
    assert_eq!(read(&one, &[THIEF, AGENCY]), "------");
}

/// A phone that has had no session yet: its prekeys open what somebody then begins with it, under
/// every rule that encrypts from phone to phone; each of its keys is needed.
#[test]
fn prekeys_of_a_seized_phone_open_what_is_begun_with_it() {
    let seize = |party| (0, Action::Seize { party, by: Taker::Investigator });
    let wrong = ["key-substitution"];
    for it in regime::ALL.iter().filter(|it| it.end_to_end() && !wrong.contains(&it.key())) {
        let (_, bob) = scene(it.key(), &[seize(Party::Bob)]);
        let both = read(&bob, &[INVESTIGATOR, PROVIDER]);
        assert!(both.starts_with('C'), "{}: {both}", it.key());
        // Alice begins, so nobody uses hers. What is on her phone opens her backups.
        if it.key().starts_with("cloud-backup") {
            continue;
        }
        let (_, alice) = scene(it.key(), &[seize(Party::Alice)]);
        let both = read(&alice, &[INVESTIGATOR, PROVIDER]);
        assert!(both.starts_with('-'), "{}: {both}", it.key());
    }
    let (_, access) = scene("end-to-end", &[seize(Party::Bob)]);
    let first = access.messages().next().unwrap();
    let taken = |it: &Held| matches!(it.origin, Origin::Seized(_));
    let needed = [Kind::IdentityPrivateKey, Kind::Prekey];
    for kind in needed {
        let leaves = access.graph().leaves();
        let is_left_out = |it: &Held| {
            let of_kind = access.graph().fact(it.fact).unwrap().kind == kind;
            taken(it) && of_kind
        };
        let of_both = |it: &Held| taken(it) || it.holders.meets(PROVIDER.holders());
        let all = closed(&access, |index| of_both(&leaves[index]));
        assert!(has_content(&all, first), "{kind:?}");
        let without =
            closed(&access, |index| of_both(&leaves[index]) && !is_left_out(&leaves[index]));
        assert!(!has_content(&without, first), "{kind:?}");
    }
}

/// A phone of two who write in turns: which later texts what was on it opens. A run of texts by
/// one of them is one chain.
fn opened(texts: &[(Party, &str)], party: Party, seized_after: usize) -> Vec<bool> {
    let runs: Vec<usize> = texts
        .iter()
        .enumerate()
        .scan(0, |run, (nth, (from, _))| {
            *run += usize::from(nth > 0 && texts[nth - 1].0 != *from);
            Some(*run)
        })
        .collect();
    // Before the first text there are only prekeys: they open what others begin with them, until
    // its first answer.
    let Some(before) = seized_after.checked_sub(1) else {
        return runs.iter().map(|run| texts[0].0 != party && *run == 0).collect();
    };
    let present = runs[before];
    let own = texts[before].0 == party;
    // Whoever wrote last has the chain in use, and what it takes for the answer; whoever read
    // last has turned its ratchet, and what it takes for the answer to its own answer.
    let last = present + if own { 1 } else { 2 };
    (0..texts.len()).map(|nth| nth < seized_after || runs[nth] <= last).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Forward secrecy and healing (Double Ratchet, sections 2.2 and 2.3), whoever writes when and
    /// whichever phone is taken whenever: with all envelopes at hand, what was deleted before stays
    /// closed, what the chains of that moment lead to opens, and then nothing more.
    #[test]
    fn what_is_seized_opens_the_chains_of_the_moment(
        senders in prop::collection::vec(any::<bool>(), 2..14),
        party in any::<bool>(),
        moment in any::<prop::sample::Index>(),
    ) {
        let of = |bob: bool| if bob { Party::Bob } else { Party::Alice };
        let texts: Vec<_> = senders.iter().map(|bob| (of(*bob), "text")).collect();
        let (party, after) = (of(party), moment.index(texts.len()));
        let seize = Action::Seize { party, by: Taker::Investigator };
        let deleted = [(after, Action::Delete { party }), (after, seize.clone())];
        let run = |events: &[(usize, Action)]| {
            let run = run_with("end-to-end", &texts, events);
            let timeline = played(Run { retention: Retention::ForEver, ..run });
            judged(&timeline)
        };
        let all = |access: &Access| {
            let found = together(access, &[INVESTIGATOR, PROVIDER]);
            found.into_iter().map(|it| it == Finding::Content).collect::<Vec<_>>()
        };
        let expected = opened(&texts, party, after);
        prop_assert_eq!(&all(&run(&[(after, seize)])), &expected);
        let mut forgotten = expected;
        forgotten[..after].fill(false);
        prop_assert_eq!(all(&run(&deleted)), forgotten);
    }
}
