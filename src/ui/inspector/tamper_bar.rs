//! What one can do to the capture at this point, and what is being done already.

use super::{
    grid_keys::Spot,
    layers::{self, LayerView},
    tamper::{self, Deed, InForce},
};
use crate::{
    l10n::text_or_id,
    t,
    ui::state::{App, Intent, use_app},
    world::{Capture, Interference},
};
use std::rc::Rc;
use yew::prelude::*;

/// What the bar needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TamperBarProps {
    /// The capture.
    pub capture: Rc<Capture>,
    /// Its layers, as they are shown.
    pub layers: Rc<Vec<LayerView>>,
    /// The byte that was chosen.
    pub cursor: Option<Spot>,
}

/// The row of things to do to a capture.
#[component]
pub fn TamperBar(TamperBarProps { capture, layers, cursor }: &TamperBarProps) -> Html {
    let app = use_app();
    let spot = chosen(capture, layers, *cursor);
    let bit = u32::try_from(spot.offset * 8 + 7).unwrap_or_default();
    let found = {
        let timeline = app.timeline();
        let (recording, run) = (timeline.recording(), timeline.run());
        tamper::tampering(recording, run, timeline.world().provider(), capture, (spot.depth, bit))
    };
    if let Some(why_not) = found.why_not {
        return html! { <p class="tamper tamper--not">{ text_or_id(why_not, &[]) }</p> };
    }
    if found.deeds.is_empty() && found.in_force.is_empty() {
        return html! {};
    }
    let place = if capture.point.is_link() { "link" } else { "provider" };
    let buttons = found.deeds.iter().map(|deed| button(&app, deed, spot, place));
    html! {
        <div class="tamper" role="group" aria-label={t!("inspector-tamper")}>
            <ul class="tamper__deeds">{ for buttons }</ul>
            if !found.in_force.is_empty() {
                <ul class="tamper__force">{ for found.in_force.iter().map(|it| in_force(&app, it)) }</ul>
            }
        </div>
    }
}

/// The byte whose bit would be flipped: the chosen one, if this point can change it.
fn chosen(capture: &Capture, layers: &[LayerView], cursor: Option<Spot>) -> Spot {
    let depth = usize::from(!capture.point.is_link());
    let default = || layers.get(depth).map_or(0, layers::default_byte);
    match cursor {
        Some(spot) if spot.depth == depth => spot,
        _ => Spot { depth, offset: default() },
    }
}

/// A button, and the sentence that says what will happen.
fn button(app: &App, deed: &Deed, spot: Spot, place: &str) -> Html {
    let key = deed.key();
    let hint = text_or_id(&format!("tamper-{key}.{place}"), &[]);
    let hint_id = format!("tamper-hint-{key}");
    let at = match deed {
        Deed::Interfere(_, Interference::FlipBit { .. }) => {
            Some(t!("tamper-flip-bit.at", offset = spot.offset))
        }
        _ => None,
    };
    let onclick = {
        let (app, deed) = (app.clone(), deed.clone());
        Callback::from(move |_: MouseEvent| {
            app.dispatch(match deed.clone() {
                Deed::Interfere(target, how) => Intent::Interfere(target, how),
                Deed::Do(action) => Intent::Do(action),
            });
        })
    };
    html! {
        <li key={key} class="tamper__deed">
            <button
                type="button"
                class="button button--small button--tap"
                data-testid={if key == "cut" { "cut-here" } else { key }}
                aria-describedby={hint_id.clone()}
                {onclick}
            >
                { text_or_id(&format!("tamper-{key}"), &[]) }
            </button>
            <p class="tamper__hint" id={hint_id}>
                if let Some(at) = at { { at }{ " " } }
                { hint }
            </p>
        </li>
    }
}

fn in_force(app: &App, it: &InForce) -> Html {
    let what = text_or_id(&format!("tamper-{}.done", it.key), &[]);
    let onclick = {
        let (app, id) = (app.clone(), it.id);
        Callback::from(move |_: MouseEvent| app.dispatch(Intent::Remove(id)))
    };
    html! {
        <li>
            <span>
                { what.clone() }
                if !it.here { { " " }{ t!("inspector-same-exchange") } }
            </span>
            <button
                type="button"
                class="button button--small button--line"
                data-testid="undo-interference"
                aria-label={t!("inspector-undo-what", what = what.as_ref())}
                {onclick}
            >
                { t!("inspector-undo-this") }
            </button>
        </li>
    }
}
