//! The locale files: complete, used, and written as a page should be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[allow(dead_code, unreachable_pub, reason = "the build uses the rest")]
#[path = "../src/l10n/compiler/mod.rs"]
mod compiler;
#[path = "../src/l10n/encoding.rs"]
mod encoding;
#[allow(dead_code, unreachable_pub, reason = "the page uses the rest")]
#[path = "../src/l10n/plural.rs"]
mod plural;

use compiler::{
    Source,
    message::{Key, Locale, Message, Piece},
};
use keyhole::access::{Fields, Finding, Kind, Observer, Origin, rule};
use keyhole::l10n;

use keyhole::wire::{Class, Field, Frame, Layer};
use keyhole::world::regime::{self, Idea, Retention, sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

// -- The files of the page -------------------------------------------------------------------

#[test]
fn every_field_class_layer_and_frame_has_its_words() {
    let complete = english();
    let mut wanted = BTreeSet::new();
    let mut want = |prefix: &str, key: &str, attributes: &[&str]| {
        wanted.insert(format!("{prefix}-{key}"));
        wanted.extend(attributes.iter().map(|attribute| format!("{prefix}-{key}.{attribute}")));
    };
    for field in Field::ALL {
        want("field", field.key(), &["meaning", "purpose"]);
    }
    for class in Class::ALL {
        want("class", class.key(), &["meaning"]);
    }
    for layer in Layer::ALL {
        want("layer", layer.key(), &["meaning", "readers"]);
    }
    for key in (0..=u8::MAX).filter_map(Frame::key_of_code) {
        want("frame", key, &["meaning"]);
    }
    let written: BTreeSet<String> = complete
        .messages
        .iter()
        .filter(|(_, message)| message.at.file.ends_with("/fields.ftl"))
        .map(|(id, _)| id.clone())
        .collect();
    assert_eq!(wanted, written, "fields.ftl and the code must name the same things");
}

#[test]
fn everything_that_access_finds_has_its_words() {
    let complete = english();
    let mut missing = Vec::new();
    let mut want = |prefix: &str, key: &str, attributes: &[&str]| {
        let id = format!("{prefix}-{key}");
        let with = attributes.iter().map(|attribute| format!("{id}.{attribute}"));
        missing.extend(
            [id.clone()].into_iter().chain(with).filter(|id| l10n::text(id, &[]).is_none()),
        );
    };
    for observer in Observer::ALL {
        want("observer", observer.key(), &["subject", "within"]);
    }
    for finding in [
        Finding::Nothing,
        Finding::Exists,
        Finding::Metadata,
        Finding::after_trials(28),
        Finding::Content,
    ] {
        want("finding", finding.key(), &["cell"]);
    }
    for (_, key) in Fields::ALL {
        want("metadata", key, &[]);
    }
    for kind in Kind::ALL {
        want("kind", kind.key(), &["within"]);
    }
    for origin in Origin::KEYS {
        want("origin", origin, &[]);
    }
    for rule in rule::ALL {
        want("rule", rule.key, &["exact"]);
    }
    assert!(missing.is_empty(), "access.ftl lacks {missing:?}");
    let here = complete.messages.iter().filter(|(_, it)| it.at.file.ends_with("/access.ftl"));
    let rules = here.filter_map(|(id, _)| id.strip_prefix("rule-"));
    let unknown: Vec<_> = rules
        .filter(|id| !id.contains('.') && !rule::ALL.iter().any(|rule| rule.key == *id))
        .collect();
    assert!(unknown.is_empty(), "access.ftl has words for rules that are not: {unknown:?}");
}

#[test]
fn every_regime_has_its_words_and_its_sources() {
    let english = english();
    let has = |id: String| assert!(english.messages.contains_key(&id), "`{id}` is missing");
    for idea in Idea::ALL {
        has(format!("idea-{}", idea.key()));
    }
    for retention in Retention::ALL {
        has(format!("retention-{}", retention.key()));
        has(format!("retention-{}.meaning", retention.key()));
    }
    let always =
        ["sentence", "mechanism", "real", "simplified", "missing", "gain", "others", "notice"];
    for regime in regime::ALL {
        let key = regime.key();
        has(format!("regime-{key}"));
        for attribute in always {
            has(format!("regime-{key}.{attribute}"));
        }
        assert!(sources::ALL.iter().any(|(listed, _)| *listed == key), "`{key}` has no sources");
    }
    let mut cited = BTreeSet::new();
    for (key, of) in sources::ALL {
        for (what, ids) in [("pro", of.pro), ("con", of.con), ("case", of.case)] {
            // What has no source isn't stated, and what is stated has one.
            let stated = english.messages.contains_key(&format!("regime-{key}.{what}"));
            assert_eq!(stated, !ids.is_empty(), "`regime-{key}.{what}` and its sources");
            cited.extend(ids.iter().map(|id| format!("source-{id}")));
        }
    }
    cited.iter().cloned().for_each(has);
}

/// docs/REGIMES.md has the same table as the code.
#[test]
fn the_documented_sources_are_those_of_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/REGIMES.md");
    let documented = std::fs::read_to_string(path).unwrap();
    let list = |ids: &[&str]| if ids.is_empty() { "–".to_owned() } else { ids.join(", ") };
    for (key, of) in sources::ALL {
        let row = format!("| {key} | {} | {} | {} |", list(of.pro), list(of.con), list(of.case));
        assert!(documented.contains(&row), "docs/REGIMES.md lacks {row}");
    }
}

