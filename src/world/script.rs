//! The exchange that a first visit finds on the wire.

use super::{Action, Party, Run};
use crate::crypto::secret::RunSeed;

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
