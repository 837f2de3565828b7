//! Our primitives against the values that others have published. The sources are named in
//! tests/vectors/third-party/README.md.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

#[path = "../common/hex.rs"]
mod hex;

mod nist_gcm;
mod noise;
mod rfc;
mod rsp;
mod signal;
mod wycheproof_sets;
