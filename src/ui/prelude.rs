//! What every view uses: Yew, with Keyhole's `html!`, classes and hooks.

pub(crate) use super::classes::classes;
pub(crate) use super::{
    classes::Classes,
    effect::use_effect_with,
    kept_value::{UseStateHandle, UseStateSetter, use_node_ref, use_state_eq},
};
pub(crate) use keyhole_markup::html;
pub(crate) use yew::prelude::*;
