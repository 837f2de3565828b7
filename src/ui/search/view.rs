//! The box in the answer to "how?": start a search, watch it, stop it.

use super::figures::{self, Duration};
use crate::ui::prelude::*;
use crate::{
    access::{Observer, Quest},
    hex,
    jobs::{Found, State},
    l10n::text_or_id,
    t,
    ui::{
        components::{Glyph, icon},
        engine::{Engine, Progress},
        state::{Intent, use_app},
    },
    world::{Action, Searched, regime::Receiver},
};
use std::rc::Rc;
use web_sys::HtmlInputElement;

/// A core-hour, in hundredths of a US dollar, until the visitor says something else. An assumption,
/// and the page says so.
const PRICE: u64 = 5;

/// What the box needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SearchProps {
    /// Who searches.
    pub observer: Observer,
    /// For what.
    pub quest: Rc<Quest>,
    /// The same with so few candidates that it comes to its end.
    pub exercise: Option<Rc<Quest>>,
}

/// Offers the search, runs it, and writes down what it finds.
#[component]
pub fn Search(SearchProps { observer, quest, exercise }: &SearchProps) -> Html {
    let app = use_app();
    let engine = use_mut_ref(|| None::<Rc<Engine>>);
    let exercises = use_state_eq(|| false);
    let goes_on = use_mut_ref(|| false);
    let price = use_state_eq(|| PRICE);
    let redraw = use_force_update();
    let running_quest = if *exercises { exercise.as_ref().unwrap_or(quest) } else { quest };
    let start = |quest: &Rc<Quest>, is_exercise: bool| {
        let (engine, quest, redraw) = (engine.clone(), Rc::clone(quest), redraw.clone());
        let exercises = exercises.setter();
        move || {
            let changed = redraw.clone();
            let changed = Callback::from(move |()| changed.force_update());
            *engine.borrow_mut() = Some(Engine::start(&quest.task, quest.range, changed));
            exercises.set(is_exercise);
            redraw.force_update();
        }
    };
    // Another quest, or none: what runs is stopped. After a session's entry price comes its puzzle.
    {
        let (engine, goes_on, start) = (engine.clone(), goes_on.clone(), start(quest, false));
        use_effect_with(Rc::clone(quest), move |_| {
            if std::mem::take(&mut *goes_on.borrow_mut()) {
                start();
            }
            move || *engine.borrow_mut() = None
        });
    }
    let progress = engine.borrow().as_ref().map(|it| it.progress());
    {
        let (app, goes_on, quest) = (app, goes_on, Rc::clone(quest));
        let by = receiver(*observer);
        // What an exercise finds is in nobody's hands: the page has told most of it.
        let found = progress.as_ref().filter(|_| !*exercises).and_then(|it| match &it.state {
            State::Found(found) => Some((found.clone(), it.tried)),
            _ => None,
        });
        use_effect_with(found, move |found| {
            if let (Some((found, tried)), Some(by)) = (found.clone(), by) {
                *goes_on.borrow_mut() = matches!(found, Found::Constant(_));
                let Quest { message, ratchet_key, message_number, .. } = *quest;
                let it = Searched { by, message, ratchet_key, message_number, found, tried };
                app.dispatch(Intent::Do(Action::Search(it.into())));
                app.dispatch(Intent::Announce(t!("search-found", count = tried).into()));
            }
        });
    }
    let runs = progress.as_ref().is_some_and(|it| it.state == State::Running);
    let key = quest.task.key();
    let exact = text_or_id(&format!("search-task-{key}.exact"), &[]);
    let buttons = match &progress {
        None => {
            let whole = start(quest, false);
            let onclick = Callback::from(move |_: MouseEvent| whole());
            let exercise = exercise.as_ref().map(|it| {
                let few = start(it, true);
                let onclick = Callback::from(move |_: MouseEvent| few());
                html! {
                    <button type="button" class="button button--line" data-testid="search-exercise" {onclick}>
                        { t!("search-exercise", bits = bits_of(it)) }
                    </button>
                }
            });
            html! {
                <>
                    <button type="button" class="button button--main" data-testid="search-start" {onclick}>
                        { icon(Glyph::Key) }{ t!("search-start") }
                    </button>
                    { for exercise }
                </>
            }
        }
        Some(it) => running(it, engine, redraw),
    };
    html! {
        <section class="search" data-testid="search" aria-label={t!("search-title")}>
            <h3>{ t!("search-title") }</h3>
            <p>{ text_or_id(&format!("search-task-{key}"), &[]) }</p>
            if let Some(it) = &progress { { figures(it, running_quest, *price) } }
            if progress.is_some() && *exercises {
                <p class="how__note" data-testid="search-told">{ t!("search-told", bits = bits_of(running_quest)) }</p>
            }
            <div class="search__buttons">{ buttons }</div>
            if runs { { price_field(&price) } }
            <details class="event__exact">
                <summary>{ t!("how-exactly") }</summary>
                <p>{ exact }</p>
            </details>
        </section>
    }
}

/// How many bits are searched.
fn bits_of(quest: &Quest) -> u64 {
    let (first, last) = quest.range;
    u64::from(64 - (last - first).leading_zeros())
}

/// Whom a search hands its key: nobody on a link has a message to search.
const fn receiver(observer: Observer) -> Option<Receiver> {
    Some(match observer {
        Observer::Owner(party) => Receiver::Owner(party),
        Observer::Network(_) => return None,
        Observer::Provider => Receiver::Provider,
        Observer::Institution(it) => Receiver::Institution(it),
    })
}

