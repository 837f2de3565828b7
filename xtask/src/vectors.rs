//! `cargo xtask vectors`: the conversations that PROTOCOL.md's readers can check against.
//!
//! `examples/vectors/` makes them.

use anyhow::Result;

use crate::run::Run;

const DIR: &str = "tests/vectors";

/// Writes the vectors into `tests/vectors/`.
///
/// # Errors
/// When the example can't be built or fails.
pub fn write() -> Result<()> {
    example("")
}

/// Checks that `tests/vectors/` holds what the code would write now, byte for byte.
///
/// # Errors
/// When it doesn't, or when the example can't be built or fails.
pub fn check() -> Result<()> {
    example("--check")
}

fn example(options: &str) -> Result<()> {
    Run::cargo()
        .args("run --quiet --locked --package keyhole --no-default-features --example vectors --")
        .args(options)
        .arg(DIR)
        .go()
}
