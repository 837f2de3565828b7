//! The standard library for `wasm32-unknown-unknown`.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::announce;
use crate::paths;
use crate::run::Run;

/// The target that the page is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the toolchain can compile for [`WASM`].
///
/// # Errors
/// When the target is missing and `rustup` can't add it.
pub fn ensure() -> Result<()> {
    let sysroot = Run::new("rustc").args("--print sysroot").output()?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if paths::on_path("rustup").is_none() {
        bail!(
            "this Rust has no {WASM}; install Rust with rustup (https://rustup.rs), \
             or your system's package of Rust's standard library for that target"
        );
    }
    announce(WASM, "10 seconds");
    Run::new("rustup")
        .args("target add")
        .arg(WASM)
        .go()
        .with_context(|| format!("adding {WASM}; try `rustup target add {WASM}` by hand"))
}
