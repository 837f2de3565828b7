//! Who can read it: judging a whole run, and one message more.

use crate::replay::long_run;
use keyhole::access::Access;
use keyhole::world::{Action, Party, Position, Timeline, regime};
use wasm_bindgen::prelude::wasm_bindgen;

/// A run that has been played under a rule, and its judge.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Judged {
    timeline: Timeline,
    access: Access,
}

#[wasm_bindgen]
impl Judged {
    /// Plays a run of so many messages under the rule with this name; nothing is judged yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(messages: usize, key: &str) -> Self {
        let mut run = long_run(messages);
        if let Some(regime) = regime::of_key(key) {
            run = run.under(regime);
        }
        let mut timeline = Timeline::new(run);
        timeline.seek(Position::after(timeline.len()));
        Self { timeline, access: Access::default() }
    }

    /// Judges from nothing: every message, every observer.
    pub fn judge(&mut self) -> usize {
        self.access = Access::default();
        self.access.update(&self.timeline);
        self.access
            .messages()
            .map(|message| {
                let observers = keyhole::access::Observer::ALL.into_iter();
                observers
                    .map(|it| usize::from(self.access.finding(it, message).key().len() > 7))
                    .sum::<usize>()
            })
            .sum()
    }

    /// Sends one message more and plays it; not judged.
    pub fn send(&mut self) {
        self.timeline.send(Party::Alice, "One more thing");
        self.timeline.seek(Position::after(self.timeline.len()));
    }

    /// Inserts a text in the middle and plays what follows again; not judged.
    pub fn insert(&mut self) {
        self.timeline.seek(Position::after(self.timeline.len() / 2));
        self.timeline.send(Party::Bob, "And one in between");
        self.timeline.seek(Position::after(self.timeline.len()));
    }

    /// How many observers there are.
    #[must_use]
    pub fn observers(&self) -> usize {
        self.access.observers().len()
    }

    /// Whether an observer could write in Alice's and in Bob's name: tried for both.
    #[must_use]
    pub fn impersonate(&self, observer: usize) -> bool {
        let observers = self.access.observers();
        let holders = observers.get(observer).map(|it| it.holders());
        let world = self.timeline.world();
        holders.is_some_and(|holders| {
            Party::ALL.map(|name| self.access.could_impersonate(world, holders, name)) != [false; 2]
        })
    }

    /// What the form of an order does: gives it on a copy, lets both write once more, and judges
    /// that.
    #[must_use]
    pub fn order(&self) -> usize {
        let (mut timeline, mut access) = (self.timeline.clone(), self.access.clone());
        let order = Action::Order { target: Party::Alice, start: access.messages().next() };
        timeline.insert(order);
        for party in Party::ALL {
            timeline.send(party, "…");
        }
        timeline.seek(Position::after(timeline.len()));
        access.update(&timeline);
        access.graph().size().0
    }

    /// Judges what is new.
    pub fn update(&mut self) {
        self.access.update(&self.timeline);
    }
}

/// The names of all rules.
#[wasm_bindgen]
#[must_use]
pub fn regimes() -> Vec<String> {
    regime::ALL.iter().map(|it| it.key().to_owned()).collect()
}
