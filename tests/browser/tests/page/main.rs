//! The page in the browser that `KEYHOLE_BROWSER` names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "in a test these fail the test, as they should"
)]

mod access;
mod bytes;
mod compare;
mod contacts;
mod crash;
mod events;
mod forging;
mod hooks;
mod load;
mod looks;
mod people;
mod playback;
mod regimes;
mod searches;
mod talk;
mod tamper;
mod vectors;
