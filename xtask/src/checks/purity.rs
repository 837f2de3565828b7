//! The core must build without the web in its tree: the compiler then keeps it pure.

use anyhow::{Result, bail};

use crate::run::Run;

/// What only the page may use.
const WEB: [&str; 5] = ["yew", "web-sys", "js-sys", "wasm-bindgen", "gloo"];

/// Builds the core by itself, and looks through its dependencies.
///
/// # Errors
/// When it doesn't build, or when a crate of [`WEB`] is among them, on any platform.
pub(super) fn check() -> Result<()> {
    Run::cargo().args("build --quiet --locked --package keyhole --no-default-features").go()?;
    let tree = Run::cargo()
        .args("tree --locked --package keyhole --no-default-features --edges normal")
        .args("--target all --prefix none --format {p}")
        .output()?;
    match first_of_the_web(&tree) {
        Some(line) => bail!("the core's dependencies include {line}"),
        None => Ok(()),
    }
}

fn first_of_the_web(tree: &str) -> Option<&str> {
    tree.lines().find(|line| line.split(' ').next().is_some_and(|name| WEB.contains(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_of_the_web_is_found_by_its_whole_name() {
        assert_eq!(first_of_the_web("keyhole v0.1.0\nsnow v0.10.0\nyewish v1.0.0"), None);
        assert_eq!(first_of_the_web("keyhole v0.1.0\nyew v0.23.0"), Some("yew v0.23.0"));
    }
}
