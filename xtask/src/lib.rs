//! The chores behind `cargo xtask`, and what the browser tests share with them.
//!
//! - [`cli`] reads the command line and names the chores.
//! - [`tools`] finds or installs each tool that a chore needs, in the version that is pinned.
//! - [`bundle`] builds `dist/`: Trunk compiles, then our own step finishes the page.
//! - [`server`] serves `dist/` as any static host would, and logs what was asked of it.
//! - [`mod@bench`] builds what measures, and has it measured.
//! - [`checks`] is `cargo xtask test`: a list of stages.

pub mod bench;
pub mod bundle;
pub mod checks;
pub mod cli;
pub mod paths;
pub mod run;
pub mod serve;
pub mod server;
pub mod tools;
pub mod vectors;
