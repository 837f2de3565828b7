//! What else can happen: each event as it would be said, with a button for each one whom it can
//! strike.

use crate::ui::prelude::*;
use crate::{
    access::Observer,
    l10n::text_or_id,
    t,
    ui::{
        components::Tabs,
        matrix::wording,
        playback::ticks,
        search::{Forging, use_forging},
        state::{App, Intent, use_app},
    },
    world::{
        Action, Party, Taker, World,
        regime::{Demand, Institution},
    },
};

/// What can happen, and to whom or what: the words on each button, and the action.
struct Event {
    /// Stable name, used in locale files.
    key: &'static str,
    choices: Vec<(String, Action)>,
    /// Whose apps can search for what it takes, where it takes a search.
    searchers: Vec<Party>,
}

/// Who makes it happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Investigator,
    Wrong,
    Owners,
}

impl Group {
    const ALL: [Self; 3] = [Self::Investigator, Self::Wrong, Self::Owners];

    /// Stable name, used in locale files.
    const fn key(self) -> &'static str {
        match self {
            Self::Investigator => "investigator",
            Self::Wrong => "wrong",
            Self::Owners => "owners",
        }
    }
}

/// The events in groups, each with the action that it is.
#[component]
pub fn Events() -> Html {
    let app = use_app();
    let shown = use_state_eq(|| Group::Investigator);
    let forging = use_forging();
    let listed = listed(app.timeline().world());
    let tabs: Vec<_> =
        Group::ALL.map(|it| (it.key(), text(&format!("events-{}", it.key())))).into();
    let choose = {
        let shown = shown.setter();
        Callback::from(move |nth: usize| {
            shown.set(Group::ALL.get(nth).copied().unwrap_or(Group::Owners));
        })
    };
    let at = Group::ALL.iter().position(|it| *it == *shown).unwrap_or_default();
    html! {
        <>
            <p class="dialog__lead">{ t!("events-lead") }</p>
            <div class="events">
            <Tabs name={t!("events-groups")} prefix="events" {tabs} {at} {choose} />
            { for listed.into_iter().map(|(group, events)| html! {
                <div
                    key={group.key()}
                    id={format!("events-panel-{}", group.key())}
                    role="tabpanel"
                    aria-labelledby={format!("events-tab-{}", group.key())}
                    hidden={group != *shown}
                >
                    <dl class="events__list">{ for events.into_iter().map(|it| view((&app, &forging), it)) }</dl>
                </div>
            }) }
            </div>
        </>
    }
}

fn listed(world: &World) -> [(Group, Vec<Event>); 3] {
    [
        (Group::Investigator, investigators(world)),
        (Group::Wrong, wrong(world)),
        (Group::Owners, owners(world)),
    ]
}

fn investigators(world: &World) -> Vec<Event> {
    vec![
        event("seize", each(|party| seized(party, Taker::Investigator))),
        event("seize-locked", each(|party| Action::SeizeLocked { party, by: Taker::Investigator })),
        event("compel", each(|party| Action::Compel { party })),
        event("link-device", each(|party| Action::LinkDevice { party })),
        event("implant", each(|party| Action::Implant { party })),
        event("intercept", each(|link| Action::Intercept { link })),
        event("report", reports(world)),
        event("demand-records", each(|target| Action::Demand { target, what: Demand::Records })),
        event("demand-backups", each(|target| Action::Demand { target, what: Demand::Backups })),
    ]
}

/// For each phone the last message that it could report.
fn reports(world: &World) -> Vec<(String, Action)> {
    let choice = |party: Party| {
        let phone = world.phone(party);
        let mut chat = phone.chat().iter().rev();
        let last = chat.find(|it| phone.report_of(it.action).is_some())?;
        let action = Action::Report { message: last.action };
        Some((named(party), action))
    };
    Party::ALL.into_iter().filter_map(choice).collect()
}

