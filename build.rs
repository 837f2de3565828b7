//! Compiles the locale files (Fluent) into tables.

use std::path::{Path, PathBuf};

#[allow(dead_code, unreachable_pub, reason = "the tests use the rest")]
#[path = "src/l10n/compiler/mod.rs"]
mod compiler;
#[path = "src/l10n/encoding.rs"]
mod encoding;
#[allow(dead_code, reason = "the page uses the rest")]
#[path = "src/l10n/plural.rs"]
mod plural;

const LOCALES: &str = "www/locales";

fn main() {
    println!("cargo::rerun-if-changed={LOCALES}");
    for mistake in build().err().unwrap_or_default() {
        // Cargo shows the sentence and lets the build fail.
        println!("cargo::error={mistake}");
    }
}

fn build() -> Result<(), Vec<String>> {
    let sources =
        compiler::read(Path::new(LOCALES), LOCALES).map_err(|mistake| vec![mistake.to_string()])?;
    let locales = compiler::compile(&sources)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let folder = std::env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| vec!["OUT_DIR is not set; build with cargo".to_owned()])?;
    std::fs::write(folder.join("locales.rs"), compiler::emit(&locales))
        .map_err(|error| vec![format!("the tables can't be written: {error}")])
}
