//! Plural rules and digit grouping, by language (Unicode CLDR, whole numbers only).
//!
//! The build uses the same table: a locale whose language is not here fails the build
//! with a sentence that points to this file.

/// How a language counts and groups digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// The plural categories that the language has for whole numbers.
    #[allow(dead_code, reason = "only the build reads it")]
    pub categories: &'static [&'static str],
    /// The category of a number, given without its sign.
    pub category: fn(u64) -> &'static str,
    /// What stands between groups of three digits.
    pub separator: &'static str,
}

/// The rule of a locale tag such as `en` or `pt-BR`, by its language.
#[allow(dead_code, reason = "the page asks while it compiles, by language")]
#[must_use]
pub(crate) fn rule(tag: &str) -> Option<Rule> {
    of_language(language(tag))
}

/// The language of a locale tag.
#[must_use]
pub(crate) fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The rule of a language.
#[must_use]
pub(crate) const fn of_language(language: &str) -> Option<Rule> {
    let (categories, category, separator): (&'static [&'static str], fn(u64) -> _, _) =
        match language.as_bytes() {
            b"en" => (&["one", "other"], one_is_singular, ","),
            b"de" | b"nl" | b"da" | b"el" | b"tr" => (&["one", "other"], one_is_singular, "."),
            b"sv" | b"nb" | b"nn" | b"fi" | b"et" | b"hu" | b"bg" => {
                (&["one", "other"], one_is_singular, "\u{a0}")
            }
            b"es" | b"it" => (&["one", "many", "other"], one_or_millions, "."),
            b"fr" => (&["one", "many", "other"], zero_and_one_or_millions, "\u{202f}"),
            b"pt" => (&["one", "many", "other"], zero_and_one_or_millions, "."),
            b"ja" | b"zh" | b"ko" => (&["other"], always_other, ","),
            b"ru" | b"uk" => (&["one", "few", "many"], east_slavic, "\u{a0}"),
            b"pl" => (&["one", "few", "many"], polish, "\u{a0}"),
            b"cs" | b"sk" => (&["one", "few", "other"], czech, "\u{a0}"),
            _ => return None,
        };
    Some(Rule { categories, category, separator })
}

fn one_is_singular(n: u64) -> &'static str {
    if n == 1 { "one" } else { "other" }
}

fn one_or_millions(n: u64) -> &'static str {
    match n {
        1 => "one",
        n if n != 0 && n % 1_000_000 == 0 => "many",
        _ => "other",
    }
}

fn zero_and_one_or_millions(n: u64) -> &'static str {
    if n == 0 { "one" } else { one_or_millions(n) }
}

fn always_other(_: u64) -> &'static str {
    "other"
}

fn east_slavic(n: u64) -> &'static str {
    match (n % 10, n % 100) {
        (1, tens) if tens != 11 => "one",
        (2..=4, tens) if !(12..=14).contains(&tens) => "few",
        _ => "many",
    }
}

fn polish(n: u64) -> &'static str {
    match (n, n % 10, n % 100) {
        (1, _, _) => "one",
        (_, 2..=4, tens) if !(12..=14).contains(&tens) => "few",
        _ => "many",
    }
}

fn czech(n: u64) -> &'static str {
    match n {
        1 => "one",
        2..=4 => "few",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::rule;

    fn check(tag: &str, numbers: &[(u64, &str)]) {
        let rule = rule(tag).unwrap();
        for (n, category) in numbers {
            assert_eq!((rule.category)(*n), *category, "{n} in {tag}");
            assert!(rule.categories.contains(category), "{category} in {tag}");
        }
    }

    #[test]
    fn languages_count_as_cldr_says() {
        check("en", &[(0, "other"), (1, "one"), (2, "other"), (11, "other")]);
        check("de-CH", &[(0, "other"), (1, "one"), (2, "other")]);
        check("fr", &[(0, "one"), (1, "one"), (2, "other"), (2_000_000, "many")]);
        check("es", &[(0, "other"), (1, "one"), (1_000_000, "many")]);
        check("ja", &[(0, "other"), (1, "other")]);
        check("ru", &[(1, "one"), (3, "few"), (11, "many"), (21, "one"), (112, "many")]);
        check("pl", &[(1, "one"), (21, "many"), (22, "few"), (12, "many")]);
        check("cs", &[(1, "one"), (4, "few"), (5, "other")]);
        assert!(rule("tlh").is_none());
    }
}
