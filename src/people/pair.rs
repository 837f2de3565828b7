//! One pair: its run, and who reads how many of its messages.

use crate::{
    access::{Access, Capable, Finding, Observer},
    crypto::keyed_rng::KeyedRng,
    world::{Action, ActionId, Party, Run, Step},
};
use rand_core::Rng as _;

/// Everyday sentences, written for this project: what the others write.
const CORPUS: &str = include_str!("corpus.txt");
/// The first number of a pair's own actions: above those of the run on the page.
const FIRST: u64 = 1 << 32;

/// The run of a pair, numbered from 1, beside the run on the page as far as that has come: after
/// `actions` of its actions.
#[must_use]
pub fn run_of(run: &Run, actions: usize, pair: u32, messages: u32) -> Run {
    let mut rng = KeyedRng::new(&run.seed, "people", pair.into(), "conversation");
    let sentences: Vec<&str> = CORPUS.lines().collect();
    let events: Vec<&Step> =
        run.steps.iter().take(actions).filter(|step| is_for_everybody(&step.action)).collect();
    // Before which of the messages on the page each of theirs is sent, or after all.
    let on_page = run.steps.iter().take(actions).filter(|it| is_message(&it.action)).count();
    let slots = u32::try_from(on_page).unwrap_or(u32::MAX).saturating_add(1);
    let mut places = vec![0_u32; usize::try_from(slots).unwrap_or_default()];
    for _ in 0..messages {
        let place = usize::try_from(rng.next_u32() % slots).unwrap_or_default();
        places.iter_mut().skip(place).take(1).for_each(|it| *it += 1);
    }
    let mut places = places.into_iter();
    let mut steps: Vec<Step> = Vec::new();
    let push = |steps: &mut Vec<Step>, action| {
        let id = ActionId(FIRST + u64::try_from(steps.len()).unwrap_or_default());
        steps.push(Step { id, action });
    };
    for party in Party::ALL {
        push(&mut steps, Action::Join { party });
    }
    let mut from = if rng.next_u32().is_multiple_of(2) { Party::Alice } else { Party::Bob };
    let mut say = |steps: &mut Vec<Step>| {
        let number = usize::try_from(rng.next_u32()).unwrap_or_default() % sentences.len().max(1);
        let text = sentences.get(number).copied().unwrap_or_default().into();
        push(steps, Action::Send { from, text });
        if !rng.next_u32().is_multiple_of(3) {
            from = from.peer();
        }
    };
    let mut events = events.into_iter().peekable();
    for step in run.steps.iter().take(actions) {
        if events.next_if(|it| it.id == step.id).is_some() {
            steps.push(step.clone());
        }
        if !is_message(&step.action) {
            continue;
        }
        (0..places.next().unwrap_or_default()).for_each(|_| say(&mut steps));
    }
    places.for_each(|count| (0..count).for_each(|_| say(&mut steps)));
    Run { pair, steps, ..run.clone() }
}

const fn is_message(action: &Action) -> bool {
    matches!(action, Action::Send { .. })
}

/// Whether it happens to everybody at the provider, and not to somebody by name.
const fn is_for_everybody(action: &Action) -> bool {
    matches!(
        action,
        Action::Steal { .. }
            | Action::StealFromProvider
            | Action::Enter
            | Action::SwapList
            | Action::Frank
            | Action::Wait { .. }
    )
}

/// For each observer, in the order of [`Observer::ALL`], how many messages of a pair it reads; and
/// then how many are read by somebody who has the capability and was asked by nobody: all secrets
/// that institutions have held from the beginning, and the provider's interface from then on.
#[must_use]
pub fn judge(run: &Run) -> Vec<u8> {
    let (access, world) = Access::of_run(run);
    let count = |findings: &mut dyn Iterator<Item = Finding>| {
        let content = findings.filter(|it| *it == Finding::Content);
        u8::try_from(content.count()).unwrap_or(u8::MAX)
    };
    let reads = |observer: &Observer| {
        count(&mut access.messages().map(|message| access.finding(*observer, message)))
    };
    let mut counts: Vec<u8> = Observer::ALL.iter().map(reads).collect();
    counts.push(count(&mut access.capable(&world, Capable::Insider).into_iter()));
    counts
}
