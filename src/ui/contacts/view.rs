//! The dialog: whose eyes, whose contacts, and how many people come with them.

use super::drawing::{Drawing, drawing};
use crate::ui::prelude::*;
use crate::{
    jobs::{State, Task},
    l10n::text_or_id,
    people::contacts::{ALICE, BOB, Conversation, FEWEST, MOST, Pace, Reach, Sight, Town, events},
    t,
    ui::{
        engine::Engine,
        inspector::wording,
        state::{App, use_app},
    },
    world::Party,
};
use std::{borrow::Cow, rc::Rc};
use web_sys::HtmlInputElement;

/// So many people at first.
const PEOPLE: u32 = 40;
/// So many names there are.
const NAMES: usize = 66;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    people: u32,
    target: Party,
    eyes: Eyes,
    pace: Pace,
}

/// Who looks, and at what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Eyes {
    Provider,
    Times,
    Order,
    Orders,
    Network,
}

impl Eyes {
    const ALL: [Self; 5] = [Self::Provider, Self::Times, Self::Order, Self::Orders, Self::Network];

    /// Stable name, used in locale files.
    const fn key(self) -> &'static str {
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
        engines: [None, None],
    });
    let redraw = use_force_update();
    let changed = {
        let redraw = redraw.clone();
        Callback::from(move |()| redraw.force_update())
    };
    let choose = {
        let work = work.clone();
        Callback::from(move |choice| {
            work.borrow_mut().choice = choice;
            redraw.force_update();
        })
    };
    let (html, known) = {
        let work = work.borrow();
        let (known, judged, over) = known(&work);
        (shown(&work, &known, judged, over, &choose), over.then_some(known))
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
    choose: &Callback<Choice>,
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
                { people_field(chosen) }
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

fn people_field((choice, choose): Chosen<'_>) -> Html {
    let choose = choose.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        // While one types there are fewer digits than there will be.
        match input.value().trim().parse::<u32>() {
            Ok(people) if people >= FEWEST => {
                choose.emit(Choice { people: people.min(MOST), ..choice });
            }
            _ => {}
        }
    });
    html! {
        <label>
            { t!("contacts-people") }
            <input
                type="number"
                min={FEWEST.to_string()}
                max={MOST.to_string()}
                value={choice.people.to_string()}
                data-testid="contacts-people"
                {oninput}
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

/// One of several.
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

/// The drawing, and beside it the same in words.
fn result(
    choice: Choice,
    town: &Town,
    known: &[Conversation],
    named: Option<Vec<usize>>,
    is_over: bool,
) -> Html {
    let Choice { target, eyes, .. } = choice;
    let its_name = wording::name(target);
    let target = if target == Party::Bob { BOB } else { ALICE };
    let is_times = eyes == Eyes::Times;
    let is_compared = named.is_some();
    let Reach { edges, one_step, mut two_steps } = match eyes {
        Eyes::Provider => Reach::of_provider(town, known, target),
        Eyes::Network => Reach::of_network(town, known, target),
        Eyes::Times => Reach::inferred(named.unwrap_or_default(), target),
        _ => Reach::of_orders(town, known, target, eyes == Eyes::Orders),
    };
    let contacts: Vec<usize> = town.contacts(target).collect();
    let right = one_step.iter().filter(|it| contacts.contains(it)).count();
    // A contact that was missed stands on the outer ring, without a line.
    if is_compared {
        two_steps.extend(contacts.iter().filter(|it| !one_step.contains(it)));
    }
    let (one, two, others) = (one_step.len(), two_steps.len(), town.people() - 1);
    let inferred = edges.iter().filter(|it| it.sight == Sight::Inferred).count();
    let asked = known.iter().filter(|it| it.asked).count();
    let args = [
        ("name", its_name.as_ref().into()),
        ("one", one.into()),
        ("two", two.into()),
        ("swept", (one + two).into()),
        ("others", others.into()),
        ("orders", (one + 1).into()),
        ("right", right.into()),
        ("wrong", (one - right).into()),
        ("inferred", inferred.into()),
        ("asked", asked.into()),
        ("of", known.len().into()),
    ];
    let text = |id: &str| text_or_id(id, &args);
    let [sum, near, far] = if is_times {
        ["contacts-times", "contacts-named", "contacts-missed"]
    } else {
        let sum = if one == 0 { "contacts-none" } else { "contacts-swept" };
        [sum, "contacts-one-step", "contacts-two-steps"]
    };
    // Nobody so far is not nobody.
    let sum = if is_over || one > 0 { sum } else { "contacts-wait" };
    let is_provider = matches!(eyes, Eyes::Provider | Eyes::Times);
    let how = format!("contacts-choice-eyes-{}.how", eyes.key());
    let notes = [
        (&*how, true),
        ("contacts-orders", eyes == Eyes::Orders && one > 0),
        ("contacts-inferred", !is_times && inferred > 0),
        ("contacts-asked", is_provider && asked > 0 && inferred == edges.len()),
    ];
    let notes = notes.into_iter().filter(|(_, is_said)| *is_said);
    let drawn = Drawing {
        words: text(sum),
        target,
        inner: &one_step,
        outer: &two_steps,
        edges: &edges,
        beyond: if eyes == Eyes::Provider && one > 0 { others - one - two } else { 0 },
        called: &|person| match (is_times && one_step.contains(&person), &contacts) {
            (true, contacts) if contacts.contains(&person) => format!("✓ {}", called(person)),
            (true, _) => format!("✗ {}", called(person)),
            (false, _) if is_times && person != target => format!("? {}", called(person)),
            _ => called(person).into_owned(),
        },
    };
    html! {
        <>
            { drawing(&drawn) }
            <div class="contacts__words" data-testid="contacts-words" data-counts={format!("{one} {two} {inferred}")}>
                <p class="contacts__sum">{ text(sum) }</p>
                { for notes.map(|(id, _)| html! { <p data-testid={id.to_owned()}>{ text(id) }</p> }) }
                <dl>
                    { list(near, &one_step) }
                    { list(far, &two_steps) }
                </dl>
                if is_times {
                    <details class="contacts__exact">
                        <summary>{ t!("how-exactly") }</summary>
                        <p>{ t!("contacts-times.exact") }</p>
                        <p>{ t!("contacts-times.source") }{ " " }<cite>{ text("source-martiny-2021") }</cite></p>
                    </details>
                }
            </div>
        </>
    }
}

/// A list of people, with how many they are.
fn list(id: &'static str, people: &[usize]) -> Html {
    let mut names = String::new();
    for (nth, person) in people.iter().enumerate() {
        if nth > 0 {
            names.push_str(", ");
        }
        names.push_str(&called(*person));
    }
    if names.is_empty() {
        names.push_str(&t!("contacts-nobody"));
    }
    html! {
        <>
            <dt>{ text_or_id(id, &[]) }{ " " }<b>{ people.len() }</b></dt>
            <dd data-testid={id}>{ names }</dd>
        </>
    }
}

/// What somebody is called. There are fewer names than people: the next ones get a letter as well.
fn called(person: usize) -> Cow<'static, str> {
    match person {
        ALICE => wording::name(Party::Alice),
        BOB => wording::name(Party::Bob),
        other => {
            let names = t!("contacts-names");
            let (nth, letter) = ((other - 2) % NAMES, (other - 2) / NAMES);
            let mut all = names.split(' ').zip(0..).filter(|(_, it)| *it == nth);
            let name = all.next().map(|(name, _)| name).unwrap_or_default();
            let letter = ["", " B", " C", " D"].get(letter).copied().unwrap_or_default();
            format!("{name}{letter}").into()
        }
    }
}
