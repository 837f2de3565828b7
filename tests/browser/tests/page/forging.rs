//! The search for a false LEAF: started among the events, it is an action once it has found one.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};

use crate::hooks::{bubbles, quick, row};

const EVENT: &str = "[data-testid=event-forge]";
const START: &str = "[data-testid=event-forge] [data-testid=forge-start]:nth-of-type(1)";
const FOUND: &str = "[data-testid=forge-found]";

fn page(fragment: &str) -> Result<Page> {
    Page::open(&Visit { fragment: fragment.into(), ..quick() })
}

fn open(page: &Page) -> Result<()> {
    page.click("button[data-testid=open-events]")?;
    page.click("[data-testid=events-tab-owners]")?;
    page.wait_for(EVENT)
}

fn close(page: &Page) -> Result<()> {
    page.keys(Key::Escape)?;
    page.wait_gone("dialog")
}

fn investigator(page: &Page, findings: &[&str]) -> Result<()> {
    page.wait_until(&format!("it has {findings:?}"), || Ok(row(page, "investigator")? == findings))
}

/// How many LEAFs were tried, as the page says when one is found.
fn found(page: &Page) -> Result<u64> {
    page.wait_for(FOUND)?;
    Ok(page.attr(FOUND, "data-tried")?.unwrap_or_default().parse()?)
}

/// Plays what is left.
fn to_the_end(page: &Page, place: &str) -> Result<()> {
    for _ in 0..12 {
        if page.text("[data-testid=place]")?.contains(place) {
            break;
        }
        page.click("[data-testid=next]")?;
    }
    page.wait_text("[data-testid=place]", place)
}

/// From where it was found an order opens nothing, though the peer reads everything; taken back,
/// it opens all.
#[test]
fn a_leaf_that_was_found_closes_what_an_order_opens() -> Result<()> {
    let page = page("regime=clipper&retention=for-ever")?;
    page.click("[data-testid=phone-alice] li:first-child [data-testid=order-here]")?;
    page.click("[data-testid=give-order]")?;
    investigator(&page, &["content"; 3])?;
    for _ in 0..4 {
        page.click("[data-testid=previous]")?;
    }
    page.wait_until("no message is there", || Ok(bubbles(&page, "alice")? == 0))?;
    open(&page)?;
    page.wait_text(EVENT, "Alice")?;
    page.click(START)?;
    let tried = found(&page)?;
    ensure!(tried > 0, "tried: {tried}");
    page.wait_text(FOUND, "Alice’s app begins a session with this LEAF")?;
    let leaf = page.text("[data-testid=forge-leaf]")?;
    ensure!(leaf.len() == 32 && leaf.bytes().all(|it| it.is_ascii_hexdigit()), "{leaf}");
    ensure!(page.has_focus(START)?, "the focus is {}", page.focused()?);
    let problems = page.axe()?;
    ensure!(problems.is_empty(), "{problems:#?}");
    close(&page)?;
    to_the_end(&page, "Action 7 of 7")?;
    investigator(&page, &["metadata"; 3])?;
    for party in ["alice", "bob"] {
        page.wait_until("everything is read", || Ok(bubbles(&page, party)? == 3))?;
    }
    page.click("[data-observer=investigator] td:nth-of-type(1) button")?;
    page.wait_text("[data-testid=how-false-leaf]", "names a chip of whose key nobody has a half")?;
    page.keys(Key::Escape)?;
    page.wait_gone("[data-testid=how]")?;
    page.click("[data-testid=undo]")?;
    to_the_end(&page, "Action 6 of 6")?;
    investigator(&page, &["content"; 3])?;
    // Done again it searches nothing, and is the same LEAF.
    page.click("[data-testid=redo]")?;
    to_the_end(&page, "Action 7 of 7")?;
    investigator(&page, &["metadata"; 3])?;
    page.assert_quiet()
}

/// Workers that never answer: the search stands where it is, is paused and cancelled, and closing the
/// list takes them along.
#[test]
fn a_search_that_is_left_leaves_no_workers() -> Result<()> {
    let page = page("regime=clipper")?;
    page.js(
        "window.there = 0;
        window.Worker = class {
            constructor() { window.there += 1; }
            postMessage() {}
            addEventListener() {}
            terminate() { window.there -= 1; }
        };",
        &[],
    )?;
    let workers = || Ok::<_, anyhow::Error>(page.js("return window.there;", &[])?.as_u64());
    let status = "[data-testid=search-status]";
    open(&page)?;
    page.click(START)?;
    page.wait_attr(status, "data-state", "running")?;
    page.wait_text("[data-testid=search-tried]", "65,536 are to be expected")?;
    ensure!(workers()? > Some(0), "it runs in workers");
    page.click("[data-testid=search-pause]")?;
    page.wait_attr(status, "data-state", "paused")?;
    let problems = page.axe()?;
    ensure!(problems.is_empty(), "{problems:#?}");
    page.click("[data-testid=search-pause]")?;
    page.wait_attr(status, "data-state", "running")?;
    page.click("[data-testid=search-cancel]")?;
    page.wait_gone(status)?;
    ensure!(workers()? == Some(0), "nothing is left running");
    ensure!(page.count(FOUND)? == 0 && page.count("[data-testid=forge-none]")? == 0);
    // Where one stands elsewhere it would be another search.
    page.click(START)?;
    page.wait_attr(status, "data-state", "running")?;
    page.js("document.querySelector('[data-testid=previous]').click();", &[])?;
    page.wait_gone(status)?;
    ensure!(workers()? == Some(0), "the step back ended it");
    page.js("document.querySelector('[data-testid=next]').click();", &[])?;
    page.wait_text("[data-testid=place]", "Message 3 of 3")?;
    page.click(START)?;
    page.wait_attr(status, "data-state", "running")?;
    close(&page)?;
    ensure!(workers()? == Some(0), "the list took them along");
    page.wait_text("[data-testid=place]", "Message 3 of 3")
}

/// Without workers the page searches in slices, and finds one.
#[test]
fn without_workers_a_leaf_is_found_in_slices() -> Result<()> {
    let page = page("regime=clipper")?;
    page.js("window.Worker = class { constructor() { throw new Error('no'); } };", &[])?;
    open(&page)?;
    page.click(START)?;
    ensure!(found(&page)? > 0);
    close(&page)?;
    page.wait_text("[data-testid=place]", "Action 6 of 6")
}

/// Where there is no chip, or no way to the other phone's keys, the list says so.
#[test]
fn where_nobody_can_search_the_list_says_so() -> Result<()> {
    let page = page("regime=key-escrow")?;
    open(&page)?;
    page.wait_text(EVENT, "Nobody can here")?;
    ensure!(page.count("[data-testid=forge-start]")? == 0);
    close(&page)?;
    page.click("[data-testid=regime-button]")?;
    page.click("[data-testid=choose-clipper]")?;
    open(&page)?;
    page.wait_until("both can", || Ok(page.count("[data-testid=forge-start]")? == 2))?;
    page.assert_quiet()
}