/// The buttons of a search that is under way, or over.
pub(super) fn running(
    it: &Progress,
    engine: Rc<std::cell::RefCell<Option<Rc<Engine>>>>,
    redraw: UseForceUpdateHandle,
) -> Html {
    let paused = it.paused;
    let pause = {
        let engine = engine.clone();
        Callback::from(move |_: MouseEvent| {
            let engine = engine.borrow().clone();
            if let Some(engine) = engine {
                engine.pause(!paused);
            }
        })
    };
    let cancel = Callback::from(move |_: MouseEvent| {
        *engine.borrow_mut() = None;
        redraw.force_update();
    });
    let over = it.state != State::Running;
    let (glyph, words) = if paused {
        (Glyph::Play, t!("search-resume"))
    } else {
        (Glyph::Pause, t!("search-pause"))
    };
    html! {
        <>
            if !over {
                <button type="button" class="button button--line" data-testid="search-pause" onclick={pause}>
                    { icon(glyph) }{ words }
                </button>
            }
            <button type="button" class="button button--line" data-testid="search-cancel" onclick={cancel}>
                { icon(Glyph::Close) }{ if over { t!("search-close") } else { t!("search-cancel") } }
            </button>
        </>
    }
}

/// What was tried of how many, how fast, and what that means.
fn figures(it: &Progress, quest: &Quest, price: u64) -> Html {
    let walks = quest.task.last().is_none();
    let (first, last) = quest.range;
    let all = if walks { expected_steps(quest) * 2 } else { u128::from(last - first) + 1 };
    let share = u128::from(it.tried) * 1_000 / all.max(1);
    let share = u32::try_from(share.min(1_000)).unwrap_or(1_000);
    let left = figures::left_on_average(all, it.tried);
    let time = figures::seconds(left, it.rate).map(Duration::of_seconds);
    let per_core = it.rate / u64::try_from(it.workers.max(1)).unwrap_or(1);
    let core_seconds = figures::seconds(all / 2, per_core);
    let cost = core_seconds.map(|it| figures::cost(it, price));
    html! {
        <div class="search__figures">
            <progress max="1000" value={share.to_string()} aria-label={t!("search-progress")} />
            { status(it) }
            <dl class="search__list">
                <dt>{ t!("search-tried") }</dt>
                <dd data-testid="search-tried" data-tried={it.tried.to_string()}>
                    { if walks { t!("search-steps", count = it.tried) } else { t!("search-of", count = it.tried, bits = bits_of(quest)) } }
                </dd>
                <dt>{ t!("search-rate") }</dt>
                <dd data-testid="search-rate">{ t!("search-per-second", count = it.rate) }</dd>
                if let State::Found(found) = &it.state {
                    <dt>{ t!("search-key") }</dt>
                    <dd class="search__key"><code data-testid="search-key">{ hex::encode(found.secret()) }</code></dd>
                }
                if it.state == State::Running {
                    <dt>{ t!("search-left") }</dt>
                    <dd data-testid="search-left">
                        if let Some(Duration { count, unit }) = time { { t!("search-time", count = count, unit = unit) } }
                    </dd>
                    <dt>{ t!("search-cost") }</dt>
                    <dd data-testid="search-cost">
                        if let Some(cost) = cost { { money(cost) } }
                    </dd>
                }
            </dl>
            if it.state == State::Running {
                <p class="how__note">{ t!("search-extrapolated") }</p>
            }
        </div>
    }
}

fn money(cost: u128) -> std::borrow::Cow<'static, str> {
    match u64::try_from(cost).unwrap_or(u64::MAX) {
        0 => t!("search-money-less"),
        count => t!("search-money", count = count),
    }
}

/// How it stands, in a sentence, and whether workers crashed.
pub(super) fn status(it: &Progress) -> Html {
    let said = match (&it.state, it.paused) {
        (State::Exhausted, _) => t!("search-exhausted"),
        (State::Found(_), _) => t!("search-found", count = it.tried),
        (State::Running, true) => t!("search-paused"),
        (State::Running, false) if it.workers == 0 && it.crashes > 0 => t!("search-left-alone"),
        (State::Running, false) if it.workers == 0 => t!("search-slices"),
        (State::Running, false) => t!("search-workers", count = it.workers),
    };
    html! {
        <>
            <p data-testid="search-status" data-state={state_key(it)}>{ said }</p>
            if it.crashes > 0 {
                <p class="how__note" data-testid="search-crashes">{ t!("search-crashed", count = u64::from(it.crashes)) }</p>
            }
        </>
    }
}

fn state_key(it: &Progress) -> &'static str {
    match (&it.state, it.paused) {
        (State::Exhausted, _) => "exhausted",
        (State::Found(_), _) => "found",
        (State::Running, true) => "paused",
        (State::Running, false) => "running",
    }
}

/// Of a walk it is known only how many steps it takes on average.
fn expected_steps(quest: &Quest) -> u128 {
    match &quest.task {
        crate::jobs::Task::Logarithm(field) => 1 << field.group().log2_steps(),
        _ => 1,
    }
}

/// The price of a core-hour, which is an assumption and can be another one.
fn price_field(price: &UseStateHandle<u64>) -> Html {
    let oninput = {
        let set = price.setter();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Ok(hundredths) = input.value().trim().parse::<u64>() {
                set.set(hundredths.min(100_000));
            }
        })
    };
    html! {
        <label class="search__price">
            <span>{ t!("search-price") }</span>
            <input
                type="number"
                min="0"
                max="100000"
                value={price.to_string()}
                data-testid="search-price"
                {oninput}
            />
            <small>{ t!("search-price.assumed") }</small>
        </label>
    }
}
