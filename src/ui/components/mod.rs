//! The parts that recur.

mod icon;
mod popover;

pub use icon::{Glyph, Icon};
pub use popover::Popover;
