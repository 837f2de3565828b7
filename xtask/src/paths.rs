//! Where things are: the workspace, the build, and the cache of tools.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The finished page, relative to the workspace.
pub const DIST: &str = "dist";

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Makes the workspace the current directory, so that every chore works from anywhere.
///
/// # Errors
/// When the workspace isn't there any more.
pub fn enter_workspace() -> Result<()> {
    let root = workspace();
    env::set_current_dir(&root).with_context(|| format!("entering {}", root.display()))
}

/// Where tools are installed: `$KEYHOLE_TOOLS`, or `keyhole/tools` in the user's cache.
///
/// # Errors
/// When the environment names no home directory.
pub fn tools() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("KEYHOLE_TOOLS") {
        return Ok(dir.into());
    }
    if let Some(cache) = env::var_os("XDG_CACHE_HOME") {
        return Ok(Path::new(&cache).join("keyhole/tools"));
    }
    let home = env::home_dir().context("no home directory; set KEYHOLE_TOOLS to a directory")?;
    Ok(home.join(".cache/keyhole/tools"))
}

/// The program `name` on `PATH`, if it is there.
#[must_use]
pub fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| path.is_file())
}
