//! The tools that the chores need: found on `PATH` in the right version, or else installed
//! into the cache ([`crate::paths::tools`]), one directory for each tool and version.

pub mod browser;
pub mod cargo;
pub mod npm;
pub mod python;
pub mod rust_target;

use anyhow::{Result, bail};

use crate::run::Run;

/// Says that an install begins, and about how long it takes.
fn announce(what: &str, takes: &str) {
    println!("· installing {what} (once; about {takes})");
}

/// Installs Debian packages, or says how to.
///
/// # Errors
/// When this isn't a Debian-like machine where we are root, or when `apt-get` fails. The error
/// says what to install by hand, in the words of `otherwise`.
fn apt_install(packages: &str, takes: &str, otherwise: &str) -> Result<()> {
    let is_root = Run::new("id").arg("-u").output().is_ok_and(|id| id.trim() == "0");
    let has_apt = crate::paths::on_path("apt-get").is_some();
    if !has_apt || !is_root {
        let by_apt = format!("`sudo apt-get install {packages}`, or ");
        bail!(
            "missing: {packages}. Install with {}{otherwise}",
            if has_apt { &by_apt } else { "" }
        );
    }
    announce(packages, takes);
    let apt = |arguments: &str| {
        Run::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").output()
    };
    let install = format!("install --yes --no-install-recommends {packages}");
    if apt(&install).is_ok() {
        return Ok(());
    }
    // The package lists may be missing or old.
    apt("update")?;
    apt(&install)?;
    Ok(())
}
