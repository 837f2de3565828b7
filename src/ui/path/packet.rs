//! A packet on its way: it changes its form where it enters and leaves a link.

use super::{
    form::{self, Form, form},
    station,
};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::icon,
        movement::{self, Leg, Movement, carries_message},
        state::{Intent, use_app},
    },
    world::{Fate, Point},
};

/// What is moving.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PacketProps {
    /// The packet and what it does.
    pub movement: Movement,
    /// How many others stand on the same link before it.
    pub rank: usize,
}

/// A packet. While it stands on the link, a click shows it.
#[component]
pub fn Packet(PacketProps { movement, rank }: &PacketProps) -> Html {
    let app = use_app();
    let Movement { transmission, leg, after } = movement;
    let [origin, link, end] = movement::route(transmission.id.link, transmission.direction);
    let large = carries_message(transmission.traffic);
    let (from, to) = match leg {
        Leg::Leaving => (origin, link),
        Leg::Standing | Leg::Vanishing => (link, link),
        Leg::Arriving => (link, end),
    };
    let onclick = {
        let id = transmission.id;
        Callback::from(move |_: MouseEvent| {
            let entry = movement::entry_of(app.timeline().recording(), id);
            app.dispatch(Intent::MoveTap(link));
            app.dispatch(Intent::Select(entry));
        })
    };
    let label = t!(
        "stage-packet",
        what = form::kind(transmission.traffic),
        link = station::name(link).into_owned(),
        bytes = t!("app-bytes", count = transmission.packet.bytes().len() as i64),
    );
    let class = classes!(
        "packet",
        format!("packet--{}", leg.key()),
        large.then_some("packet--large"),
        after.then_some("packet--after"),
        fate(&transmission.fate),
        format!("from-{}", from.index()),
        format!("to-{}", to.index()),
        (*rank > 0).then(|| format!("packet--rank-{}", rank.min(&3))),
    );
    if matches!(leg, Leg::Arriving | Leg::Vanishing) {
        return html! {
            <div {class} aria-hidden="true">{ faces(transmission, from, to) }</div>
        };
    }
    html! {
        <button type="button" {class} data-testid="packet" {onclick}>
            { faces(transmission, from, to) }
            <span class="aloud">{ label }</span>
        </button>
    }
}

const fn fate(fate: &Fate) -> Option<&'static str> {
    match fate {
        Fate::Intact => None,
        Fate::Altered { .. } => Some("packet--altered"),
        Fate::Lost => Some("packet--lost"),
    }
}

/// The form where it comes from and, if that is another place, the form where it goes.
fn faces(transmission: &crate::world::Transmission, from: Point, to: Point) -> Html {
    if from == to {
        return face(&form(transmission, to), "");
    }
    html! {
        <>
            <span class="packet__past" aria-hidden="true">
                { face(&form(transmission, from), "packet__face--first") }
            </span>
            { face(&form(transmission, to), "packet__face--last") }
        </>
    }
}

fn face(form: &Form, class: &'static str) -> Html {
    html! {
        <span class={classes!("packet__face", class, form.meaning)}>
            { icon(form.glyph) }
            if !form.text.is_empty() {
                <span class={classes!(form.mono.then_some("mono"))}>{ form.text.clone() }</span>
            }
        </span>
    }
}
