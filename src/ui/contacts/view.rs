//! The dialog: whose eyes, whose contacts, and how many people come with them.

use super::result::result;
use crate::ui::prelude::*;
use crate::{
    jobs::{State, Task},
    l10n::text_or_id,
    people::contacts::{Conversation, FEWEST, MOST, Pace, Town, events},
    t,
    ui::{
        engine::Engine,
        inspector::wording,
        state::{App, use_app},
    },
    world::Party,
};
use std::rc::Rc;
use web_sys::HtmlInputElement;

/// So many people at first.
const PEOPLE: u32 = 40;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    people: u32,
    pub(super) target: Party,
    pub(super) eyes: Eyes,
    pace: Pace,
}

/// Who looks, and at what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eyes {
    Provider,
    Times,
    Order,
    Orders,
    Network,
}

impl Eyes {
    const ALL: [Self; 5] = [Self::Provider, Self::Times, Self::Order, Self::Orders, Self::Network];

    /// Stable name, used in locale files.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Times => "times",
            Self::Order => "order",
            Self::Orders => "orders",
            Self::Network => "network",
        }
    }
}

/// What was begun.
struct Work {
    /// At which version of the run.
    version: u64,
    town: Town,
    choice: Choice,
    /// What stands in the field, while one types.
    typed: String,
    /// Who judges conversations, and then who compares times.
    engines: [Option<Rc<Engine>>; 2],
}

/// What is looked at, and how it is changed.
type Chosen<'a> = (Choice, &'a Callback<Choice>);

/// Counts who is in touch with whom, and draws it.
#[component]
pub fn Contacts() -> Html {
    let app = use_app();
    let work = use_mut_ref(|| Work {
        version: u64::MAX,
        town: Town::new(&app.timeline().run().seed, PEOPLE),
        choice: Choice {
            people: PEOPLE,
            target: Party::Alice,
            eyes: Eyes::Provider,
            pace: Pace::Quick,
        },
        typed: PEOPLE.to_string(),
        engines: [None, None],
    });
    let redraw = use_force_update();
    let changed = {
        let redraw = redraw.clone();
        Callback::from(move |()| redraw.force_update())
    };
    let redraw_after_typing = redraw.clone();
    let choose = {
        let work = work.clone();
        Callback::from(move |choice: Choice| {
            let mut all = work.borrow_mut();
            // What was compared was for others.
            if (choice.target, choice.pace) != (all.choice.target, all.choice.pace) {
                let [_, second] = &mut all.engines;
                *second = None;
            }
            all.choice = choice;
            drop(all);
            redraw.force_update();
        })
    };
    let typing = {
        let work = work.clone();
        let redraw = redraw_after_typing;
        Callback::from(move |typed: String| {
            let mut all = work.borrow_mut();
            // While one types there are fewer digits than there will be.
            if let Some(people) = typed.trim().parse().ok().filter(|it| *it >= FEWEST) {
                all.choice.people = MOST.min(people);
            }
            all.typed = typed;
            drop(all);
            redraw.force_update();
        })
    };
    let (html, known) = {
        let work = work.borrow();
        let (known, judged, over) = known(&work);
        (shown(&work, &known, judged, over, (&choose, &typing)), over.then_some(known))
    };
    let Choice { people, target, eyes, pace } = work.borrow().choice;
    let compares = known.is_some() && eyes == Eyes::Times;
    let wanted = [compares, target == Party::Bob, pace == Pace::Slow];
    use_effect_with((app.version(), people, wanted), move |_| {
        start(&app, &mut work.borrow_mut(), known.filter(|_| compares), changed);
    });
    html
}

/// Starts what is to be done now: with another run or town from the beginning, else the times, if
/// all that is known is to be compared.
#[inline(never)]
fn start(app: &App, work: &mut Work, known: Option<Vec<Conversation>>, changed: Callback<()>) {
    let timeline = app.timeline();
    let run = timeline.run();
    let begin = |task, count: usize| {
        let last = u64::try_from(count).unwrap_or_default().saturating_sub(1);
        Some(Engine::start(&task, (0, last), changed))
    };
    let Choice { people, target, pace, .. } = work.choice;
    if work.version != app.version() || work.town.people() != people as usize {
        work.version = app.version();
        work.town = Town::new(&run.seed, people);
        let actions = u32::try_from(timeline.position().actions).unwrap_or(u32::MAX);
        let task = Task::Contacts { run: run.clone(), actions };
        work.engines = [begin(task, work.town.pairs().len()), None];
        return;
    }
    let [_, second] = &mut work.engines;
    *second = known.and_then(|known| {
        let events = events(&run.seed, &work.town, &known, pace);
        let task = Task::Times {
            people: u16::try_from(people).unwrap_or(u16::MAX),
            target: u16::from(target == Party::Bob),
            events,
        };
        begin(task, work.town.people())
    });
}

