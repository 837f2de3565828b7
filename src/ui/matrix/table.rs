//! The table: a row for each observer, a column for each message.

use super::{
    mark::mark,
    model::{Cell, Column, Matrix, Row, Total},
    who_else::{self, WhoElse},
    wording,
};
use crate::ui::prelude::*;
use crate::{
    access::{Finding, Observer},
    t,
    ui::{
        components::{Glyph, icon},
        inspector,
        state::{App, Intent, press, use_app},
    },
    world::{ActionId, regime::Institution},
};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// What the table needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TableProps {
    /// What it shows.
    pub matrix: Rc<Matrix>,
    /// The cell that is explained.
    pub how: Option<(Observer, ActionId)>,
    /// Who is asked what they could read together, and the answer.
    pub together: Option<Rc<Together>>,
    /// What others could read with the same keys, if it is asked.
    pub who_else: Option<Rc<WhoElse>>,
}

/// Several observers, and what they could read together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Who.
    pub picked: Rc<[Observer]>,
    /// What they get, one finding for each message; nothing if they are fewer than two.
    pub findings: Vec<Finding>,
}

/// The id of a cell's button.
#[must_use]
pub fn cell_id(observer: Observer, message: ActionId) -> String {
    format!("cell-{}-{}", observer.key(), message.0)
}

