//! What is inserted into a run, undone and done again.

use crate::exchange::{exchange, played, seed, send};
use keyhole::world::{
    Action, Entry, Interference, Party, Point, Position, Run, Target, Timeline, conversation,
};

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
            Entry::Protocol { steps, .. } => Some(steps.to_vec()),
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

/// An action is moved by one place; what refers to it, and the phones' joining, stay on their side.
#[test]
fn an_action_is_moved_and_moved_back() {
    let mut timeline = played(exchange());
    timeline.seek(Position::after(4));
    let event = timeline.insert(Action::Intercept { link: Party::Bob });
    timeline.seek(Position::after(timeline.len()));
    let (run, recording) = (timeline.run().clone(), timeline.recording().clone());
    let at = |timeline: &Timeline| timeline.run().index_of(event).unwrap();
    timeline.shift(event, true);
    assert_eq!((at(&timeline), timeline.position().actions), (5, 6));
    timeline.shift(event, false);
    assert_eq!(timeline.run(), &run);
    timeline.seek(Position::after(timeline.len()));
    assert_eq!(timeline.recording(), &recording);
    for _ in 0..9 {
        timeline.shift(event, false);
    }
    assert_eq!(at(&timeline), 2, "it stays after the phones have joined");
    for _ in 0..99 {
        timeline.shift(event, true);
    }
    assert_eq!(at(&timeline), timeline.len() - 1);
    let sent = send(timeline.run(), 0);
    timeline.shift(sent, true);
    assert_eq!(timeline.run().index_of(sent), Some(2), "messages stay");
    while timeline.undo() {}
    assert!(timeline.run().index_of(event).is_none());
}

#[test]
fn an_order_stays_before_its_end() {
    let mut timeline = played(exchange());
    let order = timeline.insert(Action::Order { target: Party::Alice, start: None });
    let end = timeline.insert(Action::EndOrder { order });
    for _ in 0..3 {
        timeline.shift(order, true);
        timeline.shift(end, false);
    }
    let place = |id| timeline.run().index_of(id).unwrap();
    assert!(place(order) < place(end));
}
