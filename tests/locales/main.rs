//! The locale files: complete, used, and written as a page should be.
//!
//! | module | what |
//! |---|---|
//! | [`words`] | everything that the code can name has its words |
//! | [`uses`] | no message is there that nobody shows |
//! | [`prose`] | how texts are written |
//! | [`compiling`] | what the compiler of the files takes, makes and refuses |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[allow(dead_code, unreachable_pub, reason = "the build uses the rest")]
#[path = "../../src/l10n/compiler/mod.rs"]
mod compiler;
#[path = "../../src/l10n/encoding.rs"]
mod encoding;
#[allow(dead_code, unreachable_pub, reason = "the page uses the rest")]
#[path = "../../src/l10n/plural.rs"]
mod plural;

mod compiling;
mod prose;
mod uses;
mod words;

use compiler::{Source, message::Locale};
use std::path::Path;

fn english() -> Locale {
    compile(&page_sources()).unwrap().remove(0)
}

fn page_sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/locales");
    compiler::read(&root, "www/locales").unwrap()
}

fn compile(sources: &[Source]) -> Result<Vec<Locale>, Vec<String>> {
    compiler::compile(sources)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}
