//! Work that takes long, in pieces: searches for keys that are weak on purpose and for LEAFs that a
//! chip accepts, and counting what is read of other people.
//!
//! ```text
//! Access::quest ──▶ Quest: a message, what is known of its key, what there is to try
//!                      │ Task: one kind of trial, as bytes, so that it can be sent to a worker
//!                      ▼
//!                  Campaign: hands out pieces, counts what was done, says when a key was found
//!                      │ Piece: so many candidates of a task     ▲ Outcome: tried, found, counted
//!                      ▼                                          │
//!                  Runner: in a worker, or in slices on the page
//! ```
//!
//! Nothing here knows a worker, a clock or the page. What is found opens the message by its tag, or
//! it is not found: a candidate that fits the known bytes by chance is counted and passed over.

mod campaign;
mod piece;
mod task;

pub use campaign::{Campaign, State};
pub use piece::{Outcome, Piece, Runner};
pub use task::{Found, Sealed, Task};
