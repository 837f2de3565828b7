//! Something is changed on the way: the honest consequence, and undo.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};

use crate::hooks::{composer, last_bubble, quick, said, stand_at};

fn send(page: &Page, text: &str) -> Result<()> {
    page.type_into(&composer("alice"), text)?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || Ok(said(page, "bob")? == text))
}

#[test]
fn a_bit_flipped_inside_the_provider_is_noticed_by_the_phone() -> Result<()> {
    let page = Page::open(&quick())?;
    send(&page, "flip me")?;
    page.click("[data-testid=flip-bit]")?;
    page.wait_for("[data-testid=phone-bob] .bubble--unreadable")?;
    ensure!(said(&page, "alice")? == "flip me");
    ensure!(page.axe()?.is_empty(), "{:?}", page.axe()?);
    page.click("[data-testid=undo]")?;
    page.wait_gone("[data-testid=phone-bob] .bubble--unreadable")?;
    page.wait_until("Bob has it again", || Ok(said(&page, "bob")? == "flip me"))?;
    page.assert_quiet()
}

#[test]
fn a_record_dropped_on_a_link_is_sent_again_over_a_new_connection() -> Result<()> {
    let page = Page::open(&quick())?;
    send(&page, "drop me")?;
    stand_at(&page, 3)?;
    page.click("[data-testid=drop]")?;
    page.wait_until("it comes all the same", || Ok(said(&page, "bob")? == "drop me"))?;
    page.click("[data-testid=tab-log]")?;
    page.wait_until("the log tells of a new handshake", || {
        let log = page.texts("[data-testid=log-entry]")?.join(" ").to_lowercase();
        Ok(log.matches("handshake").count() >= 6)
    })?;
    page.assert_quiet()
}

#[test]
fn an_envelope_dropped_by_the_provider_never_comes() -> Result<()> {
    let page = Page::open(&quick())?;
    let before = last_bubble(&page, "bob")?;
    send(&page, "gone")?;
    page.click("[data-testid=drop]")?;
    page.wait_until("Bob lacks it", || Ok(last_bubble(&page, "bob")? == before))?;
    page.keys(Key::Control + "z")?;
    page.wait_until("Bob has it again", || Ok(said(&page, "bob")? == "gone"))?;
    page.assert_quiet()
}

#[test]
fn the_provider_can_change_the_order() -> Result<()> {
    let page = Page::open(&quick())?;
    send(&page, "first")?;
    page.click("[data-testid=after-next]")?;
    page.type_into(&composer("alice"), "second")?;
    page.keys(Key::Enter)?;
    page.wait_until("both came, the second before the first", || {
        let all = page.texts("[data-testid=phone-bob] [data-testid=bubble] p[dir=auto]")?;
        Ok(all.ends_with(&["second".into(), "first".into()]))
    })?;
    page.assert_quiet()
}

/// Where the buttons of the row stand, each with its name.
fn places(page: &Page) -> Result<Vec<(String, i64, i64, i64)>> {
    let places = page.js(
        "return [...document.querySelectorAll('.tamper__deeds button')].map((it) => {
            const { left, top, width } = it.getBoundingClientRect();
            return [it.dataset.testid, Math.round(left), Math.round(top), Math.round(width)];
        })",
        &[],
    )?;
    Ok(serde_json::from_value(places)?)
}

#[test]
fn whatever_is_done_the_buttons_keep_their_places() -> Result<()> {
    for (size, fragment) in
        [((1280, 720), ""), ((1280, 720), "regime=key-escrow&retention=for-ever")]
    {
        let page = Page::open(&Visit { size, fragment: fragment.into(), ..quick() })?;
        page.wait_for("[data-testid=flip-bit]")?;
        let before = places(&page)?;
        ensure!(before.len() == 6, "{before:?}");
        let rows: Vec<_> = before.iter().map(|(_, _, top, _)| top).collect();
        ensure!(rows.iter().all(|top| *top == rows[0]), "the row wraps: {before:?}");
        for deed in ["flip-bit", "duplicate", "after-next", "hold", "replay", "drop"] {
            page.click(&format!("[data-testid={deed}]"))?;
            page.wait_until("the run is played", || {
                Ok(page.count("[data-testid=step][aria-disabled=true]")? == 1)
            })?;
            page.wait_for("[data-testid=undo-interference]")?;
            let after = places(&page)?;
            ensure!(after.starts_with(&before), "{size:?} after {deed}: {after:?}, not {before:?}");
            let (left, top, width, _) = page.rect("[data-testid=undo-interference]")?;
            let (edge, _, room, _) = page.rect(".bytes")?;
            ensure!(left + width <= edge + room + 1.0, "undo sticks out at {left}");
            ensure!((top - before[0].2 as f64).abs() < 2.0, "undo stands in another row");
        }
        page.wait_for("[data-testid=hold][aria-disabled=true]")?;
        while page.count("[data-testid=undo-interference]")? > 0 {
            page.click("[data-testid=undo-interference]")?;
            page.wait_until("the run is played", || {
                Ok(page.count("[data-testid=step][aria-disabled=true]")? == 1)
            })?;
        }
        page.wait_until("all can be done again", || {
            Ok(page.count(".tamper__deeds [aria-disabled=true]")? == 0)
        })?;
        ensure!(places(&page)? == before);
        page.assert_quiet()?;
    }
    Ok(())
}

#[test]
fn the_focus_stays_in_the_row_while_the_run_is_played_again() -> Result<()> {
    let page = Page::open(&quick())?;
    page.wait_for("[data-testid=drop]")?;
    let played = || {
        page.wait_until("the run is played", || {
            Ok(page.count("[data-testid=step][aria-disabled=true]")? == 1)
        })
    };
    page.focus("[data-testid=drop]")?;
    page.keys(Key::Enter)?;
    page.wait_for("[data-testid=undo-interference]")?;
    played()?;
    ensure!(page.has_focus("[data-testid=drop]")?, "the focus is {}", page.focused()?);
    page.focus("[data-testid=undo-interference]")?;
    page.keys(Key::Enter)?;
    page.wait_gone("[data-testid=undo-interference]")?;
    played()?;
    page.wait_until("the first button has the focus", || page.has_focus("[data-testid=flip-bit]"))?;
    page.assert_quiet()
}
