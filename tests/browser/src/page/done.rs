//! What a visitor does.

use super::Page;
use anyhow::{Context as _, Result};
use serde_json::json;
use std::thread;
use std::time::Duration;
use thirtyfour::TypingData;
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};

/// How long a visitor takes to try again.
const A_MOMENT: Duration = Duration::from_millis(300);

impl Page {
    /// Scrolls the first element that `css` matches out from under what stays in view, as a
    /// visitor does, and clicks it in its middle.
    ///
    /// # Errors
    /// When nothing matches, or when something covers it.
    pub fn click(&self, css: &str) -> Result<()> {
        // What opens shows what comes later when that has come.
        self.wait_for(css).with_context(|| format!("clicking `{css}`"))?;
        let script = "const e = document.querySelector(arguments[0]);
            e?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })";
        let click = || {
            self.js(script, &[json!(css)])?;
            self.block(self.find(css)?.click()).map_err(anyhow::Error::from)
        };
        // The page may draw the element anew between finding and clicking it, or move it while
        // it is laid out; a visitor would click a moment later.
        let outcome = click().or_else(|error| {
            if is_stale(&error) || is_moving(&error) {
                thread::sleep(A_MOMENT);
                click()
            } else {
                Err(error)
            }
        });
        outcome.with_context(|| format!("clicking `{css}`"))
    }

    /// Moves the pointer onto the first element that `css` matches.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn hover(&self, css: &str) -> Result<()> {
        let element = self.find(css)?;
        let chain = self.driver()?.action_chain().move_to_element_center(&element);
        Ok(self.block(chain.perform())?)
    }

    /// Drags the first element that `from` matches onto the one that `to` matches.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn drag(&self, from: &str, to: &str) -> Result<()> {
        let (from, to) = (self.middle(from)?, self.middle(to)?);
        let chain = self
            .driver()?
            .action_chain()
            .move_to(from.0, from.1)
            .click_and_hold()
            .move_to(to.0, to.1)
            .release();
        Ok(self.block(chain.perform())?)
    }

    /// The middle of an element, in whole pixels of the viewport.
    #[allow(clippy::cast_possible_truncation, reason = "pixels of a screen")]
    fn middle(&self, css: &str) -> Result<(i64, i64)> {
        let (left, top, width, height) = self.rect(css)?;
        Ok(((left + width / 2.0) as i64, (top + height / 2.0) as i64))
    }

    /// Focuses the first element that `css` matches.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn focus(&self, css: &str) -> Result<()> {
        Ok(self.block(self.find(css)?.focus())?)
    }

    /// Types into the first element that `css` matches, key by key. Drivers type no emoji:
    /// see [`Self::insert`].
    ///
    /// # Errors
    /// When nothing matches.
    pub fn type_into(&self, css: &str, text: &str) -> Result<()> {
        Ok(self.block(self.find(css)?.send_keys(text))?)
    }

    /// Inserts text into the first element that `css` matches as an input method or the
    /// clipboard would: at once, whatever the characters.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn insert(&self, css: &str, text: &str) -> Result<()> {
        let script = "document.querySelector(arguments[0]).focus();
            document.execCommand('insertText', false, arguments[1])";
        self.js(script, &[json!(css), json!(text)])?;
        Ok(())
    }

    /// Presses keys where the focus is: a [`thirtyfour::Key`], a text, or a sum of them
    /// (`Key::Shift + Key::Tab`).
    ///
    /// # Errors
    /// When the browser fails.
    pub fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        let focused = self.block(self.driver()?.active_element())?;
        match self.block(focused.send_keys(keys)).map_err(anyhow::Error::from) {
            // A key may take away what has the focus, as Escape does.
            Err(error) if is_stale(&error) => Ok(()),
            outcome => outcome,
        }
    }
}

fn kind(error: &anyhow::Error) -> Option<&WebDriverErrorInner> {
    error.downcast_ref::<WebDriverError>().map(WebDriverError::as_inner)
}

/// Whether the browser says that an element is no longer there.
fn is_stale(error: &anyhow::Error) -> bool {
    matches!(kind(error), Some(WebDriverErrorInner::StaleElementReference(_)))
}

/// Whether the browser says that an element has no place on the page so far, or is covered now.
fn is_moving(error: &anyhow::Error) -> bool {
    use WebDriverErrorInner::{ElementClickIntercepted, ElementNotInteractable};
    matches!(kind(error), Some(ElementNotInteractable(_) | ElementClickIntercepted(_)))
}