/// The table.
#[component]
pub fn Table(TableProps { matrix, how, together, who_else }: &TableProps) -> Html {
    let app = use_app();
    let stop = use_state_eq(|| (0_usize, 0_usize));
    let body = use_node_ref();
    let last = (matrix.rows.len().saturating_sub(1), matrix.columns.len().saturating_sub(1));
    let at = (stop.0.min(last.0), stop.1.min(last.1));
    let onfocusin = {
        let stop = stop.setter();
        Callback::from(move |event: FocusEvent| {
            if let Some(place) = place_of(&event) {
                stop.set(place);
            }
        })
    };
    let onkeydown = {
        let (app, body) = (app.clone(), body.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some((row, column)) = place_of(&event) else { return };
            if event.key() == "Escape" {
                app.dispatch(Intent::AskHow(None));
            }
            let (row, column) = match event.key().as_str() {
                "ArrowUp" => (row.saturating_sub(1), column),
                "ArrowDown" => ((row + 1).min(last.0), column),
                "ArrowLeft" => (row, column.saturating_sub(1)),
                "ArrowRight" => (row, (column + 1).min(last.1)),
                "Home" => (row, 0),
                "End" => (row, last.1),
                _ => return,
            };
            event.prevent_default();
            focus(&body, &format!(r#"[data-cell="{row}-{column}"]"#));
        })
    };
    let many = matrix.columns.len() > 10;
    html! {
        <table class={classes!("matrix__table", many.then_some("matrix__table--many"))} aria-labelledby="matrix-title">
            <thead>
                <tr>
                    <td class="matrix__corner"><h2 id="matrix-title" class="matrix__title" tabindex="-1">{ t!("matrix-title") }</h2></td>
                    { for matrix.columns.iter().map(column_head) }
                    if !matrix.columns.is_empty() {
                        <th scope="col" class="matrix__total">{ t!("matrix-total-head") }</th>
                    }
                </tr>
            </thead>
            <tbody ref={body} {onfocusin} {onkeydown}>
                { for matrix.rows.iter().enumerate().map(|(index, row)| {
                    let picked = together.as_ref().map(|it| it.picked.contains(&row.observer));
                    html! {
                        <tr key={row.observer.key()} class={row_class(row.observer)} data-observer={row.observer.key()}>
                            <th scope="row" class="matrix__name">{ name(&app, row.observer, picked, together.as_deref()) }</th>
                            { for row.cells.iter().zip(&matrix.columns).enumerate().map(|(place, (cell, column))| {
                                let stop = (index, place) == at;
                                view_cell(&app, (row, column, *cell), (index, place), stop, *how)
                            }) }
                            { end_of_row(matrix, index, row) }
                        </tr>
                    }
                }) }
                if let Some(who_else) = who_else { { who_else::rows(matrix, who_else) } }
                if let Some(together) = together { { union_row(matrix, together) } }
            </tbody>
        </table>
    }
}

/// Phones, networks, provider, and everybody else stand in groups.
fn row_class(observer: Observer) -> Classes {
    let first = matches!(
        observer,
        Observer::Network(crate::world::Party::Alice)
            | Observer::Provider
            | Observer::Institution(Institution::Investigator)
    );
    classes!("matrix__row", first.then_some("matrix__row--group"))
}

fn column_head(column: &Column) -> Html {
    let Column { message, number, from, text } = column;
    let name = inspector::wording::name(*from);
    let initial = name.chars().next().map(String::from);
    html! {
        <th key={message.0} scope="col" class={classes!("matrix__message", format!("tick--{}", from.key()))} title={text.to_string()}>
            <span class="aloud">{ t!("matrix-message", number = *number, name = name) }</span>
            <span class="matrix__number figures" aria-hidden="true">{ *number }</span>
            <span class="tick__bubble" aria-hidden="true">{ initial }</span>
        </th>
    }
}

const fn glyph(observer: Observer) -> Glyph {
    match observer {
        Observer::Owner(_) => Glyph::Phone,
        Observer::Network(_) => Glyph::Link,
        Observer::Provider => Glyph::Server,
        Observer::Institution(Institution::Investigator) => Glyph::Order,
        Observer::Institution(_) => Glyph::Key,
    }
}

fn name(app: &App, observer: Observer, picked: Option<bool>, together: Option<&Together>) -> Html {
    let text = html! {
        <>
            { icon(glyph(observer)) }
            <span class="matrix__who">{ wording::observer(observer) }</span>
        </>
    };
    let (Some(picked), Some(together)) = (picked, together) else {
        return html! { <span class="matrix__label">{ text }</span> };
    };
    let onchange = {
        let (app, all) = (app.clone(), Rc::clone(&together.picked));
        Callback::from(move |_: Event| {
            let others = all.iter().copied().filter(|it| *it != observer);
            let this = (!picked).then_some(observer);
            app.dispatch(Intent::Together(Some(others.chain(this).collect())));
        })
    };
    html! {
        <label class="matrix__label">
            <input type="checkbox" checked={picked} {onchange} data-testid={format!("pick-{}", observer.key())} />
            { text }
        </label>
    }
}

fn view_cell(
    app: &App,
    (row, column, cell): (&Row, &Column, Cell),
    (index, place): (usize, usize),
    stop: bool,
    how: Option<(Observer, ActionId)>,
) -> Html {
    let asked = (row.observer, column.message);
    let open = how == Some(asked);
    let label = wording::cell(row.observer, column.number, cell);
    let onclick = press(app, Intent::AskHow(Some(asked)));
    html! {
        <td key={column.message.0} class="matrix__cell">
            <button
                type="button"
                id={cell_id(row.observer, column.message)}
                class="matrix__open"
                tabindex={if stop { "0" } else { "-1" }}
                aria-label={label.clone()}
                title={label}
                aria-expanded={open.to_string()}
                data-cell={format!("{index}-{place}")}
                data-finding={cell.finding.key()}
                {onclick}
            >
                { mark(cell.finding) }
            </button>
        </td>
    }
}

fn end_of_row(matrix: &Matrix, index: usize, row: &Row) -> Html {
    if !matrix.columns.is_empty() {
        return total(row.total());
    }
    if index > 0 {
        return html! {};
    }
    html! {
        <td class="matrix__empty" rowspan={matrix.rows.len().to_string()}>{ t!("matrix-empty") }</td>
    }
}

fn total(total: Total) -> Html {
    let some = total.content > 0;
    html! {
        <td class={classes!("matrix__total", "figures", some.then_some("matrix__total--some"))}>
            { wording::total(total) }
        </td>
    }
}

/// Findings without an answer to "how?", and how many of them there are.
pub(super) fn cells(matrix: &Matrix, findings: &[Finding]) -> Html {
    let cell = |(finding, column): (&Finding, &Column)| {
        html! {
            <td key={column.message.0} class="matrix__cell" data-finding={finding.key()}>
                { mark(*finding) }<span class="aloud">{ wording::finding(*finding) }</span>
            </td>
        }
    };
    html! {
        <>
            { for findings.iter().zip(&matrix.columns).map(cell) }
            { total(Total::of(findings.iter().copied())) }
        </>
    }
}

/// What the picked observers could read together.
fn union_row(matrix: &Matrix, together: &Together) -> Html {
    let cells = if together.findings.is_empty() {
        let span = matrix.columns.len() + 1;
        html! { <td colspan={span.to_string()} class="matrix__hint">{ t!("matrix-together-hint") }</td> }
    } else {
        cells(matrix, &together.findings)
    };
    html! {
        <tr key="together" class="matrix__row matrix__row--together" data-testid="together">
            <th scope="row" class="matrix__name">
                <span class="matrix__label">{ t!("matrix-together-row", count = together.picked.len()) }</span>
            </th>
            { cells }
        </tr>
    }
}

/// The row and the column at which something happened.
fn place_of(event: &Event) -> Option<(usize, usize)> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let place = element.get_attribute("data-cell")?;
    let (row, column) = place.split_once('-')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

fn focus(body: &NodeRef, selector: &str) {
    let cell = body
        .cast::<Element>()
        .and_then(|body| body.query_selector(selector).ok().flatten())
        .and_then(|cell| cell.dyn_into::<HtmlElement>().ok());
    if let Some(cell) = cell {
        // A cell that is gone needs no focus.
        let _ = cell.focus();
    }
}
