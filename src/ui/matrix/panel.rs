//! The frame of what answers "how?": the focus goes to its title, and Escape closes it.

use super::table::cell_id;
use crate::ui::prelude::*;
use crate::{
    access::Observer,
    ui::{
        components::Close,
        state::{Intent, use_app},
    },
    world::ActionId,
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// What the frame needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// Its title.
    pub title: AttrValue,
    /// The cell that is explained, if it is there: when it is closed, the focus goes back to it.
    #[prop_or_default]
    pub cell: Option<(Observer, ActionId)>,
    /// For the browser tests.
    pub testid: AttrValue,
    /// The finding that is explained.
    #[prop_or_default]
    pub finding: Option<AttrValue>,
    /// What it holds.
    pub children: Html,
}

/// The frame.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let app = use_app();
    let title = use_node_ref();
    let cell = props.cell;
    {
        let title = title.clone();
        use_effect_with(cell, move |_| {
            if let Some(title) = title.cast::<HtmlElement>() {
                // It can always be focused.
                let _ = title.focus();
            }
        });
    }
    let close = Callback::from(move |()| {
        app.dispatch(Intent::AskHow(None));
        match cell {
            Some((observer, message)) => focus(&cell_id(observer, message)),
            None => focus("matrix-title"),
        }
    });
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                close.emit(());
            }
        })
    };
    html! {
        <section
            class="how"
            aria-labelledby="how-title"
            data-testid={props.testid.clone()}
            data-finding={props.finding.clone()}
            {onkeydown}
        >
            <header class="how__head">
                <h2 id="how-title" class="how__title" tabindex="-1" ref={title}>{ props.title.clone() }</h2>
                <Close class="button--icon-small" testid="how-close" onclose={close} />
            </header>
            <div class="how__body">{ props.children.clone() }</div>
        </section>
    }
}

/// Where on the page something is.
pub(super) fn element(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

fn focus(id: &str) {
    if let Some(element) = element(id) {
        // A cell that is gone needs no focus.
        let _ = element.focus();
    }
}
