//! The page.
//!
//! One state ([`state`]), changed by intents; components show it and send intents. What they
//! show is worked out in modules without the web ([`movement`], `path::form`,
//! `playback::ticks`, `inspector`, `matrix::model`, `matrix::how`, `ratchet::history`,
//! `regime::difference`,
//! `check::material`).

pub mod app;
pub mod check;
pub mod classes;
pub mod clock;
pub mod components;
pub mod dialogs;
pub mod effect;
pub mod engine;
pub mod header;
pub mod inspector;
pub mod keeping;
pub mod kept_value;
pub mod markup;
pub mod matrix;
pub mod moment;
pub mod movement;
pub mod part;
pub mod path;
pub mod people;
pub mod phone;
pub mod playback;
pub mod prelude;
pub mod ratchet;
pub mod regime;
pub mod search;
pub mod shortcuts;
pub mod state;
