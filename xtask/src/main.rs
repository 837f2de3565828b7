//! `cargo xtask …`: the project's chores, each of which first sets up what it needs.

use std::process::ExitCode;

use xtask::{cli, paths};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = paths::enter_workspace().and_then(|()| cli::run(&args));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
