//! Searches: how many candidates a worker tries in a second.

use crate::replay::long_run;
use keyhole::access::{Access, Observer, Quest};
use keyhole::crypto::keyed_rng::KeyedRng;
use keyhole::crypto::secret::{FamilyKey, LeafSessionKey, UnitKey};
use keyhole::jobs::{Found, Piece, Runner, Task};
use keyhole::mechanism::chip::Chip;
use keyhole::mechanism::forgery::Forgery;
use keyhole::mechanism::leaf::{Iv, UnitId};
use keyhole::world::regime::{self, Receiver};
use keyhole::world::{Action, Position, Run, Searched, Timeline};
use std::sync::Arc;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the provider has to try on the first message of a conversation, piece by piece.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Search {
    timeline: Timeline,
    quest: Quest,
    runner: Runner,
    next: u64,
}

#[wasm_bindgen]
impl Search {
    /// The first search under the rule with this name.
    ///
    /// # Errors
    /// When there is no such rule, or nothing to search under it.
    #[wasm_bindgen(constructor)]
    pub fn new(key: &str) -> Result<Self, JsError> {
        let mut timeline = Timeline::new(run_under(key)?);
        timeline.seek(Position::after(timeline.len()));
        let quest = quest(&timeline)?;
        Ok(Self { next: quest.range.0, timeline, quest, runner: Runner::default() })
    }

    /// Tries the next `n` candidates.
    ///
    /// # Errors
    /// When it comes to its end before: the rate would be a wrong one.
    pub fn attempt(&mut self, n: u32) -> Result<(), JsError> {
        let outcome = self.runner.run(&self.piece(n.into()));
        self.next += outcome.tried;
        if outcome.tried < u64::from(n) || outcome.found.is_some() {
            return Err(JsError::new("the search is over"));
        }
        Ok(())
    }

    /// Runs it to its end, and begins the one that what was found leads to.
    ///
    /// # Errors
    /// When nothing is found, or nothing is left to search.
    pub fn follow(&mut self) -> Result<(), JsError> {
        let (found, tried) = self.finish()?;
        let Quest { message, ratchet_key, message_number, .. } = self.quest;
        let by = Receiver::Provider;
        let searched = Searched { by, message, ratchet_key, message_number, found, tried };
        self.timeline.insert(Action::Search(Arc::new(searched)));
        self.timeline.seek(Position::after(self.timeline.len()));
        self.quest = quest(&self.timeline)?;
        self.next = self.quest.range.0;
        Ok(())
    }
}

impl Search {
    fn piece(&self, count: u64) -> Piece {
        Piece { task: self.quest.task.clone(), first: self.next, count }
    }

    fn finish(&mut self) -> Result<(Found, u64), JsError> {
        loop {
            let outcome = self.runner.run(&self.piece(1 << 24));
            self.next += outcome.tried;
            if let Some(found) = outcome.found {
                return Ok((found, self.next - self.quest.range.0));
            }
            if outcome.tried == 0 {
                return Err(JsError::new("the search has found nothing"));
            }
        }
    }
}

/// Sets up and judges `n` other pairs of phones under the rule with this name.
///
/// # Errors
/// When there is no such rule.
#[wasm_bindgen]
pub fn people(key: &str, n: u32) -> Result<usize, JsError> {
    let run = run_under(key)?;
    let actions = u32::try_from(run.steps.len()).unwrap_or(u32::MAX);
    let piece = Piece { task: Task::People { run, actions }, first: 1, count: n.into() };
    Ok(Runner::default().run(&piece).counted.len())
}

/// Forges `n` LEAFs that a chip takes, each for a session key of the forger's own. Returns how many
/// blocks were tried ([`Task::Leaf`]).
#[wasm_bindgen]
#[must_use]
pub fn forge_leafs(n: u32) -> u32 {
    let chip = Chip {
        unit: UnitId(1),
        unit_key: UnitKey::from_bytes([0x11; 16]),
        family_key: FamilyKey::from_bytes([0x22; 16]),
    };
    let rng = &mut KeyedRng::from_seed_bytes(&[0x42; 32]);
    let tried = (0..u64::from(n)).map(|number| {
        let (session_key, iv) = (LeafSessionKey::generate(rng), Iv(number.to_be_bytes()));
        let forgery = Forgery { chip: chip.clone(), session_key, iv, order: [0x33; 16] };
        let (tried, _) = Task::Leaf(forgery).attempt(0, u64::MAX);
        u32::try_from(tried).unwrap_or(u32::MAX)
    });
    tried.sum()
}

fn run_under(key: &str) -> Result<Run, JsError> {
    let regime = regime::of_key(key).ok_or_else(|| JsError::new("there is no such rule"))?;
    Ok(long_run(4).under(regime))
}

fn quest(timeline: &Timeline) -> Result<Quest, JsError> {
    let mut access = Access::default();
    access.update(timeline);
    let first = access.messages().next();
    first
        .and_then(|message| access.quest(Observer::Provider, message))
        .ok_or_else(|| JsError::new("there is nothing to search"))
}
