//! One style sheet in place of many: they compress better together.

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

const BEFORE: &str = "<link rel=\"stylesheet\" href=\"./";
const AFTER: &str = "\" data-integrity=\"none\"/>";

/// A page whose style sheets are one.
#[derive(Debug)]
pub struct Joined {
    /// The page.
    pub html: String,
    /// The name of its style sheet.
    pub name: String,
    /// What that holds.
    pub content: String,
    /// The style sheets that the page used before.
    pub replaced: Vec<String>,
}

/// Puts the style sheets of a page in one, in their order.
///
/// # Errors
/// When the page links none as Trunk writes it, something else stands between them, or one
/// can't be read.
pub fn join(html: &str, read: impl Fn(&str) -> Result<String>) -> Result<Joined> {
    let (before, mut rest) = html.split_once(BEFORE).context("index.html has no style sheet")?;
    let mut content = String::new();
    let mut replaced = Vec::new();
    loop {
        let (name, after) = rest.split_once(AFTER).context("a style sheet's link has no end")?;
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
    let hash = Sha256::digest(&content);
    let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("styles-{hash}.css");
    let html = format!("{before}<link rel=\"stylesheet\" href=\"./{name}\" />{rest}");
    Ok(Joined { html, name, content, replaced })
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
        let Joined { html, name, content, replaced } = join(&page(""), read).unwrap();
        assert_eq!(
            html,
            format!("<head>\n  <link rel=\"stylesheet\" href=\"./{name}\" />\n</head>")
        );
        assert_eq!((content.as_str(), replaced.len()), ("/a.css/\n/b.css/\n", 2));
    }

    #[test]
    fn nothing_stands_between_style_sheets() {
        assert!(join(&page("<script></script>"), read).is_err());
        assert!(join("<head></head>", read).is_err());
        assert!(join(&page(""), |_| bail!("gone")).is_err());
    }
}
