//! The button that closes a sheet or a panel.

use super::{Glyph, icon};
use crate::t;
use crate::ui::prelude::*;

/// What the button needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CloseProps {
    /// Its class beside `button`.
    pub class: &'static str,
    /// For the browser tests.
    pub testid: &'static str,
    /// Called when it is pressed.
    pub onclose: Callback<()>,
}

/// The button.
#[component]
pub fn Close(CloseProps { class, testid, onclose }: &CloseProps) -> Html {
    html! {
        <button
            type="button"
            class={classes!("button", *class)}
            aria-label={t!("app-close")}
            title={t!("app-close")}
            data-testid={*testid}
            onclick={onclose.reform(|_: MouseEvent| ())}
        >
            { icon(Glyph::Close) }
        </button>
    }
}
