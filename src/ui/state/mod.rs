//! The page's state: a run being played, and how the visitor looks at it.
//!
//! One [`State`], changed by one [`Intent`] at a time. The [`Timeline`] is big, so it is
//! shared and changed in place; `version` says that it changed.

mod intent;
mod looks;

pub use intent::Intent;
pub use looks::{Dialog, Drafts, Notice, Place, Selection, Speed, Theme, View};

use super::{
    clock,
    movement::{self, Movement},
    regime::difference::Difference,
};
use crate::{
    access::{Access, Observer},
    world::{ActionId, Party, Point, Position, Timeline},
};
use std::{
    cell::{Ref, RefCell},
    rc::Rc,
};
use yew::prelude::*;

/// A handle on the state: read it through `Deref`, change it with `dispatch`.
pub type App = UseReducerHandle<State>;

/// The state of the page; every component below [`super::app::Page`] may ask for it.
///
/// # Panics
///
/// Outside of the page, which is a mistake in the code.
#[hook]
#[allow(clippy::expect_used, reason = "the page provides it; there is nothing to go on with")]
pub fn use_app() -> App {
    use_context::<App>().expect("components stand inside the page")
}

/// The state of the page.
#[derive(Debug, Clone)]
pub struct State {
    timeline: Rc<RefCell<Timeline>>,
    access: Rc<RefCell<Access>>,
    version: u64,
    /// Whether a long replay is under way: [`Intent::Work`] goes on with it.
    pub working: bool,
    /// How many frames it has worked; `version` changes when it is done.
    pub frames: u32,
    /// Whether the page's clock runs.
    pub playing: bool,
    /// Whether what is sent stops at each packet.
    pub paused: bool,
    /// How fast.
    pub speed: Speed,
    /// What is moving on the path after the last step.
    pub movements: Rc<[Movement]>,
    /// What the rule in force changed on the wire.
    pub difference: Rc<Difference>,
    /// Where the visitor stands.
    pub tap: Point,
    /// The entry of the recording that is shown; none follows the newest.
    pub selected: Option<usize>,
    /// How it is shown.
    pub view: View,
    /// The span that is explained.
    pub selection: Option<Selection>,
    /// Whether the layers that the point cannot open are shown too.
    pub show_inside: bool,
    /// The cell of "Who can read it?" that is explained.
    pub how: Option<(Observer, ActionId)>,
    /// The observers who are asked what they could read together.
    pub together: Option<Rc<[Observer]>>,
    /// What has been typed and not been sent.
    pub drafts: Drafts,
    /// Light or dark.
    pub theme: Theme,
    /// What lies over the page.
    pub dialog: Option<Dialog>,
    /// What was said last to those who listen.
    pub announcement: Rc<str>,
    /// What the page says about itself.
    pub notice: Option<Notice>,
    /// What the visitor wants, in this order, as soon as the later part of the WebAssembly is
    /// there.
    pub waiting: Vec<Intent>,
    later_is_there: bool,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            timeline,
            // It follows the timeline.
            access: _,
            version,
            working,
            frames,
            playing,
            paused,
            speed,
            movements,
            difference,
            tap,
            selected,
            view,
            selection,
            show_inside,
            how,
            together,
            drafts,
            theme,
            dialog,
            announcement,
            notice,
            waiting,
            later_is_there,
        } = self;
        Rc::ptr_eq(timeline, &other.timeline)
            && (*version, *working, *frames) == (other.version, other.working, other.frames)
            && (*playing, *paused, *speed) == (other.playing, other.paused, other.speed)
            && *movements == other.movements
            && Rc::ptr_eq(difference, &other.difference)
            && (*tap, *selected, *view) == (other.tap, other.selected, other.view)
            && (*selection, *show_inside) == (other.selection, other.show_inside)
            && (*how == other.how && *together == other.together)
            && *drafts == other.drafts
            && (*theme, *dialog, *notice) == (other.theme, other.dialog, other.notice)
            && *announcement == other.announcement
            && (waiting, later_is_there) == (&other.waiting, &other.later_is_there)
    }
}

impl State {
    /// A page that shows this run from the provider.
    #[must_use]
    pub fn new(mut timeline: Timeline) -> Self {
        timeline.set_patience(AT_ONCE);
        let working = timeline.is_working();
        let mut access = Access::default();
        access.update(&timeline);
        Self {
            access: Rc::new(RefCell::new(access)),
            timeline: Rc::new(RefCell::new(timeline)),
            version: 0,
            working,
            frames: 0,
            playing: false,
            paused: false,
            speed: Speed::default(),
            movements: Rc::default(),
            difference: Rc::default(),
            tap: Point::Provider,
            selected: None,
            view: View::default(),
            selection: None,
            show_inside: false,
            how: None,
            together: None,
            drafts: Drafts::default(),
            theme: Theme::default(),
            dialog: None,
            announcement: Rc::from(""),
            notice: None,
            waiting: Vec::new(),
            later_is_there: false,
        }
    }

    /// The run being played. Don't hold it across a `dispatch`.
    pub fn timeline(&self) -> Ref<'_, Timeline> {
        self.timeline.borrow()
    }

    /// Who can read what at this place of the run. Don't hold it across a `dispatch`.
    pub fn access(&self) -> Ref<'_, Access> {
        self.access.borrow()
    }

    /// Changes whenever the run or the place in it does: a dependency for `use_memo`.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The entry of the recording that is shown: the selected one if this point has it, else
    /// the newest that is worth a look.
    #[must_use]
    pub fn shown(&self) -> Option<usize> {
        let timeline = self.timeline();
        let recording = timeline.recording();
        self.selected
            .filter(|wanted| recording.seen_at(self.tap).any(|seen| seen.index == *wanted))
            .or_else(|| movement::newest(recording, self.tap))
    }

    fn play(&mut self) {
        self.playing = true;
        self.paused = false;
    }

    fn stop(&mut self) {
        self.playing = false;
    }

    /// Changes the timeline, and works out what moves on the path.
    fn change<R>(&mut self, moves: bool, change: impl FnOnce(&mut Timeline) -> R) -> R {
        let mut timeline = self.timeline.borrow_mut();
        let before = timeline.in_flight();
        let result = change(&mut timeline);
        let after = timeline.in_flight();
        self.movements = if moves {
            movement::between(&before, &after).into()
        } else {
            movement::standing(&after).into()
        };
        self.working = timeline.is_working();
        self.access.borrow_mut().update(&timeline);
        self.version += 1;
        result
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

    fn apply(&mut self, intent: Intent) {
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

/// How many steps of a replay are done at once; the rest is done frame by frame.
const AT_ONCE: usize = 24;
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

impl Reducible for State {
    type Action = Intent;

    fn reduce(self: Rc<Self>, intent: Intent) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(intent);
        Rc::new(state)
    }
}
