//! A key on the page: its name, its bytes if they may be seen, and what became of it.

use super::key::{Fate, KeyView};
use crate::ui::prelude::*;
use crate::{
    hex,
    l10n::text_or_id,
    t,
    ui::{inspector::copy::Copy, matrix::wording, state::use_app},
};

/// What a key needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ChipProps {
    /// The key.
    pub view: KeyView,
    /// Whether secrets are shown.
    pub shown: bool,
}

/// A key.
#[component]
pub fn KeyChip(ChipProps { view, shown }: &ChipProps) -> Html {
    let app = use_app();
    let others = match (view.fate, hex::decode(&view.hex)) {
        (Fate::Public, _) | (_, None) => Vec::new(),
        (_, Some(bytes)) => app.access().elsewhere(&bytes),
    };
    let name = text_or_id(&format!("ratchet-key-{}", view.role), &[]);
    let name =
        if view.number.is_empty() { name.into_owned() } else { format!("{name} {}", view.number) };
    let visible = *shown || view.fate == Fate::Public;
    let label = (!matches!(view.fate, Fate::Public | Fate::Kept))
        .then(|| text_or_id(&format!("ratchet-fate-{}", view.fate.key()), &[]));
    let meaning = if view.fate == Fate::Public { "meaning-metadata" } else { "meaning-key" };
    html! {
        <div class={classes!("keychip", meaning, format!("keychip--{}", view.fate.key()))} data-testid={format!("key-{}", view.role)}>
            <span class="keychip__name">
                if view.fate.is_gone() { <s>{ name.clone() }</s> } else { { name.clone() } }
            </span>
            if let Some(label) = label { <span class="keychip__fate">{ label }</span> }
            if !others.is_empty() {
                <span class="keychip__others" data-testid="key-elsewhere">
                    { t!("ratchet-elsewhere", who = wording::observers(&others)) }
                </span>
            }
            if visible {
                <code class="keychip__hex">{ view.hex.clone() }</code>
                <Copy text={view.hex.clone()} label={t!("ratchet-copy", what = name.as_str())} icon_only=true testid="copy-key" />
            } else {
                <span class="keychip__hidden" aria-label={t!("ratchet-hidden")} role="img">{ "••••••••" }</span>
            }
        </div>
    }
}
