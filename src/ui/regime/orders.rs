//! The orders that are in force, and how each is ended.

use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        inspector::wording,
        moment,
        state::{App, Intent},
    },
    world::{Action, regime::Order},
};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// A chip for every order that is in force at this place of the run.
pub(super) fn orders(app: &App) -> Html {
    let in_force: Vec<Order> = {
        let timeline = app.timeline();
        let orders = timeline.world().ruled().orders();
        orders.iter().filter(|order| order.end.is_none()).cloned().collect()
    };
    if in_force.is_empty() {
        return html! {};
    }
    let chips = in_force.iter().map(|order| {
        let (name, since) = (wording::name(order.target), moment::in_minutes(order.start));
        let (name, since) = (name.as_ref(), since.as_str());
        let what = t!("order-chip", name = name, time = since);
        let id = order.id;
        let app = app.clone();
        let end = Callback::from(move |event: MouseEvent| {
            app.dispatch(Intent::Do(Action::EndOrder { order: id }));
            app.dispatch(Intent::Announce(t!("order-ended").into()));
            leave(&event);
        });
        html! {
            <li key={id.0} class="order" data-testid="order-chip">
                { icon(Glyph::Order) }
                <span class="order__long">{ what.clone() }</span>
                <span class="order__short">
                    { t!("order-chip.short", name = name, time = since) }
                </span>
                <button
                    type="button"
                    class="button button--small order__end"
                    aria-label={t!("order-end-this", what = what.as_ref())}
                    data-testid="end-order"
                    onclick={end}
                >
                    { t!("order-end") }
                </button>
            </li>
        }
    });
    html! { <ul class="orders" aria-label={t!("order-in-force")}>{ for chips }</ul> }
}

/// The chip is about to go: the focus goes to the rule beside it.
fn leave(event: &MouseEvent) {
    let button = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|chip| chip.closest(".header").ok()?)
        .and_then(|header| header.query_selector(".regime__button").ok()?)
        .and_then(|button| button.dyn_into::<HtmlElement>().ok());
    // A button that is gone needs no focus.
    let _ = button.map(|button| button.focus());
}
