//! Back and forth in time.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};

use crate::hooks::{bubbles, composer, layers, quick, said, seeded, stand_at};

#[test]
fn stepping_back_and_forth_gives_the_same_bytes() -> Result<()> {
    let page = Page::open(&quick())?;
    stand_at(&page, 1)?;
    let (before, count) = (layers(&page)?, bubbles(&page, "bob")?);
    ensure!(!before.is_empty());
    for _ in 0..12 {
        page.click("[data-testid=step-back]")?;
    }
    page.wait_until("fewer bubbles", || Ok(bubbles(&page, "bob")? < count))?;
    ensure!(layers(&page)? != before, "the same bytes after twelve steps back");
    for _ in 0..12 {
        page.click("[data-testid=step]")?;
    }
    page.wait_until("all bubbles", || Ok(bubbles(&page, "bob")? == count))?;
    page.wait_until("the same bytes", || Ok(layers(&page)? == before))?;
    page.assert_quiet()
}

#[test]
fn typing_in_the_past_inserts_there_and_undo_takes_it_out() -> Result<()> {
    let page = Page::open(&quick())?;
    let ticks = page.count("[data-testid=tick]")?;
    for _ in 0..8 {
        page.click("[data-testid=step-back]")?;
    }
    page.type_into(&composer("bob"), "in between")?;
    page.keys(Key::Enter)?;
    page.wait_until("Alice has it", || Ok(said(&page, "alice")? == "in between"))?;
    ensure!(page.count("[data-testid=tick]")? == ticks + 1, "later messages are gone");
    page.click("[data-testid=undo]")?;
    page.wait_until("it is gone", || Ok(page.count("[data-testid=tick]")? == ticks))?;
    page.click("[data-testid=redo]")?;
    page.wait_until("it is there again", || Ok(page.count("[data-testid=tick]")? == ticks + 1))?;
    page.assert_quiet()
}

#[test]
fn starting_over_is_found_and_can_be_undone() -> Result<()> {
    for (size, menu) in [((1280, 720), None), ((390, 844), Some(".header__narrow button"))] {
        let page = Page::open(&Visit { size, ..quick() })?;
        page.wait_for("[data-testid=panel]")?;
        page.click("[data-testid=remove]")?;
        page.wait_until("it is taken out", || Ok(said(&page, "alice")? != "Please do!"))?;
        let before = layers(&page)?;
        let button = match menu {
            Some(menu) => {
                page.click(menu)?;
                ".header__narrow [data-testid=start-over]"
            }
            None => "[data-testid=start-over]",
        };
        ensure!(page.is_displayed(button)?);
        page.click(button)?;
        page.wait_until("it is gone", || Ok(said(&page, "alice")? == "Please do!"))?;
        ensure!(layers(&page)? != before);
        page.wait_text("p.aloud[role=status]", "Started over")?;
        if let Some(menu) = menu {
            page.wait_gone(".menu__sheet")?;
            ensure!(page.has_focus(menu)?, "the focus is {}", page.focused()?);
        }
        page.click("[data-testid=undo]")?;
        page.wait_until("it is back", || Ok(said(&page, "alice")? != "Please do!"))?;
        page.assert_quiet()?;
    }
    Ok(())
}

#[test]
fn a_given_seed_stays_when_one_starts_over() -> Result<()> {
    let page = Page::open(&seeded(&"5e".repeat(32)))?;
    page.wait_for("[data-testid=panel]")?;
    let before = layers(&page)?;
    page.type_into(&composer("alice"), "more")?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || Ok(said(&page, "bob")? == "more"))?;
    page.click("[data-testid=start-over]")?;
    page.wait_until("the same bytes", || Ok(layers(&page)? == before))
}

#[test]
fn the_sheet_of_the_seed_closes_when_a_run_begins() -> Result<()> {
    let page = Page::open(&seeded(&"5e".repeat(32)))?;
    for (button, label) in [("run-repeat", "Seeded run"), ("run-new", "Fresh run")] {
        page.click("[data-testid=seed-label]")?;
        page.click(&format!("[data-testid={button}]"))?;
        page.wait_gone(".seed-sheet")?;
        page.wait_text("[data-testid=seed-label]", label)?;
        ensure!(page.has_focus("[data-testid=seed-label]")?, "the focus is {}", page.focused()?);
    }
    page.assert_quiet()
}

#[test]
fn on_a_phone_one_sets_the_speed_takes_out_an_action_and_is_told_of_a_pause() -> Result<()> {
    for size in [(390, 844), (320, 640)] {
        let page = Page::open(&Visit { size, ..quick() })?;
        page.wait_for("[data-testid=panel]")?;
        page.click("[data-testid=speed] button:last-child")?;
        page.wait_attr("[data-testid=speed] button:last-child", "aria-pressed", "true")?;
        page.click("[data-testid=play]")?;
        page.wait_for(".place__hint")?;
        ensure!(page.is_displayed(".place__hint")?, "{size:?}: nothing says that it is paused");
        let (across, _) = page.overflow()?;
        ensure!(across <= 0, "{size:?}: {across} px stick out to the side");
        // What happens to lie half under the bar is no small target.
        page.js("document.querySelector('[data-testid=panel]').scrollIntoView()", &[])?;
        let found = page.axe()?;
        ensure!(found.is_empty(), "{size:?}: {found:#?}");
        let before = page.count("[data-testid=tick]")?;
        page.click("[data-testid=remove]")?;
        page.wait_until("one less", || Ok(page.count("[data-testid=tick]")? == before - 1))?;
        page.assert_quiet()?;
    }
    Ok(())
}
