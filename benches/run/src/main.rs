//! Opens the page and the measuring page in Chromium, and prints what they take.
//!
//! `cargo xtask bench` builds both first. Every number is a median; beside a rate stands how
//! far the batches were apart, and below the table how busy the machine was.

mod first_visit;
mod measured;
mod measuring;
mod report;
mod table;

use std::env;

use anyhow::{Result, bail};
use browser_tests::Browser;

use first_visit::FirstVisit;
use measuring::MeasuringPage;
use table::Table;

/// Long and longer runs.
const MESSAGES: usize = 1_000;
const MANY_MESSAGES: usize = 10_000;
/// How many messages are judged.
const LENGTHS: [usize; 3] = [40, 400, 4_000];
/// The rule under which also a quick bench judges most.
const LONG_REGIME: &str = "key-escrow";

fn main() -> Result<()> {
    let quick = match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => false,
        [flag] if flag == "--quick" => true,
        other => bail!("what is {other:?}? There is --quick and nothing else"),
    };
    if Browser::from_env()? != Browser::Chromium {
        bail!("the bench runs in Chromium: unset KEYHOLE_BROWSER");
    }
    let mut table = Table::default();
    let before = load_average();
    let page = MeasuringPage::open()?;
    report::ratchet(&mut table, &page.ratchet()?);
    report::primitives(&mut table, &page.primitives()?);
    report::searches(&mut table, &page.searches()?);
    report::replay(&mut table, &page.replay(MESSAGES)?);
    report::memory(&mut table, MESSAGES, &page.memory(MESSAGES)?);
    let mut judged = Vec::new();
    let [few, more, _] = LENGTHS;
    for regime in page.regimes()? {
        let all = !quick || regime == LONG_REGIME;
        let lengths: &[usize] = if all { &LENGTHS } else { &[few, more] };
        judged.push(page.access(&regime, lengths)?);
    }
    report::access(&mut table, &LENGTHS, &judged);
    if !quick {
        report::memory(&mut table, MANY_MESSAGES, &page.memory(MANY_MESSAGES)?);
    }
    let browser = page.browser()?;
    drop(page);
    report::first_visit(&mut table, &FirstVisit::several(if quick { 3 } else { 9 })?);
    print!("{table}");
    println!("\n{browser}, {} processors", cores());
    if let (Some(before), Some(after)) = (before, load_average()) {
        println!("{}", busy(&before, &after));
    }
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// How many processes wanted to run during the last minute (Linux).
fn load_average() -> Option<String> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next().map(ToOwned::to_owned)
}

/// The build before and our own browser keep one or two processors busy; more disturbs.
fn busy(before: &str, after: &str) -> String {
    let most =
        [before, after].map(|load| load.parse().unwrap_or(0.0)).into_iter().fold(0.0, f64::max);
    let verdict = if most > 2.5 {
        "others were at work, on a quiet machine the numbers are better"
    } else {
        "hardly anybody else was at work"
    };
    format!("load {before} before, {after} after: {verdict}")
}
