//! What the provider can do with an envelope, and what comes of it.

use crate::exchange::{captures, events, exchange, played, send, texts};
use keyhole::{
    wire::Field,
    world::{Action, Interference, Party, Point, Position, Target, Timeline},
};

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
