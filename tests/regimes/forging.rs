//! LEAFs that an app finds by searching: the peer's phone reads on, an order opens nothing; and a
//! LEAF is for one session alone.

use super::case::{INVESTIGATOR, JOINS, TEXTS, agent, found, judged, played, rows, seed};
use keyhole::{
    access::{Access, Graph, Observer, rule},
    jobs::{Campaign, Found, Outcome, Runner, State, Task},
    mechanism::{Layout as _, forgery::Forgery, leaf::LeafField},
    world::{
        Action, ActionId, ChatBody, Event, Forged, Party, Point, Position, Run, SeenWhat, Step,
        Taker, Timeline, conversation, forgery,
        regime::{self, Clipper, Retention},
    },
};
use proptest::prelude::*;
use std::sync::Arc;

const ALICE: Party = Party::Alice;
const BOB: Party = Party::Bob;
const ORDER: Action = Action::Order { target: ALICE, start: None };

/// The conversation under Clipper, with an order from its beginning, after so many texts.
fn scene(texts: usize) -> Timeline {
    let mut run = conversation(seed(), true, &TEXTS).under(&Clipper);
    let id = run.next_id();
    run.steps.insert(JOINS, Step { id, action: ORDER });
    let mut timeline = played(run);
    timeline.seek(Position::after(JOINS + 1 + texts));
    timeline
}

/// Runs a search to its end, as workers do: in pieces, as bytes.
fn search(it: &Forgery, workers: usize, count: u64) -> (LeafField, u64) {
    let mut campaign = Campaign::new(Task::Leaf(it.clone()), (0, u64::MAX));
    let mut workers: Vec<_> = (0..workers).map(|_| Runner::default()).collect();
    loop {
        match campaign.state() {
            State::Found(Found::Leaf(field)) => return (field, campaign.tried()),
            State::Running => {}
            other => panic!("{other:?}"),
        }
        let pieces: Vec<_> =
            workers.iter_mut().filter_map(|it| Some((campaign.hand_out(count)?, it))).collect();
        for (piece, worker) in pieces {
            let outcome = Outcome::from_bytes(&worker.run_bytes(&piece.to_bytes())).unwrap();
            campaign.take_in(&piece, outcome);
        }
    }
}

fn action(party: Party, (field, tried): (LeafField, u64)) -> Action {
    Action::Forge(Arc::new(Forged { party, field, tried }))
}

/// This party's app looks for a LEAF where one stands, and begins a session with it.
fn forge(timeline: &mut Timeline, party: Party) -> ActionId {
    let it = forgery(timeline, party).unwrap();
    timeline.insert(action(party, search(&it, 2, 3_000)))
}

fn to_the_end(mut timeline: Timeline) -> (Timeline, Access) {
    timeline.seek(Position::after(timeline.len()));
    let access = judged(&timeline);
    (timeline, access)
}

fn shown(timeline: &Timeline, party: Party) -> Vec<String> {
    let text = |body: &ChatBody| match body {
        ChatBody::Outgoing { text, .. } | ChatBody::Incoming { text } => text.to_string(),
        ChatBody::Unreadable { error } => format!("({error})"),
    };
    timeline.world().phone(party).chat().iter().map(|it| text(&it.body)).collect()
}

/// Whether the LEAFs of this party's forging went out, by the log of its phone.
fn fits(timeline: &Timeline, party: Party) -> Vec<bool> {
    let seen = timeline.recording().seen_at(Point::phone(party));
    seen.filter_map(|it| match &it.what {
        SeenWhat::Note(note) => match note.event {
            Event::LeafForged { fits } => Some(fits),
            _ => None,
        },
        SeenWhat::Capture(_) => None,
    })
    .collect()
}

/// Both phones show what was written.
fn all_is_read(timeline: &Timeline) {
    let written: Vec<_> = TEXTS.iter().map(|(_, text)| (*text).to_owned()).collect();
    for party in Party::ALL {
        assert_eq!(shown(timeline, party), written, "{}", party.key());
    }
}

