//! What every view uses: Yew, with Keyhole's `html!`, classes and effects.

pub(crate) use super::classes::classes;
pub(crate) use super::{classes::Classes, effect::use_effect_with};
pub(crate) use keyhole_markup::html;
pub(crate) use yew::prelude::*;
