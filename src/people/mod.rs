//! People who are no target: other pairs of phones at the same provider, under the same rule, with
//! conversations of their own. What anybody reads of them is counted by the same engine.
//!
//! Each pair is a run of its own ([`run_of`]): its phones draw their keys for themselves
//! ([`crate::world::Run::pair`]), provider and institutions are those of the run on the page, with the
//! same secrets. What happens to everybody happens to them too, at the same place of the run: a key
//! that is stolen, an interface that is entered, a list that is swapped, days. What names a person
//! or a phone does not: orders, seizures, programs, links that are listened in on. So a count is of
//! messages of people whom nobody asked for.
//!
//! A pair is judged and dropped: a thousand of them need no more memory than one.
//!
//! Simplified: every pair talks to each other only, and writes as often as every other one; their
//! phones have one one-time prekey each, since no more are used. What an order has institutions put
//! together (a combined key, say) is not counted against others.

pub mod contacts;
mod exposure;
mod pair;

pub use exposure::{Exposure, Interval, Who};
pub use pair::{judge, run_of};

/// The most pairs.
pub const MOST: u32 = 3_000;
/// So many messages each pair writes.
pub const MESSAGES: u32 = 10;
/// Up to so many pairs everything is counted at once; above, a sample of as many.
pub const AT_ONCE: u32 = 60;
