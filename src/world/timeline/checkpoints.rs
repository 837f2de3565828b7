//! Earlier worlds, to go back to: the closer to the present the denser.

use crate::world::World;

/// The most actions between two checkpoints while a long way is gone.
const STRIDE: usize = 64;

/// The world before the first action, and some later ones.
#[derive(Debug, Clone)]
pub(super) struct Checkpoints {
    start: Checkpoint,
    /// The oldest first.
    later: Vec<Checkpoint>,
}

/// The world between two actions.
#[derive(Debug, Clone)]
pub(super) struct Checkpoint {
    /// How many actions have begun and ended.
    pub(super) actions: usize,
    /// The world after them.
    pub(super) world: World,
    /// How many entries the recording had.
    pub(super) recorded: usize,
}

impl Checkpoints {
    /// The world before the first action is always there.
    pub(super) const fn new(start: World) -> Self {
        let start = Checkpoint { actions: 0, world: start, recorded: 0 };
        Self { start, later: Vec::new() }
    }

    /// The newest one with at most so many actions; those after it are gone.
    pub(super) fn back_to(&mut self, actions: usize) -> &Checkpoint {
        self.later.retain(|checkpoint| checkpoint.actions <= actions);
        self.later.last().unwrap_or(&self.start)
    }

    /// Keeps the world after `now` actions, and thins the older ones out: of all that are
    /// between 4^k and 4^(k+1) actions away, the oldest stays.
    ///
    /// On a long way to `goal` actions most would be thinned out again before its end; what
    /// the goal will not need is not copied, but for some in case the way ends early.
    pub(super) fn keep(&mut self, now: usize, goal: usize, world: &World, recorded: usize) {
        let goal = now.max(goal);
        let last = self.later.last().map_or(0, |it| it.actions);
        let is_spare = distance(last, goal) == distance(now, goal) && now < last + STRIDE;
        if last >= now || is_spare {
            return;
        }
        self.later.push(Checkpoint { actions: now, world: world.clone(), recorded });
        let mut previous = distance(0, now);
        self.later.retain(|checkpoint| {
            let bucket = distance(checkpoint.actions, now);
            let keep = bucket != previous;
            previous = bucket;
            keep
        });
    }
}

/// How far it is from one action to a later one, in powers of 4.
const fn distance(from: usize, to: usize) -> u32 {
    (to - from + 1).ilog(4)
}
