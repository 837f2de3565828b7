//! What every view uses: Yew, with Keyhole's `html!` and effects.

pub use super::effect::use_effect_with;
pub use keyhole_markup::html;
pub use yew::prelude::*;
