//! Splits the WebAssembly in two: what a first visit runs, and what can come later.
//!
//! Both parts work on one memory and one table. In place of each function that comes later, the
//! first part has a [stub](first): it sees to it that the second part is there and calls the
//! function through the table, into which the second part puts itself. Which functions come
//! later is said by [`rooms`], in names of modules; a function that only those call goes with
//! them ([`partition`]). Nothing of this is a matter of right or wrong: wherever the line is
//! drawn, the page does the same.
//!
//! The stubs ask for the second part by calling `shell::later::need`, which is
//! `keyhole.needLater` of www/boot/boot.js.

mod first;
mod module;
mod partition;
mod rooms;
mod second;
mod texts;

use anyhow::{Context as _, Result};
use module::Module;
use partition::Partition;

/// A WebAssembly module in two parts.
#[derive(Debug)]
pub struct Split {
    /// What a first visit loads.
    pub first: Vec<u8>,
    /// The rest. It imports from the exports of a living first part, as module `""`.
    pub later: Vec<u8>,
    /// A line for each function: its part, its index there, its name.
    pub functions: String,
}

/// Splits a module whose functions have names; the parts have none.
///
/// # Errors
/// When the module isn't one that Rust, wasm-bindgen and wasm-opt make.
pub fn split(wasm: &[u8]) -> Result<Split> {
    let module = Module::parse(wasm).context("reading the WebAssembly")?;
    let partition = Partition::of(&module, rooms::is_later)?;
    Ok(Split {
        first: first::write(&module, &partition).context("writing the first part")?,
        later: second::write(&module, &partition).context("writing the later part")?,
        functions: partition.list(&module),
    })
}
