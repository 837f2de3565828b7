//! Searches: they run beside the page, are paused and cancelled, and what they find is an action.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};

use crate::hooks::{quick, row};

fn page(regime: &str) -> Result<Page> {
    Page::open(&Visit { fragment: format!("regime={regime}"), ..quick() })
}

/// Opens the answer of the provider's cell for a message.
fn ask(page: &Page, nth: usize) -> Result<()> {
    page.click(&format!("[data-observer=provider] td:nth-of-type({nth}) button"))?;
    page.wait_for("[data-testid=search]")
}

fn tried(page: &Page) -> Result<u64> {
    let tried = page.attr("[data-testid=search-tried]", "data-tried")?;
    Ok(tried.unwrap_or_default().parse()?)
}

fn wait_state(page: &Page, state: &str) -> Result<()> {
    page.wait_attr("[data-testid=search-status]", "data-state", state)
}

/// Keeps an eye on the workers that the page starts, and how many of them are still there.
pub(crate) const WATCH: &str = "window.there = 0;
    window.Worker = class extends window.Worker {
        constructor(...given) { super(...given); window.there += 1; window.last = this; }
        terminate() { super.terminate(); window.there -= 1; }
    };";

pub(crate) fn workers(page: &Page) -> Result<u64> {
    Ok(page.js("return window.there;", &[])?.as_u64().unwrap_or_default())
}

#[test]
fn a_search_runs_in_workers_is_paused_and_leaves_nothing_behind() -> Result<()> {
    let page = page("export-grade")?;
    page.js(WATCH, &[])?;
    ask(&page, 1)?;
    page.click("[data-testid=search-start]")?;
    page.wait_until("something was tried", || Ok(tried(&page).unwrap_or_default() > 10_000))?;
    ensure!(workers(&page)? >= 1, "it runs in workers");
    page.wait_text("[data-testid=search-left]", "about")?;
    page.wait_text("[data-testid=search-cost]", "US dollar")?;
    page.click("[data-testid=search-pause]")?;
    wait_state(&page, "paused")?;
    let found = page.axe()?;
    ensure!(found.is_empty(), "{found:#?}");
    page.click("[data-testid=search-pause]")?;
    wait_state(&page, "running")?;
    let before = tried(&page)?;
    page.wait_until("it goes on", || Ok(tried(&page)? > before))?;
    page.click("[data-testid=search-cancel]")?;
    page.wait_for("[data-testid=search-start]")?;
    ensure!(workers(&page)? == 0, "nothing is left running");
    // Closing the panel and another rule end it as well.
    page.click("[data-testid=search-start]")?;
    page.wait_for("[data-testid=search-pause]")?;
    page.keys(Key::Escape)?;
    page.wait_gone("[data-testid=search]")?;
    ensure!(workers(&page)? == 0, "the panel took it along");
    ask(&page, 1)?;
    page.click("[data-testid=search-start]")?;
    page.wait_for("[data-testid=search-pause]")?;
    page.click("[data-testid=regime-button]")?;
    page.click("[data-testid=choose-end-to-end]")?;
    page.wait_gone("[data-testid=search]")?;
    ensure!(workers(&page)? == 0, "the other rule ended it");
    page.assert_quiet()
}

#[test]
fn an_exercise_finds_the_key_and_gives_it_to_nobody() -> Result<()> {
    let page = page("export-grade")?;
    page.js(WATCH, &[])?;
    page.js("Object.defineProperty(navigator, 'hardwareConcurrency', { value: 5 });", &[])?;
    ask(&page, 1)?;
    page.click("[data-testid=search-exercise]")?;
    wait_state(&page, "found")?;
    page.wait_text("[data-testid=search-told]", "in nobody’s hands")?;
    let said = tried(&page)?;
    ensure!((1..=1 << 23).contains(&said), "tried: {said}");
    ensure!(workers(&page)? == 0, "four workers were let go");
    page.wait_text("[data-testid=search-rate]", "a second")?;
    ensure!(tried(&page)? == said, "the count is final when it is told");
    let key = page.text("[data-testid=search-key]")?;
    ensure!(key.len() == 16 && key.starts_with("000000"), "40 bits as a number: {key}");
    ensure!(row(&page, "provider")? == ["trials"; 3], "no verdict rests on it");
    page.assert_quiet()
}

/// The entry price of a crumple zone is really paid, and written down as an action; undo takes it
/// back. The search for the message's own puzzle goes on by itself.
#[test]
fn what_a_search_finds_is_an_action() -> Result<()> {
    let page = page("crumple-zone")?;
    ask(&page, 2)?;
    page.wait_text("[data-testid=search]", "entry price")?;
    page.click("[data-testid=search-start]")?;
    page.wait_text("[data-testid=place]", "Action 6 of 6")?;
    page.wait_text("[data-testid=search]", "this message’s own puzzle")?;
    page.wait_until("the puzzle is searched", || Ok(tried(&page).unwrap_or_default() > 10_000))?;
    page.click("[data-testid=undo]")?;
    page.wait_text("[data-testid=place]", "Message 3 of 3")?;
    page.wait_text("[data-testid=search]", "First the session’s entry price")?;
    page.assert_quiet()
}

#[test]
fn without_workers_the_page_searches_in_slices() -> Result<()> {
    let page = page("export-grade")?;
    page.js("window.Worker = class { constructor() { throw new Error('no'); } };", &[])?;
    ask(&page, 1)?;
    page.click("[data-testid=search-start]")?;
    page.wait_text("[data-testid=search-status]", "on the page itself, in slices")?;
    page.wait_until("something was tried", || Ok(tried(&page).unwrap_or_default() > 10_000))?;
    // The page answers meanwhile.
    page.click("[data-testid=tab-log]")?;
    page.wait_attr("[data-testid=tab-log]", "aria-selected", "true")?;
    let before = tried(&page)?;
    page.wait_until("and goes on", || Ok(tried(&page)? > before))?;
    page.click("[data-testid=search-cancel]")?;
    page.wait_for("[data-testid=search-start]")
}

#[test]
fn a_crashed_worker_is_reported_and_started_again() -> Result<()> {
    let page = page("export-grade")?;
    page.js(WATCH, &[])?;
    ask(&page, 1)?;
    page.click("[data-testid=search-start]")?;
    page.wait_until("something was tried", || Ok(tried(&page).unwrap_or_default() > 10_000))?;
    // What are no bytes makes its glue throw.
    page.js("window.last.postMessage(null);", &[])?;
    page.wait_text("[data-testid=search-crashes]", "crashed")?;
    let before = tried(&page)?;
    page.wait_until("it goes on", || Ok(tried(&page)? > before))?;
    let there = page.js("return window.there;", &[])?;
    ensure!(there.as_u64() > Some(0), "there is a worker again");
    page.click("[data-testid=search-cancel]")?;
    page.wait_until("nothing is left running", || Ok(workers(&page)? == 0))
}
