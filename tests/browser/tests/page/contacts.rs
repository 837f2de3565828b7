//! Who knows whom: the counts on the page are the library's, what is read is not what is inferred, and
//! whoever closes the dialog leaves nothing running.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};
use keyhole::people::contacts::{
    Conversation, Pace, Reach, Town, events, judge, run_of, stands_out,
};

use crate::{
    hooks::quick,
    people::run,
    searches::{WATCH, workers},
};

const OPEN: &str = "button[data-testid=open-people]";
const TAB: &str = "[data-testid=people-tab-contacts]";
const WORDS: &str = "[data-testid=contacts-words]";
const PEOPLE: u32 = 12;

fn open(rule: &str, size: (u32, u32)) -> Result<Page> {
    let fragment = format!("seed={}&regime={rule}", "5a".repeat(32));
    let page = Page::open(&Visit { fragment, size, ..quick() })?;
    page.click(OPEN)?;
    page.click(TAB)?;
    page.wait_attr("[data-testid=contacts-status]", "data-over", "true")?;
    Ok(page)
}

/// A smaller town: what the tests compute themselves, too.
fn shrink(page: &Page) -> Result<()> {
    let script = "const field = document.querySelector('[data-testid=contacts-people]');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.js(script, &[PEOPLE.into()])?;
    page.wait_text("[data-testid=contacts-status]", "12 people")
}

/// How many are one step away, two, and how many lines are inferred.
fn counts(page: &Page) -> Result<String> {
    Ok(page.attr(WORDS, "data-counts")?.unwrap_or_default())
}

fn choose(page: &Page, what: &str, counted: &str) -> Result<()> {
    page.click(&format!("[data-testid=contacts-{what}]"))?;
    page.wait_until(what, || Ok(counts(page)? == counted))
}

fn of(reach: &Reach) -> String {
    format!("{} {} 0", reach.one_step.len(), reach.two_steps.len())
}

fn known(rule: &str, town: &Town) -> Vec<Conversation> {
    let run = run(rule, &[]);
    let pairs = 0..u32::try_from(town.pairs().len()).unwrap();
    let of_pair = |pair| judge(&run_of(&run, run.steps.len(), pair));
    Conversation::all_from_bytes(&pairs.flat_map(of_pair).collect::<Vec<_>>())
}

#[test]
fn whoever_looks_has_as_many_people_as_the_library_says() -> Result<()> {
    let page = open("end-to-end", (1280, 720))?;
    let found = page.axe()?;
    ensure!(found.is_empty(), "{found:#?}");
    shrink(&page)?;
    let town = Town::new(&run("end-to-end", &[]).seed, PEOPLE);
    let known = known("end-to-end", &town);
    choose(&page, "provider", &of(&Reach::of_provider(&town, &known, 0)))?;
    choose(&page, "order", &of(&Reach::of_orders(&town, &known, 0, false)))?;
    choose(&page, "orders", &of(&Reach::of_orders(&town, &known, 0, true)))?;
    choose(&page, "network", "0 0 0")?;
    page.wait_text(WORDS, "Nobody is known to be in touch with Alice.")?;
    page.click("[data-testid=contacts-bob]")?;
    page.wait_text(WORDS, "with Bob.")?;
    choose(&page, "provider", &of(&Reach::of_provider(&town, &known, 1)))?;
    // The arrows choose, as in every group of radio buttons.
    page.focus("[data-testid=contacts-provider]")?;
    page.keys(Key::Down)?;
    page.wait_text(WORDS, "An estimate")?;
    page.keys(Key::Escape)?;
    page.wait_gone("dialog[data-testid=dialog-people]")?;
    page.assert_quiet()
}

#[test]
fn under_sealed_sender_lines_are_inferred_and_times_give_an_estimate() -> Result<()> {
    let page = open("sealed-sender", (1280, 720))?;
    shrink(&page)?;
    let town = Town::new(&run("sealed-sender", &[]).seed, PEOPLE);
    let known = known("sealed-sender", &town);
    let it = Reach::of_provider(&town, &known, 0);
    let (one, two, all) = (it.one_step.len(), it.two_steps.len(), town.pairs().len());
    page.wait_until("all lines are inferred", || {
        Ok(counts(&page)? == format!("{one} {two} {all}"))
    })?;
    ensure!(page.count(".town__line--sight-2")? == 0, "no line is solid");
    ensure!(page.count(".town__line--sight-1")? > 0, "lines are dashed");
    page.wait_text("[data-testid=contacts-inferred]", "≈ Inferred, not read")?;
    page.wait_text("[data-testid=contacts-asked]", &format!("for {all} of {all} pairs"))?;
    choose(&page, "order", "0 0 0")?;
    // By times alone: those who stand out, and those who were missed.
    let events = events(&run("sealed-sender", &[]).seed, &town, &known, Pace::Quick);
    let is_out = |it: &u16| stands_out(&events, 12, 0, *it);
    let out: Vec<u16> = (1..12).filter(is_out).collect();
    let contact = |it: &u16| town.contacts(0).any(|contact| contact == usize::from(*it));
    let right = out.iter().filter(|it| contact(it)).count();
    let (named, missed) = (out.len(), town.contacts(0).count() - right);
    choose(&page, "times", &format!("{named} {missed} {named}"))?;
    let words = format!("{right} right, {} wrong, {missed} missed", named - right);
    page.wait_text(WORDS, &words)?;
    page.wait_text(WORDS, "≈ An estimate")?;
    let found = page.axe()?;
    ensure!(found.is_empty(), "{found:#?}");
    page.click("[data-testid=contacts-slow]")?;
    page.wait_attr("[data-testid=contacts-status]", "data-over", "true")?;
    page.assert_quiet()
}

#[test]
fn on_a_small_phone_nothing_sticks_out() -> Result<()> {
    let page = open("end-to-end", (320, 640))?;
    let (across, _) = page.overflow()?;
    ensure!(across <= 0, "{across} px stick out to the side");
    let inside = "const body = document.querySelector('.dialog__body');
        return body.scrollWidth - body.clientWidth;";
    let across = page.js(inside, &[])?.as_i64().unwrap_or_default();
    ensure!(across <= 0, "{across} px stick out of the dialog");
    let found = page.axe()?;
    ensure!(found.is_empty(), "{found:#?}");
    page.assert_quiet()
}

#[test]
fn whoever_closes_the_dialog_stops_the_work() -> Result<()> {
    let page = Page::open(&Visit { fragment: "regime=sealed-sender".to_owned(), ..quick() })?;
    page.js(WATCH, &[])?;
    page.click(OPEN)?;
    page.click(TAB)?;
    page.wait_text("[data-testid=contacts-status]", "conversations played and judged …")?;
    ensure!(!page.text(WORDS)?.contains("Nobody is known"), "nobody so far is not nobody");
    page.wait_until("workers run", || Ok(workers(&page)? >= 1))?;
    page.keys(Key::Escape)?;
    page.wait_gone("dialog[data-testid=dialog-people]")?;
    page.wait_until("no worker is left", || Ok(workers(&page)? == 0))?;
    page.assert_quiet()
}
