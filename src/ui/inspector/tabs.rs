//! The three tabs of the panel.

use crate::ui::prelude::*;
use crate::{
    t,
    ui::state::{Intent, View, press, use_app},
};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, Node};

/// The id of what the tabs switch.
pub const PANEL: &str = "panel-body";

const VIEWS: [View; 3] = [View::Bytes, View::Fields, View::Log];

const fn key(view: View) -> &'static str {
    match view {
        View::Bytes => "bytes",
        View::Fields => "fields",
        View::Log => "log",
    }
}

/// The id of a tab.
#[must_use]
pub fn id(view: View) -> String {
    format!("tab-{}", key(view))
}

/// Bytes, fields, log.
#[component]
pub fn Tabs() -> Html {
    let app = use_app();
    let list = use_node_ref();
    let onkeydown = {
        let (app, list) = (app.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = VIEWS.iter().position(|view| *view == app.view).unwrap_or_default();
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % VIEWS.len(),
                "ArrowLeft" => (at + VIEWS.len() - 1) % VIEWS.len(),
                "Home" => 0,
                "End" => VIEWS.len() - 1,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(view) = VIEWS.get(to) {
                app.dispatch(Intent::View(*view));
                focus(&list, to);
            }
        })
    };
    let tabs = VIEWS.map(|view| {
        let name = match view {
            View::Bytes => t!("inspector-bytes"),
            View::Fields => t!("inspector-fields"),
            View::Log => t!("inspector-log"),
        };
        let selected = view == app.view;
        let onclick = press(&app, Intent::View(view));
        html! {
            <button
                type="button"
                role="tab"
                id={id(view)}
                aria-selected={selected.to_string()}
                aria-controls={PANEL}
                tabindex={if selected { "0" } else { "-1" }}
                data-testid={id(view)}
                {onclick}
            >
                { name }
            </button>
        }
    });
    html! {
        <div class="segments" role="tablist" aria-label={t!("inspector-views")} ref={list} {onkeydown}>
            { for tabs }
        </div>
    }
}

fn focus(list: &NodeRef, nth: usize) {
    let nth = u32::try_from(nth).unwrap_or_default();
    let tab = list.cast::<Node>().and_then(|list| list.child_nodes().item(nth));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        // A tab that is gone needs no focus.
        let _ = tab.focus();
    }
}
