//! The panel as a whole.

use super::{
    bytes::Bytes,
    capture_bar::CaptureBar,
    fields::Fields,
    layers,
    log::Log,
    log_lines::{self, What},
    readers,
    refocus::use_refocus,
    tabs::{self, Tabs},
};
use crate::ui::prelude::*;
use crate::{
    l10n::text_or_id,
    t,
    ui::{
        regime::NewFields,
        state::{View, use_app},
    },
    world::{Capture, Point, SeenWhat},
};
use std::rc::Rc;

/// What the point under the tap sees.
#[component]
pub fn Panel() -> Html {
    let app = use_app();
    let point = app.tap;
    let shown = app.shown();
    let lines =
        use_memo((app.version(), point), |_| log_lines::lines(app.timeline().recording(), point));
    let capture = use_memo((app.version(), point, shown), |_| {
        let timeline = app.timeline();
        let mut seen = timeline.recording().seen_at(point);
        seen.find(|seen| Some(seen.index) == shown).and_then(|seen| match seen.what {
            SeenWhat::Capture(capture) => Some(Rc::new(capture)),
            SeenWhat::Note(_) => None,
        })
    });
    let captures = use_memo(lines.clone(), |lines| {
        let packets = lines.iter().filter(|line| matches!(line.what, What::Packet(_)));
        packets.map(|line| line.index).collect::<Vec<_>>()
    });
    let inside = app.show_inside;
    let layers = use_memo((capture.clone(), inside), |(capture, inside)| {
        capture.as_ref().as_ref().map(|it| Rc::new(layers::layers(it, *inside)))
    });

    let new = NewFields::of(&app.difference, capture.as_ref().as_ref().map(Rc::as_ref));

    let view = app.view;
    let body = match (view, capture.as_ref(), layers.as_ref()) {
        (View::Log, ..) => html! { <Log {point} {lines} {shown} /> },
        (_, Some(capture), Some(layers)) => html! {
            <>
                { capture_bar(capture, &captures, shown) }
                if view == View::Bytes {
                    <Bytes capture={capture.clone()} layers={layers.clone()} {new} />
                } else {
                    <Fields layers={layers.clone()} {new} />
                }
            </>
        },
        _ => html! { <p class="panel__empty">{ t!("inspector-empty") }</p> },
    };
    let key = point.key();
    let elsewhere = point == Point::Provider && app.timeline().world().is_elsewhere();
    let seen = if elsewhere { "elsewhere" } else { key };
    let opens = match point {
        Point::Provider if !elsewhere => readers::provider_opens(&app.access()),
        _ => text_or_id(&format!("inspector-at-{seen}.opens"), &[]),
    };
    let root = use_node_ref();
    let settled = !app.playing && !app.working;
    let onclick = use_refocus(&root, settled);
    html! {
        <section class="panel" aria-labelledby="panel-title" data-testid="panel" data-point={key}>
            <header class="panel__head">
                <h2 id="panel-title" class="panel__title">{ text_or_id(&format!("inspector-at-{seen}"), &[]) }</h2>
                <p class="panel__opens">{ opens }</p>
                <Tabs />
            </header>
            <div
                class="panel__body"
                role="tabpanel"
                id={tabs::PANEL}
                aria-labelledby={tabs::id(view)}
                tabindex="0"
                ref={root}
                {onclick}
            >
                { body }
            </div>
        </section>
    }
}

fn capture_bar(capture: &Rc<Capture>, captures: &Rc<Vec<usize>>, shown: Option<usize>) -> Html {
    html! { <CaptureBar capture={capture.clone()} captures={captures.clone()} {shown} /> }
}
