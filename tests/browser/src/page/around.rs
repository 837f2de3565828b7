//! Around the page: its address, scripts, console and requests.

use super::{LATER, Page};
use crate::console::Entry;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::path::Path;
use thirtyfour::{By, WebDriver, WebElement};
use xtask::server::Request;
use xtask::tools::browser::Browser;

impl Page {
    /// Loads another address.
    ///
    /// # Errors
    /// When it can't be loaded.
    pub fn goto(&self, address: &str) -> Result<()> {
        Ok(self.block(self.driver()?.goto(address))?)
    }

    /// From now on the page is what the frame `css` shows.
    ///
    /// # Errors
    /// When nothing matches.
    pub fn enter_frame(&self, css: &str) -> Result<()> {
        Ok(self.block(self.find(css)?.enter_frame())?)
    }

    /// Runs JavaScript in the page; `arguments` are its arguments, `return` its result.
    ///
    /// # Errors
    /// When it throws.
    pub fn js(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        let ret = self.block(self.driver()?.execute(script, arguments.to_vec()))?;
        Ok(ret.json().clone())
    }

    /// Runs JavaScript whose last argument is a function that takes the result.
    ///
    /// # Errors
    /// When it throws, or never calls that function.
    pub fn js_later(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        let ret = self.block(self.driver()?.execute_async(script, arguments.to_vec()))?;
        Ok(ret.json().clone())
    }

    /// Everything on the console so far; only Chromium tells, elsewhere it is empty.
    ///
    /// # Errors
    /// When the browser fails.
    pub fn console(&self) -> Result<Vec<Entry>> {
        if self.browser == Browser::Chromium {
            let new = self.block(self.driver()?.browser_log())?;
            self.console.borrow_mut().extend(new.into_iter().map(Entry::from));
        }
        Ok(self.console.borrow().clone())
    }

    /// Everything that was asked of the server.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.server.log()
    }

    /// How often the part of the WebAssembly that comes later was asked for.
    #[must_use]
    pub fn later_parts(&self) -> usize {
        let of_it = |path: &str| path.contains(LATER) && path.ends_with(".wasm");
        self.requests().iter().filter(|request| of_it(&request.path)).count()
    }

    /// What was asked of the server after the page ran, without the page's own later part;
    /// browsers fetch icons when they like.
    #[must_use]
    pub fn requests_after_load(&self) -> Vec<Request> {
        let requests = self.requests().into_iter().skip(*self.loaded.borrow());
        let expected = |path: &str| path.contains("/icons/") || path.contains(LATER);
        requests.filter(|request| !expected(&request.path)).collect()
    }

    /// Checks what must hold for every page at any time: no error and no violation of the
    /// policy on the console, no request after load but one for the page's later part, and
    /// none that failed.
    ///
    /// # Errors
    /// When one of them doesn't hold.
    pub fn assert_quiet(&self) -> Result<()> {
        let (errors, others): (Vec<_>, Vec<_>) =
            self.console()?.into_iter().partition(Entry::is_error);
        ensure!(errors.is_empty(), "errors on the console: {errors:#?}");
        let late = self.requests_after_load();
        ensure!(late.is_empty(), "requests after load: {late:#?}");
        let later = self.later_parts();
        ensure!(later < 2, "asked {later} times for what comes later: {others:#?}");
        let failed: Vec<_> =
            self.requests().into_iter().filter(|request| request.status != 200).collect();
        ensure!(failed.is_empty(), "requests that failed: {failed:#?}");
        Ok(())
    }

    /// Writes what the viewport shows to a PNG file.
    ///
    /// # Errors
    /// When the browser or the disk fails.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        Ok(self.block(self.driver()?.screenshot(file))?)
    }

    /// The browser that this is.
    #[must_use]
    pub fn browser(&self) -> Browser {
        self.browser
    }

    /// The address of the page.
    #[must_use]
    pub fn address(&self) -> String {
        self.server.url()
    }

    /// Calls a command of Chromium's developer tools.
    ///
    /// # Errors
    /// When the browser fails, or isn't Chromium.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        Ok(self.block(self.driver()?.cdp().send_raw(command, parameters))?)
    }

    /// The session itself, for what this type doesn't offer; see [`Self::block`].
    ///
    /// # Errors
    /// Never while the page is open.
    pub fn driver(&self) -> Result<&WebDriver> {
        self.driver.as_ref().context("the page is closed")
    }

    /// Waits for a call of [`Self::driver`].
    pub fn block<T>(&self, call: impl Future<Output = T>) -> T {
        self.runtime.block_on(call)
    }

    pub(super) fn find(&self, css: &str) -> Result<WebElement> {
        self.block(self.driver()?.find(By::Css(css)))
            .with_context(|| format!("`{css}` matches nothing"))
    }
}
