//! What the compiler of the files takes, makes and refuses.

use crate::compile;
use crate::compiler::{
    self, Source,
    message::{Key, Piece},
};

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

fn source(locale: &str, file: &str, content: &str) -> Source {
    Source { locale: locale.into(), file: format!("{locale}/{file}"), content: content.into() }
}

fn text(text: &str) -> Piece {
    Piece::Text(text.into())
}