/// From the moment on an order gives metadata; what was before it opens as before. The answers of
/// the peer are in the same session. Taken away, all opens again.
#[test]
fn a_forged_leaf_closes_what_an_order_opens() {
    assert_eq!(found(&to_the_end(scene(0)).1, &[INVESTIGATOR]), "CCCCCC");
    for (texts, after) in [(0, "MMMMMM"), (1, "CMMMMM"), (3, "CCCMMM"), (5, "CCCCCM")] {
        let before = scene(texts);
        let mut timeline = before.clone();
        let id = forge(&mut timeline, ALICE);
        let (mut timeline, mut access) = to_the_end(timeline);
        assert_eq!(fits(&timeline, ALICE), [true], "{texts}");
        all_is_read(&timeline);
        // Bob's own words after it are in Alice's session, once he has got something in it.
        let own = TEXTS.iter().skip(texts).position(|(from, _)| *from == ALICE).unwrap();
        let closed_from = texts + own;
        let expected: String =
            (0..TEXTS.len()).map(|it| if it < closed_from { 'C' } else { 'M' }).collect();
        assert_eq!(found(&access, &[INVESTIGATOR]), expected, "{texts} {after}");
        // Nor does anybody else open it, together with the provider and both agents.
        let all = [INVESTIGATOR, Observer::Provider, agent(1), agent(2)];
        assert_eq!(found(&access, &all), expected, "{texts}");

        timeline.remove(id);
        timeline.seek(Position::after(timeline.len()));
        access.update(&timeline);
        assert_eq!(found(&access, &[INVESTIGATOR]), "CCCCCC", "{texts}");
        let (original, _) = to_the_end(before);
        assert_eq!(timeline.recording(), original.recording(), "{texts}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// In any conversation, whoever searches and wherever: their own texts from then on are closed,
    /// the peer's from the first of those on; all else opens, and all is read.
    #[test]
    fn what_is_closed_is_what_goes_through_that_session(
        by_alice in proptest::collection::vec(any::<bool>(), 1..8),
        place in 0_usize..8,
        party in prop_oneof![Just(ALICE), Just(BOB)],
    ) {
        let texts: Vec<_> =
            by_alice.iter().map(|it| (if *it { ALICE } else { BOB }, "A word")).collect();
        let place = place.min(texts.len());
        let mut run = conversation(seed(), true, &texts).under(&Clipper);
        let id = run.next_id();
        run.steps.insert(JOINS, Step { id, action: ORDER });
        let mut timeline = played(run);
        timeline.seek(Position::after(JOINS + 1 + place));
        forge(&mut timeline, party);
        let (timeline, access) = to_the_end(timeline);
        let mut began = false;
        let expected: String = texts.iter().enumerate().map(|(nth, (from, _))| {
            began |= nth >= place && *from == party;
            if began { 'M' } else { 'C' }
        }).collect();
        prop_assert_eq!(found(&access, &[INVESTIGATOR]), expected);
        for party in Party::ALL {
            prop_assert_eq!(shown(&timeline, party), vec!["A word"; texts.len()]);
        }
    }
}

/// What goes over the wire is a LEAF that the peer's chip accepts; in it stands a chip that there is
/// none of, and with either chip's key it gives another session key.
#[test]
fn the_leaf_passes_the_peers_chip_and_names_nobody() {
    let mut timeline = scene(0);
    let it = forgery(&timeline, ALICE).unwrap();
    let (field, tried) = search(&it, 1, 10_000);
    timeline.insert(action(ALICE, (field, tried)));
    let (timeline, _) = to_the_end(timeline);
    // With one worker exactly what came before it was tried.
    assert_eq!(it.attempt(tried - 1), Some(field));
    assert!((0..tried - 1).all(|number| it.attempt(number).is_none()));
    let chips = Party::ALL.map(|party| timeline.world().phone(party).chip().unwrap().clone());
    for chip in &chips {
        assert_eq!(chip.check(&field.leaf, &it.session_key, field.iv), Ok(()));
        let contents = field.leaf.open(&chip.family_key);
        assert!(chips.iter().all(|it| it.unit != contents.unit));
        assert_ne!(contents.session_key(&chip.unit_key, field.iv), it.session_key);
    }
    let sent = timeline.recording().entries().iter().filter_map(|it| match &it.entry {
        keyhole::world::Entry::Transmission { transmission, .. } => {
            let frame = transmission.packet.below()?;
            frame.value(keyhole::wire::Field::Leaf).map(<[u8]>::to_vec)
        }
        _ => None,
    });
    let sent: Vec<_> = sent.collect();
    assert!(!sent.is_empty() && sent.iter().all(|it| *it == field.leaf.0), "{}", sent.len());
    assert_eq!(LeafField::decode(field.encode().bytes()), Ok(field));
}

/// The investigator, who opens the LEAF, can tell that it names nobody: beside the messages of that
/// session until one is answered, and beside no other. Nothing that applies was tried and failed: there is
/// no key to try.
#[test]
fn whoever_opens_the_leaf_sees_that_it_names_nobody() {
    let mut timeline = scene(3);
    forge(&mut timeline, ALICE);
    let (_, access) = to_the_end(timeline);
    let told = |observer| -> Vec<bool> {
        access.messages().map(|it| access.leaf_names_nobody(observer, it)).collect()
    };
    assert_eq!(told(INVESTIGATOR), [false, false, false, true, false, false]);
    assert_eq!(told(Observer::Provider), [false; 6], "it can't open one");
    let message = access.messages().nth(3).unwrap();
    assert!(!access.missing(INVESTIGATOR, message).unwrap().failed);
    let plain = to_the_end(scene(0)).1;
    assert!(plain.messages().all(|it| !plain.leaf_names_nobody(INVESTIGATOR, it)));
}

/// Each searches for a session of their own: what the other one sends in theirs is not touched.
#[test]
fn it_is_for_the_sessions_of_whoever_searched() {
    // Bob forges before his first answer; Alice's message before it opens.
    let mut timeline = scene(1);
    forge(&mut timeline, BOB);
    let (timeline, access) = to_the_end(timeline);
    all_is_read(&timeline);
    assert_eq!(found(&access, &[INVESTIGATOR]), "CMMMMM");
    // And both.
    let mut timeline = scene(0);
    forge(&mut timeline, ALICE);
    forge(&mut timeline, BOB);
    let (timeline, access) = to_the_end(timeline);
    assert_eq!((fits(&timeline, ALICE), fits(&timeline, BOB)), (vec![true], vec![true]));
    all_is_read(&timeline);
    assert_eq!(found(&access, &[INVESTIGATOR]), "MMMMMM");
}

/// Whoever has the session key by another way reads on: from a phone that was seized, or a program on
/// it. And what a linked device gets is sealed to it in a session of its own.
#[test]
fn it_closes_what_an_order_opens_and_nothing_else() {
    for (event, expected) in [
        (Action::Seize { party: BOB, by: Taker::Investigator }, "CCCCCC"),
        (Action::Implant { party: ALICE }, "CCCCCC"),
        (Action::LinkDevice { party: ALICE }, "CCCCCC"),
        (Action::Enter, "MMMMMM"),
        (Action::StealFromProvider, "MMMMMM"),
    ] {
        let mut timeline = scene(0);
        forge(&mut timeline, ALICE);
        let place = match event {
            Action::Seize { .. } => timeline.len(),
            _ => JOINS + 2,
        };
        timeline.seek(Position::after(place));
        timeline.insert(event.clone());
        let (timeline, access) = to_the_end(timeline);
        all_is_read(&timeline);
        assert_eq!(found(&access, &[INVESTIGATOR]), expected, "{event:?}");
    }
}

/// No secret that anybody holds opens what was not found open: everything is tried on everything.
#[test]
fn indexed_keys_miss_nothing_beside_a_forged_leaf() {
    let mut timeline = scene(3);
    forge(&mut timeline, ALICE);
    let (timeline, access) = to_the_end(timeline);
    let mut exhaustive = Access::over(Graph::exhaustive(rule::ALL));
    exhaustive.update(&timeline);
    assert_eq!(rows(&exhaustive), rows(&access));
}

/// An order that reaches back finds what a provider that keeps envelopes has, and the forged LEAF
/// is among it.
#[test]
fn an_order_that_reaches_back_finds_the_same() {
    let mut timeline = scene(3);
    forge(&mut timeline, ALICE);
    let mut run = timeline.run().clone();
    run.retention = Retention::ForEver;
    run.steps.retain(|it| it.action != ORDER);
    let start = run.steps[JOINS].id;
    let run = run.then(Action::Order { target: ALICE, start: Some(start) });
    let (_, access) = to_the_end(played(run));
    assert_eq!(found(&access, &[INVESTIGATOR]), "CCCMMM");
}

/// Later sessions of the same phone have LEAFs of its chip: they open, and the page doesn't say
/// otherwise.
#[test]
fn for_another_session_the_chip_makes_the_leaf() {
    // What was before has changed: it is another session now.
    let mut timeline = scene(0);
    let id = forge(&mut timeline, ALICE);
    let mut run = timeline.run().clone();
    let place = run.index_of(id).unwrap();
    run.steps[place].id = ActionId(500);
    let (changed, access) = to_the_end(played(run));
    assert_eq!(fits(&changed, ALICE), [false]);
    all_is_read(&changed);
    assert_eq!(found(&access, &[INVESTIGATOR]), "CCCCCC");
    // Any other LEAF in a file, or the right one for the other phone, does nothing either.
    for party in Party::ALL {
        let mut run = timeline.run().clone();
        let Action::Forge(it) = &run.steps[place].action else { panic!("it is there") };
        let mut other = Forged { party, ..Forged::clone(it) };
        if party == ALICE {
            other.field.leaf.0[0] ^= 1;
        }
        run.steps[place].action = Action::Forge(Arc::new(other));
        let (changed, access) = to_the_end(played(run));
        assert_eq!(fits(&changed, party), [false]);
        all_is_read(&changed);
        assert_eq!(found(&access, &[INVESTIGATOR]), "CCCCCC", "{}", party.key());
    }
}

/// As JSON and back, under another rule and back, undone and done again: the same bytes, and no
/// search.
#[test]
fn a_replay_searches_nothing_and_gives_the_same() {
    let before = scene(3);
    let mut live = before.clone();
    forge(&mut live, ALICE);
    let (mut live, access) = to_the_end(live);
    let again = played(Run::from_json(&live.run().to_json()).unwrap());
    assert_eq!(again.recording(), live.recording());
    assert_eq!(again.world(), live.world());
    assert_eq!(found(&judged(&again), &[INVESTIGATOR]), found(&access, &[INVESTIGATOR]));
    let recording = live.recording().clone();
    live.set_regime(regime::of_key("end-to-end").unwrap());
    live.seek(Position::after(live.len()));
    assert!(fits(&live, ALICE).is_empty(), "there is no chip to ask");
    live.set_regime(&Clipper);
    live.seek(Position::after(live.len()));
    assert_eq!(live.recording(), &recording);
    for _ in 0..3 {
        assert!(live.undo());
    }
    assert_eq!(live.run(), before.run());
    assert!(live.redo());
    live.seek(Position::after(live.len()));
    assert_eq!(live.recording(), &recording);
}

/// The same search finds the same; where one stands elsewhere it is another one.
#[test]
fn the_search_is_keyed_by_run_and_place() {
    let timeline = scene(3);
    let it = forgery(&timeline, ALICE).unwrap();
    assert_eq!(forgery(&timeline, ALICE), Some(it.clone()));
    let bobs = forgery(&timeline, BOB).unwrap();
    assert!(it.order != bobs.order && it.iv != bobs.iv && it.session_key != bobs.session_key);
    let mut earlier = timeline.clone();
    earlier.seek(Position::after(JOINS + 1));
    assert_ne!(forgery(&earlier, ALICE).unwrap().session_key, it.session_key);
    // A packet that is still under way arrives first.
    let mut under_way = timeline;
    under_way.set_goal(Position::default());
    under_way.seek(Position { actions: JOINS + 4, arrivals: 1 });
    assert_eq!(forgery(&under_way, ALICE), Some(it));
}

/// Where no session can come about, or nobody has a chip, there is nothing to search.
#[test]
fn without_a_session_or_a_chip_there_is_nothing_to_search() {
    for it in regime::ALL {
        let timeline = played(conversation(seed(), true, &TEXTS).under(*it));
        let phone = timeline.world().phone(ALICE);
        let has_chip = it.key() == "clipper";
        assert_eq!(phone.can_forge(), has_chip, "{}", it.key());
        assert_eq!(forgery(&timeline, ALICE).is_some(), has_chip, "{}", it.key());
    }
    let empty = || Run::new(seed(), true).under(&Clipper);
    assert_eq!(forgery(&played(empty()), ALICE), None);
    let alone = played(empty().then(Action::Join { party: ALICE }));
    assert!(alone.world().phone(ALICE).can_forge());
    assert_eq!(forgery(&alone, ALICE), None, "Bob has published nothing");
    let mut offline = scene(2);
    offline.insert(Action::GoOffline { party: ALICE });
    offline.seek(Position::after(JOINS + 4));
    assert!(!offline.world().phone(ALICE).can_forge());
    assert_eq!(forgery(&offline, ALICE), None);
    assert!(forgery(&offline, BOB).is_some());
}
