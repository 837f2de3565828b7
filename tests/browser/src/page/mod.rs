//! A page in a browser, and what a visitor can do with it.
//!
//! Every method waits for the browser, so that a test reads from top to bottom.

mod around;
mod done;
mod seen;

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::WebDriver;
use tokio::runtime::{Builder, Runtime};
use xtask::paths;
use xtask::server::{Server, Site};
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
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The driver's process ends next, and the browser with it.
            let _ = self.runtime.block_on(driver.quit());
        }
    }
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
