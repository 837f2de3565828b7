//! How an order is given, at a message.

use super::{name, outcome::Outcome};
use crate::ui::prelude::*;
use crate::{
    l10n::isolate,
    t,
    ui::{
        components::{Glyph, icon, rove},
        inspector::wording,
        matrix::{mark::mark, wording as findings},
        playback::ticks,
        state::{Intent, use_app},
    },
    world::{Action, ActionId, Party},
};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event};

/// The button in the bubble of a message: Tab stops at it if it is `reachable`, the arrows lead
/// from one to the next.
pub fn order_button(message: ActionId, text: &str, reachable: bool) -> Html {
    html! {
        <button
            type="button"
            class="bubble__order"
            tabindex={if reachable { "0" } else { "-1" }}
            aria-label={t!("order-here-this", text = isolate(text).as_str())}
            title={t!("order-here")}
            data-order={message.0.to_string()}
            data-testid="order-here"
        >
            { icon(Glyph::Order) }
        </button>
    }
}

/// The message at whose button something happened.
#[must_use]
pub fn order_at(event: &Event) -> Option<ActionId> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let button = element.closest("[data-order]").ok()??;
    Some(ActionId(button.get_attribute("data-order")?.parse().ok()?))
}

/// In a chat: the arrows move from one message's button to the next.
pub fn rove_orders(event: &KeyboardEvent) {
    rove(event, ".bubble__order", ["ArrowUp", "ArrowDown"]);
}

/// Where the order is given.
#[derive(Debug, Clone, Copy, PartialEq, Properties)]
pub struct OrderFormProps {
    /// The action that sent the message.
    pub message: ActionId,
}

/// Whose messages, from when on, and what that would bring out here.
#[component]
pub fn OrderForm(OrderFormProps { message }: &OrderFormProps) -> Html {
    let app = use_app();
    let message = *message;
    let (regime, sent) = {
        let timeline = app.timeline();
        let run = timeline.run();
        let step = run.steps.iter().find(|step| step.id == message);
        (run.regime, step.map(|step| step.action.clone()))
    };
    let sender = match &sent {
        Some(Action::Send { from, .. }) => *from,
        _ => Party::Alice,
    };
    let target = use_state_eq(|| sender);
    let from_here = use_state_eq(|| true);
    let start = from_here.then_some(message);
    let outcome = use_memo((*target, start, app.version()), |(target, start, _)| {
        Outcome::of(&app.timeline(), &app.access(), *target, *start)
    });
    let onsubmit = {
        let (app, target, start) = (app, *target, start);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            app.dispatch(Intent::Open(None));
            app.dispatch(Intent::Do(Action::Order { target, start }));
            let said = t!("order-given", name = wording::name(target).as_ref());
            app.dispatch(Intent::Announce(said.into()));
        })
    };
    let targets = Party::ALL.map(|party| {
        let choose = target.setter();
        let onchange = Callback::from(move |_: Event| choose.set(party));
        let testid = format!("order-target-{}", party.key());
        let words = html! { { wording::name(party) } };
        choice("order-target", *target == party, &testid, words, onchange)
    });
    let start = |here: bool, words: Html| {
        let choose = from_here.setter();
        let onchange = Callback::from(move |_: Event| choose.set(here));
        let testid = if here { "order-from-here" } else { "order-from-now" };
        choice("order-start", *from_here == here, testid, words, onchange)
    };
    let this = sent.as_ref().map(ticks::name).unwrap_or_default();
    html! {
        <form class="order-form" {onsubmit}>
            <p class="dialog__lead">{ t!("order-lead") }</p>
            <div class="order-form__choices">
                <fieldset>
                    <legend>{ t!("order-target") }</legend>
                    { for targets }
                </fieldset>
                <fieldset>
                    <legend>{ t!("order-start") }</legend>
                    { start(true, html! { <>{ t!("order-start-here") }<small>{ this }</small></> }) }
                    { start(false, html! { <>{ t!("order-start-now") }<small>{ t!("order-start-now.meaning") }</small></> }) }
                </fieldset>
            </div>
            <div class="order-form__gain" data-testid="order-gain">
                <h3>{ t!("order-releases", name = name(regime).as_ref()) }</h3>
                { outcome_view(&outcome) }
            </div>
            <button type="submit" class="button button--main" data-testid="give-order">
                { icon(Glyph::Order) }{ t!("order-give") }
            </button>
        </form>
    }
}

/// What it would bring out.
fn outcome_view(Outcome { so_far, next }: &Outcome) -> Html {
    let of: usize = so_far.iter().map(|it| it.1).sum();
    html! {
        <>
            <dl class="outcome">
                <dt>{ t!("order-so-far") }</dt>
                <dd data-testid="order-so-far">
                    { for so_far.iter().map(|(finding, count)| html! {
                        <p data-finding={finding.key()}>
                            { mark(*finding) }
                            { t!("order-so-many", what = findings::finding(*finding), count = *count, of = of) }
                        </p>
                    }) }
                </dd>
                { for next.iter().map(|(party, finding)| html! {
                    <>
                        <dt>{ t!("order-next", name = wording::name(*party)) }</dt>
                        <dd data-testid={format!("order-next-{}", party.key())}>
                            <p data-finding={finding.key()}>{ mark(*finding) }{ findings::finding(*finding) }</p>
                        </dd>
                    </>
                }) }
            </dl>
            <p class="outcome__how">{ t!("order-tried") }</p>
        </>
    }
}

fn choice(
    name: &'static str,
    checked: bool,
    testid: &str,
    words: Html,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label class="choice">
            <input type="radio" {name} {checked} data-testid={testid.to_owned()} {onchange} />
            <span>{ words }</span>
        </label>
    }
}
