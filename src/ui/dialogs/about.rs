//! What is real, what is simplified, what is not modelled.

use crate::ui::prelude::*;
use crate::{
    l10n::text,
    t,
    ui::{regime, state::use_app},
};

/// The longest list that the locale file may hold.
const MOST: usize = 20;

/// Three honest lists about the page, and three about the rule in force.
#[component]
pub fn About() -> Html {
    let app = use_app();
    let rule = app.timeline().run().regime;
    html! {
        <>
            <p class="dialog__lead">{ t!("about-lead") }</p>
            <div class="about">
                { list("real", t!("about-real").into_owned()) }
                { list("simplified", t!("about-simplified").into_owned()) }
                { list("missing", t!("about-missing").into_owned()) }
            </div>
            <section class="about__rule" data-testid="about-this-rule">
                <h3>{ t!("about-rule", name = regime::name(rule).as_ref()) }</h3>
                { regime::limits(rule) }
            </section>
            <p class="dialog__note">{ t!("about-private") }</p>
        </>
    }
}

fn list(key: &str, title: String) -> Html {
    let items = (1..=MOST).map_while(|nth| text(&format!("about-item-{key}-{nth}"), &[]));
    html! {
        <section class={classes!("about__list", format!("about__list--{key}"))} data-testid={format!("about-{key}")}>
            <h3>{ title }</h3>
            <ul>{ for items.map(|item| html! { <li>{ item }</li> }) }</ul>
        </section>
    }
}
