//! Tools that only npm carries, pinned by `xtask/npm/package-lock.json`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use super::announce;
use crate::paths;
use crate::run::{Run, version_of};

/// The oldest wasm-opt that reads what today's Rust writes, and the one that is pinned.
const WASM_OPT: u32 = 132;

const NODE: &str = "install Node.js 20 or newer with npm (https://nodejs.org; Debian: \
                    `apt-get install npm`)";

/// The directory that holds `wasm-opt`.
///
/// # Errors
/// When it is neither on `PATH` nor can be installed.
pub fn wasm_opt() -> Result<PathBuf> {
    if let Some(path) = paths::on_path("wasm-opt")
        && let Some(version) = version_of(&path)
        && version.parse::<u32>().is_ok_and(|version| version >= WASM_OPT)
        && let Some(dir) = path.parent()
    {
        return Ok(dir.to_path_buf());
    }
    Ok(packages()
        .context("wasm-opt (Binaryen 132 or newer on PATH would do as well)")?
        .join(".bin"))
}

/// The `node_modules` of `xtask/npm/package-lock.json`, installed if missing.
///
/// It lies in the cache under the hash of the lock file, so that clones share it.
///
/// # Errors
/// When npm is missing or fails.
pub fn packages() -> Result<PathBuf> {
    let source = paths::workspace().join("xtask/npm");
    let lock = fs::read(source.join("package-lock.json")).context("reading package-lock.json")?;
    let hash = Sha256::digest(&lock);
    let name: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let home = paths::tools()?.join(format!("npm-{name}"));
    let modules = home.join("node_modules");
    // npm writes this file last.
    if modules.join(".package-lock.json").is_file() {
        return Ok(modules);
    }
    let Some(npm) = paths::on_path("npm").or_else(|| paths::on_path("npm.cmd")) else {
        bail!("npm is missing: {NODE}");
    };
    announce("npm packages (wasm-opt, axe, noble)", "20 seconds");
    fs::create_dir_all(&home).with_context(|| format!("making {}", home.display()))?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(source.join(file), home.join(file)).with_context(|| format!("copying {file}"))?;
    }
    Run::new(npm)
        .args("ci --ignore-scripts --no-audit --no-fund --loglevel=error")
        .within(&home)
        .output()
        .with_context(|| format!("installing npm packages; if npm is too old, {NODE}"))?;
    Ok(modules)
}
