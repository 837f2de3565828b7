//! What `cargo xtask bench` measures, as functions that its page calls.
//!
//! Each does a thing `n` times, so that the page can take the time of as many as its clock
//! resolves; `page/bench.js` measures, `benches/run` prints. The crate is compiled with the
//! profile of the page, and is never part of it.

pub mod access;
pub mod memory;
pub mod message;
mod peer;
pub mod primitives;
pub mod ratchet;
pub mod replay;
pub mod search;
