//! The button in the bar that says which rule is in force, and the sheet that changes it.

use super::{
    changed::{Changed, use_added_bytes},
    list::Rules,
    name,
};
use crate::{
    l10n::text_or_id,
    t,
    ui::{
        components::{Close, Glyph, Icon, Popover},
        state::{Dialog, Intent, use_app},
    },
    world::regime::Retention,
};
use yew::prelude::*;

/// Which rule is in force; opens the sheet.
#[component]
pub fn Picker() -> Html {
    let app = use_app();
    let added = use_added_bytes();
    let regime = app.timeline().run().regime;
    let about = t!("rule-about");
    let open = Callback::from(move |_: MouseEvent| app.dispatch(Intent::Open(Some(Dialog::Rule))));
    let button = html! {
        <>
            <span class="regime__label">{ t!("rule-label") }</span>
            <span class="regime__name">{ name(regime) }</span>
            if let Some(added) = added {
                <span class="regime__added figures" data-testid="added">{ added }</span>
            }
            <Icon glyph={Glyph::Down} />
        </>
    };
    html! {
        <div class="regime" data-testid="regime" data-regime={regime.key()}>
            <Popover testid="regime-button" class="button--line regime__button" {button}>
                <Sheet />
            </Popover>
            <button
                type="button"
                class="button button--icon"
                aria-label={about.clone()}
                title={about}
                data-testid="open-rule"
                onclick={open}
            >
                <Icon glyph={Glyph::Info} />
            </button>
        </div>
    }
}

#[component]
fn Sheet() -> Html {
    let app = use_app();
    let close = use_context::<Close>();
    let about = Callback::from(move |_: MouseEvent| {
        // The focus comes back to where it is now: to the button, not into a closed sheet.
        close.iter().for_each(|Close(close)| close.emit(()));
        app.dispatch(Intent::Open(Some(Dialog::Rule)));
    });
    html! {
        <div class="rules" data-testid="regimes">
            <Rules />
            <div class="rules__aside">
                <button
                    type="button"
                    class="button button--line"
                    data-testid="about-rule"
                    onclick={about}
                >
                    <Icon glyph={Glyph::Info} />{ t!("rule-about") }
                </button>
                <Changed />
                <KeptByProvider />
            </div>
        </div>
    }
}

/// How long the provider keeps envelopes.
#[component]
fn KeptByProvider() -> Html {
    let app = use_app();
    let present = app.timeline().run().retention;
    let choices = Retention::ALL.map(|retention| {
        let app = app.clone();
        let choose = Callback::from(move |_: MouseEvent| app.dispatch(Intent::Retain(retention)));
        html! {
            <button
                key={retention.key()}
                type="button"
                aria-pressed={(present == retention).to_string()}
                data-testid={format!("retention-{}", retention.key())}
                onclick={choose}
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
