//! The safety numbers of both phones, side by side.

use crate::ui::prelude::*;
use crate::{
    protocol::safety_number::SafetyNumber,
    t,
    ui::{
        components::{Glyph, icon},
        inspector::{copy::Copy, wording},
        state::use_app,
    },
    world::Party,
};

/// What both phones show, and whether it is the same.
#[component]
pub fn Safety() -> Html {
    let app = use_app();
    let numbers = use_memo(app.version(), |_| {
        let timeline = app.timeline();
        Party::ALL.map(|party| (party, timeline.world().phone(party).safety_number()))
    });
    let digits: Vec<Option<&str>> =
        numbers.iter().map(|(_, number)| number.as_ref().map(SafetyNumber::digits)).collect();
    let verdict = match digits.as_slice() {
        [Some(one), Some(other)] if one == other => Verdict::Match,
        [Some(_), Some(_)] => Verdict::Differ,
        _ => Verdict::NotYet,
    };
    let (glyph, text) = match verdict {
        Verdict::Match => (Glyph::Tick, t!("safety-match")),
        Verdict::Differ => (Glyph::Warning, t!("safety-differ")),
        Verdict::NotYet => (Glyph::Clock, t!("safety-not-yet")),
    };
    html! {
        <>
            <p class="dialog__lead">{ t!("safety-lead") }</p>
            <div class="safety">{ for numbers.iter().map(|(party, number)| phone(*party, number.as_ref())) }</div>
            <p class={classes!("verdict", verdict.class())} data-testid="safety-verdict">
                { icon(glyph) }{ text }
            </p>
            <p>{ t!("safety-meaning") }</p>
            <p class="dialog__note">{ t!("safety-how") }</p>
        </>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Match,
    Differ,
    NotYet,
}

impl Verdict {
    const fn class(self) -> &'static str {
        match self {
            Self::Match => "verdict--good",
            Self::Differ => "verdict--bad",
            Self::NotYet => "verdict--open",
        }
    }
}

fn phone(party: Party, number: Option<&SafetyNumber>) -> Html {
    let name = wording::name(party);
    html! {
        <section class="safety__phone" data-testid={format!("safety-number-{}", party.key())}>
            <h3>{ t!("safety-on", name = name.as_ref()) }</h3>
            if let Some(number) = number {
                <ol class="safety__digits mono">{ for number.groups().map(|group| html! { <li>{ group.to_owned() }</li> }) }</ol>
                <Copy text={number.digits().to_owned()} label={t!("safety-copy")} testid="copy-safety" />
            } else {
                <p>{ t!("safety-none") }</p>
            }
        </section>
    }
}
