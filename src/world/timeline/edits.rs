//! Changes of the list, and how they are undone.

use super::{Position, Timeline};
use crate::world::{
    Action, ActionId, Interference, Party, Run, Step, Target, TransmissionId,
    regime::{Regime, Retention},
};
use std::mem;

/// How many changes can be undone. Nobody goes back further by hand, and each reset among them
/// keeps the whole run that it replaced.
const MOST_UNDONE: usize = 200;

/// What can be undone or done again: the change that does it, and where one stood before and
/// after it was first made.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    change: Change,
    before: Position,
    after: Position,
}

/// A change of the list. To make it gives the one that takes it back, so that what is not in
/// the list at the moment is held once: here.
#[derive(Debug, Clone)]
enum Change {
    Insert { index: usize, step: Step },
    Remove { index: usize },
    Replace(Run),
}

impl Timeline {
    /// Sends a text: inserts the action at the present position and begins it. What was
    /// under way before is brought to its end first.
    pub fn send(&mut self, from: Party, text: &str) -> ActionId {
        self.insert(Action::Send { from, text: text.into() })
    }

    /// Inserts an action at the present position and begins it; later actions stay. What was
    /// under way before is brought to its end first.
    pub fn insert(&mut self, action: Action) -> ActionId {
        self.seek(Position::after(self.actions));
        let id = self.fresh_id();
        let before = self.position();
        let after = Position { actions: self.actions + 1, arrivals: 0 };
        let change = Change::Insert { index: self.actions, step: Step { id, action } };
        self.edit(change, before, after);
        id
    }

    /// Changes what passes a point: inserts the interference before the action that it
    /// strikes, and goes to the moment when the thing that it strikes is about to pass.
    /// Nothing happens if the run has no such action.
    pub fn interfere(&mut self, target: Target, how: Interference) -> Option<ActionId> {
        let index = self.run.index_of(target.action)?;
        let before = self.position();
        let departs = target.point.party().and_then(|link| {
            let id = TransmissionId { action: target.action, link, nth: target.nth };
            Some(self.recording.transmission(id)?.departs_after)
        });
        let after = Position { actions: index + 2, arrivals: departs.unwrap_or(0) };
        let id = self.fresh_id();
        let step = Step { id, action: Action::Interfere { target, how } };
        self.edit(Change::Insert { index, step }, before, after);
        Some(id)
    }

    /// The place to which an action can be moved, one earlier or later; none if it must stay.
    /// What refers to it, or is referred to by it, stays on its side.
    #[must_use]
    pub fn place_beside(&self, id: ActionId, later: bool) -> Option<usize> {
        let steps = &self.run.steps;
        let index = self.run.index_of(id)?;
        let to = if later { index + 1 } else { index.checked_sub(1)? };
        let (step, beside) = (steps.get(index)?, steps.get(to)?);
        let refers = |one: &Step, to: ActionId| match &one.action {
            Action::Interfere { target, .. } => target.action == to,
            Action::EndOrder { order } => *order == to,
            _ => false,
        };
        let free = step.action.is_movable() && !matches!(beside.action, Action::Join { .. });
        (free && !refers(beside, id)).then_some(to)
    }

    /// Moves an action one place earlier or later, and goes to its end there. Nothing happens if
    /// it must stay.
    pub fn shift(&mut self, id: ActionId, later: bool) {
        let places = self.run.index_of(id).zip(self.place_beside(id, later));
        let Some((index, to)) = places else { return };
        let before = self.position();
        let mut new = self.run.clone();
        new.steps.swap(index, to);
        self.edit(Change::Replace(new), before, Position::after(to + 1));
    }

    /// Removes an action, and what interferes with it. Nothing happens if there is none.
    pub fn remove(&mut self, id: ActionId) {
        let Some(index) = self.run.index_of(id) else { return };
        let before = self.position();
        let gone = usize::from(before.actions > index);
        let after = Position::after(before.actions - gone);
        let strikes = |step: &Step| matches!(&step.action, Action::Interfere { target, .. } if target.action == id);
        if self.run.steps.iter().any(strikes) {
            let mut new = self.run.clone();
            let earlier = |step: &Step| strikes(step) || step.id == id;
            let gone = new.steps.iter().take(before.actions).filter(|step| earlier(step)).count();
            new.steps.retain(|step| !earlier(step));
            let after = Position::after(before.actions - gone);
            self.edit(Change::Replace(new), before, after);
        } else {
            self.edit(Change::Remove { index }, before, after);
        }
    }

