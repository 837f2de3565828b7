//! The badge on what stays sealed to the point under the tap.

use super::readers;
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        state::use_app,
    },
};

/// What the badge needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Properties)]
pub struct SealedProps {
    /// How many bytes are sealed.
    pub count: usize,
}

/// The badge: it says so where the point has a key all the same.
#[component]
pub fn Sealed(SealedProps { count }: &SealedProps) -> Html {
    let app = use_app();
    let count = *count;
    let words = if readers::opens_what_is_shown(&app) {
        t!("inspector-sealed-with-key", count = count)
    } else {
        t!("inspector-sealed", count = count)
    };
    html! {
        <span class="badge badge--sealed" data-testid="sealed">{ icon(Glyph::Lock) }<span>{ words }</span></span>
    }
}
