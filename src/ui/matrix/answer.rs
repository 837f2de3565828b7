//! The answer to "how?" for one cell: a plain sentence, what is missing, and every step.

use super::{
    how::{How, No, Step, Thing, text_of},
    mark::mark,
    panel::{Panel, element},
    wording,
};
use crate::ui::prelude::*;
use crate::{
    access::{Fields, Finding, Kind},
    hex, t,
    ui::{
        inspector::{self, copy::Copy},
        search::Search,
        state::{App, Intent, Place, use_app},
    },
};
use std::rc::Rc;

/// So many bytes are shown; all are copied.
const SHOWN: usize = 256;

/// What the panel needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AnswerProps {
    /// What it tells.
    pub how: Rc<How>,
}

/// The panel that explains a cell.
#[component]
pub fn Answer(AnswerProps { how }: &AnswerProps) -> Html {
    let app = use_app();
    let name = inspector::wording::name(how.column.from);
    let title = t!(
        "how-title",
        who = wording::observer(how.observer),
        number = how.column.number,
        name = name
    );
    html! {
        <Panel
            title={title.to_string()}
            cell={(how.observer, how.column.message)}
            testid="how"
            finding={how.cell.finding.key()}
        >
            <div class="how__verdict">
                { mark(how.cell.finding) }
                <p data-testid="how-sentence">{ wording::sentence(how) }</p>
            </div>
            if let Some(quest) = &how.quest {
                <Search observer={how.observer} quest={Rc::clone(quest)} exercise={how.exercise.clone()} />
            }
            if let Some(no) = &how.no { { missing(no, how.cell.finding) } }
            if how.fabricate {
                <p class="how__note" data-testid="how-fabricate">{ wording::fabricate(how.observer) }</p>
            }
            { fields(how) }
            if let Some(could) = how.impersonate {
                <h3>{ t!("how-impersonate-title", name = name) }</h3>
                <p class="how__note" data-testid="how-impersonate" data-could={could.to_string()}>
                    { wording::impersonate(how.column.from, could) }
                </p>
            }
            if !how.steps.is_empty() {
                <h3>{ steps_title(how.cell.finding) }</h3>
                <ol class="how__steps">
                    { for how.steps.iter().enumerate().map(|(index, step)| view(&app, how, index, step)) }
                </ol>
            }
        </Panel>
    }
}

/// In place of the answer: at this moment of the run there is no such message.
#[component]
pub fn Absent() -> Html {
    html! {
        <Panel title={t!("how-absent-title").to_string()} testid="how-absent">
            <p>{ t!("how-absent") }</p>
        </Panel>
    }
}

fn steps_title(finding: Finding) -> std::borrow::Cow<'static, str> {
    match finding {
        Finding::Content => t!("how-steps"),
        _ => t!("how-steps-to-metadata"),
    }
}

/// What is missing, who has it, and which kind of no it is.
fn missing(no: &No, finding: Finding) -> Html {
    let title = match finding {
        Finding::Trials { .. } => t!("how-missing-without-trials"),
        _ => t!("how-missing", count = no.ways.len()),
    };
    let kind = match no {
        No { failed: true, .. } => t!("how-kind-failed"),
        No { has: None, .. } => t!("how-kind-no-bytes"),
        No { .. } => t!("how-kind-none"),
    };
    html! {
        <div class="how__missing" data-testid="how-missing">
            if !no.ways.is_empty() {
                <h3>{ title }</h3>
                <ul class="how__ways">
                    { for no.ways.iter().map(|way| html! {
                        <li>
                            <ul>
                                { for way.iter().map(|lack| html! {
                                    <li class="how__lack">
                                        { chip(lack.kind) }
                                        <span>{ t!("how-in-hands", who = wording::observers(&lack.holders), count = lack.count) }</span>
                                    </li>
                                }) }
                            </ul>
                        </li>
                    }) }
                </ul>
            }
            <p class="how__note">{ kind }</p>
            if no.leaf_names_nobody {
                <p class="how__note" data-testid="how-false-leaf">{ t!("how-leaf-names-nobody") }</p>
            }
        </div>
    }
}

