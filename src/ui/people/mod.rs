//! And everybody else: what is read of people who are no target.

mod strip;
mod view;

pub use view::People;
