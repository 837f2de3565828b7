//! Keyhole: two phones, one wire — who can read it?
//!
//! The core is a library without the web: the protocol ([`protocol`]), what rules about
//! access add to it ([`mechanism`]), the bytes and their explanation ([`wire`]), the world of
//! two phones, two links and a provider ([`world`]), and who can read what in it ([`access`]), under each rule
//! ([`compare`]).
//! Randomness and time are parameters everywhere.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod access;
pub mod compare;
pub mod crypto;
pub mod hex;
pub mod jobs;
pub mod json;
pub mod l10n;
pub mod mechanism;
pub mod people;
pub mod protocol;

#[cfg(feature = "ui")]
pub mod shell;
pub mod sorted;
#[cfg(feature = "ui")]
pub mod ui;
pub mod wire;
pub mod world;