#[test]
fn explanations_come_from_the_files() {
    let tag = l10n::explain::field(Field::MessageTag);
    assert_eq!(tag.name, "Message tag");
    assert_eq!(l10n::explain::field_name(Field::MessageTag), tag.name);
    assert!(tag.meaning.ends_with('.') && tag.purpose.ends_with('.'));
    assert_eq!(l10n::explain::class(Class::Tag).0, "Authentication tag");
    assert_eq!(l10n::explain::layer(Layer::Content).0, "Content");
    assert_eq!(l10n::explain::readers(Layer::Content), "Whoever has the message’s key.");
    assert_eq!(l10n::explain::frame("deliver").0, "Delivery");
}

/// A message is used when its id stands in the code as a string, or when its id begins with a
/// prefix that its file declares (`Computed ids: …` in a comment) and the code computes.
#[test]
fn every_message_is_used() {
    let code = code_of_the_page();
    let declared = declared_prefixes();
    for prefix in &declared {
        let is_built = |prefix: &str| code.contains(&format!("\"{prefix}{{"));
        let extends = |other: &String| prefix.starts_with(other.as_str()) && is_built(other);
        assert!(
            declared.iter().any(extends),
            "a locale file declares computed ids `{prefix}`, but the code never builds one; \
             remove the declaration and the messages"
        );
    }
    let unused: Vec<_> = english()
        .messages
        .into_iter()
        .filter(|(id, _)| !code.contains(&format!("\"{id}\"")))
        .filter(|(id, _)| !declared.iter().any(|prefix| id.starts_with(prefix)))
        .map(|(id, message)| format!("{}: `{id}` is never used; remove it", message.at))
        .collect();
    assert!(unused.is_empty(), "\n{}", unused.join("\n"));
}

#[test]
fn prose_is_typeset() {
    let mut faults = Vec::new();
    each_text(|id, message, text| {
        let rules = [
            (text.contains('"'), "has straight quotes; write “…”"),
            (text.contains('\''), "has a straight apostrophe; write ’"),
            (text.contains("..."), "has three dots; write …"),
            (text.contains("--"), "has two hyphens; write –, or better a full stop"),
            (text.contains("  "), "has two spaces in a row"),
            (text.contains(['\u{2068}', '\u{2069}']), "has isolation marks; see `l10n::isolate`"),
        ];
        for (fault, what) in rules {
            if fault {
                faults.push(format!("{}: `{id}` {what}", message.at));
            }
        }
    });
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn texts_keep_their_length() {
    let mut faults = Vec::new();
    for (id, message) in english().messages {
        let length = longest(&message.pieces);
        let limit = match id.rsplit(['.', '-']).next() {
            Some("title" | "heading" | "label" | "button") => 60,
            _ if is_name(&id) => 40,
            _ => 400,
        };
        if length > limit {
            faults.push(format!(
                "{}: `{id}` has {length} characters; {limit} are enough",
                message.at
            ));
        }
        if id.starts_with("field-") && !is_name(&id) && length > 200 {
            faults.push(format!("{}: `{id}` is no single sentence any more", message.at));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The name of a field, a class, a layer or a frame.
fn is_name(id: &str) -> bool {
    ["field-", "class-", "layer-", "frame-"].iter().any(|prefix| id.starts_with(prefix))
        && !id.contains('.')
}

fn english() -> Locale {
    compile(&page_sources()).unwrap().remove(0)
}

fn page_sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/locales");
    compiler::read(&root, "www/locales").unwrap()
}

fn each_text(mut check: impl FnMut(&str, &Message, &str)) {
    fn walk(pieces: &[Piece], check: &mut impl FnMut(&str)) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => check(text),
                Piece::Variable(_) | Piece::Grouped(_) => {}
                Piece::Choice { options, otherwise, .. } => {
                    options.iter().for_each(|(_, pieces)| walk(pieces, check));
                    walk(otherwise, check);
                }
            }
        }
    }
    for (id, message) in english().messages {
        walk(&message.pieces, &mut |text| check(&id, &message, text));
    }
}

