//! What else can happen: the list of events, and what each changes in the table and on the phones.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};

use crate::hooks::{bubbles, quick, row};

const DIALOG: &str = "dialog[data-testid=dialog-events]";
const OPEN: &str = "button[data-testid=open-events]";

/// Under which tab an event stands.
fn tab(event: &str) -> &'static str {
    match event {
        "steal" | "enter" | "rob" | "demand-foreign" | "swap-list" => "wrong",
        "compare" | "look-at-devices" | "frank" | "add-layer" | "change-app" | "modify"
        | "forge" | "delete" | "disappear" | "wait" => "owners",
        _ => "investigator",
    }
}

/// Opens the list where an event stands.
fn show(page: &Page, event: &str) -> Result<()> {
    page.click(OPEN)?;
    page.click(&format!("[data-testid=events-tab-{}]", tab(event)))
}

/// Opens the list and does the `nth` of an event's choices.
fn happen(page: &Page, event: &str, nth: usize) -> Result<()> {
    show(page, event)?;
    page.click(&format!("[data-testid=event-{event}] [data-testid=do-event]:nth-of-type({nth})"))?;
    page.wait_gone(DIALOG)
}

fn reads(page: &Page, observer: &str, findings: &[&str]) -> Result<()> {
    page.wait_until(
        &format!("{observer} has {findings:?}"),
        || Ok(row(page, observer)? == findings),
    )
}

#[test]
fn a_seized_phone_is_read_and_a_deleted_chat_is_not() -> Result<()> {
    let page = Page::open(&quick())?;
    reads(&page, "investigator", &["nothing"; 3])?;
    happen(&page, "seize", 1)?;
    reads(&page, "investigator", &["content"; 3])?;
    page.click("[data-observer=investigator] td:nth-of-type(1) button")?;
    page.wait_text("[data-testid=how]", "copied from a phone that was taken")?;
    page.keys(Key::Escape)?;
    page.wait_gone("[data-testid=how]")?;
    page.click("[data-testid=undo]")?;
    reads(&page, "investigator", &["nothing"; 3])?;
    happen(&page, "delete", 1)?;
    page.wait_until("the chat is empty", || Ok(bubbles(&page, "alice")? == 0))?;
    page.wait_text("[data-testid=phone-alice] .chat__empty", "deleted")?;
    ensure!(bubbles(&page, "bob")? == 3, "the other phone keeps its chat");
    happen(&page, "seize", 1)?;
    page.wait_text("[data-testid=place]", "Action 7 of 7")?;
    reads(&page, "investigator", &["nothing"; 3])?;
    happen(&page, "rob", 2)?;
    reads(&page, "thief", &["content"; 3])?;
    page.assert_quiet()
}

#[test]
fn a_stolen_key_opens_what_the_thief_can_get_at() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=key-escrow".into(), ..quick() })?;
    happen(&page, "steal", 1)?;
    reads(&page, "thief", &["nothing"; 3])?;
    page.click("[data-testid=previous]")?;
    page.click("[data-testid=previous]")?;
    reads(&page, "alice", &["content"; 2])?;
    happen(&page, "enter", 1)?;
    for _ in 0..2 {
        page.click("[data-testid=next]")?;
    }
    reads(&page, "thief", &["nothing", "nothing", "content"])?;
    // Nobody holds such a key end-to-end.
    page.click("[data-testid=regime-button]")?;
    page.click("[data-testid=choose-end-to-end]")?;
    reads(&page, "thief", &["nothing", "nothing", "metadata"])?;
    show(&page, "steal")?;
    page.wait_text("[data-testid=event-steal]", "nobody holds a key from the beginning")?;
    page.assert_quiet()
}

#[test]
fn an_event_happens_by_keyboard_and_the_focus_comes_back() -> Result<()> {
    let page = Page::open(&quick())?;
    page.focus(OPEN)?;
    page.keys(Key::Enter)?;
    page.wait_for(DIALOG)?;
    page.focus("[data-testid=event-intercept] [data-testid=do-event]")?;
    page.keys(Key::Enter)?;
    page.wait_gone(DIALOG)?;
    page.wait_text("p.aloud[role=status]", "Somebody listens in on Alice’s link")?;
    ensure!(page.has_focus(OPEN)?, "the focus is {}", page.focused()?);
    page.assert_quiet()
}