    /// Replaces the whole run (a reset, say) and goes to its end.
    pub fn replace(&mut self, new: Run) {
        let before = self.position();
        let after = Position::after(new.steps.len());
        self.edit(Change::Replace(new), before, after);
    }

    /// Plays the same actions under another rule, up to where one stands.
    pub fn set_regime(&mut self, regime: &'static dyn Regime) {
        if self.run.regime != regime {
            self.replay(self.run.clone().under(regime));
        }
    }

    /// Plays the same actions with a provider that keeps envelopes for another time.
    pub fn set_retention(&mut self, retention: Retention) {
        if self.run.retention != retention {
            self.replay(Run { retention, ..self.run.clone() });
        }
    }

    /// Goes on with another run: what both have from their beginning stays played, the rest is
    /// taken back. This is no change to undo; it is how a second timeline follows a first.
    pub fn follow(&mut self, run: Run) {
        let Run { seed, regime, retention, steps, .. } = &run;
        if (seed, *regime, *retention) != (&self.run.seed, self.run.regime, self.run.retention) {
            *self = Self::new(run);
            return;
        }
        let both = steps.iter().zip(&self.run.steps);
        self.go_before(both.take_while(|(new, old)| new == old).count());
        self.run = run;
    }

    fn replay(&mut self, new: Run) {
        let here = Position::after(self.actions);
        self.edit(Change::Replace(new), self.position(), here);
    }

    /// Whether there is a change to undo.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is an undone change to do again.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Takes the last change of the list back, and goes where one stood before it. The last
    /// 200 changes can be taken back.
    pub fn undo(&mut self) -> bool {
        let Some(Edit { change, before, after }) = self.undo.pop() else { return false };
        let change = self.apply(change);
        self.head_for(before);
        self.redo.push(Edit { change, before, after });
        true
    }

    /// Does the last undone change again.
    pub fn redo(&mut self) -> bool {
        let Some(Edit { change, before, after }) = self.redo.pop() else { return false };
        let change = self.apply(change);
        self.head_for(after);
        self.undo.push(Edit { change, before, after });
        true
    }

    fn edit(&mut self, change: Change, before: Position, after: Position) {
        let change = self.apply(change);
        self.head_for(after);
        self.redo.clear();
        if self.undo.len() >= MOST_UNDONE {
            self.undo.remove(0);
        }
        self.undo.push(Edit { change, before, after });
    }

    fn head_for(&mut self, goal: Position) {
        self.set_goal(goal);
        self.work(self.patience);
    }

    /// Changes the list, and goes back before the change if it lies in the past. Returns what
    /// takes the change back.
    fn apply(&mut self, change: Change) -> Change {
        match change {
            Change::Insert { index, step } => {
                self.go_before(index);
                let index = index.min(self.run.steps.len());
                self.run.steps.insert(index, step);
                Change::Remove { index }
            }
            Change::Remove { index } if index < self.run.steps.len() => {
                self.go_before(index);
                let step = self.run.steps.remove(index);
                Change::Insert { index, step }
            }
            Change::Remove { .. } => change,
            Change::Replace(run) => Change::Replace(self.start_again(run)),
        }
    }

    /// Goes back before the action at this place of the list if it has begun.
    fn go_before(&mut self, index: usize) {
        if self.actions > index {
            self.restore(Position::after(index));
        }
    }

    /// Starts before the first action of another run. Returns the one that it replaces.
    fn start_again(&mut self, run: Run) -> Run {
        let Self { run, world, recording, actions, checkpoints, next_id, .. } = Self::new(run);
        self.world = world;
        self.recording = recording;
        self.actions = actions;
        self.checkpoints = checkpoints;
        self.next_id = self.next_id.max(next_id);
        mem::replace(&mut self.run, run)
    }

    fn fresh_id(&mut self) -> ActionId {
        let id = self.next_id;
        self.next_id = ActionId(id.0 + 1);
        id
    }
}
