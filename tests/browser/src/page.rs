//! A page in a browser, and what a visitor can do with it.
//!
//! Every method waits for the browser, so that a test reads from top to bottom.

use std::cell::RefCell;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::{By, TypingData, WebDriver, WebElement};
use tokio::runtime::{Builder, Runtime};
use xtask::paths;
use xtask::server::{Request, Server, Site};
use xtask::tools::browser::Browser;

use crate::console::Entry;
use crate::driver::{self, Processes};
use crate::visit::{Theme, Visit};

/// Where the server has `dist/`.
pub const DIST_PATH: &str = "/some/lecture/";

/// How long a test waits for what should happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// Below this width Firefox and `WebKitGTK` make no window, so a frame of that width is used.
const NARROWEST_WINDOW: u32 = 600;

/// A visited page.
#[derive(Debug)]
pub struct Page {
    // Fields are dropped in this order: the session, its processes, the servers.
    driver: Option<WebDriver>,
    _processes: Processes,
    runtime: Runtime,
    server: Server,
    _host: Option<Server>,
    browser: Browser,
    console: RefCell<Vec<Entry>>,
    loaded: RefCell<usize>,
}

/// What stands in the path of what comes later, its WebAssembly and its style sheet.
const LATER: &str = "_later.";

impl Page {
    /// Opens the page and waits until it runs or says why it doesn't.
    ///
    /// # Errors
    /// When there is no `dist/`, or no browser, or the page neither runs nor says why.
    pub fn open(visit: &Visit) -> Result<Self> {
        let page = Self::open_unloaded(visit)?;
        page.wait_for("html:not([data-boot=starting])")?;
        *page.loaded.borrow_mut() = page.requests().len();
        Ok(page)
    }

    fn open_unloaded(visit: &Visit) -> Result<Self> {
        let browser = Browser::from_env()?;
        let server = serve_dist(visit)?;
        let address = format!("{}{}", server.url(), fragment(visit));
        let needs_frame = browser != Browser::Chromium && visit.size.0 < NARROWEST_WINDOW;
        let host =
            if visit.sandboxed || needs_frame { Some(serve_frame(&address, visit)?) } else { None };
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (processes, driver) = runtime.block_on(driver::start(browser, visit))?;
        let page = Self {
            driver: Some(driver),
            _processes: processes,
            runtime,
            server,
            _host: host,
            browser,
            console: RefCell::default(),
            loaded: RefCell::default(),
        };
        page.prepare(visit)?;
        match &page._host {
            None => page.goto(&address)?,
            Some(host) => {
                page.goto(&host.url())?;
                page.enter_frame("iframe")?;
            }
        }
        Ok(page)
    }

    /// Size, theme and motion, where they are set from outside.
    fn prepare(&self, visit: &Visit) -> Result<()> {
        let (width, height) = visit.size;
        if self.browser == Browser::Chromium {
            let theme = if visit.theme == Theme::Dark { "dark" } else { "light" };
            let motion = if visit.reduced_motion { "reduce" } else { "no-preference" };
            self.devtools(
                "Emulation.setEmulatedMedia",
                &json!({ "features": [
                    { "name": "prefers-color-scheme", "value": theme },
                    { "name": "prefers-reduced-motion", "value": motion },
                ] }),
            )?;
            self.devtools(
                "Emulation.setDeviceMetricsOverride",
                &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
            )?;
            if let Some(script) = &visit.before {
                self.devtools(
                    "Page.addScriptToEvaluateOnNewDocument",
                    &json!({ "source": script }),
                )?;
            }
            return Ok(());
        }
        // The window has borders and bars: make it larger by what the viewport lacks.
        let (width, height) = (width.max(NARROWEST_WINDOW), height);
        self.block(self.driver()?.set_window_rect(0, 0, width, height))?;
        let inner = self.js("return [innerWidth, innerHeight]", &[])?;
        let (inner_width, inner_height): (u32, u32) = serde_json::from_value(inner)?;
        let missing = (width.saturating_sub(inner_width), height.saturating_sub(inner_height));
        self.block(self.driver()?.set_window_rect(0, 0, width + missing.0, height + missing.1))?;
        Ok(())
    }

    // What a visitor sees.

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

    // What a visitor does.

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
        self.js(script, &[json!(css)])?;
        let click = || self.block(self.find(css)?.click()).map_err(anyhow::Error::from);
        // The page may draw the element anew between finding and clicking it.
        let outcome = click().or_else(|error| if is_stale(&error) { click() } else { Err(error) });
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

    // Around the page.

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

    fn find(&self, css: &str) -> Result<WebElement> {
        self.block(self.driver()?.find(By::Css(css)))
            .with_context(|| format!("`{css}` matches nothing"))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The driver's process ends next, and the browser with it.
            let _ = self.runtime.block_on(driver.quit());
        }
    }
}

/// Whether the browser says that an element is no longer there.
fn is_stale(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<WebDriverError>().map(WebDriverError::as_inner);
    matches!(kind, Some(WebDriverErrorInner::StaleElementReference(_)))
}

fn serve_dist(visit: &Visit) -> Result<Server> {
    let dist = paths::workspace().join(paths::DIST);
    ensure!(dist.join("index.html").is_file(), "no dist/ yet: run `cargo xtask build` first");
    let site = Site { prefix: DIST_PATH.into(), refused: visit.refused.clone(), ..Site::new(dist) };
    Server::start(site, 0)
}

/// Another origin (its port differs) with one page, which has `address` in a frame.
fn serve_frame(address: &str, visit: &Visit) -> Result<Server> {
    let (width, height) = visit.size;
    let sandbox = if visit.sandboxed { "sandbox=\"allow-scripts\"" } else { "" };
    let page = format!(
        "<!doctype html><title>A lecture</title><link rel=\"icon\" href=\"data:,\">\
         <style>body {{ margin: 0 }} iframe {{ border: 0 }}</style>\
         <iframe {sandbox} width=\"{width}\" height=\"{height}\" src=\"{address}\"></iframe>"
    );
    let pages = [("/".to_owned(), page)].into();
    Server::start(Site { pages, ..Site::new(paths::workspace().join(paths::DIST)) }, 0)
}

fn fragment(visit: &Visit) -> String {
    if visit.fragment.is_empty() { String::new() } else { format!("#{}", visit.fragment) }
}
