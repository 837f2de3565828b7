//! One style sheet in place of many: they compress better together. What only answers and sheets need comes
//! later, in a second one.

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

const BEFORE: &str = "<link rel=\"stylesheet\" href=\"./";
/// The style sheets that come later, by the beginnings of their names.
const COME_LATER: &[&str] = &["dialogs-", "how-", "ratchet-", "rules-"];
const AFTER: &str = "\" data-integrity=\"none\"/>";

/// A page whose style sheets are one.
#[derive(Debug)]
pub struct Joined {
    /// The page.
    pub html: String,
    /// Its style sheet, and the one that comes later: name, content.
    pub files: [(String, String); 2],
    /// The style sheets that the page used before.
    pub replaced: Vec<String>,
}

/// Puts the style sheets of a page in two, in their order.
///
/// # Errors
/// When the page links none as Trunk writes it, something else stands between them, or one
/// can't be read.
pub fn join(html: &str, read: impl Fn(&str) -> Result<String>) -> Result<Joined> {
    let (before, mut rest) = html.split_once(BEFORE).context("index.html has no style sheet")?;
    let (mut now, mut later) = (String::new(), String::new());
    let mut replaced = Vec::new();
    loop {
        let (name, after) = rest.split_once(AFTER).context("a style sheet's link has no end")?;
        let comes_later = COME_LATER.iter().any(|beginning| name.starts_with(beginning));
        let content = if comes_later { &mut later } else { &mut now };
        content.push_str(&read(name)?);
        content.push('\n');
        replaced.push(name.to_owned());
        rest = after;
        let Some(next) = after.trim_start().strip_prefix(BEFORE) else { break };
        rest = next;
    }
    if rest.contains("rel=\"stylesheet\"") {
        bail!("in index.html the style sheets must stand together");
    }
    let files =
        [("", now), (super::LATER, later)].map(|(end, content)| (named(&content, end), content));
    let [(now, _), (later, _)] = &files;
    // www/boot/boot.js makes a style sheet of the second link.
    let html = format!(
        "{before}<link rel=\"stylesheet\" href=\"./{now}\" />\n    \
         <link rel=\"keyhole-styles\" href=\"./{later}\" />{rest}"
    );
    Ok(Joined { html, files, replaced })
}

/// A name that changes with the content.
fn named(content: &str, end: &str) -> String {
    let hash = Sha256::digest(content);
    let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("styles-{hash}{end}.css")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(between: &str) -> String {
        format!("<head>\n  {BEFORE}a.css{AFTER}\n  {between}{BEFORE}b.css{AFTER}\n</head>")
    }

    fn read(name: &str) -> Result<String> {
        Ok(format!("/{name}/"))
    }

    #[test]
    fn style_sheets_keep_their_order() {
        let later = format!("{BEFORE}dialogs-0.css{AFTER}\n");
        let Joined { html, files, replaced } = join(&page(&later), read).unwrap();
        let [(now, _), (later, _)] = &files;
        assert_eq!(
            html,
            format!(
                "<head>\n  <link rel=\"stylesheet\" href=\"./{now}\" />\n    \
                 <link rel=\"keyhole-styles\" href=\"./{later}\" />\n</head>"
            )
        );
        assert_eq!(
            files.each_ref().map(|(_, it)| it.as_str()),
            ["/a.css/\n/b.css/\n", "/dialogs-0.css/\n"]
        );
        assert_eq!(replaced, ["a.css", "dialogs-0.css", "b.css"]);
    }

    #[test]
    fn nothing_stands_between_style_sheets() {
        assert!(join(&page("<script></script>"), read).is_err());
        assert!(join("<head></head>", read).is_err());
        assert!(join(&page(""), |_| bail!("gone")).is_err());
    }
}