#[test]
fn days_pass_and_the_clock_says_so() -> Result<()> {
    let page = Page::open(&quick())?;
    happen(&page, "wait", 2)?;
    page.wait_text("[data-testid=place]", "Action 6 of 6")?;
    page.type_into("[data-testid=composer-bob]", "Good morning")?;
    page.keys(Key::Enter)?;
    page.wait_text("[data-testid=phone-alice] li:last-child time", "day 4, 09:02")?;
    page.assert_quiet()
}

#[test]
fn what_the_owners_could_notice_is_listed() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=ghost-device".into(), ..quick() })?;
    let open = "button[data-testid=open-evidence]";
    page.click(open)?;
    page.wait_text("[data-testid=evidence-alice]", "Nothing so far")?;
    page.keys(Key::Escape)?;
    page.click("[data-testid=phone-alice] li:last-child [data-testid=order-here]")?;
    page.click("[data-testid=give-order]")?;
    page.wait_for("[data-testid=order-chip]")?;
    page.click(open)?;
    for party in ["alice", "bob"] {
        let place = format!("[data-testid=evidence-{party}]");
        page.wait_text(&place, "Every message also goes to one more device.")?;
    }
    page.assert_quiet()
}

#[test]
fn an_event_is_moved_and_the_table_follows() -> Result<()> {
    let page = Page::open(&quick())?;
    happen(&page, "implant", 2)?;
    reads(&page, "investigator", &["nothing"; 3])?;
    for _ in 0..2 {
        page.click("[data-testid=move-earlier]")?;
    }
    page.wait_text("[data-testid=place]", "Action 4 of 6")?;
    for _ in 0..2 {
        page.click("[data-testid=next]")?;
    }
    reads(&page, "investigator", &["nothing", "content", "content"])?;
    page.click("[data-testid=undo]")?;
    page.click("[data-testid=undo]")?;
    reads(&page, "investigator", &["nothing"; 3])?;
    ensure!(page.count("[data-testid=move-earlier]")? == 1, "it is the present one again");
    page.assert_quiet()
}

/// A layer that the owners add themselves closes what an order opens, and goes with a phone.
#[test]
fn a_layer_of_their_own_closes_what_an_order_opens() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=key-escrow".into(), ..quick() })?;
    page.click("[data-testid=phone-alice] li:last-child [data-testid=order-here]")?;
    page.click("[data-testid=give-order]")?;
    reads(&page, "investigator", &["nothing", "nothing", "metadata"])?;
    let say = |text: &str| {
        page.type_into("[data-testid=composer-bob]", text)?;
        page.keys(Key::Enter)
    };
    say("Chocolate then")?;
    reads(&page, "investigator", &["nothing", "nothing", "metadata", "content"])?;
    happen(&page, "add-layer", 1)?;
    say("At seven")?;
    reads(&page, "investigator", &["nothing", "nothing", "metadata", "content", "metadata"])?;
    page.wait_text("[data-testid=phone-alice] li:last-child", "At seven")?;
    page.click("[data-observer=investigator] td:nth-of-type(5) button")?;
    page.wait_text("[data-testid=how]", "the key of the owners’ own layer")?;
    page.keys(Key::Escape)?;
    page.wait_gone("[data-testid=how]")?;
    happen(&page, "seize", 1)?;
    reads(&page, "investigator", &["content"; 5])?;
    page.assert_quiet()
}

/// What is written in another app passes another provider, and the table's has nothing of it.
#[test]
fn another_app_leaves_the_provider_with_nothing() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=transport-only".into(), ..quick() })?;
    reads(&page, "provider", &["content"; 3])?;
    happen(&page, "change-app", 1)?;
    page.wait_text("[data-testid=station-provider]", "Another provider")?;
    page.type_into("[data-testid=composer-bob]", "At seven")?;
    page.keys(Key::Enter)?;
    page.wait_text("[data-testid=phone-alice] li:last-child", "At seven")?;
    reads(&page, "provider", &["content", "content", "content", "nothing"])?;
    reads(&page, "bob-network", &["exists"; 4])?;
    show(&page, "change-app")?;
    page.wait_text("[data-testid=event-change-app]", "another app already")?;
    page.keys(Key::Escape)?;
    page.click("[data-testid=undo]")?;
    page.click("[data-testid=undo]")?;
    reads(&page, "provider", &["content"; 3])?;
    page.assert_quiet()
}

