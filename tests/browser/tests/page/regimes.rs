//! Rules about access: the picker, what it changes, the sheet, orders, the address.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Theme, Visit};

use crate::hooks::{bubbles, layers, quick, said, seeded};

const SEED: &str = "4b6579686f6c65204b6579686f6c65204b6579686f6c65204b6579686f6c6521";
const BUTTON: &str = "[data-testid=regime-button]";
const SHEET: &str = "[data-testid=regimes]";
const CHIP: &str = "[data-testid=order-chip]";

fn in_force(page: &Page, regime: &str) -> Result<()> {
    page.wait_attr("[data-testid=regime]", "data-regime", regime)
}

pub(super) fn choose(page: &Page, regime: &str) -> Result<()> {
    page.click(BUTTON)?;
    page.click(&format!("[data-testid=choose-{regime}]"))?;
    page.wait_gone(SHEET)?;
    in_force(page, regime)
}

#[test]
fn another_rule_changes_the_bytes_and_keeps_the_text() -> Result<()> {
    let page = Page::open(&seeded(SEED))?;
    page.wait_for("[data-testid=panel][data-point=provider] [data-hex]")?;
    let (before, text) = (layers(&page)?, said(&page, "bob")?);
    choose(&page, "key-escrow")?;
    page.wait_until("the envelope is 84 bytes longer", || {
        let after = layers(&page)?;
        let grew = |(new, old): (&String, &String)| new.len() == old.len() + 2 * 84;
        Ok(after.len() == before.len() && after.iter().zip(&before).all(grew))
    })?;
    ensure!(said(&page, "bob")? == text, "the conversation is another one");
    page.wait_text("[data-testid=added]", "+84 bytes")?;
    page.wait_for("[data-testid=panel] [data-testid=new-field]")?;
    page.click("[data-testid=tab-fields]")?;
    page.wait_for("[data-testid=field-access-field] [data-testid=new-field]")?;
    page.click(BUTTON)?;
    page.wait_text("[data-testid=changed]", "+84 bytes")?;
    page.keys(Key::Escape)?;
    page.click("[data-testid=tab-bytes]")?;
    page.click("[data-testid=undo]")?;
    in_force(&page, "end-to-end")?;
    page.wait_until("the old bytes are back", || Ok(layers(&page)? == before))?;
    ensure!(page.count("[data-testid=new-field], [data-testid=added]")? == 0);
    page.assert_quiet()
}

#[test]
fn a_rule_is_chosen_by_keyboard() -> Result<()> {
    let page = Page::open(&quick())?;
    page.focus(BUTTON)?;
    page.keys(Key::Enter)?;
    page.wait_until("the rule in force has the focus", || {
        page.has_focus("[data-testid=choose-end-to-end]")
    })?;
    page.keys(Key::Down)?;
    page.keys(Key::Enter)?;
    page.wait_gone(SHEET)?;
    ensure!(page.has_focus(BUTTON)?, "the focus is {}", page.focused()?);
    in_force(&page, "sealed-sender")?;
    page.wait_text("p.aloud[role=status]", "Sealed sender is in force")?;
    page.keys(Key::Enter)?;
    page.wait_for(SHEET)?;
    page.keys(Key::Up)?;
    page.keys(Key::Escape)?;
    page.wait_gone(SHEET)?;
    in_force(&page, "sealed-sender")?;
    ensure!(page.has_focus(BUTTON)?, "the focus is {}", page.focused()?);
    page.assert_quiet()
}

#[test]
fn the_address_opens_a_rule_and_follows_it() -> Result<()> {
    let page =
        Page::open(&Visit { fragment: format!("seed={SEED}&regime=key-escrow"), ..quick() })?;
    in_force(&page, "key-escrow")?;
    choose(&page, "split-escrow")?;
    let address = page.js("return location.hash", &[])?;
    ensure!(address == format!("#seed={SEED}&regime=split-escrow"), "{address}");
    page.click("[data-testid=undo]")?;
    in_force(&page, "key-escrow")?;
    page.js("dispatchEvent(new CustomEvent('keyhole-provoke-panic'))", &[])?;
    page.wait_for("html[data-boot=restarted]")?;
    in_force(&page, "key-escrow")?;
    let page = Page::open(&Visit { fragment: "regime=open-to-all".into(), ..quick() })?;
    in_force(&page, "end-to-end")?;
    page.wait_text("[data-testid=notice]", "a regime that this page doesn’t know")
}

#[test]
fn an_order_is_given_and_ended_by_keyboard() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=key-escrow".into(), ..quick() })?;
    let ticks = page.count("[data-testid=tick]")?;
    page.focus("[data-testid=phone-alice] li:last-child [data-testid=order-here]")?;
    page.keys(Key::Up)?;
    ensure!(
        page.has_focus("[data-testid=phone-alice] li:nth-last-child(2) [data-testid=order-here]")?,
        "the focus is {}",
        page.focused()?
    );
    page.keys(Key::Enter)?;
    page.wait_for("dialog[data-testid=dialog-order]")?;
    page.wait_text("[data-testid=order-so-far]", "Who wrote to whom: 2 of 3")?;
    page.wait_attr("[data-testid=order-next-bob] [data-finding]", "data-finding", "content")?;
    page.focus("[data-testid=order-target-bob]")?;
    page.keys(Key::Up)?;
    page.keys(Key::Enter)?;
    page.wait_gone("dialog[data-testid=dialog-order]")?;
    page.wait_text(CHIP, "Order for Alice’s messages since 09:0")?;
    page.wait_until("a tick more", || Ok(page.count("[data-testid=tick]")? == ticks + 1))?;
    ensure!(page.count(".tick--covered")? == 2, "from the second of three messages on");
    page.focus("[data-testid=end-order]")?;
    page.keys(Key::Enter)?;
    page.wait_gone(CHIP)?;
    ensure!(page.has_focus(BUTTON)?, "the focus is {}", page.focused()?);
    page.wait_until("two ticks more", || Ok(page.count("[data-testid=tick]")? == ticks + 2))?;
    page.click("[data-testid=undo]")?;
    page.wait_for(CHIP)?;
    page.click("[data-testid=undo]")?;
    page.wait_gone(CHIP)?;
    page.assert_quiet()
}

