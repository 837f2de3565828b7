//! The measuring page, `target/bench/`, in Chromium.

use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use browser_tests::{Page, Server, Site, Visit};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use xtask::{bench, paths};

use crate::measured::{Access, Memory, Primitives, Ratchet, Replay, Searches};

/// The longest that one part may take.
const PATIENCE: Duration = Duration::from_secs(85);

/// Slices of so many steps are tried.
const SLICES: [usize; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// So many LEAFs are forged.
pub(crate) const FORGERIES: usize = 20;

/// So many other pairs of phones are set up and judged.
pub(crate) const PAIRS: usize = 1_000;

/// How often a run is repeated after a reset, to see whether memory grows.
pub(crate) const ROUNDS: usize = 3;

/// The page, opened.
#[derive(Debug)]
pub(crate) struct MeasuringPage {
    page: Page,
    _server: Server,
}

impl MeasuringPage {
    /// Opens it in a browser of its own.
    pub(crate) fn open() -> Result<Self> {
        let site = paths::workspace().join(bench::SITE);
        ensure!(site.join("index.html").is_file(), "not built: run `cargo xtask bench`");
        let server = Server::start(Site::new(site), 0)?;
        let page = Page::open(&Visit::default())?;
        page.block(page.driver()?.set_script_timeout(PATIENCE))?;
        page.goto(&server.url())?;
        let started = || Ok(page.js("return 'bench' in globalThis", &[])? == true);
        page.wait_until("the measuring page has started", started)?;
        Ok(Self { page, _server: server })
    }

    /// The browser's name and version.
    pub(crate) fn browser(&self) -> Result<String> {
        let version = self.page.devtools("Browser.getVersion", &json!({}))?;
        let product = version.get("product").and_then(Value::as_str);
        Ok(product.unwrap_or("an unknown browser").to_owned())
    }

    /// The ratchet, and a message through everything.
    pub(crate) fn ratchet(&self) -> Result<Ratchet> {
        self.measure("ratchet", &[])
    }

    /// The primitives beside those of others.
    pub(crate) fn primitives(&self) -> Result<Primitives> {
        self.measure("primitives", &[])
    }

    /// Searches, and other people, in one thread as a worker runs them.
    pub(crate) fn searches(&self) -> Result<Searches> {
        self.measure("searches", &[json!(FORGERIES), json!(PAIRS)])
    }

    /// The time of a long run.
    pub(crate) fn replay(&self, messages: usize) -> Result<Replay> {
        self.measure("replay", &[json!(messages), json!(SLICES)])
    }

    /// The names of all rules.
    pub(crate) fn regimes(&self) -> Result<Vec<String>> {
        self.measure("regimes", &[])
    }

    /// Who can read it under a rule, in runs of so many messages.
    pub(crate) fn access(&self, regime: &str, lengths: &[usize]) -> Result<Access> {
        self.measure("access", &[json!(regime), json!(lengths)])
    }

    /// The memory of a long run.
    pub(crate) fn memory(&self, messages: usize) -> Result<Memory> {
        self.measure("memory", &[json!(messages), json!(ROUNDS)])
    }

    fn measure<T: DeserializeOwned>(&self, part: &str, arguments: &[Value]) -> Result<T> {
        const SCRIPT: &str = "const done = arguments[arguments.length - 1];
            bench[arguments[0]](...arguments[1]).then(
                (measured) => done({ measured }),
                (error) => done({ error: `${error}\\n${error.stack}` }))";
        println!("  {part} {}", arguments.first().map_or(String::new(), Value::to_string));
        let answer = self.page.js_later(SCRIPT, &[json!(part), json!(arguments)])?;
        match answer.get("measured") {
            Some(measured) => T::deserialize(measured).with_context(|| format!("{part}: {answer}")),
            None => Err(anyhow!("measuring {part}: {answer}")),
        }
    }
}
