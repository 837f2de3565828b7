//! Finishes index.html: who starts the WebAssembly, and what the page may do.

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::compact;

/// Lets www/boot/boot.js start the page instead of Trunk's own script, makes what is inline
/// compact, and adds the policy.
///
/// # Errors
/// When the page isn't written as our index.html and Trunk write it.
pub fn finish(html: &str) -> Result<String> {
    let html = started_by_boot_js(&without_trunks_start(html)?)?;
    let html = compacted(&compacted(&html, "script", compact::script)?, "style", compact::style)?;
    let policy = policy(&html)?;
    // Browsers look for the charset in the first 1024 bytes, so it stays in front.
    let charset = "<meta charset=\"utf-8\" />";
    let (before, after) = html.split_once(charset).context("index.html names no charset")?;
    if before.contains("<script") || before.contains("<link") {
        bail!("in index.html `{charset}` must come before everything that loads");
    }
    Ok(format!(
        "{before}{charset}\n    \
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />{after}"
    ))
}

fn without_trunks_start(html: &str) -> Result<String> {
    let start = html
        .find("<script type=\"module\">\nimport init, * as bindings")
        .context("Trunk wrote no start script")?;
    let (before, rest) = html.split_at(start);
    let (_, after) = rest.split_once("</script>").context("Trunk's start script has no end")?;
    Ok(format!("{before}{after}"))
}

/// boot.js fetches the WebAssembly itself, as soon as it is read: `async` spares it the wait
/// for the stylesheet. A preload besides would make WebKit load the file twice.
fn started_by_boot_js(html: &str) -> Result<String> {
    let changes = [
        ("<script type=\"module\">", "<script type=\"module\" async>"),
        ("<link rel=\"preload\" href=", "<link rel=\"keyhole-wasm\" href="),
    ];
    let mut html = html.to_owned();
    for (before, after) in changes {
        if html.matches(before).count() != 1 {
            bail!("in index.html `{before}` should stand once");
        }
        html = html.replace(before, after);
    }
    Ok(html)
}

/// The page with the content of each inline element `name` made compact.
fn compacted(html: &str, name: &str, compact: fn(&str) -> Result<String>) -> Result<String> {
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(element) = inline(rest, name)? {
        done.push_str(element.before);
        done.push_str(&compact(element.content)?);
        rest = element.after;
    }
    Ok(done + rest)
}

/// Only the page's own parts; of inline scripts and styles only those that are there now.
///
/// WebAssembly needs `wasm-unsafe-eval`, which allows that and no `eval`.
fn policy(html: &str) -> Result<String> {
    let scripts = hashes(html, "script")?;
    let styles = hashes(html, "style")?;
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
         style-src 'self'{styles}; img-src 'self' data:; connect-src 'self'; \
         worker-src 'self' blob:; base-uri 'none'; form-action 'none'"
    ))
}

/// ` 'sha256-…'` for the content of each inline element `name`.
fn hashes(html: &str, name: &str) -> Result<String> {
    let mut hashes = String::new();
    let mut rest = html;
    while let Some(element) = inline(rest, name)? {
        rest = element.after;
        if !element.content.is_empty() {
            let hash = BASE64_STANDARD.encode(Sha256::digest(element.content));
            hashes.push_str(&format!(" 'sha256-{hash}'"));
        }
    }
    Ok(hashes)
}

/// An element, and the page around its content.
struct Inline<'a> {
    before: &'a str,
    content: &'a str,
    after: &'a str,
}

/// The first element `name`; one that loads a file has no content.
fn inline<'a>(html: &'a str, name: &str) -> Result<Option<Inline<'a>>> {
    let Some(start) = html.find(&format!("<{name}")) else { return Ok(None) };
    let open = html.get(start..).and_then(|it| it.find('>'));
    let (before, rest) =
        html.split_at(start + open.with_context(|| format!("<{name} has no end"))? + 1);
    let end = rest.find(&format!("</{name}>")).with_context(|| format!("no </{name}>"))?;
    let (content, after) = rest.split_at(end);
    Ok(Some(Inline { before, content, after }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n<meta charset=\"utf-8\" />\n<script>a</script>\n\
        <style>b</style><script src=\"c.js\"></script>\
        <link rel=\"preload\" href=\"x.wasm\"><script type=\"module\">c</script>\
        <script type=\"module\">\nimport init, * as bindings from 'x';\n</script></head>";

    #[test]
    fn the_policy_names_what_is_inline_and_comes_before_it() {
        let page = finish(PAGE).unwrap();
        // printf a | openssl dgst -sha256 -binary | base64
        assert!(page.contains(
            "script-src 'self' 'wasm-unsafe-eval' \
             'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' \
             'sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=';"
        ));
        assert!(
            page.contains(
                "style-src 'self' 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=';"
            )
        );
        assert!(page.find("Content-Security-Policy") < page.find("<script"));
        assert!(!page.contains("import init"));
        assert!(!page.contains("unsafe-inline"));
    }

    #[test]
    fn a_page_of_another_make_is_refused() {
        assert!(finish("<head></head>").is_err());
        assert!(finish(&PAGE.replace("charset", "chapter")).is_err());
    }
}
