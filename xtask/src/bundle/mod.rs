//! `cargo xtask build`: from the sources to `dist/`.
//!
//! Trunk compiles, names the files by their content and inlines what index.html asks for.
//! Then this module finishes the page: [`later`] splits the WebAssembly, [`glue`] makes the JavaScript glue restartable, and
//! [`page`] lets www/boot/boot.js start it and adds the content security policy. [`names`],
//! [`styles`] and [`compact`] make it smaller.

pub mod compact;
pub mod glue;
pub mod later;
pub mod names;
pub mod page;
pub mod size;
pub mod styles;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::paths::DIST;
use crate::run::Run;
use crate::tools::cargo::CargoTool;
use crate::tools::{npm, rust_target};

/// How the names of files that come later end, before the dot; www/boot/boot.js knows it.
const LATER: &str = "_later";

/// Where the build lists the functions of both parts of the WebAssembly, which have no names
/// there: for reading a browser's stack traces, and for finding what is large.
const FUNCTIONS: &str = "target/functions.tsv";

/// Builds `dist/`.
///
/// # Errors
/// When a tool is missing and can't be installed, or when the build fails.
pub fn build() -> Result<()> {
    rust_target::ensure()?;
    let trunk = CargoTool::trunk().ensure()?;
    let tools = [trunk.clone(), CargoTool::wasm_bindgen()?.ensure()?, npm::wasm_opt()?];
    println!("· building {DIST}/ (3 minutes at first, seconds later)");
    Run::new(trunk.join(format!("trunk{}", env::consts::EXE_SUFFIX)))
        .args("--log warn build --release --locked")
        .path_first(&tools)?
        .env("CARGO_ENCODED_RUSTFLAGS", &rust_flags()?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk reads this as a flag of its own and stumbles over the usual `1`.
        .env("NO_COLOR", "true")
        .go()?;
    finish()
}

/// Flags for the page (and what is measured for it): SHA-2 in its small form (8 kB less), and no path of this machine
/// in the messages of panics.
pub(crate) fn rust_flags() -> Result<String> {
    let home = env::home_dir().context("there is no home directory")?;
    let cargo_home = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    // Names of functions with all that they are about: the split goes by them.
    let names = "-Csymbol-mangling-version=v0".to_owned();
    let mut flags = vec!["--cfg=sha2_backend_soft=\"compact\"".to_owned(), names];
    let registry = cargo_home.join("registry/src");
    let indices = fs::read_dir(&registry).into_iter().flatten().flatten().map(|it| it.path());
    for hidden in [home, cargo_home].into_iter().chain(indices) {
        flags.push(format!("--remap-path-prefix={}=", hidden.display()));
    }
    Ok(flags.join("\u{1f}"))
}

fn finish() -> Result<()> {
    let glue = glue_file()?;
    finish_glue(&glue).with_context(|| format!("finishing {}", glue.display()))?;
    finish_page().with_context(|| format!("finishing {DIST}/index.html"))
}

fn finish_glue(path: &Path) -> Result<()> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let wasm_path = path.with_file_name(format!("{stem}_bg.wasm"));
    let parts = later::split(&fs::read(&wasm_path)?)?;
    let (glue, first) = names::make_plain(&read(path)?, &parts.first)?;
    fs::write(&wasm_path, first)?;
    fs::write(wasm_path.with_file_name(format!("{stem}{LATER}.wasm")), parts.later)?;
    fs::write(FUNCTIONS, parts.functions)?;
    fs::write(path, compact::script(&glue::make_restartable(&glue)?)?)?;
    Ok(())
}

fn finish_page() -> Result<()> {
    let dist = Path::new(DIST);
    let page = dist.join("index.html");
    let joined = styles::join(&read(&page)?, |name| compact::style(&read(&dist.join(name))?))?;
    for name in joined.replaced {
        fs::remove_file(dist.join(name))?;
    }
    for (name, content) in joined.files {
        fs::write(dist.join(name), content)?;
    }
    fs::write(page, page::finish(&joined.html)?)?;
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// The glue that wasm-bindgen wrote and Trunk named.
fn glue_file() -> Result<PathBuf> {
    for entry in fs::read_dir(DIST).context("reading dist/")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("keyhole-") && name.ends_with(".js") {
            return Ok(path);
        }
    }
    bail!("Trunk wrote no {DIST}/keyhole-….js")
}
