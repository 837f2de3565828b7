//! People who are no target: the counts on the page are the library's, and nothing waits for them.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Visit};
use keyhole::{
    access::Observer,
    crypto::secret::RunSeed,
    l10n,
    people::{self, Exposure, Who},
    world::{
        Action, Party, Run, conversation,
        regime::{self, Institution},
    },
};

use crate::hooks::quick;

const OPEN: &str = "button[data-testid=open-people]";
const STATUS: &str = "[data-testid=people-status]";

/// The run that the page shows under this seed and rule, with more actions after it.
pub(crate) fn run(rule: &str, more: &[Action]) -> Run {
    let text = |nth: u8| l10n::text_or_id(&format!("stage-opening-{nth}"), &[]).into_owned();
    let [one, two, three] = [1, 2, 3].map(text);
    let texts = [(Party::Alice, &*one), (Party::Bob, &*two), (Party::Alice, &*three)];
    let run = conversation(RunSeed::from_bytes([0x5a; 32]), true, &texts);
    let run = run.under(regime::of_key(rule).unwrap_or(&regime::EndToEnd));
    more.iter().fold(run, |run, action| run.then(action.clone()))
}

fn page(rule: &str) -> Result<Page> {
    let fragment = format!("seed={}&regime={rule}", "5a".repeat(32));
    Page::open(&Visit { fragment, ..quick() })
}

/// How many messages an observer reads of so many pairs, as the library has it.
fn expected(run: &Run, pairs: u32, observer: Observer) -> u64 {
    let mut exposure = Exposure::default();
    for pair in 1..=pairs {
        let pair = people::run_of(run, run.steps.len(), pair, people::MESSAGES);
        exposure.add(people::judge(&pair));
    }
    exposure.messages(Who::Observer(observer))
}

fn read(page: &Page, observer: &str) -> Result<u64> {
    page.wait_attr(STATUS, "data-over", "true")?;
    let read = page.attr(&format!("[data-testid=people-{observer}]"), "data-read")?;
    Ok(read.unwrap_or_default().parse()?)
}

/// Does an event from the list, under its tab.
fn happen(page: &Page, event: &str) -> Result<()> {
    page.click("button[data-testid=open-events]")?;
    page.click("[data-testid=events-tab-wrong]")?;
    page.click(&format!("[data-testid=event-{event}] [data-testid=do-event]"))?;
    page.wait_gone("dialog[data-testid=dialog-events]")
}

#[test]
fn what_is_counted_of_others_is_what_the_library_counts() -> Result<()> {
    let page = page("key-escrow")?;
    page.click(OPEN)?;
    ensure!(read(&page, "provider")? == 0, "the provider reads nothing");
    ensure!(read(&page, "capable")? == 240, "and whoever had the key as well reads all");
    let found = page.axe()?;
    ensure!(found.is_empty(), "{found:#?}");
    page.keys(Key::Escape)?;
    happen(&page, "steal")?;
    happen(&page, "enter")?;
    page.wait_text("[data-testid=place]", "Action 7 of 7")?;
    page.click(OPEN)?;
    let theft = [Action::Steal { from: Institution::Agency }, Action::Enter];
    let thief = Observer::Institution(Institution::Thief);
    let expected = expected(&run("key-escrow", &theft), 24, thief);
    let counted = read(&page, "thief")?;
    ensure!(counted == expected && counted > 0, "{counted} on the page, {expected} in the library");
    page.assert_quiet()
}

#[test]
fn many_pairs_are_a_sample_with_its_error_until_all_are_counted() -> Result<()> {
    let page = page("transport-only")?;
    page.click(OPEN)?;
    ensure!(read(&page, "provider")? == 240, "the provider reads all of 24 pairs");
    page.type_into("[data-testid=people-pairs]", "0")?;
    page.wait_text("[data-testid=people-sample]", "60 of 240 pairs")?;
    ensure!(read(&page, "provider")? == 600, "and of the sample");
    page.wait_text("[data-testid=people-provider]", "93 to 100 %")?;
    page.click("[data-testid=people-all]")?;
    page.wait_gone("[data-testid=people-sample]")?;
    page.wait_until("all were counted", || Ok(read(&page, "provider")? == 2_400))?;
    page.keys(Key::Escape)?;
    page.wait_gone("dialog[data-testid=dialog-people]")?;
    page.assert_quiet()
}
