//! The page's state: a run being played, and how the visitor looks at it.
//!
//! One [`State`], changed by one [`Intent`] at a time. The [`Timeline`] is big, so it is
//! shared and changed in place; `version` says that it changed.

mod intent;
mod looks;
mod update;

pub use intent::Intent;
pub use looks::{Dialog, Drafts, Notice, Place, Selection, Speed, Theme, View};

use super::{
    movement::{self, Movement},
    regime::difference::Difference,
};
use crate::ui::prelude::*;
use crate::{
    access::{Access, Observer},
    world::{ActionId, Point, Timeline},
};
use std::{
    cell::{Ref, RefCell},
    rc::Rc,
};

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

/// What a button calls that asks for something; for a button that can't now, nothing.
pub fn press(app: &App, intent: impl Into<Option<Intent>>) -> Callback<MouseEvent> {
    asking(app.clone(), intent.into())
}

#[inline(never)]
fn asking(app: App, intent: Option<Intent>) -> Callback<MouseEvent> {
    Callback::from(move |_: MouseEvent| {
        if let Some(intent) = &intent {
            app.dispatch(intent.clone());
        }
    })
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
    /// Whether it is asked who else could read with the same keys.
    pub who_else: bool,
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
            who_else,
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
            && (*how == other.how && *together == other.together && *who_else == other.who_else)
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
            who_else: false,
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
}

/// How many steps of a replay are done at once; the rest is done frame by frame.
const AT_ONCE: usize = 24;

impl Reducible for State {
    type Action = Intent;

    fn reduce(self: Rc<Self>, intent: Intent) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(intent);
        Rc::new(state)
    }
}
