//! What else can happen: each event as it would be said, with a button for each one whom it can
//! strike.

use crate::{
    access::Observer,
    l10n::text_or_id,
    t,
    ui::{
        matrix::wording,
        playback::ticks,
        state::{App, Intent, use_app},
    },
    world::{Action, Party, Point, Taker, regime::Institution},
};
use yew::prelude::*;

/// What can happen, and to whom or what: the words on each button, and the action.
struct Event {
    /// Stable name, used in locale files.
    key: &'static str,
    choices: Vec<(String, Action)>,
}

/// The events in groups, each with the action that it is.
#[component]
pub fn Events() -> Html {
    let app = use_app();
    let secrets = app.timeline().world().standing_secrets();
    html! {
        <>
            <p class="dialog__lead">{ t!("events-lead") }</p>
            { for groups(&secrets).into_iter().map(|(group, events)| html! {
                <section key={group} class="events">
                    <h3>{ text_or_id(&format!("events-{group}"), &[]) }</h3>
                    <dl class="events__list">{ for events.into_iter().map(|it| view(&app, it)) }</dl>
                </section>
            }) }
        </>
    }
}

fn groups(secrets: &[Institution]) -> [(&'static str, Vec<Event>); 3] {
    let phones = |action: fn(Party) -> Action| on(Point::phone, action);
    let seize = Event { key: "seize", choices: phones(|party| seized(party, Taker::Investigator)) };
    let implant = Event { key: "implant", choices: phones(|party| Action::Implant { party }) };
    let intercept =
        Event { key: "intercept", choices: on(Point::link, |link| Action::Intercept { link }) };
    let rob = Event { key: "rob", choices: phones(|party| seized(party, Taker::Thief)) };
    let steal = |from: &Institution| {
        let name = wording::observer(Observer::Institution(*from)).into_owned();
        (name, Action::Steal { from: *from })
    };
    let steal = Event { key: "steal", choices: secrets.iter().map(steal).collect() };
    let enter = Event { key: "enter", choices: vec![(t!("event-enter.do").into(), Action::Enter)] };
    let delete = Event { key: "delete", choices: phones(|party| Action::Delete { party }) };
    let days = |days| (t!("event-wait.do", days = days).into_owned(), Action::Wait { days });
    let wait = Event { key: "wait", choices: [1, 3].map(days).into() };
    [
        ("investigator", vec![seize, implant, intercept]),
        ("wrong", vec![steal, enter, rob]),
        ("owners", vec![delete, wait]),
    ]
}

const fn seized(party: Party, by: Taker) -> Action {
    Action::Seize { party, by }
}

/// One choice for each party, named by a point of the path.
fn on(point: fn(Party) -> Point, action: fn(Party) -> Action) -> Vec<(String, Action)> {
    let name = |party| text_or_id(&format!("point-{}", point(party).key()), &[]).into_owned();
    Party::ALL.map(|party| (name(party), action(party))).into()
}

fn view(app: &App, Event { key, choices }: Event) -> Html {
    let id = format!("event-{key}");
    let says = |attribute: &str| text_or_id(&format!("{id}.{attribute}"), &[]);
    html! {
        <div key={key} class="event" data-testid={id.clone()}>
            <dt>{ text_or_id(&id, &[]) }</dt>
            <dd>
                <p>{ says("is") }</p>
                <details class="event__exact">
                    <summary>{ t!("how-exactly") }</summary>
                    <p>{ says("exact") }</p>
                </details>
                if choices.is_empty() {
                    <p class="event__none">{ t!("event-none") }</p>
                }
                <div class="event__choices" role="group" aria-label={text_or_id(&id, &[])}>
                    { for choices.into_iter().map(|choice| button(app, choice)) }
                </div>
            </dd>
        </div>
    }
}

fn button(app: &App, (name, action): (String, Action)) -> Html {
    let onclick = {
        let app = app.clone();
        Callback::from(move |_: MouseEvent| {
            app.dispatch(Intent::Open(None));
            app.dispatch(Intent::Do(action.clone()));
            app.dispatch(Intent::Announce(ticks::name(&action).into()));
        })
    };
    html! {
        <button type="button" class="button button--line" data-testid="do-event" {onclick}>
            { name }
        </button>
    }
}
