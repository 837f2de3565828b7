//! Every rule, by the idea behind it.

use super::{name, words};
use crate::{
    l10n::text_or_id,
    t,
    ui::{
        components::{Close, Glyph, Icon, rove},
        state::{Intent, use_app},
    },
    world::regime::{ALL, Idea, Regime},
};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The list of rules: arrows move, Enter chooses. It takes the focus when it appears.
#[component]
pub fn Rules() -> Html {
    let app = use_app();
    let close = use_context::<Close>();
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with((), move |()| {
            let chosen = list
                .cast::<Element>()
                .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten())
                .and_then(|chosen| chosen.dyn_into::<HtmlElement>().ok());
            // A rule that is not there needs no focus.
            let _ = chosen.map(|chosen| chosen.focus());
        });
    }
    let present = app.timeline().run().regime;
    let choose = Callback::from(move |regime: &'static dyn Regime| {
        if regime != present {
            app.dispatch(Intent::Regime(regime));
            let said = t!("rule-chosen", name = name(regime).as_ref());
            app.dispatch(Intent::Announce(said.into()));
        }
        close.iter().for_each(|Close(close)| close.emit(()));
    });
    let groups = Idea::ALL.into_iter().filter_map(|idea| {
        let of_it = || ALL.iter().copied().filter(move |regime| regime.idea() == idea);
        of_it().next()?;
        let label = format!("idea-{}", idea.key());
        Some(html! {
            <div key={idea.key()} class="rules__group" role="group" aria-labelledby={label.clone()}>
                <p class="rules__idea" role="presentation" id={label.clone()}>
                    { text_or_id(&label, &[]) }
                </p>
                { for of_it().map(|regime| option(regime, regime == present, &choose)) }
            </div>
        })
    });
    html! {
        <div
            class="rules__list"
            role="listbox"
            aria-label={t!("rule-choose")}
            ref={list}
            onkeydown={|event: KeyboardEvent| rove(&event, "[role=option]", ["ArrowUp", "ArrowDown"])}
        >
            { for groups }
        </div>
    }
}

fn option(
    regime: &'static dyn Regime,
    present: bool,
    choose: &Callback<&'static dyn Regime>,
) -> Html {
    let onclick = choose.reform(move |_: MouseEvent| regime);
    let onkeydown = {
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                choose.emit(regime);
            }
        })
    };
    html! {
        <div
            key={regime.key()}
            class="rule"
            role="option"
            tabindex={if present { "0" } else { "-1" }}
            aria-selected={present.to_string()}
            data-testid={format!("choose-{}", regime.key())}
            {onclick}
            {onkeydown}
        >
            <span class="rule__mark">if present { <Icon glyph={Glyph::Tick} /> }</span>
            <span class="rule__name">{ name(regime) }</span>
            <span class="rule__sentence">{ words(regime, "sentence") }</span>
        </div>
    }
}