/// The fields of metadata: read, inferred, or unknown.
fn fields(how: &How) -> Html {
    let reading = how.cell.reading;
    if reading.all() == Fields::NONE {
        return html! {};
    }
    let field = |(field, key): (Fields, &'static str)| {
        let (class, glyph, said) = if reading.read.has(field) {
            ("read", "✓", t!("how-field-read"))
        } else if reading.inferred.has(field) {
            ("inferred", "≈", t!("how-field-inferred"))
        } else {
            ("unknown", "–", t!("how-field-unknown"))
        };
        html! {
            <li class={format!("how__field how__field--{class}")} title={said.clone()}>
                <span aria-hidden="true">{ glyph }</span>{ wording::metadata(key) }
                <span class="aloud">{ ": " }{ said }</span>
            </li>
        }
    };
    html! {
        <>
            <h3>{ t!("how-fields") }</h3>
            <ul class="how__fields">{ for Fields::ALL.map(field) }</ul>
        </>
    }
}

fn chip(kind: Kind) -> Html {
    html! {
        <span class={classes!("chip", wording::meaning(kind))}>
            <span class="chip__mark" />{ wording::kind(kind) }
        </span>
    }
}

fn view(app: &App, how: &How, index: usize, step: &Step) -> Html {
    let (plain, exact) = match step.rule {
        Some(rule) => wording::rule(rule),
        None => (t!("how-was-handed"), t!("how-was-handed.exact")),
    };
    let place = step.gives.place.or_else(|| step.uses.iter().find_map(|(thing, _)| thing.place));
    let mut things: Vec<&Thing> = step.uses.iter().map(|(thing, _)| thing).collect();
    if step.rule.is_some() {
        things.push(&step.gives);
    }
    let text = text_of(&step.gives);
    html! {
        <li key={index} class="how__step">
            <p class="how__rule">{ plain }</p>
            <ul class="how__uses">
                { for step.uses.iter().map(|(thing, source)| html! {
                    <li>{ chip(thing.kind) }<span>{ wording::source(how.observer, *source) }</span></li>
                }) }
            </ul>
            <p class="how__gives">
                <svg class="how__arrow" viewBox="0 0 24 24" role="img" aria-label={t!("ratchet-gives")}>
                    <path d="M4 12h16m-6-6 6 6-6 6" />
                </svg>
                { chip(step.gives.kind) }
                if let Some(text) = text { <q class="how__text">{ text }</q> }
            </p>
            <div class="how__more">
                <details>
                    <summary>{ t!("how-exactly") }</summary>
                    <p>{ exact }</p>
                    { for things.into_iter().filter(|thing| has_bytes(thing.kind)).map(bytes) }
                </details>
                if let Some(place) = place { { show(app, place) } }
            </div>
        </li>
    }
}

/// What is told of a message, and what it costs, have no bytes of their own.
const fn has_bytes(kind: Kind) -> bool {
    !matches!(kind, Kind::Sighting | Kind::Trials)
}

fn bytes(thing: &Thing) -> Html {
    let all = thing.bytes.as_slice();
    let shown = all.get(..SHOWN).unwrap_or(all);
    let name = wording::kind(thing.kind);
    html! {
        <div class="how__bytes">
            <p>
                { chip(thing.kind) }
                <span class="figures">{ t!("app-bytes", count = all.len()) }</span>
                <Copy text={hex::encode(all)} label={t!("ratchet-copy", what = name)} icon_only=true testid="how-copy" />
            </p>
            <code class="how__hex">
                { hex::encode(shown) }
                if shown.len() < all.len() { { "…" } }
            </code>
        </div>
    }
}

fn show(app: &App, place: Place) -> Html {
    let app = app.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        app.dispatch(Intent::ShowBytes(place));
        // Where the page is one column, the panel is out of sight.
        if let Some(panel) = element("panel-title") {
            panel.scroll_into_view_with_bool(true);
        }
    });
    html! {
        <button type="button" class="button button--small button--line" data-testid="how-show" {onclick}>
            { t!("how-show") }
        </button>
    }
}
