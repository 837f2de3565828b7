//! The world: what passes where, what happens when something is changed, and that stepping
//! back and inserting change nothing that they should not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use keyhole::{
    crypto::secret::RunSeed,
    wire::{Field, Frame, Layer},
    world::{
        Action, ActionId, Capture, ChatBody, Delivery, Entry, Event, Fate, Interference, Party,
        Point, Position, Run, SeenWhat, Target, Timeline, Traffic, TransmissionId, conversation,
    },
};
use proptest::prelude::*;

fn seed(byte: u8) -> RunSeed {
    RunSeed::from_bytes([byte; 32])
}

fn exchange() -> Run {
    conversation(
        seed(7),
        true,
        &[
            (Party::Alice, "Are we still on for eight?"),
            (Party::Bob, "Yes! I’ll bring the cake."),
            (Party::Alice, "مرحبا 👋"),
            (Party::Alice, "line one\nline two"),
        ],
    )
}

fn played(run: Run) -> Timeline {
    let actions = run.steps.len();
    let mut timeline = Timeline::new(run);
    timeline.seek(Position::after(actions));
    timeline
}

fn texts(timeline: &Timeline, party: Party) -> Vec<String> {
    let chat = timeline.world().phone(party).chat();
    chat.iter()
        .map(|item| match &item.body {
            ChatBody::Outgoing { text, state, .. } => format!("> {text} [{}]", state.key()),
            ChatBody::Incoming { text } => format!("< {text}"),
            ChatBody::Unreadable { error } => format!("! {error}"),
        })
        .collect()
}

fn captures(timeline: &Timeline, point: Point) -> Vec<Capture> {
    let seen = timeline.recording().seen_at(point);
    seen.filter_map(|seen| match seen.what {
        SeenWhat::Capture(capture) => Some(capture),
        SeenWhat::Note(_) => None,
    })
    .collect()
}

fn events(timeline: &Timeline, point: Point) -> Vec<&'static str> {
    let seen = timeline.recording().seen_at(point);
    seen.filter_map(|seen| match seen.what {
        SeenWhat::Note(note) => Some(note.event.key()),
        SeenWhat::Capture(_) => None,
    })
    .collect()
}

/// The number of the `n`th send of a run.
fn send(run: &Run, n: usize) -> ActionId {
    let sends = run.steps.iter().filter(|step| matches!(step.action, Action::Send { .. }));
    sends.map(|step| step.id).nth(n).unwrap()
}

#[test]
fn a_conversation_arrives_with_receipts() {
    let timeline = played(exchange());
    let expected = [
        "> Are we still on for eight? [delivered]",
        "< Yes! I’ll bring the cake.",
        "> مرحبا 👋 [delivered]",
        "> line one\nline two [delivered]",
    ];
    assert_eq!(texts(&timeline, Party::Alice), expected);
    assert_eq!(texts(&timeline, Party::Bob)[0], "< Are we still on for eight?");
    assert_eq!(texts(&timeline, Party::Bob)[1], "> Yes! I’ll bring the cake. [delivered]");
    let numbers: Vec<_> =
        Party::ALL.map(|party| timeline.world().phone(party).safety_number().unwrap()).into();
    assert_eq!(numbers[0], numbers[1]);
}

#[test]
fn every_byte_of_every_layer_is_explained_once() {
    let timeline = played(exchange());
    let mut leaves = 0;
    for point in Point::ALL {
        for capture in captures(&timeline, point) {
            for layer in capture.all_layers() {
                assert_eq!(layer.check(), Ok(()));
                leaves += layer.leaves().count();
            }
        }
    }
    assert!(leaves > 1_000, "{leaves}");
}

#[test]
fn each_point_sees_only_what_it_can_open() {
    let timeline = played(exchange());
    for point in Point::ALL {
        let captures = captures(&timeline, point);
        let deepest = captures.iter().map(|capture| capture.layers().count()).max();
        let expected = match point {
            Point::AliceLink | Point::BobLink => 1,
            Point::Provider => 2,
            Point::AlicePhone | Point::BobPhone => 3,
        };
        assert_eq!(deepest, Some(expected), "{}", point.key());
        for capture in captures {
            for layer in capture.layers() {
                for span in layer.spans() {
                    let layer = span.field.layer();
                    if point.is_link() {
                        assert!(layer <= Layer::Record, "{:?} on a link", span.field);
                    }
                    if point == Point::Provider {
                        assert!(layer <= Layer::Ratchet, "{:?} at the provider", span.field);
                    }
                }
            }
        }
    }
}

