//! Every text that a visitor reads comes from here.
//!
//! Texts live in Fluent files, one folder per language and one file per area of the page
//! (`www/locales/en/phone.ftl`). The build compiles them into tables (`build.rs`,
//! `l10n/encoding.rs`), because Fluent's own run-time, `fluent-bundle` 0.16, adds 50.4 kB brotli
//! to the page (measured as release wasm at `opt-level = "z"`, LTO, `wasm-opt -Oz`: 55.5 kB with
//! two messages, 5.1 kB without) against a budget of 30 kB. A mistake in a file (a message
//! defined twice, an unknown reference, a translation that lacks a message) fails the build and
//! is named with file and line.
//!
//! ```
//! use keyhole::t;
//!
//! assert_eq!(t!("app-title"), "Keyhole");
//! assert_eq!(t!("app-bytes", count = 1), "1 byte");
//! assert_eq!(t!("app-bytes", count = 4096), "4,096 bytes");
//! ```
//!
//! [`t!`](crate::t) checks the id and the names of the arguments when it compiles. Ids that
//! are computed (`field-…`) go through [`text`] or [`text_or_id`]. An attribute is a message
//! of its own: `t!("field-counter.meaning")`.
//!
//! What a file may contain: text, `{ $argument }`, `{ NUMBER($count) }` for digits in groups,
//! `{ $count -> [0] … [one] … *[other] … }`, references to messages and terms. A line break in
//! a text is a space, an empty line is a new paragraph (`\n\n`). Nothing is wrapped in
//! invisible isolation marks, because texts stand next to bytes; a name or text that a visitor
//! typed goes through [`isolate`].
//!
//! `tests/locales/` asks that every message is used: by its id as a string in the code, or by
//! a prefix that the code computes (`format!("field-{…}")`) and that a comment in the file
//! declares (``## Computed ids: `field-` ``).
//!
//! To add a language, add a folder (`www/locales/de`) with the same messages.

mod encoding;
pub mod explain;
mod pattern;
mod plural;
mod tables;

pub use pattern::{Arg, AsArg};
pub use tables::Locale;

#[doc(inline)]
pub use crate::t;

use std::borrow::Cow;
use std::sync::atomic::{AtomicU8, Ordering};

/// The text of a message in the current language.
///
/// The id is a literal, checked when the code compiles; so are the names of the arguments,
/// which are whole numbers or strings, by value or borrowed. The result is a `Cow<'static, str>`, borrowed where
/// the message has no argument; Yew takes it as a child and as an attribute.
///
/// ```
/// use keyhole::t;
///
/// assert_eq!(t!("app-bytes", count = 2), "2 bytes");
/// ```
///
/// ```compile_fail
/// keyhole::t!("there-is-no-such-message");
/// ```
///
/// ```compile_fail
/// keyhole::t!("app-bytes"); // lacks `count`
/// ```
///
/// ```compile_fail
/// keyhole::t!("app-title", count = 1); // takes no argument
/// ```
#[macro_export]
macro_rules! t {
    // What `html!` makes of it.
    (@id $id:literal) => {
        const { $crate::l10n::Id::checked($id, &[]) }
    };
    ($id:literal $(,)?) => {
        $crate::l10n::plain($crate::t!(@id $id))
    };
    ($id:literal $(, $name:ident = $value:expr)+ $(,)?) => {{
        const MESSAGE: $crate::l10n::Id =
            $crate::l10n::Id::checked($id, &[$(::core::stringify!($name)),+]);
        $crate::l10n::message(
            MESSAGE,
            &[$((::core::stringify!($name), $crate::l10n::AsArg::as_arg(&$value))),+],
        )
    }};
}

/// A message that exists, by its place in the tables.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Id(u16);

impl Id {
    /// The message with this id, if there is one.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        tables::IDS.place(id).map(Self)
    }

    /// The same, and only while the code compiles: the page doesn't have these names.
    const fn of_name(id: &str) -> Option<Self> {
        let mut from = 0_u16;
        let mut ids: &[&str] = &tables::NAMES;
        while !ids.is_empty() {
            let (before, rest) = ids.split_at(ids.len() / 2);
            let [middle, after @ ..] = rest else { return None };
            match compare(id.as_bytes(), middle.as_bytes()) {
                0 => return Some(Self(from + before.len() as u16)),
                1.. => {
                    from += before.len() as u16 + 1;
                    ids = after;
                }
                _ => ids = before,
            }
        }
        None
    }

    /// For [`t!`](crate::t): the message with this id and exactly these arguments.
    ///
    /// # Panics
    ///
    /// If there is none. The macro calls this only while the code compiles.
    #[must_use]
    pub const fn checked(id: &str, arguments: &[&str]) -> Self {
        let found = Self::of_name(id);
        assert!(found.is_some(), "no message in www/locales/en has this id");
        let Some(found) = found else { return Self(0) };
        let takes = tables::VARIABLES.split_at(found.0 as usize).1;
        let [takes, ..] = takes else { return Self(0) };
        assert!(contains_all(arguments, takes), "this message takes an argument that is not given");
        assert!(contains_all(takes, arguments), "this message doesn't take one of these arguments");
        found
    }
}

