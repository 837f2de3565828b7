//! Who can read what under each rule: as regimes.md says it must come out, computed; and that
//! each of these verdicts would be another one if the rule were another.
//!
//! | module | what |
//! |---|---|
//! | [`verdicts`] | the verdicts, and that each finding rests on what it says |
//! | [`brute_force`] | besides the rules: no secret opens a message that was not found open |
//! | [`mutations`] | one named change to a rule flips exactly the verdicts that it concerns |
//! | [`scripts`] | properties over random scripts |
//! | [`knowledge`] | on everybody's knowledge, content goes when every derivation is hit |
//! | [`contacts`] | who is in touch with whom, from metadata alone |
//! | [`corruption`] | changed bytes give clear findings, and the phones do what they promise |
//! | [`impersonate`] | who could write in another one's name, against the real phones |
//! | [`vantage`] | what a thief gets on a link, in the provider's interface, at its store |
//! | [`seizure`] | what the state of a seized phone's ratchet opens, and that it ends |
//! | [`events`] | phones taken, keys stolen, places where somebody listens in |
//! | [`forging`] | LEAFs that an app finds by searching, and for which session they are |
//! | [`compare`] | the figures of the comparison are those of the runs behind them |
//! | [`evidence`] | what the owners of the phones could notice |
//! | [`order_ends`] | what orders give while they are in force, and that it ends with them |
//! | [`bytes`] | between two rules the bytes differ only where the rule says so |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "in a test these fail the test, as they should"
)]

mod brute_force;
mod bytes;
mod case;
mod changed;
mod compare;
mod contacts;
mod corruption;
mod events;
mod evidence;
mod forging;
mod impersonate;
#[path = "../common/judging.rs"]
mod judging;
mod knowledge;
mod mutations;
mod order_ends;
mod owners;
mod people;
mod reports;
mod scripts;
mod searches;
mod seizure;
mod vantage;
mod verdicts;
