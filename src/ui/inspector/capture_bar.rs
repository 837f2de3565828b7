//! Which capture is shown: what it is, the one before, the one after, the newest.

use super::{layers, log_lines, wording};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, Switch, icon},
        moment,
        state::{App, Intent, press, use_app},
    },
    world::Capture,
};
use std::rc::Rc;

/// What the bar needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CaptureBarProps {
    /// The capture that is shown.
    pub capture: Rc<Capture>,
    /// All captures of the point, oldest first, as entries of the recording.
    pub captures: Rc<Vec<usize>>,
    /// The entry that is shown.
    pub shown: Option<usize>,
}

/// Which capture is shown.
#[component]
pub fn CaptureBar(CaptureBarProps { capture, captures, shown }: &CaptureBarProps) -> Html {
    let app = use_app();
    let place = captures.iter().position(|index| Some(*index) == *shown);
    let previous = place.and_then(|it| it.checked_sub(1)).and_then(|it| captures.get(it)).copied();
    let next = place.and_then(|it| captures.get(it + 1)).copied();
    let packet = log_lines::packet(capture);
    let number = place.map_or(0, |it| it + 1);
    html! {
        <div class="capture">
            <div class="capture__step">
                { step(&app, previous, Glyph::StepBack, t!("inspector-previous").into_owned(), "capture-previous") }
                <p class="capture__number figures">
                    { t!("inspector-capture-number", number = number, total = captures.len()) }
                </p>
                { step(&app, next, Glyph::Step, t!("inspector-next").into_owned(), "capture-next") }
            </div>
            <p class="capture__what" data-testid="capture-what">
                <strong>{ wording::packet(packet.kind) }</strong>
                <span>{ wording::way_in_short(&packet) }</span>
                <span class="figures">{ moment::exact(capture.time) }</span>
            </p>
            <div class="capture__tools">
                if app.selected.is_some() {
                    <button
                        type="button"
                        class="button button--small"
                        data-testid="capture-newest"
                        onclick={press(&app, Intent::Select(None))}
                    >
                        { t!("inspector-newest") }
                    </button>
                }
                { inside_switch(&app, capture) }
            </div>
        </div>
    }
}

fn step(app: &App, to: Option<usize>, glyph: Glyph, label: String, testid: &'static str) -> Html {
    let onclick = press(app, to.map(|to| Intent::Select(Some(to))));
    html! {
        <button
            type="button"
            class="button button--icon-small"
            aria-label={label.clone()}
            title={label}
            aria-disabled={to.is_none().to_string()}
            data-testid={testid}
            {onclick}
        >
            { icon(glyph) }
        </button>
    }
}

/// The switch that shows what the point cannot open; absent where it can open everything.
fn inside_switch(app: &App, capture: &Capture) -> Html {
    if !layers::has_inside(capture) {
        return html! {};
    }
    let onswitch = {
        let app = app.clone();
        Callback::from(move |on: bool| app.dispatch(Intent::ShowInside(on)))
    };
    html! {
        <Switch on={app.show_inside} {onswitch} testid="show-inside">
            <span>{ t!("inspector-show-inside") }<span class="capture__own">{ t!("inspector-show-inside.own") }</span></span>
        </Switch>
    }
}
