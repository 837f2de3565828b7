//! The exchange that a first visit finds on the wire, and runs that are played once.

use super::{Action, Party, Recording, Run, World};
use crate::crypto::secret::RunSeed;

/// Plays a run from its beginning to its end, and keeps no way back.
#[must_use]
pub fn played(run: &Run) -> (World, Recording) {
    let mut world = World::new(&run.seed, run.pair, run.regime, run.retention);
    let mut recording = Recording::default();
    for step in &run.steps {
        world.begin(step, &mut recording);
        while !world.is_quiet() && world.step(&mut recording) {}
    }
    (world, recording)
}

/// Two phones join, and a short everyday exchange follows: `texts` in turns, Alice first.
#[must_use]
pub fn conversation(seed: RunSeed, seeded: bool, texts: &[(Party, &str)]) -> Run {
    let joined = Party::ALL
        .into_iter()
        .fold(Run::new(seed, seeded), |run, party| run.then(Action::Join { party }));
    texts.iter().fold(joined, |run, (from, text)| {
        run.then(Action::Send { from: *from, text: (*text).into() })
    })
}
