//! All rules beside one another: the same conversation under each, and what is counted of it.

mod table;
mod view;

pub use view::Compare;
