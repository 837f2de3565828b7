//! What rules about access add to the protocol, as pure functions: keys and bytes in, bytes out.
//!
//! A mechanism knows no phone, no provider and no rule. Each one names the paper or the
//! specification that it follows, its byte layout, and what it simplifies.

pub mod abrasion;
pub mod backup;
pub mod chip;
pub mod crumple;
pub mod device_list;
pub mod discrete_log;
pub mod escrow;
pub mod export;
pub mod forgery;
pub mod franking;
pub mod hybrid;
pub mod layer;
pub mod leaf;
pub mod log;
pub mod scan;
pub mod sealed_sender;
pub mod search;
pub mod sharing;
pub mod suites;
pub mod trial_aes;
pub mod work_factor;

mod layout;
mod modular;
mod sealing;

pub use layout::Layout;

#[cfg(test)]
mod testing;