/// The text of the messages must not stand anywhere where it can't be opened.
#[test]
fn no_text_leaks_below_the_phones() {
    let timeline = played(exchange());
    for point in [Point::AliceLink, Point::Provider, Point::BobLink] {
        for capture in captures(&timeline, point) {
            for layer in capture.layers() {
                let bytes = layer.bytes();
                assert!(!bytes.windows(4).any(|window| window == b"cake"));
                if point.is_link() {
                    assert!(!bytes.windows(5).any(|window| window == b"alice"));
                }
            }
        }
    }
}

#[test]
fn what_the_provider_opens_decodes_to_what_was_sent() {
    let timeline = played(exchange());
    let mut envelopes = 0;
    for capture in captures(&timeline, Point::Provider) {
        let Some(frame) = capture.layers().nth(1) else { continue };
        let (_, decoded) = Frame::decode(frame.bytes()).unwrap();
        assert_eq!(Traffic::Frame(decoded.key()), capture.transmission.traffic);
        if let Frame::Submit(envelope) = decoded {
            envelopes += 1;
            assert_eq!(Some(envelope.from.as_str().as_bytes()), frame.value(Field::EnvelopeFrom));
            assert_eq!(Some(envelope.to.as_str().as_bytes()), frame.value(Field::EnvelopeTo));
        }
    }
    assert_eq!(envelopes, 4);
}

#[test]
fn the_same_run_gives_the_same_bytes_and_another_seed_others() {
    let (one, two) = (played(exchange()), played(exchange()));
    assert_eq!(one.recording(), two.recording());
    assert_eq!(one.world(), two.world());
    let other = played(Run { seed: seed(8), ..exchange() });
    let bytes =
        |timeline: &Timeline| captures(timeline, Point::AliceLink)[0].bytes.bytes().to_vec();
    assert_ne!(bytes(&one), bytes(&other));
}

#[test]
fn a_run_survives_json() {
    let run = exchange();
    assert_eq!(Run::from_json(&run.to_json()), Ok(run.clone()));
    let twice = run.to_json().replace("\"id\":1,", "\"id\":0,");
    assert!(Run::from_json(&twice).unwrap_err().contains("share a number"));
    assert!(Run::from_json("{").is_err());
}

#[test]
fn stepping_back_gives_every_earlier_state_exactly() {
    let run = exchange();
    let mut forward = Timeline::new(run.clone());
    let mut states =
        vec![(forward.position(), forward.world().clone(), forward.recording().clone())];
    while forward.step() {
        states.push((forward.position(), forward.world().clone(), forward.recording().clone()));
    }
    assert!(states.len() > 40, "{}", states.len());
    let mut back = played(run);
    for (position, world, recording) in states.iter().rev() {
        assert_eq!(&back.position(), position);
        assert_eq!(back.world(), world, "{position:?}");
        assert_eq!(back.recording(), recording);
        back.step_back();
    }
}

#[test]
fn a_record_changed_on_a_link_ends_the_connection_and_everything_is_sent_again() {
    let mut struck = 0;
    for how in [Interference::Drop, Interference::FlipBit { bit: 300 }, Interference::Cut] {
        for link in Party::ALL {
            for nth in 0..4 {
                let run = exchange();
                let action = send(&run, 1);
                let mut timeline = played(run);
                let target = Target { action, point: Point::link(link), nth };
                let id = TransmissionId { action, link, nth };
                if timeline.recording().transmission(id).is_none() {
                    continue;
                }
                struck += 1;
                timeline.interfere(target, how);
                timeline.seek(Position::after(timeline.len()));
                let case = format!("{how:?} {target:?}");
                assert!(timeline.is_at_end(), "{case}");
                let alice = texts(&timeline, Party::Alice);
                assert_eq!(alice[1], "< Yes! I’ll bring the cake.", "{case}");
                let bob = texts(&timeline, Party::Bob);
                assert_eq!(bob[1], "> Yes! I’ll bring the cake. [delivered]", "{case}");
                assert_eq!(alice.len(), 4, "{case}: {alice:?}");
                assert_eq!(bob.len(), 4, "{case}: {bob:?}");
                let again = captures(&timeline, Point::link(link));
                let opens =
                    again.iter().filter(|it| it.transmission.traffic == Traffic::Handshake(1));
                assert_eq!(opens.count(), 2, "{case}: a second handshake must be visible");
                let phone = events(&timeline, Point::phone(link));
                assert!(phone.iter().any(|key| key.starts_with("disconnected")), "{case}");
            }
        }
    }
    assert_eq!(struck, 3 * (2 + 4), "Bob’s message is two packets for Alice and four for Bob");
}

