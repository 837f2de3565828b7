//! `cargo xtask test`: everything that must hold, in stages.

mod purity;
mod stages;

use std::env;

use anyhow::Result;

use crate::bundle::{self, size};
use crate::run::Run;
use crate::tools::browser::Browser;
use crate::tools::cargo::CargoTool;
use crate::tools::{python, rust_target};
use crate::vectors;
use stages::Stages;

/// Runs every stage, also after one has failed, and prints what each took.
///
/// # Errors
/// When a stage failed.
pub fn run(all_browsers: bool) -> Result<()> {
    let mut stages = Stages::default();
    stages.run("format", || Run::cargo().args("fmt --all --check").go());
    stages.run("lints", || {
        Run::cargo().args("clippy --quiet --locked --workspace --all-targets -- -D warnings").go()
    });
    stages.run("lints of the page", || {
        rust_target::ensure()?;
        Run::cargo()
            .args("clippy --quiet --locked --target")
            .arg(rust_target::WASM)
            .args("-- -D warnings")
            .go()
    });
    stages.run("documentation", || {
        Run::cargo()
            .args("doc --quiet --locked --no-deps --workspace --document-private-items")
            .env("RUSTDOCFLAGS", "-D warnings")
            .go()
    });
    stages.run("licences, sources, duplicates", || {
        let deny = CargoTool::deny().ensure()?.join("cargo-deny");
        Run::new(deny)
            .args("--log-level error --workspace --locked check licenses bans sources")
            .go()
    });
    stages.run("the core without the web", purity::check);
    stages.run("tests of the core", || {
        Run::cargo()
            .args("test --quiet --locked --no-fail-fast --package keyhole --no-default-features")
            .go()
    });
    stages.run("tests of the page without a browser", || {
        Run::cargo().args("test --quiet --locked --package keyhole --lib ui::").go()
    });
    stages.run("the fuzz target compiles", || {
        Run::cargo()
            .args("check --quiet --locked --no-default-features --manifest-path fuzz/Cargo.toml")
            .args("--target-dir target")
            .go()
    });
    stages.run("tests of the chores", || {
        Run::cargo().args("test --quiet --locked --package xtask").go()
    });
    stages.run("vectors", vectors::check);
    stages.run("reference decryptor in Python", || {
        Run::new(python::with_cryptography()?).args("-B tests/reference").go()
    });
    if stages.run("release build", bundle::build) {
        stages.run("size", || size::report(size::Budget::Enforced));
        let browsers: &[Browser] = if all_browsers {
            &[Browser::Chromium, Browser::Firefox, Browser::Webkit]
        } else {
            &[Browser::Chromium]
        };
        for browser in browsers {
            stages.run(&format!("the page in {}", browser.name()), || in_browser(*browser));
        }
    }
    stages.finish()
}

fn in_browser(browser: Browser) -> Result<()> {
    browser.ensure()?;
    let threads = env::var("KEYHOLE_BROWSER_THREADS").unwrap_or_else(|_| "2".into());
    Run::cargo()
        .args("test --quiet --locked --package browser-tests -- --test-threads")
        .arg(threads)
        .env("KEYHOLE_BROWSER", browser.name())
        // An error says what was waited for; where in the harness helps nobody.
        .env("RUST_LIB_BACKTRACE", "0")
        .go()
}
