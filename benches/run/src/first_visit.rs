//! From navigation to the first ciphertext: visits with a fresh browser each, so that neither
//! the files nor what the browser compiled is there yet.

use std::time::{Duration, Instant};

use anyhow::Result;
use browser_tests::{Page, Visit};
use serde::Deserialize;

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs before the page's own scripts, and notes when things are there. Times count from the
/// navigation; a thing is there at the end of the frame that shows it.
const OBSERVER: &str = "
    const seen = (globalThis.benchSeen = { running: null, ciphertext: null });
    const look = () => {
        const now = (name, there) => {
            if (there && seen[name] === null) {
                seen[name] = 0;
                requestAnimationFrame(() => setTimeout(() => { seen[name] = performance.now(); }));
            }
        };
        now('running', document.documentElement?.dataset.boot === 'running');
        now('ciphertext', document.querySelector('[data-hex]'));
    };
    new MutationObserver(look).observe(document, {
        subtree: true, childList: true, attributes: true, attributeFilter: ['data-boot', 'data-hex'],
    });";

/// When things were there, in milliseconds after the navigation.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct FirstVisit {
    /// The WebAssembly has started.
    pub(crate) running: Option<f64>,
    /// Bytes of a capture are shown.
    pub(crate) ciphertext: Option<f64>,
}

impl FirstVisit {
    /// So many visits.
    pub(crate) fn several(visits: usize) -> Result<Vec<Self>> {
        println!("  first visit, {visits} times");
        (0..visits).map(|_| Self::once()).collect()
    }

    fn once() -> Result<Self> {
        let page = Page::open(&Visit { before: Some(OBSERVER.into()), ..Visit::default() })?;
        let start = Instant::now();
        loop {
            let seen: Self = serde_json::from_value(page.js("return benchSeen", &[])?)?;
            // 0 until the frame that shows it has ended.
            let is_there = |time: Option<f64>| time.is_some_and(|time| time > 0.0);
            let all = is_there(seen.running) && is_there(seen.ciphertext);
            if all || start.elapsed() > PATIENCE {
                return Ok(seen);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
