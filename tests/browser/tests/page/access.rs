//! "Who can read it?": the table follows the run, and a cell says how.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Theme, Visit};

use crate::{
    hooks::{composer, quick, row},
    regimes::choose,
};

fn cell(observer: &str, nth: usize) -> String {
    format!("[data-observer={observer}] td:nth-of-type({nth}) button")
}

/// The page with its first three messages judged.
fn opened(visit: &Visit) -> Result<Page> {
    let page = Page::open(visit)?;
    page.wait_until("three messages are judged", || Ok(row(&page, "provider")?.len() == 3))?;
    Ok(page)
}

fn send(page: &Page, party: &str, text: &str) -> Result<()> {
    page.type_into(&composer(party), text)?;
    page.keys(Key::Enter)
}

#[test]
fn the_table_follows_what_is_sent_and_what_is_taken_back() -> Result<()> {
    let page = opened(&quick())?;
    for (observer, finding) in [
        ("alice", "content"),
        ("bob", "content"),
        ("alice-network", "exists"),
        ("bob-network", "exists"),
        ("provider", "metadata"),
        ("investigator", "nothing"),
    ] {
        ensure!(row(&page, observer)? == [finding; 3], "{observer}: {:?}", row(&page, observer)?);
    }
    send(&page, "bob", "one more")?;
    page.wait_until("the fourth is judged", || {
        Ok(row(&page, "alice")? == ["content"; 4] && row(&page, "provider")? == ["metadata"; 4])
    })?;
    page.wait_text("[data-observer=alice] td:last-child", "4 of 4 read")?;
    page.click("[data-testid=undo]")?;
    page.wait_until("the fourth is gone", || Ok(row(&page, "alice")?.len() == 3))?;
    page.assert_quiet()
}

#[test]
fn a_cell_opens_how_and_escape_closes_it() -> Result<()> {
    let page = opened(&quick())?;
    let provider = cell("provider", 2);
    page.click(&provider)?;
    page.wait_text("[data-testid=how-sentence]", "The provider can’t read this message")?;
    ensure!(page.has_focus("#how-title")?, "the focus is {}", page.focused()?);
    let missing = page.text("[data-testid=how-missing]")?;
    for part in ["Message key", "Alice and Bob", "No key in these hands"] {
        ensure!(missing.contains(part), "no “{part}” in {missing}");
    }
    page.wait_attr("[data-testid=how-impersonate]", "data-could", "false")?;
    page.keys(Key::Escape)?;
    page.wait_gone("[data-testid=how]")?;
    ensure!(page.has_focus(&provider)?, "the focus is {}", page.focused()?);
    page.assert_quiet()
}

#[test]
fn how_tells_who_could_write_as_the_sender() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=transport-only".into(), ..quick() })?;
    page.click(&cell("provider", 2))?;
    page.wait_attr("[data-testid=how-impersonate]", "data-could", "true")?;
    page.wait_text("[data-testid=how-impersonate]", "Alice’s phone would show it as Bob’s")?;
    page.click(&cell("alice-network", 2))?;
    page.wait_attr("[data-testid=how-impersonate]", "data-could", "false")?;
    page.click(&cell("bob", 2))?;
    page.wait_text("#how-title", "Bob")?;
    ensure!(page.count("[data-testid=how-impersonate]")? == 0);
    page.assert_quiet()
}

#[test]
fn the_keyboard_goes_from_cell_to_cell() -> Result<()> {
    let page = opened(&quick())?;
    let stops = page.count("[data-cell][tabindex='0']")?;
    ensure!(stops == 1, "{stops} cells can be reached with Tab");
    page.focus(&cell("alice", 1))?;
    page.keys(Key::Right)?;
    page.keys(Key::Down)?;
    page.wait_until("the second row has the focus", || page.has_focus(&cell("bob", 2)))?;
    page.keys(Key::End)?;
    page.keys(Key::Up)?;
    page.keys(Key::Up)?;
    page.wait_until("the corner has the focus", || page.has_focus(&cell("alice", 3)))?;
    page.keys(Key::Enter)?;
    page.wait_text("[data-testid=how-sentence]", "Alice can read this message")?;
    let steps = page.texts(".how__step")?;
    ensure!(steps.len() == 4, "{steps:#?}");
    ensure!(steps[3].contains("Please do!"), "{steps:#?}");
    page.keys(Key::Escape)?;
    page.wait_until("the cell has the focus again", || page.has_focus(&cell("alice", 3)))?;
    page.assert_quiet()
}

