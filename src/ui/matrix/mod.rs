//! "Who can read it?": the table under the stage, and the answer to "how?".
//!
//! What is shown is worked out without the web ([`model`], [`how`]); every verdict comes from
//! [`crate::access`].

pub mod answer;
pub mod how;
pub mod mark;
pub mod model;
pub mod panel;
pub mod table;
pub mod who_else;
pub mod wording;

use super::{
    components::Switch,
    regime,
    state::{App, Dialog, Intent, press, use_app},
};
use crate::ui::prelude::*;
use crate::{access::Finding, t};
use answer::{Absent, Answer};
use how::How;
use mark::mark;
use model::Matrix;
use std::{borrow::Cow, rc::Rc};
use table::{Table, Together};
use who_else::WhoElse;

/// The table, and the panel that explains a cell.
#[component]
pub fn WhoReads() -> Html {
    let app = use_app();
    let version = app.version();
    let matrix = use_memo(version, |_| Rc::new(Matrix::new(&app.access(), app.timeline().run())));
    let together = use_memo((version, app.together.clone()), |(_, picked)| {
        picked.clone().map(|picked| {
            let findings = if picked.len() < 2 {
                Vec::new()
            } else {
                app.access().together(picked.iter().copied().collect())
            };
            Rc::new(Together { picked, findings })
        })
    });
    let who_else = use_memo((version, app.who_else), |(_, asked)| {
        asked.then(|| Rc::new(WhoElse::new(&app.access(), app.timeline().world())))
    });
    let how = use_memo((version, app.how), |(_, cell)| {
        let how = How::new(&app.access(), &app.timeline(), &matrix, (*cell)?)?;
        Some(Rc::new(how))
    });
    html! {
        <>
            <section class="matrix" aria-labelledby="matrix-title" data-testid="matrix">
                <div class="matrix__scroll">
                    <Table matrix={(*matrix).clone()} how={app.how} together={(*together).clone()} who_else={(*who_else).clone()} />
                </div>
                <div class="matrix__side">
                    if !matrix.columns.is_empty() {
                        <p class="matrix__answer" data-testid="answer">{ wording::answer(matrix.readers()) }</p>
                    }
                    { rule(&app) }
                    { legend() }
                    <div class="matrix__asks">
                        { together_button(&app) }
                        { who_else_button(&app) }
                        { opens(&app, Dialog::Events, "open-events", t!("matrix-events")) }
                        { opens(&app, Dialog::People, "open-people", t!("matrix-people")) }
                        { opens(&app, Dialog::Evidence, "open-evidence", t!("matrix-evidence")) }
                    </div>
                </div>
            </section>
            { match &*how {
                Some(how) => html! { <Answer how={how.clone()} /> },
                None if app.how.is_some() => html! { <Absent /> },
                None => html! {},
            } }
        </>
    }
}

/// The rule under which the answer is what it is.
fn rule(app: &App) -> Html {
    let rule = app.timeline().run().regime;
    html! {
        <p class="matrix__rule" data-testid="rule-in-force">
            <strong>{ regime::name(rule) }</strong>
            { regime::words(rule, "sentence") }
        </p>
    }
}

/// What the marks mean.
fn legend() -> Html {
    let all = [
        Finding::Content,
        Finding::after_trials(28),
        Finding::Metadata,
        Finding::Exists,
        Finding::Nothing,
    ];
    html! {
        <ul class="matrix__legend" aria-label={t!("matrix-legend")}>
            { for all.map(|finding| html! { <li>{ mark(finding) }{ wording::finding(finding) }</li> }) }
        </ul>
    }
}

fn opens(app: &App, dialog: Dialog, testid: &'static str, words: Cow<'static, str>) -> Html {
    let onclick = press(app, Intent::Open(Some(dialog)));
    html! {
        <button type="button" class="button button--line" data-testid={testid} {onclick}>
            { words }
        </button>
    }
}

fn who_else_button(app: &App) -> Html {
    let asked = app.clone();
    let onswitch = Callback::from(move |on: bool| asked.dispatch(Intent::WhoElse(on)));
    html! {
        <Switch on={app.who_else} {onswitch} testid="ask-who-else">{ t!("matrix-who-else") }</Switch>
    }
}

fn together_button(app: &App) -> Html {
    let onswitch = {
        let app = app.clone();
        Callback::from(move |on: bool| {
            app.dispatch(Intent::Together(on.then(|| Rc::from([]))));
        })
    };
    html! {
        <Switch on={app.together.is_some()} {onswitch} testid="ask-together">{ t!("matrix-together") }</Switch>
    }
}