#[test]
fn what_is_on_a_link_when_it_is_cut_is_lost() {
    let run = exchange();
    let action = send(&run, 0);
    let mut timeline = played(run);
    // Two packets leave Alice’s phone at once when she joins: the second one is cut.
    let joined = ActionId(0);
    let target = Target { action: joined, point: Point::AliceLink, nth: 4 };
    timeline.interfere(target, Interference::Cut);
    timeline.seek(Position::after(timeline.len()));
    let fate = |nth| {
        let id = TransmissionId { action: joined, link: Party::Alice, nth };
        timeline.recording().transmission(id).unwrap().fate.clone()
    };
    assert_eq!([fate(2), fate(3), fate(4)], [Fate::Lost, Fate::Lost, Fate::Lost]);
    assert_eq!(texts(&timeline, Party::Bob)[0], "< Are we still on for eight?");
    assert!(
        captures(&timeline, Point::BobPhone)
            .iter()
            .any(|it| it.transmission.message == Some(action))
    );
}

#[test]
fn an_envelope_altered_by_the_provider_is_refused_and_changes_nothing() {
    let run = exchange();
    let action = send(&run, 2);
    let mut timeline = played(run);
    let bits = captures(&timeline, Point::Provider)
        .iter()
        .find(|it| it.transmission.message == Some(action))
        .and_then(|it| it.layers().nth(1)?.part(Field::Envelope))
        .map(|envelope| envelope.find(Field::MessageCiphertext).unwrap().start() as u32 * 8)
        .unwrap();
    let target = Target { action, point: Point::Provider, nth: 0 };
    timeline.interfere(target, Interference::FlipBit { bit: bits + 3 });
    timeline.seek(Position::after(timeline.len()));
    let expected = [
        "< Are we still on for eight?",
        "> Yes! I’ll bring the cake. [delivered]",
        "! authentication-failed",
        "< line one\nline two",
    ];
    assert_eq!(texts(&timeline, Party::Bob), expected);
    assert_eq!(texts(&timeline, Party::Alice)[2], "> مرحبا 👋 [accepted]");
    timeline.undo();
    assert_eq!(texts(&timeline, Party::Bob)[2], "< مرحبا 👋");
}

#[test]
fn the_provider_can_drop_hold_reorder_duplicate_and_replay() {
    let third = |how| {
        let run = exchange();
        let action = send(&run, 2);
        let mut timeline = played(run);
        timeline.interfere(Target { action, point: Point::Provider, nth: 0 }, how);
        timeline.seek(Position::after(timeline.len()));
        (action, timeline)
    };
    let (_, dropped) = third(Interference::Drop);
    assert_eq!(texts(&dropped, Party::Bob)[2..], ["< line one\nline two"]);
    assert_eq!(texts(&dropped, Party::Alice)[2], "> مرحبا 👋 [accepted]");

    let (_, reordered) = third(Interference::AfterNext);
    assert_eq!(texts(&reordered, Party::Bob)[2..], ["< line one\nline two", "< مرحبا 👋"]);

    let (action, mut held) = third(Interference::Hold);
    assert_eq!(texts(&held, Party::Bob)[2..], ["< line one\nline two"]);
    assert_eq!(held.world().provider().held().collect::<Vec<_>>(), [action]);
    held.insert(Action::Release { envelope: action });
    held.seek(Position::after(held.len()));
    assert_eq!(texts(&held, Party::Bob)[3], "< مرحبا 👋");

    let (action, mut twice) = third(Interference::Duplicate);
    assert_eq!(texts(&twice, Party::Bob).len(), 4);
    let rejected = |timeline: &Timeline| {
        let events = events(timeline, Point::BobPhone);
        events.iter().filter(|key| **key == "message-rejected").count()
    };
    assert_eq!(rejected(&twice), 1);
    let session = twice.world().phone(Party::Bob).sessions().clone();
    twice.insert(Action::Replay { envelope: action });
    twice.seek(Position::after(twice.len()));
    assert_eq!(rejected(&twice), 2);
    assert_eq!(twice.world().phone(Party::Bob).sessions(), &session, "a replay changes no state");
}

