//! The panel "What this point sees": bytes, fields, log.
//!
//! What is shown is worked out without the web ([`layers`], [`hex_rows`], [`log_lines`],
//! [`explained`], [`value`], [`tamper`], [`grid_keys`]); the components show it.

pub mod bytes;
pub mod capture_bar;
pub mod copy;
pub mod explained;
pub mod explanation;
pub mod fields;
pub mod grid_keys;
pub mod hex_block;
pub mod hex_layer;
pub mod hex_rows;
pub mod layer_section;
pub mod layers;
pub mod legend;
pub mod log;
pub mod log_lines;
pub mod log_row;
pub mod near;
pub mod panel;
mod readers;
mod refocus;
pub mod sealed;
pub mod tabs;
pub mod tamper;
pub mod tamper_bar;
pub mod value;
pub mod width;
pub mod wording;

pub use panel::Panel;
