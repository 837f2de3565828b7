//! `cargo xtask bench`: how quick and how large everything is, measured in Chromium.
//!
//! Here the page and the measuring page are built, the latter into `target/bench/`: the crate
//! `benches/web` compiled as the page is, `benches/web/page`, and the JavaScript that it is
//! compared with. The program `benches/run` then opens both and prints the table.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::bundle::{self, size};
use crate::run::Run;
use crate::tools::browser::Browser;
use crate::tools::cargo::CargoTool;
use crate::tools::{npm, rust_target};

/// Where the measuring page lies, relative to the workspace.
pub const SITE: &str = "target/bench";

const CRATE: &str = "bench_web";

/// Builds, measures and prints. `quick` leaves out what takes long.
///
/// # Errors
/// When a tool is missing, or when building or measuring fails.
pub fn run(quick: bool) -> Result<()> {
    Browser::Chromium.ensure()?;
    bundle::build()?;
    build()?;
    println!("· measuring ({})", if quick { "1 minute" } else { "3 minutes" });
    Run::cargo()
        .args("run --quiet --locked --package bench-run --")
        .args(if quick { "--quick" } else { "" })
        .go()?;
    println!("\nsize of dist/");
    size::report(size::Budget::Shown)
}

/// Builds the measuring page.
fn build() -> Result<()> {
    rust_target::ensure()?;
    println!("· building {SITE}/ (1 minute at first, seconds later)");
    Run::cargo()
        .args("build --quiet --locked --release --package bench-web --target")
        .arg(rust_target::WASM)
        .env("CARGO_ENCODED_RUSTFLAGS", bundle::rust_flags()?)
        .go()?;
    fs::create_dir_all(SITE).with_context(|| format!("making {SITE}/"))?;
    let compiled = format!("target/{}/release/{CRATE}.wasm", rust_target::WASM);
    Run::new(CargoTool::wasm_bindgen()?.ensure()?.join("wasm-bindgen"))
        .args("--target web --no-typescript --out-dir")
        .arg(SITE)
        .arg(compiled)
        .go()?;
    optimise(&format!("{SITE}/{CRATE}_bg.wasm"))?;
    copy("benches/web/page", SITE)?;
    let modules = npm::packages()?;
    for package in ["@noble/ciphers", "@noble/curves", "@noble/hashes"] {
        let from = modules.join(package);
        let to = Path::new(SITE).join("node_modules").join(package);
        for part in ["", "abstract", "utils"] {
            if from.join(part).is_dir() {
                copy(from.join(part), to.join(part))?;
            }
        }
    }
    Ok(())
}

/// What Trunk does with the page's WebAssembly, by the same words in index.html.
fn optimise(wasm: &str) -> Result<()> {
    let html = fs::read_to_string("index.html").context("reading index.html")?;
    let level = attribute(&html, "data-wasm-opt").context("index.html names no data-wasm-opt")?;
    let parameters = attribute(&html, "data-wasm-opt-params").unwrap_or_default();
    Run::new(npm::wasm_opt()?.join("wasm-opt"))
        .arg(format!("-O{level}"))
        .args(parameters)
        .arg(wasm)
        .arg("--output")
        .arg(wasm)
        .go()
}

/// The value of the first attribute `name`.
fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

/// Copies the files, not the folders, of a folder.
fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<()> {
    let (from, to) = (from.as_ref(), to.as_ref());
    let what = || format!("copying {} to {}", from.display(), to.display());
    fs::create_dir_all(to).with_context(what)?;
    for entry in fs::read_dir(from).with_context(what)? {
        let path = entry?.path();
        if path.is_file()
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, to.join(name)).with_context(what)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_the_page() {
        let html = r#"<link data-wasm-opt="z" data-wasm-opt-params="-a -b" />"#;
        assert_eq!(attribute(html, "data-wasm-opt"), Some("z"));
        assert_eq!(attribute(html, "data-wasm-opt-params"), Some("-a -b"));
        assert_eq!(attribute(html, "data-bin"), None);
    }
}