#[test]
fn an_offline_phone_gets_its_messages_later() {
    let run = exchange().then(Action::GoOffline { party: Party::Bob });
    let run = run.then(Action::Send { from: Party::Alice, text: "one".into() });
    let run = run.then(Action::Send { from: Party::Alice, text: "two".into() });
    let mut timeline = played(run);
    assert_eq!(texts(&timeline, Party::Bob).len(), 4);
    assert_eq!(timeline.world().provider().queued(Party::Bob), 2);
    assert_eq!(texts(&timeline, Party::Alice)[4], "> one [accepted]");
    timeline.insert(Action::GoOnline { party: Party::Bob });
    timeline.seek(Position::after(timeline.len()));
    assert_eq!(texts(&timeline, Party::Bob)[4..], ["< one", "< two"]);
    assert_eq!(texts(&timeline, Party::Alice)[5], "> two [delivered]");
}

#[test]
fn both_may_write_first_at_the_same_time() {
    let join = |run: Run, party| run.then(Action::Join { party });
    let run = join(join(Run::new(seed(1), true), Party::Alice), Party::Bob);
    let run = run.then(Action::Send { from: Party::Alice, text: "a1".into() });
    let first = send(&run, 0);
    let run = run.then(Action::Send { from: Party::Bob, text: "b1".into() });
    let mut timeline = played(run);
    let target = Target { action: first, point: Point::Provider, nth: 0 };
    timeline.interfere(target, Interference::Hold);
    timeline.seek(Position::after(timeline.len()));
    assert_eq!(texts(&timeline, Party::Alice)[1], "< b1");
    timeline.insert(Action::Release { envelope: first });
    for (from, text) in [(Party::Alice, "a2"), (Party::Bob, "b2"), (Party::Alice, "a3")] {
        timeline.send(from, text);
    }
    timeline.seek(Position::after(timeline.len()));
    assert_eq!(
        texts(&timeline, Party::Bob).join(" "),
        "> b1 [delivered] < a1 < a2 > b2 [delivered] < a3"
    );
    assert!(texts(&timeline, Party::Alice).iter().all(|line| !line.starts_with('!')));
}

#[test]
fn nobody_to_write_to_is_said() {
    let run = Run::new(seed(1), true).then(Action::Join { party: Party::Alice });
    let run = run.then(Action::Send { from: Party::Alice, text: "hello?".into() });
    let timeline = played(run);
    assert_eq!(texts(&timeline, Party::Alice), ["> hello? [failed]"]);
}

#[test]
fn an_insertion_changes_no_unrelated_key() {
    let plain = played(exchange());
    let mut inserted = Timeline::new(exchange());
    inserted.seek(Position::after(2));
    inserted.insert(Action::GoOffline { party: Party::Bob });
    inserted.insert(Action::GoOnline { party: Party::Bob });
    inserted.seek(Position::after(inserted.len()));
    let keys = |timeline: &Timeline| {
        let steps = timeline.recording().entries().iter().filter_map(|it| match &it.entry {
            Entry::Protocol { steps, .. } => Some(steps.clone()),
            _ => None,
        });
        steps.flatten().collect::<Vec<_>>()
    };
    assert_eq!(keys(&plain), keys(&inserted));
    let identity = |timeline: &Timeline| timeline.world().phone(Party::Bob).identity().clone();
    assert_eq!(identity(&plain), identity(&inserted));
}

#[test]
fn undo_and_redo_restore_bytes_and_place() {
    let mut timeline = played(exchange());
    let (world, recording) = (timeline.world().clone(), timeline.recording().clone());
    timeline.send(Party::Bob, "five");
    timeline.seek(Position::after(timeline.len()));
    let after = timeline.recording().clone();
    timeline.interfere(
        Target { action: send(timeline.run(), 0), point: Point::BobLink, nth: 1 },
        Interference::Drop,
    );
    let removed = timeline.run().steps[3].id;
    timeline.remove(removed);
    timeline.replace(conversation(seed(9), false, &[]));
    assert_eq!(timeline.len(), 2);
    timeline.undo();
    timeline.undo();
    timeline.undo();
    assert_eq!(timeline.recording(), &after);
    timeline.undo();
    assert_eq!(timeline.world(), &world);
    assert_eq!(timeline.recording(), &recording);
    assert!(!timeline.can_undo());
    timeline.redo();
    timeline.seek(Position::after(timeline.len()));
    assert_eq!(timeline.recording(), &after);
}

