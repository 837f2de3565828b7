//! The dialog: counts every rule, and lets one sort, choose columns, and take the table along.

use super::table::{Counted, Does, Sorting, sorted, table};
use crate::{
    compare::{
        self, Column, Figures, Shown,
        export::{self, Stamp},
    },
    jobs::{State, Task},
    l10n::text_or_id,
    shell::url,
    t,
    ui::{
        engine::Engine,
        prelude::*,
        regime,
        state::{App, Intent, use_app},
    },
    world::regime::{ALL, of_key},
};
use std::rc::Rc;

/// Columns that are there at first.
const FIRST: [Column; 8] = [
    Column::Before,
    Column::After,
    Column::Layered,
    Column::Readers,
    Column::Others,
    Column::Group,
    Column::Bytes,
    Column::Evidence,
];

/// Counts every rule, and shows it.
#[component]
pub fn Compare() -> Html {
    let app = use_app();
    let columns = use_state_eq(|| FIRST.to_vec());
    let by = use_state_eq(|| None::<(Column, bool)>);
    let engine = use_mut_ref(|| None::<Rc<Engine>>);
    let redraw = use_force_update();
    {
        let (engine, app) = (engine.clone(), app.clone());
        use_effect_with(app.version(), move |_| {
            let task = {
                let timeline = app.timeline();
                Task::Compare { run: timeline.run().clone(), actions: position(&app) }
            };
            let changed = Callback::from(move |()| redraw.force_update());
            let last = task.last().unwrap_or_default();
            *engine.borrow_mut() = Some(Engine::start(&task, (0, last), changed));
            move || *engine.borrow_mut() = None
        });
    }
    let (rows, over) = counted(engine.borrow().as_deref());
    let done: Vec<_> =
        rows.iter().filter_map(|(rule, it)| Some((rule.key(), it.clone()?))).collect();
    let base = export::end_to_end(&done);
    let does = Does { sort: sort(&by), show: show(&app) };
    let status = if over {
        t!("compare-done", count = done.len())
    } else {
        t!("compare-counting", count = done.len(), of = ALL.len())
    };
    html! {
        <>
            <p class="dialog__lead">{ t!("compare-lead") }</p>
            <div class="compare__head">
                <p role="status" data-testid="compare-status" data-over={over.to_string()}>{ over.then(|| status.clone()) }</p>
                if !over {
                    <p>{ status }</p>
                    <progress max={ALL.len().to_string()} value={done.len().to_string()} aria-label={t!("compare-progress")} />
                } else {
                    { exports(&app, &done) }
                }
            </div>
            { choice(&columns) }
            { table(&sorted(rows, *by, base), &columns, *by, base, &does) }
            <p class="dialog__note">{ t!("compare-note") }</p>
        </>
    }
}

/// How far the run on the page has come, in actions.
fn position(app: &App) -> u32 {
    u32::try_from(app.timeline().position().actions).unwrap_or(u32::MAX)
}

/// Every rule with what was counted of it so far, and whether that is all.
fn counted(engine: Option<&Engine>) -> (Vec<Counted>, bool) {
    let mut rows: Vec<Counted> = ALL.iter().map(|rule| (*rule, None)).collect();
    let Some(engine) = engine else { return (rows, false) };
    for (first, bytes) in engine.counted() {
        let mut bytes = bytes.as_slice();
        let from = usize::try_from(first).unwrap_or(usize::MAX);
        for row in rows.iter_mut().skip(from) {
            let Some(figures) = Figures::from_bytes(&mut bytes) else { break };
            row.1 = Some(figures);
        }
    }
    (rows, engine.progress().state == State::Exhausted)
}

/// By a column, the highest first; by the same again, the lowest first; then as rules are listed.
fn sort(by: &UseStateHandle<Sorting>) -> Callback<Column> {
    let (now, set) = (**by, by.setter());
    Callback::from(move |column: Column| {
        set.set(match now {
            Some((it, true)) if it == column => Some((column, false)),
            Some((it, false)) if it == column => None,
            _ => Some((column, true)),
        });
    })
}

/// The page shows the run that a figure comes from; undo brings back what was there.
fn show(app: &App) -> Callback<(&'static str, Shown)> {
    let app = app.clone();
    Callback::from(move |(rule, which)| {
        let Some(rule) = of_key(rule) else { return };
        let actions = usize::try_from(position(&app)).unwrap_or(usize::MAX);
        let run = compare::shown(app.timeline().run(), actions, rule, which);
        app.dispatch(Intent::Open(None));
        app.dispatch(Intent::Replace(run));
        let said = t!("compare-shown", name = regime::name(rule));
        app.dispatch(Intent::Announce(said.into()));
    })
}

/// Which columns there are.
fn choice(columns: &UseStateHandle<Vec<Column>>) -> Html {
    let one = |column: Column| {
        let on = columns.contains(&column);
        let columns = columns.clone();
        let onchange = Callback::from(move |_: Event| {
            let is_in = |it: &Column| if *it == column { !on } else { columns.contains(it) };
            columns.set(Column::ALL.into_iter().filter(is_in).collect());
        });
        let id = format!("compare-{}", column.key());
        html! {
            <li key={column.key()}>
                <label>
                    <input type="checkbox" checked={on} {onchange} data-testid={format!("column-{}", column.key())} />
                    <strong>{ text_or_id(&id, &[]) }</strong>
                    <span>{ text_or_id(&format!("{id}.counts"), &[]) }</span>
                </label>
            </li>
        }
    };
    html! {
        <details class="compare__columns">
            <summary>{ t!("compare-columns") }</summary>
            <ul>{ for Column::ALL.into_iter().map(one) }</ul>
        </details>
    }
}

/// The table as files.
fn exports(app: &App, rows: &[(&str, Figures)]) -> Html {
    let stamp = Stamp::new(app.timeline().run(), crate::ui::clock::date());
    let file = |kind: &str, mime: &str, content: String| {
        html! {
            <a
                class="button button--line"
                download={format!("keyhole-comparison.{kind}")}
                href={url::of_content(mime, &content)}
                data-testid={format!("export-{kind}")}
            >
                { text_or_id(&format!("compare-{kind}"), &[]) }
            </a>
        }
    };
    html! {
        <>
            { file("csv", "text/csv", export::csv(rows, &stamp)) }
            { file("json", "application/json", export::json(rows, &stamp)) }
        </>
    }
}
