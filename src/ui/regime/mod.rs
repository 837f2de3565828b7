//! Rules about access: which one is in force, what it means, what it changed on the wire, and
//! the orders that are given under it.
//!
//! Everything is driven by [`ALL`](crate::world::regime::ALL); nothing here knows a rule by
//! name. What the texts rest on is in [`sources`](crate::world::regime::sources).

mod about;
mod changed;
pub mod difference;
mod list;
mod order;
mod orders;
mod outcome;
mod picker;

pub use about::{about, limits};
pub use changed::{NewFields, use_difference};
pub use order::{OrderForm, order_at, order_button, rove_orders};
pub use picker::Picker;

use crate::{
    l10n::{text, text_or_id},
    world::regime::Regime,
};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// What a rule is called.
#[must_use]
pub fn name(regime: &dyn Regime) -> Text {
    text_or_id(&format!("regime-{}", regime.key()), &[])
}

/// One of the texts about a rule, if it has it: `sentence`, `mechanism`, `gain`, …
#[must_use]
pub fn words(regime: &dyn Regime, what: &str) -> Option<Text> {
    text(&format!("regime-{}.{what}", regime.key()), &[])
}
