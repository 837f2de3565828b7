//! A run being played: step, step back, insert, remove, undo.
//!
//! The timeline keeps the world at the present position and a few earlier worlds
//! (checkpoints), the closer to the present the denser. To go back it takes the nearest
//! earlier checkpoint and plays forward from there; as a run always gives the same bytes,
//! that is the earlier state exactly.

mod checkpoints;
mod edits;

use self::{
    checkpoints::{Checkpoint, Checkpoints},
    edits::Edit,
};
use super::{ActionId, Recording, Run, Step, Transmission, World};
use std::sync::Arc;

/// A place in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// How many actions have begun.
    pub actions: usize,
    /// How many packets have arrived during the last of them.
    pub arrivals: u32,
}

impl Position {
    /// After the last packet of so many actions.
    #[must_use]
    pub const fn after(actions: usize) -> Self {
        Self { actions, arrivals: u32::MAX }
    }
}

/// A run, where one stands in it, and what has happened up to there.
#[derive(Debug, Clone)]
pub struct Timeline {
    run: Run,
    world: World,
    recording: Recording,
    actions: usize,
    checkpoints: Checkpoints,
    goal: Position,
    patience: usize,
    next_id: ActionId,
    undo: Vec<Edit>,
    redo: Vec<Edit>,
}

impl Timeline {
    /// Starts before the first action.
    #[must_use]
    pub fn new(run: Run) -> Self {
        let world = World::new(&run.seed, run.pair, run.regime, run.retention);
        let checkpoints = Checkpoints::new(world.clone());
        let next_id = run.next_id();
        Self {
            run,
            world,
            recording: Recording::default(),
            actions: 0,
            checkpoints,
            goal: Position::default(),
            patience: usize::MAX,
            next_id,
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    /// The run.
    #[must_use]
    pub const fn run(&self) -> &Run {
        &self.run
    }

    /// The world at the present position.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// What was recorded up to the present position.
    #[must_use]
    pub const fn recording(&self) -> &Recording {
        &self.recording
    }

    /// The number that the next inserted action gets.
    #[must_use]
    pub const fn next_id(&self) -> ActionId {
        self.next_id
    }

    /// How many actions the run has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.run.steps.len()
    }

    /// Whether the run has no action.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.run.steps.is_empty()
    }

    /// Where one stands.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position { actions: self.actions, arrivals: self.world.arrivals() }
    }

    /// Whether everything has happened.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.actions == self.len() && self.world.is_quiet()
    }

    /// Whether an action is under way: a packet has not arrived, or somebody waits.
    #[must_use]
    pub fn under_way(&self) -> bool {
        !self.world.is_quiet()
    }

    /// The packets that are on their way, the next to arrive first.
    #[must_use]
    pub fn in_flight(&self) -> Vec<Arc<Transmission>> {
        self.world.in_flight().cloned().collect()
    }

    /// The action that is under way or was the last to begin.
    #[must_use]
    pub fn current(&self) -> Option<&Step> {
        self.run.steps.get(self.actions.checked_sub(1)?)
    }

    /// Goes one step: lets the next packet arrive or, when all is quiet, begins the next
    /// action. Returns whether there was anything to do.
    pub fn step(&mut self) -> bool {
        let moved = self.advance();
        self.goal = self.position();
        moved
    }

    /// Goes one step back. Returns whether there was anything to go back to.
    pub fn step_back(&mut self) -> bool {
        let Position { actions, arrivals } = self.position();
        let goal = match (actions, arrivals) {
            (0, _) => return false,
            (_, 0) => Position::after(actions - 1),
            _ => Position { actions, arrivals: arrivals - 1 },
        };
        self.seek(goal);
        true
    }

    /// Goes to the end of the action that is under way, or else of the next one.
    pub fn next_action(&mut self) {
        let more = usize::from(!self.under_way());
        self.seek(Position::after(self.actions + more));
    }

    /// Goes to the end of the action before.
    pub fn previous_action(&mut self) {
        self.seek(Position::after(self.actions.saturating_sub(1)));
    }

    /// Goes to a place, at once.
    pub fn seek(&mut self, goal: Position) {
        self.set_goal(goal);
        self.work(usize::MAX);
    }

    /// Sets where to go; [`Self::work`] goes there in slices.
    pub fn set_goal(&mut self, goal: Position) {
        let goal = Position { actions: goal.actions.min(self.len()), ..goal };
        if goal < self.position() {
            self.restore(goal);
        }
        self.goal = goal;
    }

    /// Goes at most `steps` steps towards the goal. Returns whether it is reached.
    pub fn work(&mut self, steps: usize) -> bool {
        for _ in 0..steps {
            if self.reached() || !self.advance() {
                self.goal = self.position();
                return true;
            }
        }
        self.reached()
    }

    /// After a change of the list, go at most so many steps at once; what is left is for
    /// [`Self::work`]. Without a limit a change in the past of a long run takes its time.
    pub const fn set_patience(&mut self, steps: usize) {
        self.patience = steps;
    }

    /// Whether there is work left: the goal is not reached.
    #[must_use]
    pub fn is_working(&self) -> bool {
        !self.reached()
    }

    /// How far the work is: steps of the list done and wanted.
    #[must_use]
    pub const fn progress(&self) -> (usize, usize) {
        (self.actions, self.goal.actions)
    }

    fn advance(&mut self) -> bool {
        if self.under_way() {
            let moved = self.world.step(&mut self.recording);
            self.keep_checkpoint();
            return moved;
        }
        let Some(step) = self.run.steps.get(self.actions) else { return false };
        self.world.begin(step, &mut self.recording);
        self.actions += 1;
        self.keep_checkpoint();
        true
    }

    fn reached(&self) -> bool {
        let Position { actions, arrivals } = self.goal;
        match self.actions.cmp(&actions) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => {
                self.actions == 0 || self.world.arrivals() >= arrivals || !self.under_way()
            }
        }
    }

    /// Goes back to the nearest checkpoint before this place.
    fn restore(&mut self, goal: Position) {
        let wanted =
            if goal.arrivals == u32::MAX { goal.actions } else { goal.actions.saturating_sub(1) };
        let Checkpoint { actions, world, recorded } = self.checkpoints.back_to(wanted);
        self.actions = *actions;
        self.world = world.clone();
        self.recording.truncate(*recorded);
    }

    /// Keeps the world if an action has just ended.
    fn keep_checkpoint(&mut self) {
        if !self.under_way() {
            let goal = self.goal.actions;
            self.checkpoints.keep(self.actions, goal, &self.world, self.recording.len());
        }
    }
}
