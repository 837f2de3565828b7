//! The table: a row for each rule, a column for each figure.

use crate::{
    compare::{Column, Figure, Figures, Shown},
    l10n::text_or_id,
    t,
    ui::{matrix::wording, prelude::*, regime},
    world::regime::Regime,
};

/// A rule and what was counted of it, if it was.
pub(super) type Counted = (&'static dyn Regime, Option<Figures>);

/// By which column rows are sorted, and whether the highest stands first.
pub(super) type Sorting = Option<(Column, bool)>;

/// The run that a figure comes from.
pub(super) const fn shown(column: Column) -> Shown {
    match column {
        Column::Before | Column::After | Column::Evidence => Shown::Ordered,
        Column::Layered => Shown::Layered,
        Column::Readers
        | Column::Others
        | Column::Group
        | Column::Metadata
        | Column::Fabricate
        | Column::Impersonate
        | Column::Bytes => Shown::Plain,
    }
}

/// The rows in order: those that were not counted yet, or have no such figure, last.
pub(super) fn sorted(mut rows: Vec<Counted>, by: Sorting, base: Option<u64>) -> Vec<Counted> {
    let Some((column, descending)) = by else { return rows };
    let number = |row: &Counted| row.1.as_ref().and_then(|it| column.of(it, base).number);
    rows.sort_by_key(|row| {
        let number = number(row);
        (number.is_none(), number.map_or(0, |it| if descending { -it } else { it }))
    });
    rows
}

/// What the table is told to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Does {
    /// Sort by a column, or, if it is sorted so, the other way.
    pub(super) sort: Callback<Column>,
    /// Show the run that a figure comes from.
    pub(super) show: Callback<(&'static str, Shown)>,
}

/// The table.
pub(super) fn table(
    rows: &[Counted],
    columns: &[Column],
    by: Sorting,
    base: Option<u64>,
    does: &Does,
) -> Html {
    html! {
        <div class="compare__scroll" tabindex="0" role="region" aria-label={t!("compare-title")}>
            <table class="compare" data-testid="compare-table">
                <thead>
                    <tr>
                        <th scope="col" class="compare__rule">{ t!("compare-rule") }</th>
                        { for columns.iter().map(|column| head(*column, by, does)) }
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(|it| row(it, columns, base, does)) }</tbody>
            </table>
        </div>
    }
}

fn head(column: Column, by: Sorting, does: &Does) -> Html {
    let sort = by
        .filter(|(it, _)| *it == column)
        .map(|(_, descending)| if descending { "descending" } else { "ascending" });
    let id = format!("compare-{}", column.key());
    let what = text_or_id(&format!("{id}.counts"), &[]);
    html! {
        <th key={column.key()} scope="col" aria-sort={sort}>
            <button
                type="button"
                class="compare__sort"
                title={what}
                data-testid={format!("sort-{}", column.key())}
                onclick={does.sort.reform(move |_: MouseEvent| column)}
            >
                { text_or_id(&id, &[]) }
            </button>
        </th>
    }
}

fn row((rule, figures): &Counted, columns: &[Column], base: Option<u64>, does: &Does) -> Html {
    let key = rule.key();
    let cell = |column: Column| {
        let figure = figures.as_ref().map(|it| column.of(it, base));
        html! {
            <td key={column.key()}>
                if let Some(figure) = figure { { view(key, column, &figure, does) } } else { { "…" } }
            </td>
        }
    };
    html! {
        <tr {key} data-rule={key}>
            <th scope="row" class="compare__rule">{ regime::name(*rule) }</th>
            { for columns.iter().map(|it| cell(*it)) }
        </tr>
    }
}

/// A figure: a click shows the run that it comes from.
fn view(rule: &'static str, column: Column, figure: &Figure, does: &Does) -> Html {
    let number = match (figure.number, figure.of) {
        (None, _) => t!("compare-none").into_owned(),
        (Some(number), Some(of)) => {
            t!("compare-share", count = number, of = i64::from(of)).into_owned()
        }
        (Some(number), None) if column == Column::Group && figure.who.is_empty() => {
            t!("compare-or-more", count = number).into_owned()
        }
        (Some(number), None) if column == Column::Bytes => match number {
            0 => number.to_string(),
            _ => format!("{}{}", if number < 0 { '−' } else { '+' }, number.unsigned_abs()),
        },
        (Some(number), None) => number.to_string(),
    };
    let which = shown(column);
    let who = (!figure.who.is_empty()).then(|| wording::observers(&figure.who));
    html! {
        <button
            type="button"
            class="compare__figure"
            data-testid={format!("figure-{}", column.key())}
            data-number={figure.number.map(|it| it.to_string())}
            onclick={does.show.reform(move |_: MouseEvent| (rule, which))}
        >
            <span class="figures">{ number }</span>
            if figure.trials > 0 { <small>{ t!("compare-trials", count = i64::from(figure.trials)) }</small> }
            if let Some(who) = who { <small>{ who }{ figure.or_others.then(|| t!("compare-or-others")) }</small> }
        </button>
    }
}