#[test]
fn what_the_provider_keeps_is_part_of_the_run() -> Result<()> {
    let page = Page::open(&quick())?;
    page.click(BUTTON)?;
    page.click("[data-testid=retention-for-ever]")?;
    page.wait_attr("[data-testid=retention-for-ever]", "aria-pressed", "true")?;
    ensure!(page.js("return location.hash", &[])? == "#retention=for-ever");
    page.keys(Key::Escape)?;
    page.click("[data-testid=undo]")?;
    page.click(BUTTON)?;
    page.wait_attr("[data-testid=retention-until-delivered]", "aria-pressed", "true")
}

#[test]
fn picker_sheet_and_order_fit_and_are_accessible() -> Result<()> {
    for (theme, size) in [
        (Theme::Light, (1280, 720)),
        (Theme::Dark, (1280, 720)),
        (Theme::Light, (1920, 1080)),
        (Theme::Light, (1024, 768)),
        (Theme::Light, (390, 844)),
        (Theme::Dark, (320, 700)),
    ] {
        let fragment = "regime=key-escrow".into();
        let page = Page::open(&Visit { theme, size, fragment, ..quick() })?;
        page.wait_for("[data-testid=panel]")?;
        let check = |what: &str| -> Result<()> {
            let (across, down) = page.overflow()?;
            ensure!(across <= 0, "{size:?} {what}: {across} px stick out to the side");
            ensure!(size.0 < 1280 || down <= 0, "{size:?} {what}: {down} px below the fold");
            let found = page.axe()?;
            ensure!(found.is_empty(), "{theme:?} {size:?} {what}: {found:#?}");
            Ok(())
        };
        page.click(BUTTON)?;
        page.wait_for("[data-testid=changed] li")?;
        check("picker")?;
        page.click("[data-testid=about-rule]")?;
        page.wait_for("dialog[data-testid=dialog-rule]")?;
        page.wait_text("[data-testid=rule-pro]", "Denning")?;
        page.wait_text("[data-testid=rule-con]", "Keys Under Doormats")?;
        check("about the rule")?;
        // WebKit hands the keyboard to no frame, which is where narrow pages are tested.
        if size.0 < 600 {
            page.click("[data-testid=dialog-close]")?;
        } else {
            page.keys(Key::Escape)?;
        }
        page.wait_gone("dialog")?;
        ensure!(page.has_focus(BUTTON)?, "the focus is {}", page.focused()?);
        ensure!(bubbles(&page, "alice")? > 0);
        page.click("[data-testid=order-here]")?;
        page.wait_for("dialog[data-testid=dialog-order]")?;
        check("order")?;
        page.click("[data-testid=give-order]")?;
        page.wait_for(CHIP)?;
        check("order in force")?;
    }
    Ok(())
}

#[test]
fn every_rule_says_what_is_real_simplified_and_not_modelled() -> Result<()> {
    let page = Page::open(&quick())?;
    for regime in keyhole::world::regime::ALL {
        choose(&page, regime.key())?;
        let name = page.text(".regime__name")?;
        for (button, place) in
            [("open-rule", "dialog"), ("open-real", "[data-testid=about-this-rule]")]
        {
            page.click(&format!("[data-testid={button}]"))?;
            page.wait_for("dialog[open]")?;
            for part in ["real", "simplified", "missing"] {
                let said = page.text(&format!("{place} [data-testid=rule-{part}] p"))?;
                ensure!(said.len() > 5, "{name}: `{part}` says “{said}”");
            }
            ensure!(page.text("dialog")?.contains(&name), "{name} isn't named");
            page.keys(Key::Escape)?;
            page.wait_gone("dialog")?;
        }
        ensure!(page.text("[data-testid=rule-in-force]")?.contains(&name));
    }
    page.assert_quiet()
}

/// What a point sees is said as the rule has it, not as end-to-end encryption has it.
#[test]
fn who_reads_a_field_follows_the_rule() -> Result<()> {
    for (rule, opens, readers, sealed) in [
        (
            "end-to-end",
            "The messages stay sealed",
            "Alice and Bob. Nobody else.",
            "sealed to this point",
        ),
        (
            "key-substitution",
            "And it reads the messages",
            "Alice, Bob and the provider.",
            "this point has their key",
        ),
    ] {
        let page = Page::open(&Visit { fragment: format!("regime={rule}"), ..quick() })?;
        page.wait_text(".panel__opens", opens)?;
        page.wait_text(".explain__readers", readers)?;
        page.wait_text("[data-testid=sealed]", sealed)?;
        page.assert_quiet()?;
    }
    Ok(())
}
