//! Every rule, by the idea behind it.

use super::{name, words};
use crate::ui::prelude::*;
use crate::{
    l10n::text_or_id,
    t,
    ui::{
        components::{Glyph, icon, rove},
        state::{App, Intent},
    },
    world::regime::{ALL, Idea, Regime},
};

/// The list of rules: arrows move, Enter chooses, and then `close` is called.
pub(super) fn rules(app: &App, close: Callback<()>) -> Html {
    let app = app.clone();
    let present = app.timeline().run().regime;
    let choose = Callback::from(move |regime: &'static dyn Regime| {
        if regime != present {
            app.dispatch(Intent::Regime(regime));
            let said = t!("rule-chosen", name = name(regime).as_ref());
            app.dispatch(Intent::Announce(said.into()));
        }
        close.emit(());
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
            <span class="rule__mark">if present { { icon(Glyph::Tick) } }</span>
            <span class="rule__name">{ name(regime) }</span>
            <span class="rule__sentence">{ words(regime, "sentence") }</span>
        </div>
    }
}
