//! What every view uses: Yew, with Keyhole's `html!`.

pub use keyhole_markup::html;
pub use yew::prelude::*;
