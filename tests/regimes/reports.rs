//! Reports: a recipient can show the provider what it was sent, and nothing else.

use super::case::{JOINS, TEXTS, found, judged, played, seed};
use keyhole::{
    access::Observer,
    crypto::secret::RunSeed,
    wire::Field,
    world::{
        Action, ActionId, ChatBody, Event, Interference, Party, Point, Position, SeenWhat, Step,
        Taker, Target, Timeline, conversation,
        regime::{self, Institution},
    },
};

const PROVIDER: [Observer; 1] = [Observer::Provider];
/// Alice's first text, and Bob's first.
const FIRST: ActionId = ActionId(JOINS as u64);
const SECOND: ActionId = ActionId(JOINS as u64 + 1);

/// The conversation under a rule, with events after so many texts.
fn scene(regime: &str, events: &[(usize, Action)]) -> Timeline {
    let mut run = conversation(seed(), true, &TEXTS).under(regime::of_key(regime).unwrap());
    for (nth, (after, action)) in events.iter().enumerate().rev() {
        let id = ActionId(1_000 + nth as u64);
        run.steps.insert(JOINS + after, Step { id, action: action.clone() });
    }
    played(run)
}

fn noted(timeline: &Timeline, point: Point, event: &Event) -> bool {
    let mut seen = timeline.recording().seen_at(point);
    seen.any(|it| matches!(&it.what, SeenWhat::Note(note) if note.event == *event))
}

const TRUE: Event = Event::Reported { is_true: true };
const FALSE: Event = Event::Reported { is_true: false };

/// Under every rule messages arrive as before, a report is found to be true, and the provider then
/// reads this one message, and so does whoever stands in its interface.
#[test]
fn what_is_reported_is_true_and_read_under_every_rule() {
    for it in regime::ALL {
        let franked = scene(it.key(), &[(0, Action::Frank)]);
        for party in Party::ALL {
            let chat = franked.world().phone(party).chat();
            assert_eq!(chat.len(), TEXTS.len(), "{}", it.key());
            let opened = |body: &ChatBody| !matches!(body, ChatBody::Unreadable { .. });
            assert!(chat.iter().all(|it| opened(&it.body)), "{}", it.key());
        }
        let before = found(&judged(&franked), &PROVIDER);
        let report = (4, Action::Report { message: FIRST });
        let reported = scene(it.key(), &[(0, Action::Frank), (0, Action::Enter), report]);
        assert!(noted(&reported, Point::Provider, &TRUE), "{}", it.key());
        assert!(!noted(&reported, Point::Provider, &FALSE), "{}", it.key());
        let access = judged(&reported);
        let after = found(&access, &PROVIDER);
        assert_eq!((&after[..1], &after[1..]), ("C", &before[1..]), "{}", it.key());
        let thief = [Observer::Institution(Institution::Thief)];
        assert_eq!(&found(&access, &thief)[..1], "C", "{}", it.key());
    }
}

/// Not before it was begun, not what did not come, not what one wrote oneself, not what is gone.
#[test]
fn what_can_not_be_reported_is_not() {
    let frank = || (2, Action::Frank);
    let report = |after, message| (after, Action::Report { message });
    let last = ActionId(JOINS as u64 + 5);
    for (events, why) in [
        (vec![report(6, FIRST)], "without franking"),
        (vec![frank(), report(6, SECOND)], "sent before"),
        (vec![frank(), report(4, last)], "not sent yet"),
        (
            vec![(0, Action::Frank), (4, Action::Delete { party: Party::Bob }), report(5, FIRST)],
            "gone",
        ),
    ] {
        let timeline = scene("end-to-end", &events);
        assert!(noted(&timeline, Point::BobPhone, &Event::NothingToReport), "{why}");
        assert!(!noted(&timeline, Point::Provider, &TRUE), "{why}");
    }
}

/// A report that says anything but what was sent is refused, by the provider's own check.
#[test]
fn a_forged_report_does_not_verify() {
    let timeline = scene("end-to-end", &[(0, Action::Frank)]);
    let true_one = timeline.world().phone(Party::Bob).report_of(FIRST).unwrap().clone();
    let other = timeline.world().phone(Party::Bob).report_of(ActionId(JOINS as u64 + 3)).unwrap();
    let verifies =
        |report| timeline.world().provider().verifies(seed_of(&timeline), report, Party::Bob);
    assert!(verifies(&true_one));
    let mut forged = vec![true_one.clone(); 5];
    forged[0].text.push('!');
    forged[1].sender = Party::Bob.account();
    forged[2].key = other.key.clone();
    forged[3].stamp = other.stamp;
    forged[4].stamp.mac[0] ^= 1;
    for it in &forged {
        assert!(!verifies(it), "{it:?}");
    }
    // Sent to Bob, and not to Alice.
    let provider = timeline.world().provider();
    assert!(!provider.verifies(seed_of(&timeline), &true_one, Party::Alice));
}

fn seed_of(timeline: &Timeline) -> &RunSeed {
    &timeline.run().seed
}

/// Under a sealed sender the stamp names nobody: the report is true of whoever wrote it.
#[test]
fn under_a_sealed_sender_a_report_names_nobody() {
    let timeline = scene("sealed-sender", &[(0, Action::Frank)]);
    let report = timeline.world().phone(Party::Bob).report_of(FIRST).unwrap();
    assert_eq!(report.sender.as_str(), "");
    let ordinary = scene("end-to-end", &[(0, Action::Frank)]);
    let report = ordinary.world().phone(Party::Bob).report_of(FIRST).unwrap();
    assert_eq!(report.sender, Party::Alice.account());
}

/// Who changes the commitment on its way makes the message one that can't be reported; it is
/// refused, and the next one is read.
#[test]
fn a_message_that_could_not_be_reported_is_refused() {
    let mut timeline = scene("end-to-end", &[(0, Action::Frank)]);
    // The last bytes of the envelope inside the provider are the commitment.
    let target = Target { action: FIRST, point: Point::Provider, nth: 0 };
    timeline.interfere(target, Interference::FlipBit { bit: last_bit(&timeline) });
    timeline.seek(Position::after(timeline.len()));
    let chat = timeline.world().phone(Party::Bob).chat();
    assert_eq!(chat[0].body, ChatBody::Unreadable { error: "commitment" });
    assert!(chat[1..].iter().all(|it| !matches!(it.body, ChatBody::Unreadable { .. })));
}

fn last_bit(timeline: &Timeline) -> u32 {
    let seen = timeline.recording().seen_at(Point::Provider);
    let envelopes = seen.filter_map(|it| match it.what {
        SeenWhat::Capture(capture) if capture.transmission.message == Some(FIRST) => {
            capture.transmission.packet.below()?.part(Field::Envelope)
        }
        _ => None,
    });
    let first = envelopes.into_iter().next().unwrap();
    u32::try_from(first.bytes().len() * 8 - 1).unwrap()
}

/// What is kept for a report is the text that is there anyway: a seizure gives no more than before.
#[test]
fn a_seized_phone_gives_the_same_with_franking() {
    let seize = (6, Action::Seize { party: Party::Bob, by: Taker::Investigator });
    let investigator = [Observer::Institution(Institution::Investigator)];
    let get =
        |events: &[(usize, Action)]| found(&judged(&scene("end-to-end", events)), &investigator);
    assert_eq!(get(&[(0, Action::Frank), seize.clone()]), get(&[seize]));
}
