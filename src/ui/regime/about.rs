//! About the rule in force: what it does, who gains, who loses, and what that rests on.

use super::words;
use crate::ui::prelude::*;
use crate::world::regime::sources;
use crate::{l10n::text_or_id, t, world::regime::Regime};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// The sheet about a rule.
pub fn about(regime: &dyn Regime) -> Html {
    let sources = sources::of(regime.key());
    html! {
        <>
            <p class="dialog__lead">{ words(regime, "sentence") }</p>
            <p class="about__mechanism">{ words(regime, "mechanism") }</p>
            <div class="about">
                { part(regime, "gain", t!("rule-gain")) }
                { part(regime, "others", t!("rule-others")) }
                { part(regime, "notice", t!("rule-notice")) }
            </div>
            <div class="sides">
                { side(regime, "pro", t!("rule-pro"), sources.pro) }
                { side(regime, "con", t!("rule-con"), sources.con) }
            </div>
            { side(regime, "case", t!("rule-case"), sources.case) }
            { limits(regime) }
        </>
    }
}

/// What is real in a rule, what is simplified, what is not modelled.
pub fn limits(regime: &dyn Regime) -> Html {
    html! {
        <div class="about">
            { part(regime, "real", t!("about-real")) }
            { part(regime, "simplified", t!("about-simplified")) }
            { part(regime, "missing", t!("about-missing")) }
        </div>
    }
}

fn part(regime: &dyn Regime, what: &str, title: Text) -> Html {
    html! {
        <section class={classes!("about__list", format!("about__list--{what}"))} data-testid={format!("rule-{what}")}>
            <h3>{ title }</h3>
            <p>{ words(regime, what) }</p>
        </section>
    }
}

/// What has no source isn't stated.
fn side(regime: &dyn Regime, what: &str, title: Text, sources: &[&str]) -> Html {
    html! {
        <section class={classes!("side", format!("side--{what}"))} data-testid={format!("rule-{what}")}>
            <h3>{ title }</h3>
            if sources.is_empty() {
                <p class="side__none">{ t!("rule-no-source") }</p>
            } else {
                <p>{ words(regime, what) }</p>
                <ul class="side__sources" aria-label={t!("rule-sources")}>
                    { for sources.iter().map(|id| html! { <li>{ text_or_id(&format!("source-{id}"), &[]) }</li> }) }
                </ul>
            }
        </section>
    }
}
