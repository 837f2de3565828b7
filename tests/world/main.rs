//! The world: what passes where, what happens when something is changed, and that stepping
//! back and inserting change nothing that they should not.
//!
//! | module | what |
//! |---|---|
//! | [`phones`] | what phones show |
//! | [`points`] | what each point sees |
//! | [`links`] | what is changed or cut on a link |
//! | [`provider`] | what the provider does with an envelope |
//! | [`replay`] | the same run again, and stepping back |
//! | [`changes`] | what is inserted, undone and done again |
//! | [`random`] | random runs |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "in a test these fail the test, as they should"
)]

mod changes;
mod exchange;
mod links;
mod phones;
mod points;
mod provider;
mod random;
mod replay;
