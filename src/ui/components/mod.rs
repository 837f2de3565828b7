//! The parts that recur.

mod close;
mod icon;
mod popover;
mod rove;
mod switch;
mod tabs;

pub use close::Close;
pub use icon::{Glyph, icon};
pub use popover::Popover;
pub use rove::rove;
pub use switch::Switch;
pub use tabs::Tabs;
