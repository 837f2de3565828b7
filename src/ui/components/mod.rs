//! The parts that recur.

mod icon;
mod popover;
mod rove;

pub use icon::{Glyph, Icon};
pub use popover::{Close, Popover};
pub use rove::rove;