#[test]
fn a_step_shows_its_bytes() -> Result<()> {
    let page = opened(&quick())?;
    page.click(&cell("alice-network", 1))?;
    page.wait_for("[data-testid=how-show]")?;
    page.click("[data-testid=how-show]")?;
    page.wait_attr("[data-testid=panel]", "data-point", "alice-link")?;
    page.click(&cell("provider", 1))?;
    page.wait_text("#how-title", "Provider")?;
    page.click("[data-testid=how-show]")?;
    page.wait_attr("[data-testid=panel]", "data-point", "provider")?;
    page.wait_for("[data-testid=panel] .is-marked")?;
    page.assert_quiet()
}

#[test]
fn several_are_asked_together() -> Result<()> {
    let page = opened(&quick())?;
    page.click("[data-testid=ask-together]")?;
    page.wait_text("[data-testid=together]", "Pick two or more")?;
    let together = || -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('[data-testid=together] [data-finding]')]
            .map((e) => e.dataset.finding)";
        Ok(serde_json::from_value(page.js(script, &[])?)?)
    };
    page.click("[data-testid=pick-alice-network]")?;
    page.click("[data-testid=pick-provider]")?;
    page.wait_until("they see what the provider sees", || Ok(together()? == ["metadata"; 3]))?;
    page.click("[data-testid=pick-bob]")?;
    page.wait_until("with Bob they read all", || Ok(together()? == ["content"; 3]))?;
    page.click("[data-testid=ask-together]")?;
    page.wait_gone("[data-testid=together]")?;
    page.assert_quiet()
}

#[test]
fn one_switch_puts_the_same_keys_into_other_hands() -> Result<()> {
    let page = opened(&quick())?;
    page.click("[data-testid=ask-who-else]")?;
    page.wait_text("[data-testid=who-else]", "No institution holds a key")?;
    let insider = || -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('[data-testid=who-else-insider] [data-finding]')]
            .map((e) => e.dataset.finding)";
        Ok(serde_json::from_value(page.js(script, &[])?)?)
    };
    page.wait_until("an insider sees envelopes", || Ok(insider()? == ["metadata"; 3]))?;
    choose(&page, "key-escrow")?;
    page.wait_text("[data-testid=who-else]", "every key that institutions have held")?;
    page.wait_until("an insider reads all", || Ok(insider()? == ["content"; 3]))?;
    page.click("[data-testid=ask-who-else]")?;
    page.wait_gone("[data-testid=who-else]")?;
    page.assert_quiet()
}

#[test]
fn before_the_first_message_there_is_a_sentence() -> Result<()> {
    let page = opened(&quick())?;
    for _ in 0..3 {
        page.click("[data-testid=previous]")?;
    }
    page.wait_text(".matrix__empty", "No message yet")?;
    ensure!(page.count("[data-cell]")? == 0);
    page.assert_quiet()
}

#[test]
fn how_says_so_when_the_message_is_not_there_yet() -> Result<()> {
    let page = opened(&quick())?;
    page.click(&cell("provider", 3))?;
    page.wait_for("[data-testid=how]")?;
    page.click("[data-testid=previous]")?;
    page.wait_text("[data-testid=how-absent]", "isn’t there")?;
    ensure!(page.axe()?.is_empty(), "{:?}", page.axe()?);
    page.click("[data-testid=next]")?;
    page.wait_text("[data-testid=how-sentence]", "The provider can’t read this message")?;
    page.click("[data-testid=previous]")?;
    page.click("[data-testid=how-close]")?;
    page.wait_gone("[data-testid=how-absent]")?;
    ensure!(page.has_focus("#matrix-title")?, "the focus is {}", page.focused()?);
    page.assert_quiet()
}

