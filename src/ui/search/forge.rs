//! Among the events: an app looks for a LEAF that its chip accepts. What it finds is an action.

use super::{
    figures::{self, Duration},
    view::{running, status},
};
use crate::ui::prelude::*;
use crate::{
    hex,
    jobs::{Found, State, Task},
    mechanism::{forgery::EXPECTED, leaf::LeafField},
    t,
    ui::{
        engine::{Engine, Progress},
        inspector::wording::name,
        state::{App, Intent, use_app},
    },
    world::{Action, ActionId, Forged, Party, forgery},
};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// What came of the last search, and where one stands since.
#[derive(Debug, Default)]
struct Came {
    /// For whom it is.
    party: Option<Party>,
    /// What was found, after how many trials; or that there was nothing to search.
    found: Option<Option<(LeafField, u64)>>,
    /// Where the search began: a LEAF is for the session that would begin there.
    place: Option<Place>,
}

/// Actions before it, the number of the action that would be inserted, actions in all, the rule, the
/// seed.
type Place = (usize, ActionId, usize, &'static str, [u8; 32]);

/// The search as whoever shows it keeps it: it ends when that is gone.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "the handle that redraws has none")]
pub struct Forging {
    app: App,
    engine: Rc<RefCell<Option<Rc<Engine>>>>,
    came: Rc<RefCell<Came>>,
    redraw: UseForceUpdateHandle,
}

/// A search for a LEAF that has not begun.
#[hook]
pub fn use_forging() -> Forging {
    Forging {
        app: use_app(),
        engine: use_mut_ref(|| None),
        came: use_mut_ref(Came::default),
        redraw: use_force_update(),
    }
}

impl Forging {
    /// Begins to search for one of the phones; what ran is stopped.
    fn start(&self, party: Party) {
        let task = forgery(&self.app.timeline(), party).map(Task::Leaf);
        let found = task.is_none().then_some(None);
        let place = place(&self.app);
        *self.came.borrow_mut() = Came { party: Some(party), found, place: Some(place) };
        // Whoever shows it keeps the engine alive, and not the other way round.
        let engine = Rc::downgrade(&self.engine);
        let (app, came) = (self.app.clone(), Rc::clone(&self.came));
        let redraw = self.redraw.clone();
        let changed = Callback::from(move |()| {
            let Some(engine) = engine.upgrade() else { return };
            let progress = engine.borrow().as_ref().map(|it| it.progress());
            if let Some(Progress { state: State::Found(Found::Leaf(field)), tried, .. }) = progress
            {
                *engine.borrow_mut() = None;
                if self::place(&app) == place {
                    came.borrow_mut().found = Some(Some((field, tried)));
                    let forged = Arc::new(Forged { party, field, tried });
                    app.dispatch(Intent::Do(Action::Forge(forged)));
                }
            }
            redraw.force_update();
        });
        let started = task.map(|task| Engine::start(&task, (0, u64::MAX), changed));
        *self.engine.borrow_mut() = started;
        self.redraw.force_update();
    }

    /// A button for each phone whose app could search here, `exact`, how the search stands, and what
    /// came of it.
    pub fn view(&self, parties: Vec<Party>, exact: Html) -> Html {
        // Elsewhere it would be another search.
        if self.came.borrow().place.is_some_and(|it| it != place(&self.app)) {
            *self.engine.borrow_mut() = None;
        }
        let choice = |party: Party| {
            let forging = self.clone();
            let onclick = Callback::from(move |_: MouseEvent| forging.start(party));
            html! {
                <button type="button" class="button button--line" data-testid="forge-start" {onclick}>
                    { name(party) }
                </button>
            }
        };
        let progress = self.engine.borrow().as_ref().map(|it| it.progress());
        let came = self.came.borrow();
        let whose = came.party.map(name).unwrap_or_default();
        html! {
            <>
                { for parties.into_iter().map(choice) }
                { exact }
                <div class="search__forge">
                    if let Some(it) = &progress {
                        { figures(it, &whose) }
                        <div class="search__buttons">
                            { running(it, self.engine.clone(), self.redraw.clone()) }
                        </div>
                    }
                    <div role="status">{ for came.found.map(|it| said(&whose, it)) }</div>
                </div>
            </>
        }
    }
}

fn place(app: &App) -> Place {
    let timeline = app.timeline();
    let run = timeline.run();
    let (rule, seed) = (run.regime.key(), *run.seed.reveal());
    (timeline.position().actions, timeline.next_id(), run.steps.len(), rule, seed)
}

/// What was tried, how fast, and what is to be expected.
fn figures(it: &Progress, name: &str) -> Html {
    let most = EXPECTED * 4;
    let time = figures::seconds(EXPECTED.into(), it.rate).map(Duration::of_seconds);
    html! {
        <div class="search__figures">
            <p>{ t!("forge-runs", name = name) }</p>
            <progress max={most.to_string()} value={it.tried.min(most).to_string()} aria-label={t!("search-progress")} />
            { status(it) }
            <p data-testid="search-tried" data-tried={it.tried.to_string()}>
                { t!("forge-tried", count = it.tried, expected = EXPECTED, rate = it.rate) }
            </p>
            if let Some(Duration { count, unit }) = time {
                <p class="how__note">
                    { t!("forge-left", time = t!("search-time", count = count, unit = unit)) }
                </p>
            }
        </div>
    }
}

/// What came of it.
fn said(name: &str, found: Option<(LeafField, u64)>) -> Html {
    match found {
        None => html! { <p data-testid="forge-none">{ t!("forge-none", name = name) }</p> },
        Some((field, tried)) => html! {
            <>
                <p data-testid="forge-found" data-tried={tried.to_string()}>
                    { t!("forge-found", name = name, count = tried) }
                </p>
                <code class="search__key" data-testid="forge-leaf">{ hex::encode(&field.leaf.0) }</code>
            </>
        },
    }
}
