//! Who knows whom: what metadata alone shows of a town.

mod drawing;
mod result;
mod view;

pub use view::Contacts;
