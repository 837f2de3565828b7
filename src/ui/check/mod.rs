//! Checking a ciphertext with the browser's own cryptography.
//!
//! [`material`] collects, without the web, what another implementation needs in order to open
//! a captured message; [`webcrypto`] is the browser's own; the component shows both.

pub mod material;
mod view;
pub mod webcrypto;

pub use view::Check;
