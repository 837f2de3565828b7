//! Back and forth in time.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page};

use crate::hooks::{bubbles, composer, layers, quick, said, stand_at};

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
