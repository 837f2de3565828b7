//! What each intent changes.

use super::{AT_ONCE, Intent, Notice, Place, State, View};
use crate::{
    ui::clock,
    world::{Party, Position, Timeline},
};

impl State {
    fn play(&mut self) {
        self.playing = true;
        self.paused = false;
    }

    fn stop(&mut self) {
        self.playing = false;
    }

    /// After a change by hand: at the end of the run nothing is paused any more.
    fn settle(&mut self) {
        self.stop();
        if self.timeline().is_at_end() {
            self.paused = false;
        }
    }

    /// Goes to a place, at once if it is near, else in slices.
    fn go(&mut self, to: impl FnOnce(&Timeline) -> Position) {
        self.change(false, |timeline| {
            let goal = to(timeline);
            timeline.set_goal(goal);
            timeline.work(AT_ONCE);
        });
        self.look_anew();
    }

    /// What was inserted is played, or stands if the run is paused.
    fn begin(&mut self) {
        self.selected = None;
        self.selection = None;
        self.playing = !self.paused && self.timeline().under_way();
    }

    pub(super) fn apply(&mut self, intent: Intent) {
        if intent.needs_later() && !self.later_is_there {
            self.waiting.push(intent);
            return;
        }
        if self.working && intent.needs_the_place() {
            self.change(false, |timeline| timeline.work(usize::MAX));
        }
        match intent {
            Intent::Draft(party, text) => *self.drafts.of_mut(party) = text,
            Intent::Send(party) => self.send(party),
            Intent::Speed(speed) => self.speed = speed,
            Intent::Tick => self.tick(),
            Intent::Work => self.work(),
            Intent::Compared(difference) => self.difference = difference,
            Intent::Theme(theme) => self.theme = theme,
            Intent::Announce(text) => self.announcement = text,
            Intent::DismissNotice => self.notice = None,
            Intent::LaterCame(there) => self.later_came(there),
            more => self.apply_more(more),
        }
    }

    /// What needs the later part of the WebAssembly, and comes with it ([`Intent::needs_later`]).
    #[inline(never)]
    fn apply_more(&mut self, intent: Intent) {
        match intent {
            Intent::Do(action) => {
                self.change(true, |timeline| timeline.insert(action));
                self.begin();
            }
            Intent::Interfere(target, how) => {
                self.change(false, |timeline| timeline.interfere(target, how));
                self.begin();
            }
            Intent::Shift { action, later } => {
                self.change(false, |timeline| timeline.shift(action, later));
                self.look_anew();
            }
            Intent::Remove(id) => {
                self.change(false, |timeline| timeline.remove(id));
                self.look_anew();
            }
            Intent::Undo => {
                self.change(false, Timeline::undo);
                self.look_anew();
            }
            Intent::Redo => {
                self.change(false, Timeline::redo);
                self.look_anew();
            }
            Intent::Replace(run) => {
                self.change(false, |timeline| timeline.replace(run));
                self.how = None;
                self.look_anew();
            }
            Intent::Regime(regime) => {
                self.change(false, |timeline| timeline.set_regime(regime));
                self.look_anew();
            }
            Intent::Retain(retention) => {
                self.change(false, |timeline| timeline.set_retention(retention));
                self.look_anew();
            }
            Intent::PlayPause => self.play_pause(),
            Intent::Step => {
                self.change(true, Timeline::step);
                self.settle();
            }
            Intent::StepBack => {
                self.change(false, Timeline::step_back);
                self.look_anew();
            }
            Intent::NextAction => self.go(|timeline| {
                let more = usize::from(!timeline.under_way());
                Position::after(timeline.position().actions + more)
            }),
            Intent::PreviousAction => {
                self.go(|timeline| Position::after(timeline.position().actions.saturating_sub(1)));
            }
            Intent::Seek(position) => self.go(|_| position),
            Intent::MoveTap(point) => {
                if self.tap != point {
                    self.tap = point;
                    self.selection = None;
                }
            }
            Intent::Select(entry) => {
                self.selected = entry;
                self.selection = None;
            }
            Intent::View(view) => self.view = view,
            Intent::SelectSpan(selection) => self.selection = selection,
            Intent::ShowInside(show) => {
                self.show_inside = show;
                self.selection = None;
            }
            Intent::AskHow(cell) => self.how = cell,
            Intent::Together(observers) => self.together = observers,
            Intent::WhoElse(asked) => self.who_else = asked,
            Intent::ShowBytes(Place { point, entry, selection }) => {
                (self.tap, self.view) = (point, View::Bytes);
                (self.selected, self.selection) = (Some(entry), selection);
            }
            Intent::Open(dialog) => self.dialog = dialog,
            // Those that need nothing are done above.
            Intent::Draft(..)
            | Intent::Send(_)
            | Intent::Speed(_)
            | Intent::Tick
            | Intent::Work
            | Intent::Compared(_)
            | Intent::Theme(_)
            | Intent::Announce(_)
            | Intent::DismissNotice
            | Intent::LaterCame(_) => {}
        }
    }

    /// Does what has been waiting for the later part of the WebAssembly.
    fn later_came(&mut self, there: bool) {
        let wanted = std::mem::take(&mut self.waiting);
        self.later_is_there |= there;
        if there {
            wanted.into_iter().for_each(|intent| self.apply(intent));
        } else {
            self.notice = Some(Notice::PartMissing);
        }
    }

    /// A frame's slice of a long replay: what depends on the run is shown when it is done.
    fn work(&mut self) {
        let done = work_for_a_frame(&mut self.timeline.borrow_mut());
        self.access.borrow_mut().update(&self.timeline.borrow());
        self.frames = self.frames.wrapping_add(1);
        if done {
            self.change(false, |_| ());
        }
    }

    fn send(&mut self, party: Party) {
        let text = std::mem::take(self.drafts.of_mut(party));
        if !text.is_empty() {
            self.change(true, |timeline| timeline.send(party, &text));
            self.begin();
        }
    }

    fn play_pause(&mut self) {
        let at_end = self.timeline().is_at_end();
        if self.playing || (at_end && !self.paused) {
            self.stop();
            self.paused = true;
        } else {
            self.play();
            if at_end {
                self.stop();
            }
        }
    }

    fn tick(&mut self) {
        if self.playing {
            self.change(true, Timeline::step);
            if self.timeline().is_at_end() {
                self.stop();
            }
        }
    }

    fn look_anew(&mut self) {
        self.selection = None;
        self.selected = None;
        self.settle();
    }
}

/// For how many milliseconds of a frame a long replay works.
const SLICE: f64 = 8.0;

/// Returns whether the replay is done.
fn work_for_a_frame(timeline: &mut Timeline) -> bool {
    let start = clock::now();
    loop {
        if timeline.work(4) {
            return true;
        }
        if clock::now() - start > SLICE {
            return false;
        }
    }
}
