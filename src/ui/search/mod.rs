//! Searches that really run: started from the answer to "how?", with progress, to be paused and
//! cancelled, and what they find is an action. That for a LEAF is started among the events.

mod figures;
mod forge;
mod view;

pub use forge::{Forging, use_forging};
pub use view::Search;
