//! `cargo xtask serve`: the finished page, on this machine.

use std::thread;

use anyhow::Result;

use crate::bundle::{self, size};
use crate::paths::{DIST, workspace};
use crate::server::{Server, Site};

/// The port unless told otherwise.
pub const DEFAULT_PORT: u16 = 8080;

/// Builds `dist/` and serves it until interrupted.
///
/// # Errors
/// When the build fails or the port can't be had.
pub fn serve(port: u16) -> Result<()> {
    bundle::build()?;
    size::report(size::Budget::Shown)?;
    let server = Server::start(Site::new(workspace().join(DIST)), port)?;
    println!("\nKeyhole is at {}   (Ctrl-C stops)", server.url());
    loop {
        thread::park();
    }
}
