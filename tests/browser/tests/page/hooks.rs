//! Where the tests hold on to the page.

use anyhow::Result;
use browser_tests::{Page, Visit};

/// A visit where packets step instead of travelling: quicker.
pub(crate) fn quick() -> Visit {
    Visit { reduced_motion: true, ..Visit::default() }
}

/// The same with a given seed.
pub(crate) fn seeded(seed: &str) -> Visit {
    Visit { fragment: format!("seed={seed}"), ..quick() }
}

pub(crate) fn composer(party: &str) -> String {
    format!("[data-testid=composer-{party}]")
}

fn bubble(party: &str) -> String {
    format!("[data-testid=phone-{party}] [data-testid=bubble]")
}

pub(crate) fn bubbles(page: &Page, party: &str) -> Result<usize> {
    page.count(&bubble(party))
}

/// All that the newest bubble shows, time and ticks too.
pub(crate) fn last_bubble(page: &Page, party: &str) -> Result<String> {
    let all = page.texts(&bubble(party))?;
    Ok(all.last().cloned().unwrap_or_default())
}

/// The text of the newest bubble alone.
pub(crate) fn said(page: &Page, party: &str) -> Result<String> {
    let css = format!("{} p[dir=auto]", bubble(party));
    let text = page.js(
        "return [...document.querySelectorAll(arguments[0])].at(-1)?.textContent ?? ''",
        &[css.into()],
    )?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// The hexadecimal digits of the layers that the panel shows, outermost first.
pub(crate) fn layers(page: &Page) -> Result<Vec<String>> {
    let found = page.js(
        "return [...document.querySelectorAll('[data-hex]')].map((it) => it.dataset.hex)",
        &[],
    )?;
    Ok(serde_json::from_value(found)?)
}

/// Moves the tap to a point by a click. (In a frame, WebKit's driver sends no keys.)
pub(crate) fn stand_at(page: &Page, index: usize) -> Result<()> {
    let key = keyhole::world::Point::at(index).key();
    page.click(&format!("[data-testid=station-{key}]"))?;
    page.wait_attr("[data-testid=panel]", "data-point", key)
}

/// The findings in an observer's row, oldest message first.
pub(crate) fn row(page: &Page, observer: &str) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map((e) => e.dataset.finding)";
    let css = format!("[data-observer={observer}] [data-finding]");
    Ok(serde_json::from_value(page.js(script, &[css.into()])?)?)
}
