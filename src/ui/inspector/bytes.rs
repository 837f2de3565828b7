//! The Bytes view: the layers of a capture as rows of bytes, and the explanation of one field.

use super::{
    explained::{self, Explained},
    explanation::Explanation,
    grid_keys::{self, Spot},
    hex_layer::HexLayer,
    layers::LayerView,
    legend::Legend,
    tamper,
    tamper_bar::TamperBar,
    width::use_columns,
};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        check::material,
        components::{Glyph, icon},
        regime::NewFields,
        state::{App, Dialog, Intent, Selection, press, use_app},
    },
    wire::Class,
    world::Capture,
};
use std::{ops::Range, rc::Rc};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// What the Bytes view needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BytesProps {
    /// The capture.
    pub capture: Rc<Capture>,
    /// Its layers, as they are to be shown.
    pub layers: Rc<Vec<LayerView>>,
    /// What is new in it under the rule in force.
    pub new: NewFields,
}

/// The bytes of a capture, and what they mean.
#[component]
pub fn Bytes(BytesProps { capture, layers, new }: &BytesProps) -> Html {
    let app = use_app();
    let root = use_node_ref();
    let columns = use_columns(&root);
    let cursor = use_state_eq(|| None::<Spot>);
    let pointed = use_state_eq(|| None::<Spot>);
    {
        let (cursor, pointed) = (cursor.setter(), pointed.setter());
        use_effect_with(capture.clone(), move |_| {
            cursor.set(None);
            pointed.set(None);
        });
    }

    {
        let root = root.clone();
        use_effect_with(app.show_inside, move |show| {
            if *show {
                bring_inside_into_view(&root);
            }
        });
    }

    let select = {
        let (app, layers, cursor) = (app.clone(), layers.clone(), cursor.setter());
        Callback::from(move |spot: Spot| {
            cursor.set(Some(spot));
            let span = layers.get(spot.depth).and_then(|layer| layer.leaf_at(spot.offset));
            let selection = span.map(|span| Selection { layer: spot.depth, span });
            app.dispatch(Intent::SelectSpan(selection));
        })
    };
    let onclick = spot_handler(&select);
    let onfocusin = Callback::from(move |event: FocusEvent| {
        if let Some(spot) = spot_of(&event) {
            select.emit(spot);
        }
    });
    let onpointerover = {
        let pointed = pointed.setter();
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() == "mouse" {
                pointed.set(spot_of(&event));
            }
        })
    };
    let onpointerleave = {
        let pointed = pointed.setter();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };
    let onkeydown = {
        let (layers, cursor, root) = (layers.clone(), cursor.clone(), root.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(spot) = spot_of(&event) else { return };
            let Some(layer) = layers.get(spot.depth) else { return };
            let key = (event.key(), event.ctrl_key() || event.meta_key());
            let Some(offset) = grid_keys::moved(layer, columns, spot.offset, (&key.0, key.1))
            else {
                return;
            };
            event.prevent_default();
            event.stop_propagation();
            let to = Spot { offset, ..spot };
            cursor.set(Some(to));
            focus_later(&root, to);
        })
    };

    let chosen = pointed.or(*cursor);
    let span = |spot: Spot| layers.get(spot.depth).and_then(|it| it.leaf_at(spot.offset));
    let pointed_span = pointed.and_then(|spot| Some((spot.depth, span(spot)?)));
    let selected = app.selection.map(|selection| (selection.layer, selection.span));
    let wanted = pointed_span.or(selected);
    let shown = wanted.or_else(|| explained::default_span(layers));
    let explained = shown.and_then(|(depth, span)| {
        let byte = chosen.filter(|spot| spot.depth == depth).map(|spot| spot.offset);
        Explained::new(layers.get(depth)?, span, byte)
    });
    let struck = {
        let timeline = app.timeline();
        tamper::struck(timeline.recording(), timeline.run(), capture)
    };
    // Tab stops at what is explained, so that to pass by changes nothing.
    let explained_first = explained::default_span(layers).and_then(|(depth, span)| {
        Some(Spot { depth, offset: layers.get(depth)?.span(span)?.start() })
    });
    let stop = cursor.or(explained_first).unwrap_or_else(|| grid_keys::first_stop(layers));
    {
        // What is explained can be seen: the changed byte, else the field that was chosen, else
        // what stays sealed, with the tag behind it.
        let chosen = selected.or_else(|| explained::default_span(layers));
        let field = chosen.and_then(|(depth, span)| {
            let layer = layers.get(depth)?;
            let range = layer.span(span)?.range();
            let next = layer.leaf_at(range.end).and_then(|it| layer.span(it));
            let tag = next.filter(|it| it.field.class() == Class::Tag);
            Some((depth, range.start..tag.map_or(range.end, |it| it.range().end)))
        });
        let target = struck.map(|(depth, offset)| (depth, offset..offset + 1)).or(field);
        let root = root.clone();
        use_effect_with((capture.clone(), struck), move |_| {
            if let Some((depth, range)) = target {
                bring_bytes_into_view(&root, depth, &range);
            }
        });
    }

    html! {
        <div class="bytes" ref={root}>
            <div
                class="bytes__layers"
                {onclick} {onfocusin} {onpointerover} {onpointerleave} {onkeydown}
            >
                { for layers.iter().map(|layer| html! {
                    <HexLayer
                        key={layer.depth}
                        layer={layer.clone()}
                        new={new.clone()}
                        {columns}
                        folded={layer.depth + 1 < capture.opened}
                        marked={explained.as_ref().filter(|it| wanted.is_some() && it.depth == layer.depth).map(|it| it.range.clone())}
                        struck={struck.filter(|(depth, _)| *depth == layer.depth).map(|(_, offset)| offset)}
                        cursor={Some(stop.offset).filter(|_| stop.depth == layer.depth)}
                    />
                }) }
            </div>
            <Legend layers={layers.clone()} />
            <aside class="bytes__aside" aria-label={t!("inspector-explanation")}>
                if let Some(explained) = &explained {
                    <Explanation explained={explained.clone()}>
                        { check_button(&app, capture) }
                    </Explanation>
                }
            </aside>
            <TamperBar capture={capture.clone()} layers={layers.clone()} cursor={*cursor} />
        </div>
    }
}

