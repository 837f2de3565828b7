//! Sizes, themes, accessibility, keyboard.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Theme, Visit};

use crate::hooks::{composer, quick, said, stand_at};

const SIZES: [(u32, u32); 8] = [
    (1280, 720),
    (1920, 1080),
    (1200, 720),
    (1024, 768),
    (640, 800),
    (560, 800),
    (390, 844),
    (320, 640),
];

/// Five rows: what the bytes have at least, however small the window.
const ROOM: f64 = 100.0;

#[test]
fn nothing_sticks_out_at_any_size() -> Result<()> {
    for size in SIZES {
        let page = Page::open(&Visit { size, ..quick() })?;
        page.wait_for("[data-testid=panel]")?;
        let (across, down) = page.overflow()?;
        ensure!(across <= 0, "{size:?}: {across} px stick out to the side");
        if size.0 >= 1200 {
            ensure!(down <= 0, "{size:?}: {down} px below the fold");
        }
        let (_, _, _, room) = page.rect(".bytes__layers")?;
        ensure!(room >= ROOM, "{size:?}: the bytes have {room} px");
        for view in ["tab-fields", "tab-log", "tab-bytes"] {
            page.click(&format!("[data-testid={view}]"))?;
            let (across, _) = page.overflow()?;
            ensure!(across <= 0, "{size:?} {view}: {across} px stick out to the side");
        }
        page.assert_quiet()?;
    }
    Ok(())
}

#[test]
fn on_a_narrow_page_the_path_stays_in_view_and_sheets_stay_on_the_page() -> Result<()> {
    let page = Page::open(&Visit { size: (390, 844), ..quick() })?;
    page.wait_for("[data-testid=panel]")?;
    page.click("[data-testid=seed-label]")?;
    let (left, _, width, _) = page.rect(".menu__sheet")?;
    ensure!(left >= 0.0 && left + width <= 390.0, "the sheet is {width} px wide, at {left} px");
    page.click("[data-testid=seed-label]")?;
    page.js("document.querySelector('[data-testid=tab-log]').scrollIntoView()", &[])?;
    let (_, top, ..) = page.rect(".path")?;
    ensure!(top.abs() < 1.0, "the path is at {top} px");
    Ok(())
}

#[test]
fn axe_finds_nothing_in_any_view_and_theme() -> Result<()> {
    for (theme, size) in
        [(Theme::Light, (1280, 720)), (Theme::Dark, (1280, 720)), (Theme::Dark, (390, 844))]
    {
        let page = Page::open(&Visit { theme, size, ..quick() })?;
        page.wait_for("[data-testid=panel]")?;
        let check = |view: &str| -> Result<()> {
            let found = page.axe()?;
            ensure!(found.is_empty(), "{theme:?} {size:?} {view}: {found:#?}");
            Ok(())
        };
        for index in 0..5 {
            stand_at(&page, index)?;
            for view in ["tab-bytes", "tab-fields", "tab-log"] {
                page.click(&format!("[data-testid={view}]"))?;
                check(&format!("point {index} {view}"))?;
            }
            page.click("[data-testid=tab-bytes]")?;
        }
        for (open, dialog) in [
            ("keys-alice", "dialog-keys-alice"),
            ("safety-bob", "dialog-safety"),
            ("open-real", "dialog-about"),
            ("open-help", "dialog-help"),
            ("open-events", "dialog-events"),
            ("open-evidence", "dialog-evidence"),
        ] {
            let dialog = format!("dialog[data-testid={dialog}]");
            // On a narrow page some of these are in a menu.
            page.js(
                "document.querySelector(arguments[0]).click()",
                &[format!("button[data-testid={open}]").into()],
            )?;
            page.wait_for(&dialog)?;
            check(&dialog)?;
            page.click("[data-testid=dialog-close]")?;
            page.wait_gone(&dialog)?;
        }
    }
    Ok(())
}

#[test]
fn the_keyboard_alone_is_enough() -> Result<()> {
    let page = Page::open(&quick())?;
    page.wait_for("[data-testid=panel]")?;
    let reach = |css: &str| -> Result<()> {
        for _ in 0..80 {
            if page.has_focus(css)? {
                return Ok(());
            }
            page.keys(Key::Tab)?;
        }
        anyhow::bail!("{css} can't be reached with Tab")
    };
    // In the order of the page: at its end Tab leaves it for the browser, and Firefox then sends
    // keys to a page that has no focus.
    reach("button[data-testid=open-help]")?;
    page.keys(Key::Enter)?;
    page.wait_for("[data-testid=dialog-help]")?;
    page.keys(Key::Escape)?;
    page.wait_gone("[data-testid=dialog-help]")?;
    ensure!(page.has_focus("button[data-testid=open-help]")?, "the focus is {}", page.focused()?);
    reach(&composer("alice"))?;
    page.keys("by keyboard")?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || Ok(said(&page, "bob")? == "by keyboard"))?;
    reach("[data-testid=tap]")?;
    page.keys(Key::Left)?;
    page.wait_attr("[data-testid=panel]", "data-point", "alice-link")?;
    page.keys(Key::End)?;
    page.wait_attr("[data-testid=panel]", "data-point", "bob-phone")?;
    reach("[data-testid=tab-bytes]")?;
    page.keys(Key::Right)?;
    page.wait_for("[data-testid=tab-fields][aria-selected=true]")?;
    page.assert_quiet()
}

#[test]
fn the_tap_is_dragged_and_clicked() -> Result<()> {
    let page = Page::open(&quick())?;
    page.drag("[data-testid=tap]", "[data-testid=station-alice-link]")?;
    page.wait_attr("[data-testid=panel]", "data-point", "alice-link")?;
    page.click("[data-testid=station-bob-phone]")?;
    page.wait_attr("[data-testid=panel]", "data-point", "bob-phone")
}
