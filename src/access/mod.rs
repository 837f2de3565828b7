//! Who can read what: computed from what each observer holds, never asserted.
//!
//! ```text
//!  recording ──gather──▶ leaves: captures and secrets, each with its origin and its holders
//!                           │
//!                        rules (open a record, read an envelope, derive a key, …)
//!                           ▼
//!                        graph: facts, and steps from premises to a conclusion
//!                           │
//!                        for each observer: what can be reached from its leaves
//!                           ▼
//!                        findings, one per message and observer, each with its derivation
//! ```
//!
//! The [`Graph`] applies every [`Rule`] once, with the real algorithms, to whatever anybody
//! holds; a step is in it because the bytes opened. A step counts for an observer only if the
//! observer can reach all of its premises, so the answer for one observer is the one that the
//! closure over this observer's holdings alone would give (a property test says so), and the
//! answer for any union of observers costs no cryptography.
//!
//! No rule knows a regime, and none looks at the text that it is asked for.

mod bytes;
mod capable;
mod derivation;
mod evidence;
mod fact;
mod false_leaf;
mod finding;
mod gather;
mod graph;
mod impersonate;
mod kept;
mod observer;
mod quest;
pub mod rule;
mod vantage;
mod ways;

pub use bytes::Bytes;
pub use capable::Capable;
pub use derivation::{Derivation, How, Missing};
pub use evidence::{Evidence, evidence};
pub use fact::{ConnectionName, Fact, FactId, Kind};
pub use finding::{Fields, Finding, Reading};
pub use graph::{Failure, Graph, Known, StepId, Steps};
pub use kept::Access;
pub use observer::{Holders, Leaf, Observer, Origin};
pub use quest::Quest;
pub use rule::Rule;
pub use vantage::Vantage;