/// What an engine has counted so far, how many candidates those are, and whether it is all.
#[inline(never)]
fn counted(engine: Option<&Rc<Engine>>) -> (Vec<(u64, Vec<u8>)>, u64, bool) {
    let Some(engine) = engine else { return (Vec::new(), 0, false) };
    let progress = engine.progress();
    (engine.counted(), progress.tried, progress.state == State::Exhausted)
}

/// What has been judged so far, how many pairs that are, and whether it is all.
fn known(work: &Work) -> (Vec<Conversation>, u64, bool) {
    let [engine, _] = &work.engines;
    let (pieces, judged, over) = counted(engine.as_ref());
    let mut known = Vec::new();
    for (first, bytes) in pieces {
        while (known.len() as u64) < first {
            known.push(Conversation::default());
        }
        known.extend(Conversation::all_from_bytes(&bytes));
    }
    (known, judged, over)
}

/// Who stands out by times, once everybody was looked at.
fn named(work: &Work) -> Option<Vec<usize>> {
    let [_, engine] = &work.engines;
    let (pieces, _, over) = counted(engine.as_ref());
    let mut named = Vec::new();
    for (first, bytes) in pieces {
        for (nth, is_out) in (first as usize..).zip(bytes) {
            if is_out != 0 {
                named.push(nth);
            }
        }
    }
    over.then_some(named)
}

/// The dialog.
fn shown(
    work: &Work,
    known: &[Conversation],
    judged: u64,
    over: bool,
    (choose, typing): (&Callback<Choice>, &Callback<String>),
) -> Html {
    let Work { town, choice, .. } = work;
    let named = named(work);
    let is_over = over && (choice.eyes != Eyes::Times || named.is_some());
    let pairs = town.pairs().len();
    let status = if is_over {
        t!("contacts-counted", pairs = pairs, people = town.people())
    } else if over {
        t!("contacts-comparing")
    } else {
        t!("contacts-counting", count = judged, of = pairs)
    };
    let chosen = (*choice, choose);
    html! {
        <>
            <p class="dialog__lead">{ t!("contacts-lead") }</p>
            <div class="people__head">
                { people_field(&work.typed, choice.people, typing) }
                <p role={is_over.then_some("status")} data-testid="contacts-status" data-over={is_over.to_string()}>{ status }</p>
                if !over {
                    <progress max={pairs.to_string()} value={judged.to_string()} aria-label={t!("contacts-progress")} />
                }
            </div>
            <div class="contacts">
                <div class="contacts__choices">{ choices(chosen) }</div>
                { result(*choice, town, known, named, is_over) }
            </div>
            <p class="dialog__note">{ t!("contacts-note") }</p>
        </>
    }
}

fn people_field(typed: &str, people: u32, typing: &Callback<String>) -> Html {
    let oninput = typing.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    // Whoever goes on sees what is counted.
    let onchange = typing.reform(move |_: Event| people.to_string());
    html! {
        <label>
            { t!("contacts-people") }
            <input
                type="number"
                min={FEWEST.to_string()}
                max={MOST.to_string()}
                value={typed.to_owned()}
                data-testid="contacts-people"
                {oninput}
                {onchange}
            />
        </label>
    }
}

fn choices(chosen: Chosen<'_>) -> Html {
    let (choice, _) = chosen;
    let of = Party::ALL.map(|target| (target.key(), Choice { target, ..choice }));
    let eyes = Eyes::ALL.map(|eyes| (eyes.key(), Choice { eyes, ..choice }));
    let paces = [("quick", Pace::Quick), ("slow", Pace::Slow)];
    let paces = paces.map(|(key, pace)| (key, Choice { pace, ..choice }));
    html! {
        <>
            { several(chosen, "of", &of) }
            { several(chosen, "eyes", &eyes) }
            if choice.eyes == Eyes::Times { { several(chosen, "pace", &paces) } }
        </>
    }
}

/// One question, and what can be chosen.
fn several((choice, choose): Chosen<'_>, group: &'static str, all: &[(&str, Choice)]) -> Html {
    let one = |(key, to): &(&str, Choice)| {
        let (choose, to) = (choose.clone(), *to);
        let onchange = Callback::from(move |_: Event| choose.emit(to));
        let id = format!("contacts-choice-{group}-{key}");
        let words = text_or_id(&id, &[("name", wording::name(to.target).as_ref().into())]);
        html! {
            <label class="choice">
                <input type="radio" name={group} checked={choice == to} data-testid={format!("contacts-{key}")} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class={format!("contacts__{group}")}>
            <legend>{ text_or_id(&format!("contacts-choice-{group}"), &[]) }</legend>
            { for all.iter().map(one) }
        </fieldset>
    }
}
