//! Scripts and style sheets without what only their readers need: comments and indentation.

use anyhow::{Result, bail};

/// A script without indentation, empty lines and lines that are only a comment.
///
/// # Errors
/// When a template literal goes over a line break: what stands in it must not change.
pub fn script(source: &str) -> Result<String> {
    let code = |line: &&str| !line.is_empty() && !line.starts_with("//");
    let lines: Vec<_> = source.lines().map(str::trim).filter(code).collect();
    if let Some(line) = lines.iter().find(|line| line.matches('`').count() % 2 == 1) {
        bail!("a template literal over more than one line: `{line}`");
    }
    Ok(lines.join("\n"))
}

/// A style sheet without comments, indentation and empty lines.
///
/// # Errors
/// When a comment has no end.
pub fn style(source: &str) -> Result<String> {
    let bare = without_comments(source)?;
    let lines: Vec<_> = bare.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Ok(lines.join("\n"))
}

/// In CSS a comment separates as a space does; between quotes there is none.
fn without_comments(source: &str) -> Result<String> {
    let mut bare = String::with_capacity(source.len());
    let mut quote = None;
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            let Some((_, after)) = rest.split_once("*/") else {
                bail!("a comment of a style sheet has no end");
            };
            bare.push(' ');
            rest = after;
            continue;
        }
        match quote {
            None if matches!(next, '"' | '\'') => quote = Some(next),
            Some(open) if open == next => quote = None,
            _ => {}
        }
        bare.push(next);
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
    }
    Ok(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_what_only_readers_need() {
        let source = "// why\nif (a) {\n    // so\n\n    b(`${c}//`); // kept\n}\n";
        assert_eq!(script(source).unwrap(), "if (a) {\nb(`${c}//`); // kept\n}");
        assert!(script("a(`\n  b`);").is_err());
    }

    #[test]
    fn style_sheets_lose_what_only_readers_need() {
        let source = "/* a\n * b */\n.c {\n  content: \"/*\";\n  margin: 1px/**/2px;\n}\n";
        assert_eq!(style(source).unwrap(), ".c {\ncontent: \"/*\";\nmargin: 1px 2px;\n}");
        assert!(style("a {} /* b").is_err());
    }
}
