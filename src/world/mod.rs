//! The world: two phones, two links, a provider, a clock, and what passes where.
//!
//! ```text
//!  Alice's phone ── Alice's link ── provider ── Bob's link ── Bob's phone
//! ```
//!
//! A [`Run`] is a seed and a list of [`Action`]s with numbers. A [`Timeline`] plays it: each
//! action starts packets, each step lets one arrive, and everything that passes a point of
//! the path is in the [`Recording`]. The same run gives the same bytes everywhere; stepping
//! back gives the earlier state exactly.

mod action;
mod bundle;
mod capture;
mod chat;
mod connection;
mod effect;
mod event;
mod forging;
mod names;
mod pair;
mod phone;
pub(crate) mod phone_store;
mod provider;
mod recording;
pub mod regime;
mod rehearsal;
mod run_json;
mod script;
mod seizure;
mod state;
mod timeline;
mod transmission;

pub use action::{Action, Forged, Interference, Run, Searched, Step, Taker, Target};
pub use capture::{Capture, Seen, SeenWhat};
pub use chat::{ChatBody, ChatItem, Delivery};
pub(crate) use connection::is_elsewhere;
pub use event::{Disconnect, Event, Note};
pub use forging::forgery;
pub use names::{ActionId, Party, Point, Time};
pub use pair::Pair;
pub use phone::{ConnectionState, Phone};
pub use provider::{DirectoryEntry, Provider, RelayLine};
pub use recording::{Agreed, Entry, Recorded, Recording};
pub use rehearsal::Rehearsal;
pub use script::{conversation, played};
pub use state::World;
pub use timeline::{Position, Timeline};
pub use transmission::{Direction, Fate, Traffic, Transmission, TransmissionId};
