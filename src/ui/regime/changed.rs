//! What the rule in force changed on the wire, and the badge on what is new under it.

use super::difference::{Change, Difference, What};
use crate::{
    l10n::explain,
    t,
    ui::{
        clock::Frame,
        playback::ticks,
        state::{App, use_app},
    },
    wire::Field,
    world::{
        Capture, Position, Run, Timeline,
        regime::{EndToEnd, Regime},
    },
};
use std::{borrow::Cow, rc::Rc};
use yew::prelude::*;

/// So many steps of the run end-to-end are played in a frame.
const SLICE: usize = 48;

/// Plays the present run end-to-end beside it, in slices, and compares; not under end-to-end.
#[hook]
pub fn use_difference(app: &App) -> Rc<Difference> {
    let baseline = use_mut_ref(|| None::<Timeline>);
    let turn = use_state_eq(|| 0_u32);
    let worked = use_memo((app.version(), app.working, *turn), |_| {
        let timeline = app.timeline();
        let mut baseline = baseline.borrow_mut();
        if timeline.run().regime.key() == EndToEnd.key() {
            *baseline = None;
            return (true, Rc::default());
        }
        let end_to_end = |run: &Run| run.clone().under(&EndToEnd);
        let other = baseline.get_or_insert_with(|| Timeline::new(end_to_end(timeline.run())));
        if other.run().steps != timeline.run().steps || other.run().seed != timeline.run().seed {
            other.follow(end_to_end(timeline.run()));
        }
        other.set_goal(Position::after(other.len()));
        let done = other.work(SLICE);
        (done, Rc::new(Difference::between(timeline.recording(), other.recording())))
    });
    let (done, difference) = (worked.0, Rc::clone(&worked.1));
    use_effect_with((done, *turn), move |(done, now)| {
        let (done, next) = (*done, *now + 1);
        let frame = (!done).then(|| Frame::next(move || turn.set(next)));
        move || drop(frame)
    });
    difference
}

#[hook]
fn use_changed() -> Rc<Difference> {
    use_context().unwrap_or_default()
}

/// By how much the rule lengthens a message, in short; none if it doesn't.
#[hook]
pub(super) fn use_added_bytes() -> Option<String> {
    let difference = use_changed();
    let (least, most) = difference.bytes()?;
    let sign = if least < 0 { '−' } else { '+' };
    let from = (least != most).then(|| format!("{sign}{} … ", least.abs())).unwrap_or_default();
    Some(from + &bytes(most))
}

fn bytes(count: i64) -> String {
    let words = if count < 0 {
        t!("rule-wire-less", count = count.abs())
    } else {
        t!("rule-wire-more", count = count)
    };
    words.into_owned()
}

/// What the rule changed, message by message.
#[component]
pub(super) fn Changed() -> Html {
    let app = use_app();
    let difference = use_changed();
    let timeline = app.timeline();
    let run = timeline.run();
    if run.regime.key() == EndToEnd.key() {
        return html! {};
    }
    let rows = difference.rows(run).into_iter().map(|row| {
        html! {
            <li class="changed__row">
                <span class="changed__what">{ what(run, &row.what) }</span>
                if row.change.bytes != 0 {
                    <strong class="changed__bytes figures">{ bytes(row.change.bytes) }</strong>
                }
                <span class="changed__fields">{ words(&row.change) }</span>
            </li>
        }
    });
    html! {
        <section class="rules__part" data-testid="changed">
            <h3>{ t!("rule-wire") }</h3>
            if difference.is_empty() {
                <p class="rules__note">{ t!("rule-wire-nothing") }</p>
            } else {
                <ul class="changed">{ for rows }</ul>
            }
        </section>
    }
}

fn what(run: &Run, what: &What) -> Cow<'static, str> {
    match what {
        What::Messages(first, last) if first == last => t!("rule-wire-message", number = *first),
        What::Messages(first, last) => t!("rule-wire-messages", first = *first, last = *last),
        What::Action(id) => {
            let step = run.steps.iter().find(|step| step.id == *id);
            step.map(|step| ticks::name(&step.action)).unwrap_or_default().into()
        }
    }
}

fn words(change: &Change) -> String {
    let names = |fields: &[Field]| {
        let names: Vec<_> = fields.iter().map(|field| explain::field_name(*field)).collect();
        names.join(", ")
    };
    let mut all: Vec<Cow<'static, str>> = Vec::new();
    if !change.added.is_empty() {
        all.push(t!("rule-wire-new", fields = names(&change.added).as_str()));
    }
    if !change.dropped.is_empty() {
        all.push(t!("rule-wire-gone", fields = names(&change.dropped).as_str()));
    }
    let packets = &change.packets;
    if packets.count > 0 {
        let kinds: Vec<_> = packets.kinds.iter().map(|kind| explain::frame(kind).0).collect();
        all.push(t!(
            "rule-wire-packets",
            count = packets.count,
            bytes = packets.bytes,
            kinds = kinds.join(", ").as_str(),
        ));
    }
    all.join(" ")
}

/// The fields of the capture below that the same run has not end-to-end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewFields(Option<Change>);

/// Those of the message that a capture carries or confirms.
#[hook]
pub fn use_new_fields(capture: Option<&Capture>) -> NewFields {
    let difference = use_changed();
    let id = capture.map(|it| it.transmission.message.unwrap_or(it.transmission.id.action));
    NewFields(id.and_then(|id| difference.of(id).cloned()))
}

/// What the badge needs.
#[derive(Debug, Clone, Copy, PartialEq, Properties)]
pub struct IsNewProps {
    /// The field at which it stands.
    pub field: Field,
}

/// A badge on a field that is new under the rule.
#[component]
pub fn IsNew(IsNewProps { field }: &IsNewProps) -> Html {
    let new = use_context::<NewFields>().unwrap_or_default();
    if !new.0.is_some_and(|change| change.is_new(*field)) {
        return html! {};
    }
    html! { <span class="badge badge--new" data-testid="new-field">{ t!("rule-new") }</span> }
}