fn longest(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.chars().count(),
            Piece::Variable(_) | Piece::Grouped(_) => 5,
            Piece::Choice { options, otherwise, .. } => options
                .iter()
                .map(|(_, pieces)| longest(pieces))
                .chain([longest(otherwise)])
                .max()
                .unwrap_or(0),
        })
        .sum()
}

/// The code without comments, so that an example in a comment doesn't count as a use.
fn code_of_the_page() -> String {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut code = String::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// Every `` `prefix-` `` that follows `Computed ids:` in a comment of a locale file.
fn declared_prefixes() -> BTreeSet<String> {
    page_sources()
        .iter()
        .flat_map(|source| source.content.lines())
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| line.split_once("Computed ids:"))
        .flat_map(|(_, list)| list.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

// -- The compiler ----------------------------------------------------------------------------

#[test]
fn a_folder_is_all_that_a_language_needs() {
    let english = source(
        "en",
        "a.ftl",
        "bytes = { $n ->\n    [one] 1 byte\n   *[other] { $n } bytes\n }\nhello = Hello { $who }!\n    .title = Greeting\n",
    );
    let polish = source(
        "pl",
        "b.ftl",
        "hello = Cześć, { $who }!\n    .title = Powitanie\nbytes = { $n ->\n    [one] 1 bajt\n    [few] { $n } bajty\n   *[many] { $n } bajtów\n }\n",
    );
    let locales = compile(&[polish, english]).unwrap();
    let tags: Vec<_> = locales.iter().map(|locale| locale.tag.as_str()).collect();
    assert_eq!(tags, ["en", "pl"], "English first");
    let ids: Vec<_> = locales[1].messages.keys().map(String::as_str).collect();
    assert_eq!(ids, ["bytes", "hello", "hello.title"]);

    let tables = compiler::emit(&locales);
    for expected in [
        "pub enum Locale {\n    /// `en`\n    En,\n    /// `pl`\n    Pl,\n}",
        "ALL: &'static [Self] = &[Self::En, Self::Pl]",
        "NAMES: [&str; 3]",
        "VARIABLES: [&[&str]; 3] = [\n    &[\"n\"],\n    &[\"who\"],\n    &[],\n]",
        "IDS: Ids = Ids {\n    starts: &[0],\n    data: b\"\\x80bytes\\x80hello\\x85.title\",\n}",
        "static PL: Texts = Texts {\n    starts: &[0],\n    data: \"\\u{3}n\\u{7}\\u{5}one\\u{7}1 bajt",
        "\\u{5}few\\u{7}\\u{1}n\\u{7} bajty\\u{6}\\u{1}n\\u{7} bajtów\\u{7}\\0Cześć, ",
    ] {
        assert!(tables.contains(expected), "{expected}\nis not in\n{tables}");
    }
}

#[test]
fn terms_and_references_are_put_in_place() {
    check(
        "-who = Alice\na = { -who }’s phone\nb = This is { a }.\n",
        "b",
        &[text("This is Alice’s phone.")],
    );
    check(
        "-p = { $case ->\n   *[single] phone\n    [several] phones\n }\na = two { -p(case: \"several\") }\n",
        "a",
        &[text("two phones")],
    );
    check(
        "-p = { $n ->\n    [one] phone\n   *[other] phones\n }\na = { -p(n: 1) }, { -p(n: 2) }, { -p }\n",
        "a",
        &[text("phone, phones, phones")],
    );
    check("a = x\n    .y = z\nb = { a.y }{ \"\\u00A0\" }{ 5 }\n", "b", &[text("z\u{a0}5")]);
}

#[test]
fn arguments_stay_for_the_page() {
    check(
        "a = { $x } of { NUMBER($y) }\n",
        "a",
        &[Piece::Variable("x".into()), text(" of "), Piece::Grouped("y".into())],
    );
    check(
        "a = { $who ->\n    [alice] she\n    [0] none\n   *[other] they\n }\n",
        "a",
        &[Piece::Choice {
            on: "who".into(),
            options: vec![
                (Key::Name("alice".into()), vec![text("she")]),
                (Key::Number(0), vec![text("none")]),
            ],
            otherwise: vec![text("they")],
        }],
    );
}

#[test]
fn line_breaks_are_spaces_and_empty_lines_are_paragraphs() {
    check(
        "a =\n    one\n    two\n\n    three { $x }\n    four\n",
        "a",
        &[text("one two\n\nthree "), Piece::Variable("x".into()), text(" four")],
    );
}

#[test]
fn mistakes_are_named() {
    check_mistake(
        "a = 1\n\na = 2\n",
        "en/a.ftl:3: `a` is defined twice (first in en/a.ftl:1); rename or remove one of them",
    );
    check_mistake(
        "a = { b }\n",
        "en/a.ftl:1: { b } refers to something that `en` doesn't define; define it or mend the name",
    );
    check_mistake(
        "x = y\na = { -b }\n",
        "en/a.ftl:2: { -b } refers to something that `en` doesn't define; define it or mend the name",
    );
    check_mistake("a = { b }\nb = { a }\n", "`a` contains itself (a → b → a)");
    check_mistake("x = y\nthis is not Fluent\n", "en/a.ftl:2: this isn't valid Fluent");
    check_mistake(
        "a = b\nc = { $n ->\n    [one] { \"\\u0007\" }\n   *[other] d\n }\n",
        "en/a.ftl:2: `c` has a character below U+0008, which the tables need; take it out",
    );
    check_mistake("a = { DATETIME($x) }\n", "the only function here is NUMBER");
    check_mistake(
        "a = { $n ->\n    [few] b\n   *[other] c\n }\n",
        "`en` counts with one, other, so [few] is never chosen; remove it",
    );
}

#[test]
fn a_translation_is_held_against_english() {
    let check = |english: &str, german: &str, expected: &str| {
        let sources = [source("en", "a.ftl", english), source("de", "a.ftl", german)];
        assert_eq!(mistakes(&sources), [expected]);
    };
    check("a = 1\nb = 2\n", "a = 1\n", "en/a.ftl:2: `b` has no translation in `de`; add it there");
    check(
        "a = 1\n",
        "a = 1\nc = 2\n",
        "de/a.ftl:2: `c` doesn't exist in `en`; add it there or remove it",
    );
    check(
        "a = { $x }\n",
        "a = { $y }\n",
        "de/a.ftl:1: `a` uses $y, which the message in `en` (en/a.ftl:1) doesn't have; use the \
         same arguments",
    );
    let klingon = [source("en", "a.ftl", "a = 1\n"), source("tlh", "a.ftl", "a = 1\n")];
    assert!(mistakes(&klingon)[0].contains("src/l10n/plural.rs"));
    assert!(mistakes(&[source("de", "a.ftl", "a = 1\n")])[0].contains("no locale folder `en`"));
}

fn check(english: &str, id: &str, expected: &[Piece]) {
    let locale = compile(&[source("en", "a.ftl", english)]).unwrap().remove(0);
    assert_eq!(locale.messages[id].pieces, expected);
}

fn check_mistake(english: &str, expected: &str) {
    let found = mistakes(&[source("en", "a.ftl", english)]);
    assert!(found.iter().any(|mistake| mistake.contains(expected)), "{expected}\n{found:?}");
}

fn mistakes(sources: &[Source]) -> Vec<String> {
    compile(sources).unwrap_err()
}

fn compile(sources: &[Source]) -> Result<Vec<Locale>, Vec<String>> {
    compiler::compile(sources)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

fn source(locale: &str, file: &str, content: &str) -> Source {
    Source { locale: locale.into(), file: format!("{locale}/{file}"), content: content.into() }
}

fn text(text: &str) -> Piece {
    Piece::Text(text.into())
}
