//! What phones show: who writes and who reads, with both there or one away.

use crate::exchange::{exchange, played, seed, send, texts};
use keyhole::world::{Action, Interference, Party, Point, Position, Run, Target};

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
