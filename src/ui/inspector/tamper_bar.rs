//! What one can do to the capture at this point, and what is being done already.

use super::{
    grid_keys::Spot,
    layers::{self, LayerView},
    tamper::{self, Deed, InForce, Offer},
};
use crate::ui::prelude::*;
use crate::{
    l10n::text_or_id,
    t,
    ui::{
        components::{Glyph, icon},
        state::{App, Intent, press, use_app},
    },
    world::{Capture, Interference},
};
use std::rc::Rc;

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
    if found.offers.is_empty() && found.in_force.is_empty() {
        return html! {};
    }
    let place = if capture.point.is_link() { "link" } else { "provider" };
    let buttons = found.offers.iter().map(|offer| button(&app, offer, spot, place));
    html! {
        <div class="tamper" role="group" aria-label={t!("inspector-tamper")}>
            <ul class="tamper__deeds">{ for buttons }</ul>
            { found.to_undo().map(|(it, count)| undo(&app, it, count)) }
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

/// A button, and the sentence that says what will happen, or why nothing can.
fn button(app: &App, Offer { deed, why_not }: &Offer, spot: Spot, place: &str) -> Html {
    let key = deed.key();
    let hint = match why_not {
        Some(why_not) => text_or_id(why_not.text(), &[]),
        None => text_or_id(&format!("tamper-{key}.{place}"), &[]),
    };
    let hint_id = format!("tamper-hint-{key}");
    let at = match deed {
        Deed::Interfere(_, Interference::FlipBit { .. }) => {
            Some(t!("tamper-flip-bit.at", offset = spot.offset))
        }
        _ => None,
    };
    let can = why_not.is_none();
    let intent = match deed.clone() {
        Deed::Interfere(target, how) => Intent::Interfere(target, how),
        Deed::Do(action) => Intent::Do(action),
    };
    let onclick = press(app, can.then_some(intent));
    html! {
        <li key={key} class="tamper__deed">
            <button
                type="button"
                class="button button--small button--tap"
                aria-disabled={(!can).then_some("true")}
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

/// Takes out the last thing that was done, at the end of the row: the next one takes its place.
fn undo(app: &App, it: &InForce, count: usize) -> Html {
    let what = text_or_id(&format!("tamper-{}.done", it.key), &[]);
    let short = text_or_id(&format!("tamper-{}.short", it.key), &[]);
    let onclick = press(app, Intent::Remove(it.id));
    let mut whole = what.into_owned();
    if !it.here {
        whole = format!("{whole} {}", t!("inspector-same-exchange"));
    }
    html! {
        <div class="tamper__force">
            <p class="tamper__done" title={whole.clone()}>
                { short }
                if count > 1 {
                    <span class="tamper__count figures">{ t!("inspector-undo-more", count = count - 1) }</span>
                }
            </p>
            <button
                type="button"
                class="button button--small button--line"
                data-testid="undo-interference"
                aria-label={t!("inspector-undo-what", what = whole.as_str())}
                title={t!("inspector-undo-what", what = whole.as_str())}
                {onclick}
            >
                { icon(Glyph::Undo) }{ t!("inspector-undo-this") }
            </button>
        </div>
    }
}
