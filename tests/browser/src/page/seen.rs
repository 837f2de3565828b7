//! What a visitor sees.

use super::{PATIENCE, Page};
use anyhow::{Context as _, Result, bail};
use serde_json::json;
use std::thread;
use std::time::{Duration, Instant};

impl Page {
    /// Waits until `css` matches an element.
    ///
    /// # Errors
    /// When none appears in time.
    pub fn wait_for(&self, css: &str) -> Result<()> {
        self.wait_until(&format!("`{css}` appears"), || Ok(self.count(css)? > 0))
    }

    /// Waits until `css` matches no element.
    ///
    /// # Errors
    /// When one is still there after a while.
    pub fn wait_gone(&self, css: &str) -> Result<()> {
        self.wait_until(&format!("`{css}` disappears"), || Ok(self.count(css)? == 0))
    }

    /// Waits until the first element that `css` matches shows `text` somewhere in its text.
    ///
    /// # Errors
    /// When it doesn't in time.
    pub fn wait_text(&self, css: &str, text: &str) -> Result<()> {
        self.wait_until(&format!("`{css}` shows “{text}”"), || {
            Ok(self.texts(css)?.first().is_some_and(|shown| shown.contains(text)))
        })
    }

    /// Waits until the first element that `css` matches has `value` as its attribute `name`.
    ///
    /// # Errors
    /// When it doesn't in time.
    pub fn wait_attr(&self, css: &str, name: &str, value: &str) -> Result<()> {
        self.wait_until(&format!("`{css}` has {name}={value}"), || {
            Ok(self.count(css)? > 0 && self.attr(css, name)?.as_deref() == Some(value))
        })
    }

    /// Waits until `condition` holds; `what` says what is waited for.
    ///
    /// # Errors
    /// When it doesn't in time.
    pub fn wait_until(&self, what: &str, condition: impl Fn() -> Result<bool>) -> Result<()> {
        let start = Instant::now();
        loop {
            // While a page is being replaced, asking it fails.
            let outcome = condition();
            if matches!(outcome, Ok(true)) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let said = self.console()?;
                let why = outcome.err().map(|error| format!(": {error:#}")).unwrap_or_default();
                bail!("waited {PATIENCE:?} until {what}{why}; the console says {said:#?}");
            }
            thread::sleep(Duration::from_millis(25));
        }
    }

    /// How many elements `css` matches.
    ///
    /// # Errors
    /// When the browser fails.
    pub fn count(&self, css: &str) -> Result<usize> {
        let count =
            self.js("return document.querySelectorAll(arguments[0]).length", &[json!(css)])?;
        Ok(serde_json::from_value(count)?)
    }

    /// The text of the first element that `css` matches, as it is shown.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn text(&self, css: &str) -> Result<String> {
        Ok(self.block(self.find(css)?.text())?)
    }

    /// The texts of all elements that `css` matches.
    ///
    /// # Errors
    /// When the browser fails.
    pub fn texts(&self, css: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)";
        Ok(serde_json::from_value(self.js(script, &[json!(css)])?)?)
    }

    /// The attribute `name` of the first element that `css` matches.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn attr(&self, css: &str, name: &str) -> Result<Option<String>> {
        let script = "const e = document.querySelector(arguments[0]);
            return e ? [e.getAttribute(arguments[1])] : null";
        let found: Option<(Option<String>,)> =
            serde_json::from_value(self.js(script, &[json!(css), json!(name)])?)?;
        Ok(found.with_context(|| format!("`{css}` matches nothing"))?.0)
    }

    /// Whether the first element that `css` matches is displayed.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn is_displayed(&self, css: &str) -> Result<bool> {
        Ok(self.block(self.find(css)?.is_displayed())?)
    }

    /// Left, top, width and height of the first element that `css` matches, in CSS pixels
    /// of the viewport.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn rect(&self, css: &str) -> Result<(f64, f64, f64, f64)> {
        self.wait_for(css)?;
        let script = "const r = document.querySelector(arguments[0]).getBoundingClientRect();
            return [r.left, r.top, r.width, r.height]";
        Ok(serde_json::from_value(self.js(script, &[json!(css)])?)?)
    }

    /// How far the page can be scrolled: to the right, and down.
    ///
    /// # Errors
    /// When the browser fails.
    pub fn overflow(&self) -> Result<(i64, i64)> {
        let script = "const e = document.documentElement;
            return [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]";
        Ok(serde_json::from_value(self.js(script, &[])?)?)
    }

    /// What has the focus: tag, id, role and label, as in `button#send[role=…] Send`.
    ///
    /// # Errors
    /// When the browser fails.
    pub fn focused(&self) -> Result<String> {
        let script = "const e = document.activeElement;
            const role = e.getAttribute('role');
            return e.tagName.toLowerCase() + (e.id && '#' + e.id) + (role ? `[role=${role}]` : '')
                + ' ' + (e.getAttribute('aria-label') || e.textContent.trim().slice(0, 60))";
        Ok(serde_json::from_value(self.js(script, &[])?)?)
    }

    /// Whether the first element that `css` matches has the focus.
    ///
    /// # Errors
    /// When the browser fails.
    pub fn has_focus(&self, css: &str) -> Result<bool> {
        let script = "return document.activeElement === document.querySelector(arguments[0])";
        Ok(serde_json::from_value(self.js(script, &[json!(css)])?)?)
    }
}