#[test]
fn twenty_messages_fit_on_a_projector_and_more_scroll_beside_the_names() -> Result<()> {
    let page = opened(&quick())?;
    let inside = "const e = document.querySelector('.matrix__scroll');
        return [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]";
    for nth in 4..=20 {
        send(&page, if nth % 2 == 0 { "alice" } else { "bob" }, "more")?;
        page.wait_until("it is judged", || Ok(row(&page, "alice")?.len() == nth))?;
    }
    let (across, down): (i64, i64) = serde_json::from_value(page.js(inside, &[])?)?;
    ensure!(across <= 0 && down <= 0, "the table scrolls: {across}, {down}");
    ensure!(page.overflow()? == (0, 0), "the page scrolls");
    for nth in 21..=26 {
        send(&page, "alice", "and more")?;
        page.wait_until("it is judged", || Ok(row(&page, "alice")?.len() == nth))?;
    }
    let name = "[data-observer=provider] th";
    let before = page.rect(name)?;
    page.js("document.querySelector('.matrix__scroll').scrollLeft = 400", &[])?;
    ensure!(page.rect(name)? == before, "the names scroll away");
    ensure!(page.overflow()?.0 == 0, "the page scrolls");
    page.assert_quiet()
}

/// Whether all of an element lies inside another one, half a pixel aside.
fn lies_in(page: &Page, css: &str, frame: &str) -> Result<bool> {
    let ((_, top, _, height), (_, from, _, room)) = (page.rect(css)?, page.rect(frame)?);
    Ok(height > 0.0 && top >= from - 0.5 && top + height <= from + room + 0.5)
}

#[test]
fn on_a_projector_everything_is_in_sight() -> Result<()> {
    for (size, type_size) in [((1280, 720), 16.0), ((1920, 1080), 22.0), ((3840, 2160), 40.0)] {
        let page = opened(&Visit { size, ..quick() })?;
        ensure!(page.overflow()? == (0, 0), "{size:?}: the page scrolls");
        let found = page.js("return parseFloat(getComputedStyle(document.body).fontSize)", &[])?;
        let found = found.as_f64().unwrap_or_default() / 0.9375;
        ensure!((found - type_size).abs() < 0.1, "{size:?}: the type is {found} px");
        for (css, frame) in [
            ("[data-observer=investigator]", ".matrix__scroll"),
            ("[data-testid=answer]", ".matrix"),
            ("[data-testid=rule-in-force]", ".matrix"),
            (".matrix__legend", ".matrix"),
            (".matrix", "body"),
            (".legend", "[data-testid=panel]"),
            ("[data-testid=explanation]", ".bytes__aside"),
            (".bytes .badge--sealed", ".bytes__layers"),
            (".bytes .is-sealed.is-first", ".bytes__layers"),
            (".bytes [data-o='105']", ".bytes__layers"),
            ("[data-testid=flip-bit]", "[data-testid=panel]"),
            ("[data-testid=phone-alice]", "body"),
        ] {
            ensure!(lies_in(&page, css, frame)?, "{size:?}: {css} is cut");
        }
    }
    Ok(())
}

#[test]
fn nine_rows_fit_a_projector_and_the_sealed_bytes_beside_them() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=split-escrow".into(), ..quick() })?;
    page.wait_for("[data-observer=custodian-3] [data-finding]")?;
    ensure!(page.overflow()? == (0, 0), "the page scrolls");
    ensure!(lies_in(&page, "[data-observer=custodian-3]", ".matrix__scroll")?);
    ensure!(lies_in(&page, ".bytes .badge--sealed", ".bytes__layers")?, "the chip is cut");
    ensure!(lies_in(&page, ".bytes [data-o='105']", ".bytes__layers")?, "the tag is cut");
    Ok(())
}

#[test]
fn nothing_sticks_out_and_axe_finds_nothing_with_the_answer_open() -> Result<()> {
    for (theme, size) in [
        (Theme::Light, (1280, 720)),
        (Theme::Dark, (1280, 720)),
        (Theme::Light, (390, 844)),
        (Theme::Dark, (320, 640)),
    ] {
        let page = opened(&Visit { theme, size, ..quick() })?;
        page.click("[data-testid=ask-together]")?;
        page.click("[data-testid=pick-alice]")?;
        page.click("[data-testid=pick-provider]")?;
        for open in [cell("bob", 3), cell("bob-network", 1), cell("investigator", 2)] {
            page.click(&open)?;
            page.wait_for("[data-testid=how]")?;
            page.js(
                "document.querySelectorAll('.how details').forEach((e) => { e.open = true })",
                &[],
            )?;
            let found = page.axe()?;
            ensure!(found.is_empty(), "{theme:?} {size:?} {open}: {found:#?}");
            let (across, _) = page.overflow()?;
            ensure!(across <= 0, "{size:?}: {across} px stick out to the side");
        }
        page.assert_quiet()?;
    }
    Ok(())
}
