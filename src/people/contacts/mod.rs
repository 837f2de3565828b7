//! Who is in touch with whom, from metadata alone: a small town at the same provider, under the same
//! rule.
//!
//! ```text
//!  Town        who knows whom, drawn from the run's seed
//!    │ for each pair of acquaintances a run of its own; Alice's and Bob's is the one on the page
//!  Conversation  which observer reads, or infers, who wrote to whom: the engine says it
//!    │                                  │ when each message came to the relay
//!  reach       who is one and        times   what follows from times alone
//!              two steps away
//! ```
//!
//! A pair is known to be in touch if somebody tells the sender and the recipient of one message of
//! theirs ([`crate::access::Access::reading`]). Nothing is assumed about a rule.
//!
//! Simplified: the people and their messages are invented, and everybody is at this provider; a
//! message goes to one person; who writes when has nothing to do with when others write.

mod conversation;
mod reach;
mod times;
mod town;

pub use conversation::{Conversation, Eyes, Sight, judge, run_of};
pub use reach::{Edge, Reach};
pub use times::{Event, Pace, events, stands_out};
pub use town::Town;

/// The fewest people.
pub const FEWEST: u32 = 10;
/// The most people.
pub const MOST: u32 = 200;
/// So many messages each pair writes in a week, but for Alice and Bob.
pub const MESSAGES: u32 = 12;
/// Alice, by her number in the town.
pub const ALICE: usize = 0;
/// Bob.
pub const BOB: usize = 1;
