//! Whole runs in the world.

use keyhole::crypto::secret::RunSeed;
use keyhole::world::{Party, Position, Run, Timeline, conversation};
use wasm_bindgen::prelude::wasm_bindgen;

/// Everyday texts, 38 bytes on average.
const TEXTS: [&str; 6] = [
    "Are we still on for eight?",
    "Yes! I’ll bring the cake.",
    "Wonderful. See you at the corner 👋",
    "The train is late again, don’t wait for me outside, it’s cold",
    "ok",
    "Tell your brother that I still have his book, he can have it tonight",
];

/// A long conversation in turns, and a timeline that plays it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Replay {
    run: Run,
    timeline: Timeline,
}

#[wasm_bindgen]
impl Replay {
    /// A run of so many messages; nothing has been played yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(messages: usize) -> Self {
        let run = long_run(messages);
        Self { timeline: Timeline::new(run.clone()), run }
    }

    /// How many actions the run has.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.run.steps.len()
    }

    /// Goes to the end of so many actions, at once.
    pub fn seek(&mut self, actions: usize) {
        self.timeline.seek(Position::after(actions));
    }

    /// Starts over, and sets the end as where to go; [`Self::work`] goes there.
    pub fn rewind(&mut self) {
        self.timeline.seek(Position::default());
        self.timeline.set_goal(Position::after(self.actions()));
    }

    /// A slice of a long replay, as the page does it in a frame. Whether the end is reached.
    pub fn work(&mut self, steps: usize) -> bool {
        self.timeline.work(steps)
    }

    /// One packet or action back.
    pub fn step_back(&mut self) {
        self.timeline.step_back();
    }

    /// What the page does on reset: another run, an empty conversation.
    pub fn reset(&mut self) {
        self.timeline.replace(conversation(RunSeed::from_bytes([2; 32]), true, &[]));
    }

    /// The long run again, played to its end.
    pub fn again(&mut self) {
        self.timeline.replace(self.run.clone());
    }
}

/// Everyday texts in turns.
pub(crate) fn long_run(messages: usize) -> Run {
    let parties = Party::ALL.into_iter().cycle();
    let texts: Vec<_> = parties.zip(TEXTS.into_iter().cycle()).take(messages).collect();
    conversation(RunSeed::from_bytes([1; 32]), true, &texts)
}
