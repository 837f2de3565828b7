//! A button that copies a text and says so.

use crate::ui::prelude::*;
use crate::{
    shell::clipboard,
    t,
    ui::{
        clock::Timeout,
        components::{Glyph, icon},
    },
};
use wasm_bindgen_futures::spawn_local;

/// How long the button says that it has copied, in milliseconds.
const SAID: u32 = 2_000;

/// What a copy button needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CopyProps {
    /// What it copies.
    pub text: AttrValue,
    /// What it says.
    pub label: AttrValue,
    /// Whether the label is only read aloud.
    #[prop_or_default]
    pub icon_only: bool,
    /// For the browser tests.
    #[prop_or(AttrValue::Static("copy"))]
    pub testid: AttrValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    None,
    Copied,
    Refused,
}

/// Copies a text, and says whether it could.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let outcome = use_state_eq(|| Outcome::None);
    let onclick = {
        let (text, outcome) = (props.text.clone(), outcome.clone());
        Callback::from(move |_: MouseEvent| {
            let (text, outcome) = (text.clone(), outcome.clone());
            spawn_local(async move {
                let copied = clipboard::copy(&text).await.is_ok();
                outcome.set(if copied { Outcome::Copied } else { Outcome::Refused });
            });
        })
    };
    {
        let outcome = outcome.clone();
        use_effect_with(*outcome, move |now| {
            let timer = (*now != Outcome::None)
                .then(|| Timeout::after(SAID, move || outcome.set(Outcome::None)));
            move || drop(timer)
        });
    }
    let (glyph, said) = match *outcome {
        Outcome::None => (Glyph::Copy, None),
        Outcome::Copied => (Glyph::Tick, Some(t!("inspector-copied"))),
        Outcome::Refused => (Glyph::Warning, Some(t!("inspector-copy-refused"))),
    };
    let shown = said.clone().map_or_else(|| props.label.clone(), AttrValue::from);
    html! {
        <>
            <button
                type="button"
                class={classes!("button", "button--small", props.icon_only.then_some("button--icon-small"))}
                title={props.label.clone()}
                aria-label={props.icon_only.then(|| props.label.clone())}
                data-testid={props.testid.clone()}
                data-copied={(*outcome == Outcome::Copied).then_some("true")}
                {onclick}
            >
                { icon(glyph) }
                if !props.icon_only || said.is_some() { <span>{ shown }</span> }
            </button>
            <span class="aloud" role="status">{ said.unwrap_or_default() }</span>
        </>
    }
}