const fn contains_all(mut all: &[&str], wanted: &[&str]) -> bool {
    let mut wanted = wanted;
    while let [name, rest @ ..] = wanted {
        let whole = all;
        loop {
            let [candidate, others @ ..] = all else { return false };
            if compare(name.as_bytes(), candidate.as_bytes()) == 0 {
                break;
            }
            all = others;
        }
        all = whole;
        wanted = rest;
    }
    true
}

/// -1, 0 or 1, as `str::cmp` orders, which is not const yet.
const fn compare(mut a: &[u8], mut b: &[u8]) -> i8 {
    loop {
        match (a, b) {
            ([], []) => return 0,
            ([], _) => return -1,
            (_, []) => return 1,
            ([x, rest_a @ ..], [y, rest_b @ ..]) => {
                if *x != *y {
                    return if *x < *y { -1 } else { 1 };
                }
                a = rest_a;
                b = rest_b;
            }
        }
    }
}

/// The text of a message without arguments in the current language. Prefer [`t!`](crate::t).
#[inline(never)]
#[must_use]
pub fn plain(id: Id) -> Cow<'static, str> {
    message(id, &[])
}

/// The text of a message in the current language. Prefer [`t!`](crate::t).
#[inline(never)]
#[must_use]
pub fn message(id: Id, args: &[(&str, Arg<'_>)]) -> Cow<'static, str> {
    message_in(locale(), id, args)
}

/// The text of a message in a given language.
#[must_use]
pub fn message_in(locale: Locale, id: Id, args: &[(&str, Arg<'_>)]) -> Cow<'static, str> {
    match (locale.texts().get(id.0), locale.rule()) {
        (Some(message), Some(rule)) => pattern::format(message, args, rule),
        _ => Cow::Borrowed(""),
    }
}

/// The text of the message with a computed id, or `None` where there is no such message.
#[must_use]
pub fn text(id: &str, args: &[(&str, Arg<'_>)]) -> Option<Cow<'static, str>> {
    Id::find(id).map(|id| message(id, args))
}

/// The text of the message with a computed id, or the id itself, so that a gap is seen.
#[inline(never)]
#[must_use]
pub fn text_or_id(id: &str, args: &[(&str, Arg<'_>)]) -> Cow<'static, str> {
    text(id, args).unwrap_or_else(|| Cow::Owned(id.to_owned()))
}

/// A visitor's own words, wrapped so that their writing direction leaves the text around them
/// alone (U+2068 … U+2069). For prose only: the marks are characters, so never where bytes are
/// counted or shown.
#[must_use]
pub fn isolate(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

static CURRENT: AtomicU8 = AtomicU8::new(0);

/// The current language; English at first.
#[must_use]
pub fn locale() -> Locale {
    let index = usize::from(CURRENT.load(Ordering::Relaxed));
    Locale::ALL.get(index).copied().unwrap_or(Locale::En)
}

/// Changes the current language for every text that is asked for from now on.
pub fn set_locale(locale: Locale) {
    CURRENT.store(locale as u8, Ordering::Relaxed);
}

impl Locale {
    /// The first of these languages that the page speaks, by tag and then by language alone
    /// (`de-AT` finds `de`). A browser's `navigator.languages` is such a list.
    #[must_use]
    pub fn best<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        wanted.into_iter().find_map(|tag| {
            let language = tag.split('-').next().unwrap_or(tag);
            let named = |name: &str| {
                Self::ALL.iter().copied().find(|locale| locale.tag().eq_ignore_ascii_case(name))
            };
            named(tag).or_else(|| named(language))
        })
    }

    /// Whether the language is written from right to left.
    #[must_use]
    pub fn is_right_to_left(self) -> bool {
        matches!(self.tag().split('-').next(), Some("ar" | "fa" | "he" | "ur"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Id, Locale, isolate, locale, tables, text, text_or_id};

    #[test]
    fn every_id_is_found_at_its_place() {
        for (place, id) in tables::NAMES.iter().enumerate() {
            assert_eq!(Id::find(id).map(|id| usize::from(id.0)), Some(place), "{id}");
            assert_eq!(Id::of_name(id), Id::find(id));
            assert_eq!(Id::find(&format!("{id}!")), None);
        }
        assert_eq!(Id::find(""), None);
        assert_eq!(Id::find("zzz"), None);
    }

    #[test]
    fn computed_ids() {
        assert_eq!(text("app-title", &[]).as_deref(), Some("Keyhole"));
        assert_eq!(text("app-bytes", &[("count", 1.into())]).as_deref(), Some("1 byte"));
        assert_eq!(text("app-nothing", &[]), None);
        assert_eq!(text_or_id("app-nothing", &[]), "app-nothing");
    }

    #[test]
    fn a_visitor_gets_the_best_language() {
        assert_eq!(locale(), Locale::En);
        assert_eq!(Locale::best(["tlh", "EN-gb"]), Some(Locale::En));
        assert_eq!(Locale::best(["tlh"]), None);
        assert!(!Locale::En.is_right_to_left());
        assert_eq!(isolate("שלום"), "\u{2068}שלום\u{2069}");
    }
}
