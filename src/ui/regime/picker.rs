//! The button in the bar that says which rule is in force, and the sheet that changes it.

use super::{
    changed::{added_bytes, changed},
    list::rules,
    name,
    orders::orders,
};
use crate::ui::prelude::*;
use crate::{
    l10n::text_or_id,
    t,
    ui::{
        components::{Glyph, Popover, icon},
        state::{App, Dialog, Intent, press, use_app},
    },
    world::regime::Retention,
};

/// Which rule is in force, and which orders; opens the sheet.
#[component]
pub fn Picker() -> Html {
    let app = use_app();
    let regime = app.timeline().run().regime;
    let about = t!("rule-about");
    let open = press(&app, Intent::Open(Some(Dialog::Rule)));
    let button = html! {
        <>
            <span class="regime__label">{ t!("rule-label") }</span>
            <span class="regime__name">{ name(regime) }</span>
            if let Some(added) = added_bytes(&app.difference) {
                <span class="regime__added figures" data-testid="added">{ added }</span>
            }
            { icon(Glyph::Down) }
        </>
    };
    let orders = orders(&app);
    let sheet = Callback::from(move |close: Callback<()>| sheet(&app, close));
    html! {
        <>
            <div class="regime" data-testid="regime" data-regime={regime.key()}>
                <Popover
                    testid="regime-button"
                    class="button--line regime__button"
                    {button}
                    {sheet}
                />
                <button
                    type="button"
                    class="button button--icon"
                    aria-label={about.clone()}
                    title={about}
                    data-testid="open-rule"
                    onclick={open}
                >
                    { icon(Glyph::Info) }
                </button>
            </div>
            { orders }
        </>
    }
}

fn sheet(app: &App, close: Callback<()>) -> Html {
    let about = {
        let (app, close) = (app.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            // The focus comes back to where it is now: to the button, not into a closed sheet.
            close.emit(());
            app.dispatch(Intent::Open(Some(Dialog::Rule)));
        })
    };
    html! {
        <div class="rules" data-testid="regimes">
            { rules(app, close) }
            <div class="rules__aside">
                <button
                    type="button"
                    class="button button--line"
                    data-testid="about-rule"
                    onclick={about}
                >
                    { icon(Glyph::Info) }{ t!("rule-about") }
                </button>
                { changed(app) }
                { kept_by_provider(app) }
            </div>
        </div>
    }
}

/// How long the provider keeps envelopes.
fn kept_by_provider(app: &App) -> Html {
    let present = app.timeline().run().retention;
    let choices = Retention::ALL.map(|retention| {
        html! {
            <button
                key={retention.key()}
                type="button"
                aria-pressed={(present == retention).to_string()}
                data-testid={format!("retention-{}", retention.key())}
                onclick={press(app, Intent::Retain(retention))}
            >
                { text_or_id(&format!("retention-{}", retention.key()), &[]) }
            </button>
        }
    });
    html! {
        <section class="rules__part">
            <h3 id="retention">{ t!("retention") }</h3>
            <div class="segments" role="group" aria-labelledby="retention">{ for choices }</div>
            <p class="rules__note">
                { text_or_id(&format!("retention-{}.meaning", present.key()), &[]) }
            </p>
        </section>
    }
}
