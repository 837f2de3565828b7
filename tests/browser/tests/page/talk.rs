//! Typing on a phone: the message leaves, passes, arrives.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};

use crate::hooks::{bubbles, composer, last_bubble, layers, quick, said, stand_at};

#[test]
fn a_first_visit_finds_an_exchange_on_the_wire_and_ciphertext_in_the_middle() -> Result<()> {
    let page = Page::open(&Visit::default())?;
    page.wait_for("[data-testid=bubble]")?;
    ensure!(bubbles(&page, "alice")? >= 3 && bubbles(&page, "bob")? >= 3);
    page.wait_attr("[data-testid=panel]", "data-point", "provider")?;
    page.wait_for("[data-layer=record]")?;
    page.wait_for("[data-testid=sealed]")?;
    ensure!(page.count("[data-testid=explanation]")? > 0, "nothing is explained");
    page.assert_quiet()
}

#[test]
fn enter_sends_and_the_other_phone_shows_it() -> Result<()> {
    let page = Page::open(&quick())?;
    page.type_into(&composer("alice"), "Hello from the test")?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || {
        Ok(last_bubble(&page, "bob")?.contains("Hello from the test"))
    })?;
    page.wait_for("[data-testid=phone-alice] [data-testid=bubble]:last-child .ticks.delivered")?;
    let draft =
        page.js("return document.querySelector(arguments[0]).value", &[composer("alice").into()])?;
    ensure!(draft == "", "the draft is still there: {draft}");
    page.assert_quiet()
}

#[test]
fn any_text_arrives_as_it_was_typed() -> Result<()> {
    let page = Page::open(&quick())?;
    let long = "0123456789abcde\n".repeat(256);
    for text in ["👩‍👩‍👧‍👦 🇮🇪 ✍️", "مرحبًا، كيف الحال؟ שלום", "first line\nsecond line", long.as_str()]
    {
        page.insert(&composer("bob"), text)?;
        page.focus(&composer("bob"))?;
        page.keys(Key::Enter)?;
        page.wait_until("Alice has it", || Ok(said(&page, "alice")? == text))?;
    }
    page.assert_quiet()
}

#[test]
fn shift_and_enter_makes_a_new_line() -> Result<()> {
    let page = Page::open(&quick())?;
    let before = bubbles(&page, "alice")?;
    page.type_into(&composer("alice"), "one")?;
    page.keys(Key::Shift + Key::Enter)?;
    page.keys("two")?;
    let draft =
        page.js("return document.querySelector(arguments[0]).value", &[composer("alice").into()])?;
    ensure!(draft == "one\ntwo", "{draft}");
    ensure!(bubbles(&page, "alice")? == before, "it was sent");
    Ok(())
}

#[test]
fn a_phone_without_network_gets_its_messages_later() -> Result<()> {
    let page = Page::open(&quick())?;
    page.click("[data-testid=network-bob]")?;
    page.type_into(&composer("alice"), "while you were away")?;
    page.keys(Key::Enter)?;
    page.wait_until("Alice has sent it", || Ok(said(&page, "alice")?.ends_with("away")))?;
    ensure!(!said(&page, "bob")?.ends_with("away"));
    page.click("[data-testid=network-bob]")?;
    page.wait_until("Bob has it", || Ok(said(&page, "bob")?.ends_with("away")))?;
    page.assert_quiet()
}

/// A visit with everything at once is the one with the least motion.
#[test]
fn under_reduced_motion_it_steps() -> Result<()> {
    let page = Page::open(&Visit { reduced_motion: true, ..Visit::default() })?;
    page.type_into(&composer("alice"), "no motion")?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || Ok(last_bubble(&page, "bob")?.contains("no motion")))?;
    let moving = page.js(
        "return document.getAnimations().filter((a) => a.playState === 'running' \
         && a.effect.getComputedTiming().duration > 50).length",
        &[],
    )?;
    ensure!(moving == 0, "{moving} things move");
    Ok(())
}

#[test]
fn a_restart_after_a_panic_finds_everything_in_place() -> Result<()> {
    let page = Page::open(&quick())?;
    page.type_into(&composer("alice"), "before the crash")?;
    page.keys(Key::Enter)?;
    page.wait_until("Bob has it", || Ok(said(&page, "bob")? == "before the crash"))?;
    page.type_into(&composer("bob"), "half a sen")?;
    stand_at(&page, 1)?;
    let bytes = layers(&page)?;
    page.js("dispatchEvent(new CustomEvent('keyhole-provoke-panic'))", &[])?;
    page.wait_for("html[data-boot=restarted]")?;
    page.wait_until("Bob has it again", || Ok(said(&page, "bob")? == "before the crash"))?;
    page.wait_for("[data-testid=notice]")?;
    let draft =
        page.js("return document.querySelector(arguments[0]).value", &[composer("bob").into()])?;
    ensure!(draft == "half a sen", "the draft is {draft}");
    page.wait_until("the same bytes at the same point", || Ok(layers(&page)? == bytes))
}
