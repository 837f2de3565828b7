//! The panel: what each point sees, and that it is what the library says.

use anyhow::{Context as _, Result, ensure};
use browser_tests::{Key, Page};
use keyhole::{
    hex,
    world::{Capture, Point, Position, Run, SeenWhat, Timeline},
};

use crate::hooks::{composer, last_bubble, layers, quick, seeded, stand_at};

const SEED: &str = "4b6579686f6c65204b6579686f6c65204b6579686f6c65204b6579686f6c6521";

/// The run that the page keeps for a restart.
fn kept(page: &Page) -> Result<Run> {
    let kept = page.js("return window.keyhole.kept()", &[])?;
    let kept: serde_json::Value = serde_json::from_str(kept.as_str().context("nothing is kept")?)?;
    let run = kept.get("run").context("no run is kept")?;
    Run::from_json(&run.to_string()).map_err(anyhow::Error::msg)
}

fn newest(timeline: &Timeline, point: Point) -> Option<Capture> {
    let mut seen = timeline.recording().seen_at(point).filter_map(|seen| match seen.what {
        SeenWhat::Capture(capture) => Some(capture),
        SeenWhat::Note(_) => None,
    });
    seen.next_back()
}

#[test]
fn bytes_on_screen_are_the_librarys_for_the_same_seed() -> Result<()> {
    let page = Page::open(&seeded(SEED))?;
    page.type_into(&composer("alice"), "the same everywhere")?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || Ok(last_bubble(&page, "bob")?.contains("everywhere")))?;
    let run = kept(&page)?;
    ensure!(hex::encode(run.seed.reveal()) == SEED && run.seeded, "another seed");
    let mut timeline = Timeline::new(run);
    timeline.seek(Position::after(timeline.len()));
    for point in Point::ALL {
        stand_at(&page, point.index())?;
        // Packet by packet back to the start: the first of them is what joining began with.
        page.click("[data-testid=tab-bytes]")?;
        let captures: Vec<_> = timeline
            .recording()
            .seen_at(point)
            .filter_map(|seen| match seen.what {
                SeenWhat::Capture(capture) => Some(capture),
                SeenWhat::Note(_) => None,
            })
            .collect();
        let shown = layers(&page)?;
        let found = captures.iter().rev().find(|capture| {
            let expected: Vec<_> =
                capture.layers().map(|layer| hex::encode(layer.bytes())).collect();
            expected == shown
        });
        ensure!(found.is_some(), "{}: the library has no such capture: {shown:?}", point.key());
        ensure!(newest(&timeline, point).is_some(), "{}: nothing is recorded", point.key());
    }
    page.assert_quiet()
}

#[test]
fn each_point_opens_what_it_can_and_no_more() -> Result<()> {
    let page = Page::open(&quick())?;
    for (index, opened) in [(0, 3), (1, 1), (2, 2), (3, 1), (4, 3)] {
        stand_at(&page, index)?;
        let count = layers(&page)?.len();
        ensure!(count == opened, "point {index} shows {count} layers");
        let sealed = page.count("[data-testid=sealed]")?;
        ensure!((sealed == 0) == (opened == 3), "point {index}: {sealed} sealed blocks");
    }
    stand_at(&page, 1)?;
    let text = page.text("[data-testid=panel]")?;
    ensure!(!text.contains("cake"), "the link can read the text");
    page.click("[data-testid=show-inside]")?;
    page.wait_until("all layers are there", || Ok(layers(&page)?.len() == 3))?;
    page.click("[data-testid=show-inside]")?;
    page.wait_until("only its own layer is there", || Ok(layers(&page)?.len() == 1))?;
    Ok(())
}

#[test]
fn a_field_explains_itself_and_marks_its_bytes() -> Result<()> {
    let page = Page::open(&quick())?;
    page.wait_for("[data-testid=explanation]")?;
    page.click("[data-testid=tab-fields]")?;
    page.wait_for("[data-testid=field-envelope-from]")?;
    page.click("[data-testid=field-envelope-from]")?;
    page.wait_until("the sender is explained", || {
        Ok(page.texts("[data-testid=explanation]")?.join(" ").contains("bob")
            || page.texts("[data-testid=explanation]")?.join(" ").contains("alice"))
    })?;
    page.click("[data-testid=tab-bytes]")?;
    page.wait_for("[data-testid=panel] .is-marked, [data-testid=panel] [aria-selected=true]")
}

#[test]
fn the_log_opens_every_entry() -> Result<()> {
    let page = Page::open(&quick())?;
    stand_at(&page, 1)?;
    page.click("[data-testid=tab-log]")?;
    page.wait_for("[data-testid=log-entry]")?;
    ensure!(page.count("[data-testid=log-entry]")? > 8, "handshake, registration and messages");
    page.click("[data-testid=log-entry]")?;
    page.wait_for("[data-hex]")?;
    Ok(())
}

#[test]
fn the_browsers_own_cryptography_gives_the_same_text() -> Result<()> {
    let page = Page::open(&quick())?;
    page.click("[data-testid=check-open]")?;
    page.wait_for("[data-testid=dialog-check]")?;
    page.click("[data-testid=check-run]")?;
    page.wait_for("[data-testid=check-plaintext]")?;
    let text = page.text("[data-testid=check-plaintext]")?;
    let bubble = last_bubble(&page, "bob")?;
    ensure!(!text.is_empty() && bubble.contains(text.trim()), "{text} is not {bubble}");
    ensure!(page.axe()?.is_empty(), "{:?}", page.axe()?);
    page.assert_quiet()
}

#[test]
fn to_pass_the_bytes_with_tab_changes_nothing() -> Result<()> {
    let page = Page::open(&quick())?;
    page.wait_text("[data-testid=explanation]", "Message ciphertext")?;
    page.focus("[data-testid=panel] [role=gridcell][tabindex='0']")?;
    page.wait_text("[data-testid=explanation]", "Message ciphertext")?;
    page.keys(Key::Left)?;
    page.wait_until("the byte before", || {
        Ok(!page.text("[data-testid=explanation]")?.contains("Message ciphertext"))
    })
}
