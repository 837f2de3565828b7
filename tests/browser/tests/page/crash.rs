//! What a crash of the Rust side does to the page: next to nothing.

use anyhow::{Result, ensure};
use browser_tests::{Browser, Entry, Page, Visit};

fn provoke(page: &Page) -> Result<()> {
    page.js("dispatchEvent(new CustomEvent('keyhole-provoke-panic'))", &[])?;
    Ok(())
}

#[test]
fn a_panic_restarts_the_page_in_place_and_asks_nobody() -> Result<()> {
    let page = Page::open(&Visit::default())?;
    page.wait_for("html[data-boot=running]")?;
    page.js("document.getElementById('app').dataset.old = 'yes'", &[])?;
    provoke(&page)?;
    page.wait_for("html[data-boot=restarted]")?;
    page.wait_for("#app:not([data-old]) *")?;
    ensure!(page.requests_after_load().is_empty(), "{:?}", page.requests_after_load());
    let errors: Vec<_> = page.console()?.into_iter().filter(Entry::is_error).collect();
    if page.browser() == Browser::Chromium {
        ensure!(
            errors.iter().any(|entry| entry.message.contains("provoked")),
            "the panic isn't on the console: {errors:#?}"
        );
    }
    Ok(())
}

#[test]
fn a_page_that_keeps_crashing_drops_the_last_action_and_then_stops() -> Result<()> {
    let page = Page::open(&Visit::default())?;
    page.wait_for("html[data-boot=running]")?;
    page.js("keyhole.keep('what I did')", &[])?;
    provoke(&page)?;
    page.wait_for("html[data-boot=restarted]")?;
    provoke(&page)?;
    page.wait_for("html[data-boot=restarted-without-last]")?;
    page.js("keyhole.keep('what I did')", &[])?;
    provoke(&page)?;
    page.wait_for("html[data-boot=failed]")?;
    page.wait_text("#boot-message", "crashed three times")?;
    ensure!(page.texts("#app button")? == ["Copy what I did", "Reload"]);
    let found = page.axe()?;
    ensure!(found.is_empty(), "{found:#?}");
    page.click("#app button")?;
    page.wait_until("the actions are copied, or shown to be copied", || {
        Ok(page.text("#boot-message")?.contains("Copied") || page.count("#app textarea")? == 1)
    })?;
    page.js("document.querySelectorAll('#app button')[1].click()", &[])?;
    page.wait_for("html[data-boot=running]")
}