/// A locked phone gives nothing, and everything with its passcode.
#[test]
fn a_locked_phone_opens_with_its_passcode() -> Result<()> {
    let page = Page::open(&quick())?;
    happen(&page, "seize-locked", 1)?;
    page.wait_text("[data-testid=place]", "Action 6 of 6")?;
    reads(&page, "investigator", &["nothing"; 3])?;
    happen(&page, "compel", 1)?;
    reads(&page, "investigator", &["content"; 3])?;
    page.click("[data-observer=investigator] td:nth-of-type(1) button")?;
    page.wait_text("[data-testid=how]", "The key of the phone’s contents opens them")?;
    page.assert_quiet()
}

/// Reported, a message is read by the provider, which can tell that it is true; nothing else is.
#[test]
fn a_reported_message_is_read_by_the_provider() -> Result<()> {
    let page = Page::open(&quick())?;
    show(&page, "report")?;
    page.wait_text("[data-testid=event-report]", "No such message has come yet.")?;
    page.keys(Key::Escape)?;
    page.wait_gone(DIALOG)?;
    happen(&page, "frank", 1)?;
    page.type_into("[data-testid=composer-alice]", "Bring the cake")?;
    page.keys(Key::Enter)?;
    reads(&page, "provider", &["metadata"; 4])?;
    happen(&page, "report", 1)?;
    reads(&page, "provider", &["metadata", "metadata", "metadata", "content"])?;
    page.click("[data-testid=tab-log]")?;
    page.wait_until("the log says that it is true", || {
        let notes = page.texts("[data-testid=log-note]")?;
        Ok(notes.iter().any(|it| it.contains("the provider has relayed this very text")))
    })?;
    page.assert_quiet()
}

/// The arrows move among the tabs of the list, and each of them shows its events.
#[test]
fn the_tabs_of_the_list_answer_to_arrows() -> Result<()> {
    let page = Page::open(&quick())?;
    page.click(OPEN)?;
    page.wait_for("[data-testid=events-tab-investigator]")?;
    page.focus("[data-testid=events-tab-investigator]")?;
    page.keys(Key::Right)?;
    page.wait_for("[data-testid=event-enter]")?;
    ensure!(page.has_focus("[data-testid=events-tab-wrong]")?, "the focus is {}", page.focused()?);
    page.keys(Key::End)?;
    page.wait_for("[data-testid=event-compare]")?;
    page.assert_quiet()
}

/// The keys of a seized phone are marked as being in other hands, and those that come after both
/// ratchets have turned are not.
#[test]
fn the_keys_of_a_phone_show_that_it_was_seized_and_that_it_heals() -> Result<()> {
    let page = Page::open(&quick())?;
    let keys = "[data-testid=keys-alice]";
    let elsewhere = ".ratchet__now [data-testid=key-elsewhere]";
    page.click(keys)?;
    page.wait_for(".ratchet__now")?;
    ensure!(page.count(elsewhere)? == 0, "all keys are the phone's own");
    page.keys(Key::Escape)?;
    happen(&page, "seize", 1)?;
    page.click(keys)?;
    page.wait_text(elsewhere, "the investigator")?;
    let seized = page.count(elsewhere)?;
    page.keys(Key::Escape)?;
    for (party, text) in [("bob", "At eight?"), ("alice", "At eight."), ("bob", "See you")] {
        page.type_into(&format!("[data-testid=composer-{party}]"), text)?;
        page.keys(Key::Enter)?;
        let other = if party == "bob" { "alice" } else { "bob" };
        page.wait_text(&format!("[data-testid=phone-{other}] li:last-child"), text)?;
    }
    page.click(keys)?;
    page.wait_for(".ratchet__now")?;
    // What is left is the identity key, which no ratchet renews.
    let healed = page.count(elsewhere)?;
    ensure!(healed == 1 && seized > 3, "{seized} keys were seized, {healed} are still");
    page.wait_text(".ratchet__past [data-testid=key-elsewhere]", "the investigator")?;
    page.assert_quiet()
}
