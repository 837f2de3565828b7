//! The parts that recur.

mod icon;
mod popover;
mod rove;

pub use icon::{Glyph, Icon};
pub use popover::Popover;
pub use rove::rove;
