//! All rules compared: counted in workers, sorted, taken along, and each figure leads to its run.

use anyhow::{Result, ensure};
use browser_tests::{Key, Page, Theme, Visit};

use crate::hooks::{quick, row};

const OPEN: &str = "button[data-testid=open-compare]";
const DIALOG: &str = "dialog[data-testid=dialog-compare]";

fn opened(visit: &Visit) -> Result<Page> {
    let page = Page::open(visit)?;
    page.wait_until("three messages are judged", || Ok(row(&page, "provider")?.len() == 3))?;
    page.click(OPEN)?;
    page.wait_for("[data-testid=compare-status][data-over=true]")?;
    Ok(page)
}

fn rules(page: &Page) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-testid=compare-table] tbody tr')]
        .map((e) => e.dataset.rule)";
    Ok(serde_json::from_value(page.js(script, &[])?)?)
}

fn figure(rule: &str, column: &str) -> String {
    format!("[data-rule={rule}] [data-testid=figure-{column}]")
}

#[test]
fn every_rule_is_counted_and_a_figure_shows_its_run() -> Result<()> {
    let page = opened(&quick())?;
    ensure!(rules(&page)?.len() == 16, "a row for each rule");
    page.wait_attr(&figure("key-escrow", "after"), "data-number", "2")?;
    page.wait_attr(&figure("end-to-end", "after"), "data-number", "0")?;
    page.wait_text(&figure("key-escrow", "group"), "the escrow agency")?;
    page.click(&figure("key-escrow", "after"))?;
    page.wait_gone(DIALOG)?;
    page.wait_attr("[data-testid=regime]", "data-regime", "key-escrow")?;
    page.wait_until("the run behind the figure has it", || {
        Ok(row(&page, "investigator")? == ["nothing", "content", "content"])
    })?;
    page.click("[data-testid=undo]")?;
    page.wait_attr("[data-testid=regime]", "data-regime", "end-to-end")?;
    page.assert_quiet()
}

#[test]
fn rows_are_sorted_and_columns_chosen_by_keyboard() -> Result<()> {
    let page = opened(&quick())?;
    let listed = rules(&page)?;
    page.js("document.querySelector('[data-testid=sort-bytes]').focus()", &[])?;
    page.keys(Key::Enter)?;
    page.wait_until("the largest stands first", || Ok(rules(&page)? != listed))?;
    let largest = rules(&page)?;
    page.keys(Key::Enter)?;
    page.wait_until("the smallest stands first", || {
        Ok(rules(&page)?.first().map(String::as_str) == Some("transport-only"))
    })?;
    page.keys(Key::Enter)?;
    page.wait_until("they stand as they are listed", || Ok(rules(&page)? == listed))?;
    ensure!(largest.first() != listed.first(), "sorting changes the order");
    ensure!(page.count("[data-testid=sort-impersonate]")? == 0, "a column that isn't chosen");
    page.click(".compare__columns summary")?;
    page.click("[data-testid=column-impersonate]")?;
    page.wait_for("[data-testid=sort-impersonate]")?;
    page.wait_text(&figure("key-substitution", "impersonate"), "the provider")?;
    page.assert_quiet()
}

#[test]
fn the_table_can_be_taken_along() -> Result<()> {
    let page = opened(&quick())?;
    let script = "const link = document.querySelector(`[data-testid=export-${arguments[0]}]`);
        const [, content] = link.href.split(/,(.*)/s);
        return [link.download, decodeURIComponent(content)]";
    let [name, csv]: [String; 2] = serde_json::from_value(page.js(script, &["csv".into()])?)?;
    ensure!(name == "keyhole-comparison.csv" && csv.lines().count() == 17, "{csv}");
    let [name, json]: [String; 2] = serde_json::from_value(page.js(script, &["json".into()])?)?;
    let json: serde_json::Value = serde_json::from_str(&json)?;
    ensure!(
        name == "keyhole-comparison.json" && json["rules"][3]["after"]["number"] == 2,
        "{json}"
    );
    ensure!(json["date"].as_str().is_some_and(|it| it.starts_with("20")), "{json}");
    page.assert_quiet()
}

#[test]
fn nothing_sticks_out_and_axe_finds_nothing() -> Result<()> {
    for (theme, size) in
        [(Theme::Light, (1280, 720)), (Theme::Dark, (1280, 720)), (Theme::Dark, (320, 640))]
    {
        let page = opened(&Visit { theme, size, ..quick() })?;
        page.click(".compare__columns summary")?;
        let found = page.axe()?;
        ensure!(found.is_empty(), "{theme:?} {size:?}: {found:#?}");
        let inside = "const body = document.querySelector('.dialog__body');
            return body.scrollWidth - body.clientWidth;";
        let across = page.js(inside, &[])?.as_i64().unwrap_or_default();
        ensure!(across <= 0, "{size:?}: {across} px stick out of the dialog");
        page.assert_quiet()?;
    }
    Ok(())
}
