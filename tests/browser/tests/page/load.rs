//! How the page loads, and what it says when it can't.

use std::fs;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};
use browser_tests::{Browser, DIST_PATH, Key, Page, Theme, Visit};

/// The light and the dark ground of the skeleton, as browsers write colours.
const GROUND: [&str; 2] = ["rgb(243, 240, 234)", "rgb(8, 12, 18)"];

#[test]
fn runs_under_any_path_and_asks_for_its_own_parts_once() -> Result<()> {
    let page = Page::open(&Visit::default())?;
    page.wait_for("html[data-boot=running]")?;
    page.wait_for("h1")?;
    thread::sleep(Duration::from_millis(1500));
    page.assert_quiet()?;
    let requests = page.requests();
    ensure!(requests.iter().all(|request| request.path.starts_with(DIST_PATH)), "{requests:?}");
    let mut paths: Vec<_> = requests.into_iter().map(|request| request.path).collect();
    paths.sort();
    let twice = paths.windows(2).find(|pair| pair[0] == pair[1]);
    ensure!(twice.is_none(), "asked for twice: {twice:?}");
    page.wait_text("[data-testid=matrix]", "Only the two phones can read a message")?;
    page.wait_text("[data-testid=panel]", "The content in encrypted form")?;
    ensure!(page.later_parts() == 0, "a first visit does without the later part");
    Ok(())
}

#[test]
fn the_later_part_comes_with_the_first_thing_that_a_visitor_does() -> Result<()> {
    let page = Page::open(&Visit::default())?;
    page.wait_for("html[data-boot=running]")?;
    page.click("[data-testid=regime-button]")?;
    page.wait_for("[data-testid=regimes]")?;
    ensure!(page.later_parts() == 1, "asked for {} times", page.later_parts());
    page.assert_quiet()
}

#[test]
fn says_so_when_the_later_part_is_blocked_and_goes_on() -> Result<()> {
    let refused = vec!["_later.wasm".into()];
    let page = Page::open(&Visit { refused, ..Visit::default() })?;
    page.wait_for("html[data-boot=running]")?;
    for opens in ["[data-testid=regime-button]", "[data-testid=open-rule]"] {
        page.click(opens)?;
        page.wait_text("[data-testid=notice]", "A part of Keyhole could not be loaded")?;
        page.click("[data-testid=notice] button")?;
        page.wait_gone("[data-testid=notice]")?;
    }
    // What a first visit has goes on: the conversation, and the table that judges it.
    let bubbles = page.count(".bubble")?;
    page.type_into("[data-testid=phone-alice] textarea", "Still here")?;
    page.keys(Key::Enter)?;
    page.wait_until("both have it", || Ok(page.count(".bubble")? == bubbles + 2))?;
    page.wait_text("[data-testid=matrix]", "4 of 4 read")?;
    ensure!(page.attr("html", "data-boot")?.as_deref() == Some("running"), "it has crashed");
    Ok(())
}

#[test]
fn the_skeleton_is_in_the_html() -> Result<()> {
    let html = fs::read_to_string(xtask::paths::workspace().join("dist/index.html"))?;
    let (_, body) = html.split_once("<body>").unwrap();
    for part in ["<h1>Keyhole</h1>", "Two phones. One wire. Who can read it?", "boot-phone"] {
        ensure!(body.contains(part), "no `{part}` in {body}");
    }
    ensure!(!html.contains("unsafe-inline") && !html.contains("'unsafe-eval'"));
    for absolute in ["=\"/", "http://", "https://"] {
        ensure!(!html.contains(absolute), "`{absolute}` in {html}");
    }
    Ok(())
}

#[test]
fn the_skeleton_paints_in_the_systems_theme() -> Result<()> {
    for (theme, ground) in [Theme::Light, Theme::Dark].into_iter().zip(GROUND) {
        // Without its stylesheet the page shows what the skeleton paints.
        let refused = vec![".wasm".into(), ".css".into()];
        let page = Page::open(&Visit { theme, refused, ..Visit::default() })?;
        let painted = page.js("return getComputedStyle(document.body).backgroundColor", &[])?;
        ensure!(painted == ground, "{theme:?}: {painted}");
        ensure!(page.is_displayed(".boot-phone")?);
    }
    Ok(())
}

#[test]
fn a_saved_theme_wins_over_the_systems() -> Result<()> {
    let refused = vec![".wasm".into(), ".css".into()];
    let page = Page::open(&Visit { refused, ..Visit::default() })?;
    page.js("localStorage.setItem('keyhole-theme', 'dark')", &[])?;
    page.goto(&format!("{}?again", page.address()))?;
    page.wait_for("html[data-theme=dark][data-boot=failed]")?;
    let painted = page.js("return getComputedStyle(document.body).backgroundColor", &[])?;
    ensure!(painted == GROUND[1], "{painted}");
    Ok(())
}

#[test]
fn runs_in_a_sandboxed_frame_of_another_origin() -> Result<()> {
    let page = Page::open(&Visit { sandboxed: true, ..Visit::default() })?;
    if page.browser() == Browser::Webkit {
        // There 'self' matches nothing in a frame without an origin; the page says what to do.
        return page.wait_text("#boot-message", "open the page by itself");
    }
    page.wait_for("html[data-boot=running]")?;
    let origin = page.js("return origin", &[])?;
    ensure!(origin == "null", "the frame isn't sandboxed: {origin}");
    thread::sleep(Duration::from_millis(500));
    page.assert_quiet()
}

#[test]
fn says_so_when_a_part_is_blocked() -> Result<()> {
    for part in [".wasm", ".js"] {
        let page = Page::open(&Visit { refused: vec![part.into()], ..Visit::default() })?;
        page.wait_for("html[data-boot=failed]")?;
        ensure!(page.is_displayed("#boot-message[role=alert]")?);
        page.wait_text("#boot-message", "could not be loaded")?;
        ensure!(page.is_displayed("h1")?, "the skeleton has gone");
    }
    Ok(())
}

#[test]
fn says_so_where_there_is_no_webassembly() -> Result<()> {
    if Browser::from_env()? != Browser::Chromium {
        return Ok(());
    }
    let before = Some("delete globalThis.WebAssembly".into());
    let page = Page::open(&Visit { before, ..Visit::default() })?;
    page.wait_for("html[data-boot=failed]")?;
    page.wait_text("#boot-message", "needs WebAssembly")?;
    page.assert_quiet()
}

#[test]
fn the_messages_and_the_skeleton_are_accessible() -> Result<()> {
    for theme in [Theme::Light, Theme::Dark] {
        let refused = vec![".wasm".into()];
        let page = Page::open(&Visit { theme, refused, ..Visit::sized(320, 640) })?;
        page.wait_for("html[data-boot=failed]")?;
        let found = page.axe()?;
        ensure!(found.is_empty(), "{theme:?}: {found:#?}");
        ensure!(page.overflow()?.0 == 0, "it scrolls sideways");
    }
    Ok(())
}
