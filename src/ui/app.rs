//! The page as a whole: who provides the state, and what is where.

use super::{
    clock::{Frame, Timeout},
    components::{Glyph, icon},
    dialogs::Dialogs,
    header::Header,
    inspector::Panel,
    keeping,
    matrix::WhoReads,
    movement, part,
    path::Path,
    phone::Phone,
    playback::Playback,
    regime::use_difference,
    shortcuts::use_shortcuts,
    state::{App, Intent, Notice, State, Theme, press, use_app},
};
use crate::ui::prelude::*;
use crate::{
    shell::{kept, kept::RestartReason, later, storage, url},
    t,
    world::Party,
};
use web_sys::Element;

/// Where the theme is kept between visits; www/boot/early.js reads it too.
const THEME: &str = "keyhole-theme";

/// Works out the state in which the page starts, and then shows it.
pub async fn mount(root: Element) {
    let start = keeping::start().await;
    part::mount::<Page>(root, PageProps { start });
}

/// What the page needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PageProps {
    /// The state in which it starts.
    pub start: State,
}

/// The page, with its state.
#[component]
pub fn Page(PageProps { start }: &PageProps) -> Html {
    let app = use_reducer_eq(|| start.clone());
    use_clock(&app);
    use_kept(&app);
    use_theme(app.theme);
    use_address(&app);
    use_difference(&app);
    use_later(&app);
    html! {
        <ContextProvider<App> context={app}>
            <Layout />
        </ContextProvider<App>>
    }
}

#[component]
fn Layout() -> Html {
    let app = use_app();
    use_shortcuts(&app);
    let complete = use_second_turn();
    html! {
        <div class="page">
            <a class="skip" href="#path">{ t!("app-skip") }</a>
            <a class="skip" href="#matrix-title">{ t!("app-skip-to-answer") }</a>
            <Header />
            <NoticeBar />
            <main class="board">
                <Phone party={Party::Alice} />
                <div class="board__stage" aria-hidden="true" />
                <Path />
                <Phone party={Party::Bob} />
                <div class="board__panel">
                    if complete { <Panel /> }
                </div>
                if complete { <WhoReads /> }
            </main>
            <Playback />
            if app.dialog.is_some() { <Dialogs /> }
            <p class="aloud" role="status">{ app.announcement.to_string() }</p>
        </div>
    }
}

/// False at first, and true a moment later: the largest part of the page is drawn in a turn
/// of its own, so that none of them blocks the browser for long.
#[hook]
fn use_second_turn() -> bool {
    let come = use_state_eq(|| false);
    {
        let come = come.clone();
        use_effect_with(*come, move |now| {
            if *now {
                kept::mounted();
            }
            let turn = (!*now).then(|| Timeout::after(0, move || come.set(true)));
            move || drop(turn)
        });
    }
    *come
}

#[component]
fn NoticeBar() -> Html {
    let app = use_app();
    let Some(notice) = app.notice else { return html! {} };
    let text = match notice {
        Notice::Restarted(RestartReason::RestartedWithoutLast) => {
            t!("app-notice-restarted-without-last")
        }
        Notice::Restarted(_) => t!("app-notice-restarted"),
        Notice::BadAddress => t!("app-notice-bad-address"),
        Notice::UnknownRegime => t!("app-notice-unknown-regime"),
        Notice::NoRandomness => t!("app-notice-no-randomness"),
        Notice::PartMissing => t!("app-notice-part-missing"),
    };
    let dismiss = press(&app, Intent::DismissNotice);
    html! {
        <div class="notice" role="status" data-testid="notice">
            { icon(Glyph::Warning) }
            <p>{ text }</p>
            <button type="button" class="button button--small" onclick={dismiss}>
                { t!("app-dismiss") }
            </button>
        </div>
    }
}

/// What waits for the later part of the WebAssembly waits until that is there.
#[hook]
fn use_later(app: &App) {
    let next = app.dispatcher();
    use_effect_with(!app.waiting.is_empty(), move |waiting| {
        if *waiting {
            later::then(move |came| next.dispatch(Intent::LaterCame(came.is_ok())));
        }
    });
}

/// While the run plays: the next packet, when the one before has been seen.
#[hook]
fn use_clock(app: &App) {
    let app = app.clone();
    use_effect_with((app.playing, app.speed, app.version(), app.working, app.frames), move |_| {
        let wait = app.speed.scale(movement::duration(&app.movements));
        let next = app.dispatcher();
        let frame = app.working.then(|| {
            let next = next.clone();
            Frame::next(move || next.dispatch(Intent::Work))
        });
        let tick = (app.playing && !app.working)
            .then(|| Timeout::after(wait, move || next.dispatch(Intent::Tick)));
        move || drop((frame, tick))
    });
}

/// Whatever would be lost in a crash goes to where it outlives one.
#[hook]
fn use_kept(app: &App) {
    let app = app.clone();
    use_effect_with((app.version(), app.drafts.clone(), app.tap), move |_| {
        // The run is whole also while a long replay of it is under way.
        kept::keep(&keeping::to_json(&app));
    });
}

/// The address follows the rule, so that a reload or a copied link brings it back.
#[hook]
fn use_address(app: &App) {
    let started = use_mut_ref(|| false);
    let address = keeping::address_of(app.timeline().run());
    use_effect_with(address, move |address| {
        // What stands there when the page starts is the visitor's.
        if started.replace(true) {
            url::replace_fragment(address);
        }
    });
}

#[hook]
fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        let root =
            web_sys::window().and_then(|it| it.document()).and_then(|it| it.document_element());
        let Some(root) = root else { return };
        // An attribute of the root can always be set.
        let _ = match theme {
            Theme::System => {
                storage::remove(THEME);
                root.remove_attribute("data-theme")
            }
            Theme::Light | Theme::Dark => {
                storage::set(THEME, theme.key());
                root.set_attribute("data-theme", theme.key())
            }
        };
    });
}

/// The theme that was chosen at an earlier visit.
#[must_use]
pub fn stored_theme() -> Theme {
    storage::get(THEME).map_or(Theme::System, |key| Theme::of_key(&key))
}