#[test]
fn the_last_200_changes_can_be_undone_and_done_again() {
    let mut timeline = Timeline::new(Run::new(seed(1), true));
    for _ in 0..203 {
        timeline.insert(Action::Cut { link: Party::Alice });
    }
    let run = timeline.run().clone();
    let undone = std::iter::from_fn(|| timeline.undo().then_some(())).count();
    assert_eq!((undone, timeline.len()), (200, 3));
    let redone = std::iter::from_fn(|| timeline.redo().then_some(())).count();
    assert_eq!(redone, 200);
    assert_eq!(timeline.run(), &run);
}

#[test]
fn going_in_slices_ends_where_going_at_once_ends() {
    let mut slices = Timeline::new(exchange());
    slices.set_goal(Position::after(6));
    let mut rounds = 0;
    while !slices.work(3) {
        rounds += 1;
    }
    assert!(rounds > 5);
    assert_eq!(slices.recording(), played(exchange()).recording());
}

fn any_action() -> impl Strategy<Value = Action> {
    let party = prop_oneof![Just(Party::Alice), Just(Party::Bob)];
    let how = prop_oneof![
        Just(Interference::Drop),
        (0_u32..3_000).prop_map(|bit| Interference::FlipBit { bit }),
        Just(Interference::Cut),
        Just(Interference::Hold),
        Just(Interference::AfterNext),
        Just(Interference::Duplicate),
    ];
    let point = prop_oneof![Just(Point::AliceLink), Just(Point::Provider), Just(Point::BobLink)];
    prop_oneof![
        6 => (party.clone(), "[a-z ]{0,12}")
            .prop_map(|(from, text)| Action::Send { from, text: text.into() }),
        4 => (0_u64..30, point, 0_u32..6, how).prop_map(|(action, point, nth, how)| {
            Action::Interfere { target: Target { action: ActionId(action), point, nth }, how }
        }),
        1 => party.clone().prop_map(|party| Action::GoOffline { party }),
        2 => party.clone().prop_map(|party| Action::GoOnline { party }),
        1 => party.prop_map(|link| Action::Cut { link }),
        1 => (0_u64..30).prop_map(|id| Action::Replay { envelope: ActionId(id) }),
        1 => (0_u64..30).prop_map(|id| Action::Release { envelope: ActionId(id) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done, in whatever order: the run ends, every byte is explained, a text that
    /// arrives is a text that was sent, it arrives once, and the way back is exact.
    #[test]
    fn random_runs_hold_their_promises(actions in prop::collection::vec(any_action(), 1..24)) {
        let start = conversation(seed(3), true, &[(Party::Alice, "first")]);
        let run = actions.into_iter().fold(start, Run::then);
        let mut timeline = played(run);
        prop_assert!(timeline.is_at_end());
        for party in Party::ALL {
            let peer = timeline.world().phone(party.peer()).chat().to_vec();
            let mut came = Vec::new();
            for item in timeline.world().phone(party).chat() {
                if let ChatBody::Incoming { text } = &item.body {
                    prop_assert!(!came.contains(&item.action), "arrived twice");
                    came.push(item.action);
                    let sent = peer.iter().any(|it| it.action == item.action
                        && matches!(&it.body, ChatBody::Outgoing { text: sent, .. } if sent == text));
                    prop_assert!(sent, "never sent: {text}");
                }
            }
            for item in &peer {
                if let ChatBody::Outgoing { state: Delivery::Delivered, .. } = item.body {
                    prop_assert!(came.contains(&item.action), "a receipt for what never came");
                }
            }
        }
        for point in Point::ALL {
            for capture in captures(&timeline, point) {
                for layer in capture.all_layers() {
                    prop_assert_eq!(layer.check(), Ok(()));
                }
            }
        }
        let end = (timeline.world().clone(), timeline.recording().clone());
        let middle = timeline.len() / 2;
        timeline.seek(Position::after(middle));
        timeline.seek(Position::after(timeline.len()));
        prop_assert_eq!(&end.0, timeline.world());
        prop_assert_eq!(&end.1, timeline.recording());
        let waits = timeline.recording().entries().iter().filter(|it| matches!(
            &it.entry, Entry::Note(note) if note.event == Event::Connected)).count();
        prop_assert!(waits < 2_000);
    }
}
