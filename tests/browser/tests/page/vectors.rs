//! The published conversations, played on the page: bytes and verdicts on screen are those in
//! tests/vectors/, which the reference in Python works out by itself.

use anyhow::{Context as _, Result, ensure};
use browser_tests::{Page, Visit};
use serde_json::{Value, json};
use std::path::Path;

use crate::hooks::layers;

/// What a row of the table shows, oldest message first: `trials 63`, `content`, …
const SHOWN: &str = "return [...document.querySelectorAll(arguments[0])].map((cell) =>
    [cell.dataset.finding, cell.querySelector('[data-log]')?.dataset.log].filter(Boolean).join(' '))";

/// The names of the rows.
const ROWS: &str =
    "return [...document.querySelectorAll('tr[data-observer]')].map((it) => it.dataset.observer)";

/// Opens each cell of a row, and takes from its answer whether the observer could have made the
/// bytes, and whether it could write as the sender, where the answer tells.
const ANSWERS: &str = "
    const [cells, done] = arguments;
    const a_moment = () => new Promise((resolve) => setTimeout(resolve, 5));
    const answer = async (id) => {
        document.getElementById(id).click();
        const told = () => document.querySelector(`#${id}[aria-expanded=true]`)
            && document.querySelector('[data-testid=how]');
        while (!told()) await a_moment();
        const part = (name) => told().querySelector(`[data-testid=how-${name}]`);
        return [id, part('fabricate') !== null, part('impersonate')?.dataset.could ?? null];
    };
    const all = async () => {
        const answers = [];
        for (const id of cells) answers.push(await answer(id));
        return answers;
    };
    all().then(done)";

fn vector(name: &str) -> Result<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(name);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_str(&text)?)
}

/// Opens the page on a published conversation, as after a crash: that is how a page takes up a
/// run that is not its own.
fn opened(vector: &Value) -> Result<Page> {
    let page = Page::open(&Visit::default())?;
    page.wait_for("html[data-boot=running]")?;
    let run = json!({
        "seed": vector["seed"],
        "seeded": true,
        "regime": vector["regime"],
        "retention": vector["retention"],
        "steps": vector["actions"],
    });
    let kept = json!({ "run": run, "drafts": ["", ""], "tap": "alice-link" }).to_string();
    page.js("keyhole.keep(arguments[0])", &[kept.into()])?;
    page.js("dispatchEvent(new CustomEvent('keyhole-provoke-panic'))", &[])?;
    page.wait_for("html[data-boot=restarted]")?;
    Ok(page)
}

fn shown(page: &Page, row: &str) -> Result<Vec<String>> {
    let css = format!("{row} [data-finding]");
    Ok(serde_json::from_value(page.js(SHOWN, &[css.into()])?)?)
}

fn published(finding: &Value) -> Result<Vec<String>> {
    let messages = finding["messages"].as_array().context("findings without messages")?;
    let in_words = |it: &Value| match it["trials"].as_u64() {
        Some(trials) => Some(format!("trials {trials}")),
        None => it["finding"].as_str().map(str::to_owned),
    };
    messages.iter().map(in_words).collect::<Option<_>>().context("a finding without a name")
}

fn observers(finding: &Value) -> Result<Vec<&str>> {
    let names = finding["observers"].as_array().context("findings of nobody")?;
    names.iter().map(Value::as_str).collect::<Option<_>>().context("an observer without a name")
}

/// What the answers of a row tell, as the vector has it: of whoever wrote a message it need not be
/// told that they could have made it, and of owners not in whose names they write.
fn answers(vector: &Value, observer: &str, finding: &Value) -> Result<Vec<Value>> {
    let actions = vector["actions"].as_array().context("a vector without actions")?;
    let messages = finding["messages"].as_array().context("findings without messages")?;
    let is_among = |list: &Value, it: &Value| list.as_array().is_some_and(|list| list.contains(it));
    let told = messages.iter().map(|it| {
        let message = &it["message"];
        let action = actions.iter().find(|action| action["id"] == *message);
        let sender = &action.context("a message that nobody sent")?["from"];
        let fabricate = is_among(&finding["fabricate"], message) && *sender != observer;
        let could = is_among(&finding["impersonate"], sender).to_string();
        let could = (!matches!(observer, "alice" | "bob")).then_some(could);
        Ok(json!([format!("cell-{observer}-{message}"), fabricate, could]))
    });
    told.collect()
}

/// Every row, each cell’s answer, and one answer about several.
fn compare(name: &str) -> Result<()> {
    let vector = vector(name)?;
    let page = opened(&vector)?;
    let findings = vector["findings"].as_array().context("a vector without findings")?;
    let mut compared = Vec::new();
    for finding in findings {
        let [observer] = observers(finding)?[..] else { continue };
        let (row, expected) = (format!("[data-observer={observer}]"), published(finding)?);
        page.wait_until(&format!("{name}: {observer} has {expected:?}"), || {
            Ok(shown(&page, &row)? == expected)
        })?;
        let expected = answers(&vector, observer, finding)?;
        let cells = json!(expected.iter().map(|it| &it[0]).collect::<Vec<_>>());
        let told = page.js_later(ANSWERS, &[cells])?;
        ensure!(told == json!(expected), "{name}: {observer}: {told}, not {expected:?}");
        compared.push(observer);
    }
    page.click("[data-testid=how-close]")?;
    let rows: Vec<String> = serde_json::from_value(page.js(ROWS, &[])?)?;
    for observer in rows.iter().filter(|it| !compared.contains(&it.as_str())) {
        // Without an order a vector has no investigator.
        ensure!(observer == "investigator", "{name}: {observer} was not compared");
        let row = shown(&page, "[data-observer=investigator]")?;
        ensure!(row.iter().all(|it| it == "nothing"), "{name}: {row:?}");
    }
    let several = findings.iter().rfind(|it| observers(it).is_ok_and(|it| it.len() > 1));
    let several = several.context("a vector without an answer about several")?;
    page.click("[data-testid=ask-together]")?;
    for observer in observers(several)? {
        page.click(&format!("[data-testid=pick-{observer}]"))?;
    }
    let expected = published(several)?;
    page.wait_until(&format!("{name}: together they have {expected:?}"), || {
        Ok(shown(&page, "[data-testid=together]")? == expected)
    })?;
    let bytes = layers(&page)?;
    let outermost = bytes.first().context("no bytes are shown")?;
    let links = vector["links"].as_array().context("a vector without links")?;
    ensure!(
        links.iter().any(|it| it["link"] == "alice" && it["layers"][0]["bytes"] == **outermost),
        "{name}: the vector has no such packet: {outermost}"
    );
    Ok(())
}

/// One test for each, so that they run side by side.
macro_rules! published {
    ($($test:ident = $name:literal),+ $(,)?) => {$(
        #[test]
        fn $test() -> Result<()> {
            compare(concat!("regime-", $name, ".json"))
        }
    )+};
}

published! {
    transport_only = "transport-only",
    end_to_end = "end-to-end",
    sealed_sender = "sealed-sender",
    key_escrow = "key-escrow",
    split_escrow = "split-escrow-orders",
    clipper = "clipper",
    ghost_device = "ghost-device-orders",
    key_substitution = "key-substitution",
    client_side_scanning = "client-side-scanning",
    work_factor = "work-factor",
    export_grade = "export-grade",
    crumple_zone = "crumple-zone",
    warrant_bound = "warrant-bound-orders",
    cloud_backup = "cloud-backup",
    cloud_backup_user_key = "cloud-backup-user-key",
}
