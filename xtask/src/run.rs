//! Running other programs.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, iter};

use anyhow::{Context as _, Result, bail};

/// One call of another program.
#[derive(Debug)]
pub struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// A call of `program`, which is looked up on `PATH` unless it is a path.
    #[must_use]
    pub fn new(program: impl AsRef<Path>) -> Self {
        let program = program.as_ref();
        let shown = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into();
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        Self { command, shown }
    }

    /// A call of the `cargo` that runs us, and so of the pinned toolchain.
    #[must_use]
    pub fn cargo() -> Self {
        let mut run = Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // What Cargo tells xtask about xtask must not reach what xtask builds.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                run.command.env_remove(name);
            }
        }
        run
    }

    /// Adds arguments, separated by blanks.
    #[must_use]
    pub fn args(self, args: &str) -> Self {
        args.split_whitespace().fold(self, |run, arg| run.arg(arg))
    }

    /// Adds one argument as it is.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        let arg = arg.into();
        // Writing to a `String` can't fail.
        let _ = write!(self.shown, " {}", arg.to_string_lossy());
        self.command.arg(arg);
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.command.env(name, value.into());
        self
    }

    /// Puts directories in front of `PATH`, unless they are on it anyway.
    ///
    /// # Errors
    /// When a directory's name can't be part of `PATH`.
    pub fn path_first(self, dirs: &[PathBuf]) -> Result<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let known: Vec<PathBuf> = env::split_paths(&path).collect();
        let new = dirs.iter().filter(|dir| !known.contains(dir));
        let all = env::join_paths(new.chain(&known))?;
        Ok(self.env("PATH", all))
    }

    /// Runs in `dir`.
    #[must_use]
    pub fn within(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Runs, shows what the program prints, and expects success.
    ///
    /// # Errors
    /// When the program can't be started or fails.
    pub fn go(mut self) -> Result<()> {
        let status = self.command.status().with_context(|| format!("starting `{}`", self.shown))?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.shown);
        }
        Ok(())
    }

    /// Runs, and returns what the program prints to its standard output.
    ///
    /// # Errors
    /// When the program can't be started or fails; the error quotes what it said.
    pub fn output(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| format!("starting `{}`", self.shown))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` failed ({}): {said}{complaint}", self.shown, output.status);
        }
        Ok(said)
    }
}

/// The first `major.minor…` number that `program --version` prints, if it runs at all.
#[must_use]
pub fn version_of(program: &Path) -> Option<String> {
    let said = Run::new(program).arg("--version").output().ok()?;
    first_number(&said)
}

fn first_number(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let number: String = text
        .get(start..)?
        .chars()
        .chain(iter::once(' '))
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    Some(number.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_of_a_version_line() {
        assert_eq!(first_number("trunk 0.21.14\n").as_deref(), Some("0.21.14"));
        assert_eq!(first_number("wasm-opt version 132 (version_132)").as_deref(), Some("132"));
        assert_eq!(
            first_number("Chromium 156.0.8078.79 built on").as_deref(),
            Some("156.0.8078.79")
        );
        assert_eq!(first_number("no number"), None);
    }
}
