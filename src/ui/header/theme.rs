//! The choice of the theme.

use crate::ui::prelude::*;
use crate::{
    l10n, t,
    ui::{
        components::{Glyph, icon},
        state::{Intent, Theme, press, use_app},
    },
};

/// System, light or dark.
#[component]
pub fn ThemeChoice() -> Html {
    let app = use_app();
    let choices = Theme::ALL.into_iter().map(|theme| {
        let name = l10n::text_or_id(&format!("app-theme-{}", theme.key()), &[]);
        html! {
            <button
                key={theme.key()}
                type="button"
                aria-pressed={(app.theme == theme).to_string()}
                aria-label={name.clone()}
                title={name}
                onclick={press(&app, Intent::Theme(theme))}
            >
                { icon(glyph(theme)) }
            </button>
        }
    });
    html! {
        <div class="segments" role="group" aria-label={t!("app-theme")} data-testid="theme">
            { for choices }
        </div>
    }
}

const fn glyph(theme: Theme) -> Glyph {
    match theme {
        Theme::System => Glyph::Screen,
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
    }
}
