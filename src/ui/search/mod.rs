//! Searches that really run: started from the answer to "how?", with progress, to be paused and
//! cancelled, and what they find is an action.

mod figures;
mod view;

pub use view::Search;
