//! The dialog: how many other pairs, who reads how much of them, and how sure that is.

use super::strip::strip;
use crate::ui::prelude::*;
use crate::{
    access::Observer,
    jobs::{State, Task},
    people::{AT_ONCE, Exposure, Interval, MESSAGES, MOST, Who},
    t,
    ui::{engine::Engine, matrix::wording, state::use_app},
};
use std::rc::Rc;
use web_sys::HtmlInputElement;

/// So many are drawn.
const DRAWN: usize = 120;
/// So many pairs at first.
const PAIRS: u32 = 24;

/// Counts what is read of the others, and shows it.
#[component]
pub fn People() -> Html {
    let app = use_app();
    let pairs = use_state_eq(|| PAIRS);
    let counts_all = use_state_eq(|| false);
    let engine = use_mut_ref(|| None::<Rc<Engine>>);
    let redraw = use_force_update();
    let wanted = if *counts_all { *pairs } else { (*pairs).min(AT_ONCE) };
    {
        let (engine, app) = (engine.clone(), app.clone());
        use_effect_with((wanted, app.version()), move |(wanted, _)| {
            let task = {
                let timeline = app.timeline();
                let actions = u32::try_from(timeline.position().actions).unwrap_or(u32::MAX);
                Task::People { run: timeline.run().clone(), actions }
            };
            let changed = Callback::from(move |()| redraw.force_update());
            let range = (1, u64::from((*wanted).max(1)));
            *engine.borrow_mut() = Some(Engine::start(&task, range, changed));
            move || *engine.borrow_mut() = None
        });
    }
    let (exposure, over) = counted(engine.borrow().as_deref());
    let oninput = {
        let (pairs, counts_all) = (pairs.setter(), counts_all.setter());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Ok(number) = input.value().trim().parse::<u32>() {
                pairs.set(number.clamp(1, MOST));
                counts_all.set(false);
            }
        })
    };
    let all = Callback::from(move |_: MouseEvent| counts_all.set(true));
    let done = u64::try_from(exposure.pairs()).unwrap_or_default();
    let is_sample = over && done < u64::from(*pairs);
    let status = if over {
        t!("people-counted", count = done, messages = u64::from(MESSAGES))
    } else {
        t!("people-counting", count = done, of = u64::from(wanted))
    };
    let observers = app.access().observers();
    let strangers = |it: &Observer| !matches!(it, Observer::Owner(_) | Observer::Network(_));
    let rows = observers.into_iter().filter(strangers).map(Who::Observer).chain([Who::Capable]);
    html! {
        <>
            <p class="dialog__lead">{ t!("people-lead") }</p>
            <div class="people__head">
                <label>
                    { t!("people-pairs") }
                    <input
                        type="number"
                        min="1"
                        max={MOST.to_string()}
                        value={pairs.to_string()}
                        data-testid="people-pairs"
                        {oninput}
                    />
                </label>
                <p role={over.then_some("status")} data-testid="people-status" data-over={over.to_string()}>{ status }</p>
                if !over {
                    <progress max={wanted.to_string()} value={done.to_string()} aria-label={t!("people-progress")} />
                }
            </div>
            if is_sample {
                <p class="dialog__note" data-testid="people-sample">
                    { t!("people-sample", count = done, all = u64::from(*pairs)) }
                    { " " }
                    <button type="button" class="button button--line" data-testid="people-all" onclick={all}>
                        { t!("people-all", all = u64::from(*pairs)) }
                    </button>
                </p>
            }
            <ul class="people">
                { for rows.map(|it| row(it, &exposure, is_sample)) }
            </ul>
            if exposure.pairs() > DRAWN {
                <p class="dialog__note">{ t!("people-drawn", count = DRAWN) }</p>
            }
            <p class="dialog__note">{ t!("people-who-else") }</p>
            <p class="dialog__note">{ t!("people-note") }</p>
        </>
    }
}

/// What was counted so far, and whether that is all.
fn counted(engine: Option<&Engine>) -> (Exposure, bool) {
    let mut exposure = Exposure::default();
    let Some(engine) = engine else { return (exposure, false) };
    for (_, bytes) in engine.counted() {
        bytes.chunks(Who::COUNT).for_each(|counts| exposure.add(counts.to_vec()));
    }
    (exposure, engine.progress().state == State::Exhausted)
}

fn row(who: Who, exposure: &Exposure, is_sample: bool) -> Html {
    let pairs = u64::try_from(exposure.pairs()).unwrap_or_default();
    let (messages, people) = (exposure.messages(who), exposure.people(who));
    let read: Vec<u8> = exposure.of(who).take(DRAWN).collect();
    let Interval { low, high } = Interval::of(people / 2, pairs);
    let (key, name) = match who {
        Who::Observer(observer) => (observer.key(), wording::observer(observer)),
        Who::Capable => ("capable", t!("people-capable")),
    };
    html! {
        <li {key} class="people__row" data-testid={format!("people-{key}")} data-read={messages.to_string()}>
            <h3>{ name }</h3>
            { strip(&read, u8::try_from(MESSAGES).unwrap_or(u8::MAX)) }
            <p>
                { t!("people-reads", messages = messages, all = pairs * u64::from(MESSAGES), people = people, of = 2 * pairs) }
                if is_sample {
                    { " " }
                    <small>{ t!("people-interval", low = low / 10, high = high.div_ceil(10)) }</small>
                }
            </p>
        </li>
    }
}
