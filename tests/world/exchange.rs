//! A short exchange, played, and what can be seen of it.

use keyhole::{
    crypto::secret::RunSeed,
    world::{
        Action, ActionId, Capture, ChatBody, Party, Point, Position, Run, SeenWhat, Timeline,
        conversation,
    },
};

pub fn seed(byte: u8) -> RunSeed {
    RunSeed::from_bytes([byte; 32])
}

pub fn exchange() -> Run {
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

pub fn played(run: Run) -> Timeline {
    let actions = run.steps.len();
    let mut timeline = Timeline::new(run);
    timeline.seek(Position::after(actions));
    timeline
}

pub fn texts(timeline: &Timeline, party: Party) -> Vec<String> {
    let chat = timeline.world().phone(party).chat();
    chat.iter()
        .map(|item| match &item.body {
            ChatBody::Outgoing { text, state, .. } => format!("> {text} [{}]", state.key()),
            ChatBody::Incoming { text } => format!("< {text}"),
            ChatBody::Unreadable { error } => format!("! {error}"),
        })
        .collect()
}

pub fn captures(timeline: &Timeline, point: Point) -> Vec<Capture> {
    let seen = timeline.recording().seen_at(point);
    seen.filter_map(|seen| match seen.what {
        SeenWhat::Capture(capture) => Some(capture),
        SeenWhat::Note(_) => None,
    })
    .collect()
}

pub fn events(timeline: &Timeline, point: Point) -> Vec<&'static str> {
    let seen = timeline.recording().seen_at(point);
    seen.filter_map(|seen| match seen.what {
        SeenWhat::Note(note) => Some(note.event.key()),
        SeenWhat::Capture(_) => None,
    })
    .collect()
}

/// The number of the `n`th send of a run.
pub fn send(run: &Run, n: usize) -> ActionId {
    let sends = run.steps.iter().filter(|step| matches!(step.action, Action::Send { .. }));
    sends.map(|step| step.id).nth(n).unwrap()
}
