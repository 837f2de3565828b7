//! Fluent files to tables: part of the build, not of the page.
//!
//! `build.rs` and `tests/locales/main.rs` include this folder by path. Terms and references are put
//! in place here, so that the page only joins texts and arguments.
//!
//! | module | what |
//! |---|---|
//! | [`files`] | the Fluent files are read |
//! | [`locale`] | the files of one language become its messages |
//! | [`later`] | comments say which messages come later |
//! | [`resolver`] | terms and references are put in place |
//! | [`lines`] | line breaks become spaces and paragraphs |
//! | [`compare`] | a language is held against the complete one |
//! | [`message`] | what a language and a message are made of |
//! | [`mistake`] | what is wrong, and where |
//! | [`encode`] | messages and ids become data |
//! | [`emit`] | the tables become Rust source |

mod compare;
mod emit;
mod encode;
mod files;
mod later;
mod lines;
mod locale;
pub mod message;
mod mistake;
mod resolver;

pub use emit::emit;
pub use files::{Source, read};

use super::{encoding, plural};
use compare::compare;
use message::Locale;
use mistake::Mistake;
use std::collections::BTreeSet;

/// The language that is complete; every other one is held against it.
pub const COMPLETE: &str = "en";

/// Compiles all locales; the first of the result is the complete one.
///
/// # Errors
///
/// Every mistake in the files.
pub fn compile(sources: &[Source]) -> Result<Vec<Locale>, Vec<Mistake>> {
    let tags: BTreeSet<&str> = sources.iter().map(|source| source.locale.as_str()).collect();
    let mut mistakes = Vec::new();
    let mut locales = Vec::new();
    for tag in tags {
        match plural::rule(tag) {
            Some(rule) => locales.push(locale::compile(tag, rule, sources, &mut mistakes)),
            None => mistakes.push(Mistake(format!(
                "the locale folder `{tag}` has a language whose way to count isn't known here; \
                 add the language to src/l10n/plural.rs, or rename the folder"
            ))),
        }
    }
    locales.sort_by_key(|locale| locale.tag != COMPLETE);
    match locales.split_first() {
        Some((complete, others)) if complete.tag == COMPLETE => {
            // A file that can't be read makes every other comparison noise.
            if mistakes.is_empty() {
                others.iter().for_each(|other| compare(complete, other, &mut mistakes));
            }
        }
        _ => mistakes.push(Mistake(format!(
            "there is no locale folder `{COMPLETE}` with messages; every other language is held \
             against it, so put it back"
        ))),
    }
    if mistakes.is_empty() { Ok(locales) } else { Err(mistakes) }
}
