//! Python with the one package that the reference decryptor uses.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::announce;
use crate::paths;
use crate::run::Run;

/// The Python that runs `tests/reference/`, in a virtual environment of its own if the
/// system's Python lacks the package `cryptography`.
///
/// # Errors
/// When Python is missing, or when the package can't be installed.
pub fn with_cryptography() -> Result<PathBuf> {
    let system = ["python3", "python"]
        .into_iter()
        .find_map(paths::on_path)
        .context("Python 3.9 or newer is missing: get it from https://www.python.org or your system's packages")?;
    if has_cryptography(&system) {
        return Ok(system);
    }
    let home = paths::tools()?.join("python");
    let python = if env::consts::OS == "windows" {
        home.join("Scripts/python.exe")
    } else {
        home.join("bin/python3")
    };
    if python.is_file() && has_cryptography(&python) {
        return Ok(python);
    }
    announce("a Python environment with `cryptography`", "20 seconds");
    let how = "the reference decryptor needs Python with `cryptography`: \
               `python3 -m pip install cryptography` (Debian: `apt-get install python3-venv`, \
               or python3-cryptography)";
    Run::new(&system).args("-m venv").arg(&home).output().context(how)?;
    Run::new(&python)
        .args("-m pip install --quiet --disable-pip-version-check cryptography")
        .output()
        .context(how)?;
    Ok(python)
}

fn has_cryptography(python: &PathBuf) -> bool {
    let probe = "from cryptography.hazmat.primitives.ciphers.aead import AESGCM";
    Run::new(python).arg("-c").arg(probe).output().is_ok()
}