fn wrong(world: &World) -> Vec<Event> {
    let steal = |from: &Institution| {
        let name = wording::observer(Observer::Institution(*from)).into_owned();
        (name, Action::Steal { from: *from })
    };
    let mut thefts: Vec<_> = world.standing_secrets().iter().map(steal).collect();
    if world.provider_has_secrets() {
        let name = wording::observer(Observer::Provider).into_owned();
        thefts.push((name, Action::StealFromProvider));
    }
    let swap = (t!("event-swap-list.do").into(), Action::SwapList);
    let swap = world.ruled().institutions().has_list().then_some(swap).into_iter().collect();
    vec![
        event("steal", thefts),
        event("enter", vec![(t!("event-enter.do").into(), Action::Enter)]),
        event("rob", each(|party| seized(party, Taker::Thief))),
        event("demand-foreign", each(|target| Action::Demand { target, what: Demand::Foreign })),
        event("swap-list", swap),
    ]
}

/// Once there is another app, there is no third.
fn change_app(world: &World) -> Vec<(String, Action)> {
    let change = (t!("event-change-app.do").into(), Action::ChangeApp);
    (!world.is_elsewhere()).then_some(change).into_iter().collect()
}

fn owners(world: &World) -> Vec<Event> {
    let can_forge = |it: &Party| world.phone(*it).can_forge() && world.phone(it.peer()).joined();
    let searchers = Party::ALL.into_iter().filter(can_forge).collect();
    let days = |days: u8| t!("event-wait.do", days = days).into_owned();
    let wait = |it: u8| (days(it), Action::Wait { days: it });
    let disappear = |it: u8| (days(it), Action::Disappear { days: it });
    vec![
        event("compare", vec![(t!("event-compare.do").into(), Action::Compare)]),
        event("look-at-devices", each(|party| Action::LookAtDevices { party })),
        event("frank", vec![(t!("event-frank.do").into(), Action::Frank)]),
        event("add-layer", vec![(t!("event-add-layer.do").into(), Action::AddLayer)]),
        event("change-app", change_app(world)),
        event("modify", each(|party| Action::Modify { party })),
        Event { key: "forge", choices: Vec::new(), searchers },
        event("delete", each(|party| Action::Delete { party })),
        event("disappear", [1, 3].map(disappear).into()),
        event("wait", [1, 3].map(wait).into()),
    ]
}

const fn event(key: &'static str, choices: Vec<(String, Action)>) -> Event {
    Event { key, choices, searchers: Vec::new() }
}

/// One choice for each person.
fn each(action: fn(Party) -> Action) -> Vec<(String, Action)> {
    Party::ALL.map(|party| (named(party), action(party))).into()
}

fn named(party: Party) -> String {
    text(&format!("party-{}", party.key()))
}

fn text(id: &str) -> String {
    text_or_id(id, &[]).into_owned()
}

const fn seized(party: Party, by: Taker) -> Action {
    Action::Seize { party, by }
}

fn view((app, forging): (&App, &Forging), Event { key, choices, searchers }: Event) -> Html {
    let id = format!("event-{key}");
    let says = |attribute: &str| text_or_id(&format!("{id}.{attribute}"), &[]);
    let searches = !searchers.is_empty();
    let exact = html! {
        <details class="event__exact">
            <summary>{ t!("how-exactly") }</summary>
            <p>{ says("exact") }</p>
        </details>
    };
    html! {
        <div key={key} class="event" data-testid={id.clone()}>
            <dt>{ text_or_id(&id, &[]) }</dt>
            <dd>
                <p>{ says("is") }</p>
                if choices.is_empty() && !searches {
                    <p class="event__none">{ says("none") }</p>
                }
                <div class="event__choices" role="group" aria-label={text_or_id(&id, &[])}>
                    { for choices.into_iter().map(|choice| button(app, choice)) }
                    { if searches { forging.view(searchers, exact) } else { exact } }
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
