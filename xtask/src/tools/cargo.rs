//! Tools that come as crates.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::announce;
use crate::paths;
use crate::run::{Run, version_of};

/// A program in a crate, at the one version that is used.
#[derive(Debug, Clone)]
pub struct CargoTool {
    krate: &'static str,
    program: &'static str,
    version: String,
    locked: bool,
    takes: &'static str,
}

impl CargoTool {
    /// Trunk, which drives the build of the page.
    ///
    /// 0.21 rather than 0.22, which needs a newer Rust than the one that is pinned.
    #[must_use]
    pub fn trunk() -> Self {
        Self {
            krate: "trunk",
            program: "trunk",
            version: "0.21.14".into(),
            locked: true,
            takes: "8 minutes on two cores",
        }
    }

    /// The wasm-bindgen CLI. Its version must be that of the library in `Cargo.lock`.
    ///
    /// # Errors
    /// When `Cargo.lock` names no wasm-bindgen.
    pub fn wasm_bindgen() -> Result<Self> {
        let lock = fs::read_to_string(paths::workspace().join("Cargo.lock"))
            .context("reading Cargo.lock")?;
        Ok(Self {
            krate: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: locked_version(&lock, "wasm-bindgen")
                .context("Cargo.lock names no wasm-bindgen")?,
            // Its own lock file names a version of a dependency that was withdrawn.
            locked: false,
            takes: "2 minutes on two cores",
        })
    }

    /// cargo-deny, which checks licences, sources and duplicate versions.
    #[must_use]
    pub fn deny() -> Self {
        Self {
            krate: "cargo-deny",
            program: "cargo-deny",
            version: "0.20.2".into(),
            locked: true,
            takes: "5 minutes on two cores",
        }
    }

    /// The WebDriver of Firefox.
    #[must_use]
    pub fn geckodriver() -> Self {
        Self {
            krate: "geckodriver",
            program: "geckodriver",
            version: "0.37.1".into(),
            locked: true,
            takes: "2 minutes on two cores",
        }
    }

    /// The directory that holds the program, which is installed if it is missing.
    ///
    /// # Errors
    /// When `cargo install` fails.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(path) = paths::on_path(self.program)
            && version_of(&path).as_deref() == Some(&self.version)
            && let Some(dir) = path.parent()
        {
            return Ok(dir.to_path_buf());
        }
        let root = paths::tools()?.join(format!("{}-{}", self.krate, self.version));
        let bin = root.join("bin");
        if bin.join(format!("{}{}", self.program, env::consts::EXE_SUFFIX)).is_file() {
            return Ok(bin);
        }
        announce(&format!("{} {}", self.krate, self.version), self.takes);
        let locked = if self.locked { "--locked" } else { "" };
        Run::cargo()
            .args(&format!("install --quiet {locked} {} --version {}", self.krate, self.version))
            .arg("--root")
            .arg(&root)
            .env("CARGO_TARGET_DIR", root.join("target"))
            .go()
            .with_context(|| {
                format!(
                    "{} could not be installed; get version {} from https://crates.io/crates/{} \
                     or your system's packages and put `{}` on PATH",
                    self.krate, self.version, self.krate, self.program
                )
            })?;
        // What was compiled on the way is large and not needed again.
        fs::remove_dir_all(root.join("target")).context("clearing up after cargo install")?;
        Ok(bin)
    }
}

fn locked_version(lock: &str, name: &str) -> Option<String> {
    let name_line = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name_line);
    lines.next()?;
    Some(lines.next()?.strip_prefix("version = \"")?.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_in_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
    }
}
