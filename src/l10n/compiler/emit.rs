//! The tables become Rust source.

use super::{encode, encoding::SEPARATOR, message::Locale, plural};
use std::fmt::{self, Write as _};

/// Before the messages that come later, and after them: the build of the page moves what is
/// between to the part of the WebAssembly that a first visit does without
/// (`xtask/src/bundle/later/texts.rs`).
const LATER: &str = "[keyhole: later[";

/// See [`LATER`].
const SO_FAR: &str = "]keyhole: so far]";

/// The tables as Rust source for `src/l10n/tables.rs`.
#[must_use]
pub fn emit(locales: &[Locale]) -> String {
    let mut out = String::new();
    // Writing into a String can't fail.
    let _ = emit_into(&mut out, locales);
    out
}

fn emit_into(out: &mut String, locales: &[Locale]) -> fmt::Result {
    let Some(complete) = locales.first() else { return Ok(()) };
    let count = complete.messages.len();

    writeln!(out, "/// A language of the page.")?;
    writeln!(out, "#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]")?;
    writeln!(out, "#[repr(u8)]")?;
    writeln!(out, "pub enum Locale {{")?;
    for locale in locales {
        writeln!(out, "    /// `{}`", locale.tag)?;
        writeln!(out, "    {},", variant(&locale.tag))?;
    }
    writeln!(out, "}}\n\nimpl Locale {{")?;
    writeln!(out, "    /// Every language, English first.")?;
    let all: Vec<_> =
        locales.iter().map(|locale| format!("Self::{}", variant(&locale.tag))).collect();
    writeln!(out, "    pub const ALL: &'static [Self] = &[{}];\n", all.join(", "))?;
    writeln!(out, "    /// The tag, as in `<html lang>`.")?;
    writeln!(out, "    #[must_use]\n    pub const fn tag(self) -> &'static str {{")?;
    writeln!(out, "        match self {{")?;
    for locale in locales {
        writeln!(out, "            Self::{} => {:?},", variant(&locale.tag), locale.tag)?;
    }
    writeln!(out, "        }}\n    }}\n")?;
    writeln!(out, "    pub(super) fn texts(self) -> &'static Texts {{")?;
    writeln!(out, "        match self {{")?;
    for locale in locales {
        let variant = variant(&locale.tag);
        writeln!(out, "            Self::{variant} => &{},", variant.to_uppercase())?;
    }
    writeln!(out, "        }}\n    }}\n")?;
    writeln!(out, "    pub(super) fn rule(self) -> Option<Rule> {{")?;
    writeln!(out, "        match self {{")?;
    for locale in locales {
        let (variant, language) = (variant(&locale.tag), plural::language(&locale.tag));
        writeln!(
            out,
            "            Self::{variant} => const {{ plural::of_language({language:?}) }},"
        )?;
    }
    writeln!(out, "        }}\n    }}\n}}\n")?;

    writeln!(out, "/// Every id, sorted; for the compiler alone.")?;
    writeln!(out, "pub(super) static NAMES: [&str; {count}] = [")?;
    for id in complete.messages.keys() {
        writeln!(out, "    {id:?},")?;
    }
    writeln!(out, "];\n\n/// The arguments of each message, likewise.")?;
    writeln!(out, "pub(super) static VARIABLES: [&[&str]; {count}] = [")?;
    for message in complete.messages.values() {
        let names: Vec<_> = message.variables.iter().map(|name| format!("{name:?}")).collect();
        writeln!(out, "    &[{}],", names.join(", "))?;
    }
    writeln!(out, "];")?;

    let (starts, data) = encode::ids(complete.messages.keys());
    writeln!(out, "\n/// Every id, for the page.")?;
    writeln!(out, "pub(super) static IDS: Ids = Ids {{\n    starts: &{starts:?},")?;
    writeln!(out, "    data: b\"{}\",\n}};", data.escape_ascii())?;
    for locale in locales {
        let name = variant(&locale.tag).to_uppercase();
        let comes_later = |id: &str| complete.messages.get(id).is_some_and(|it| it.comes_later);
        let (starts, data) = encode::messages(locale, |id| !comes_later(id));
        let (later_starts, later) = encode::messages(locale, comes_later);
        let later_starts: Vec<_> = later_starts.iter().map(|at| at + LATER.len()).collect();
        let later = format!("{LATER}{later}{}{SO_FAR}", char::from(SEPARATOR));
        writeln!(out, "\nstatic {name}: Texts = Texts {{")?;
        writeln!(out, "    starts: &{starts:?},\n    data: {data:?},")?;
        writeln!(out, "    later_starts: &{later_starts:?},\n    later: {later:?},\n}};")?;
    }
    Ok(())
}

/// `en` → `En`, `pt-BR` → `PtBr`.
fn variant(tag: &str) -> String {
    let mut out = String::new();
    for part in tag.split('-') {
        let mut letters = part.chars().filter(char::is_ascii_alphanumeric);
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    out
}
