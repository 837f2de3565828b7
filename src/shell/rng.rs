//! Randomness from the operating system, for the seed of a fresh run.

/// A new seed.
///
/// # Errors
/// When the browser has no cryptographic randomness.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
pub fn seed() -> Result<[u8; 32], getrandom::Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    Ok(seed)
}
