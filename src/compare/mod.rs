//! Rules side by side: the same conversation under each of them, and what is counted of it.
//!
//! ```text
//! the run on the page, without its orders ──▶ what everybody reads without an order
//!          │  an order in the middle, or the page's own
//!          ▼
//!   what the investigator reads, before it and after it; what users could notice
//!          │  a layer of the owners' own, right after the order
//!          ▼
//!   what the investigator reads of what comes then
//! ```
//!
//! Nothing here knows a rule: a row is what the engine finds in three runs, and in those of some
//! [other people](crate::people).

mod bytes;
mod coalition;
mod column;
pub mod export;
mod figures;
mod variants;

pub use column::{Column, Figure};
pub use figures::{Figures, PAIRS, Share, Standing, of};
pub use variants::{Shown, shown};