/// Opens the check of a capture that holds a sealed message.
fn check_button(app: &App, capture: &Capture) -> Html {
    if material::of_capture(capture).is_none() {
        return html! {};
    }
    let onclick = press(app, Intent::Open(Some(Dialog::Check)));
    html! {
        <button
            type="button"
            class="button button--small button--line"
            title={format!("{} {}", t!("inspector-check"), t!("inspector-check.with"))}
            data-testid="check-open"
            {onclick}
        >
            { icon(Glyph::Shield) }
            { t!("inspector-check") }
            <span class="aloud">{ t!("inspector-check.with") }</span>
        </button>
    }
}

fn spot_handler(select: &Callback<Spot>) -> Callback<MouseEvent> {
    let select = select.clone();
    Callback::from(move |event: MouseEvent| {
        if let Some(spot) = spot_of(&event) {
            select.emit(spot);
        }
    })
}

/// The byte at which something happened.
fn spot_of(event: &Event) -> Option<Spot> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let offset = element.get_attribute("data-o")?.parse().ok()?;
    let depth = element.closest("[data-depth]").ok()??.get_attribute("data-depth")?.parse().ok()?;
    Some(Spot { depth, offset })
}

/// Scrolls to the first layer that the point cannot open.
fn bring_inside_into_view(root: &NodeRef) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    let inside = root
        .cast::<Element>()
        .and_then(|root| root.query_selector(r#"[data-opened="false"]"#).ok().flatten());
    if let Some(inside) = inside {
        inside.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls the rows, not the page, until the bytes are seen; of a long field, its first ones,
/// with the heading over them where both fit.
fn bring_bytes_into_view(root: &NodeRef, depth: usize, range: &Range<usize>) {
    let Some(root) = root.cast::<Element>() else { return };
    let Ok(Some(rows)) = root.query_selector(".bytes__layers") else { return };
    for offset in [range.end.saturating_sub(1), range.start] {
        let selector = format!(r#"[data-depth="{depth}"] [role="gridcell"][data-o="{offset}"]"#);
        let Ok(Some(cell)) = root.query_selector(&selector) else { continue };
        let (view, row) = (rows.get_bounding_client_rect(), cell.get_bounding_client_rect());
        let section = cell.closest(".hex__section").ok().flatten();
        let heading = section.map(|it| it.get_bounding_client_rect().top());
        let top = heading.filter(|top| row.bottom() - top <= view.height());
        // Positive when the row ends below what is seen, negative when it begins above.
        let below = (row.bottom() - view.bottom()).max(0.0);
        let above = (top.unwrap_or(row.top()) - view.top()).min(0.0);
        rows.scroll_by_with_x_and_y(0.0, below + above);
    }
}

/// Focuses a byte once it is drawn.
fn focus_later(root: &NodeRef, spot: Spot) {
    let root = root.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let Spot { depth, offset } = spot;
        let selector = format!(r#"[data-depth="{depth}"] [role="gridcell"][data-o="{offset}"]"#);
        let cell = root
            .cast::<Element>()
            .and_then(|root| root.query_selector(&selector).ok().flatten())
            .and_then(|cell| cell.dyn_into::<HtmlElement>().ok());
        if let Some(cell) = cell {
            // A byte that is gone needs no focus.
            let _ = cell.focus();
        }
    });
}
