//! What the rule in force changed on the wire, and the badge on what is new under it.

use super::difference::{Change, Difference, What};
use crate::ui::prelude::*;
use crate::{
    l10n::explain,
    t,
    ui::{
        clock::Frame,
        playback::ticks,
        state::{App, Intent},
    },
    wire::Field,
    world::{
        Capture, Position, Run, Timeline,
        regime::{EndToEnd, Regime, Retention},
    },
};
use std::{borrow::Cow, rc::Rc};

/// So many steps of the run end-to-end are played in a frame.
const SLICE: usize = 48;

/// Plays the present run end-to-end beside it, in slices, and tells the page how they differ;
/// not under end-to-end.
#[hook]
pub fn use_difference(app: &App) {
    let baseline = use_mut_ref(|| None::<Timeline>);
    let turn = use_state_eq(|| 0_u32);
    let app = app.clone();
    use_effect_with((app.version(), app.working, *turn), move |(.., now)| {
        let (done, difference) = compare(&app.timeline(), &mut baseline.borrow_mut());
        if difference != *app.difference {
            app.dispatch(Intent::Compared(Rc::new(difference)));
        }
        let next = *now + 1;
        let frame = (!done).then(|| Frame::next(move || turn.set(next)));
        move || drop(frame)
    });
}

/// Whether the baseline is played, and what is different so far.
fn compare(timeline: &Timeline, baseline: &mut Option<Timeline>) -> (bool, Difference) {
    let run = timeline.run();
    if run.regime.key() == EndToEnd.key() {
        *baseline = None;
        return (true, Difference::default());
    }
    let end_to_end = || Run { retention: Retention::default(), ..run.clone() }.under(&EndToEnd);
    let other = baseline.get_or_insert_with(|| Timeline::new(end_to_end()));
    if other.run().steps != run.steps || other.run().seed != run.seed {
        other.follow(end_to_end());
    }
    other.set_goal(Position::after(other.len()));
    let done = other.work(SLICE);
    (done, Difference::between(timeline.recording(), other.recording()))
}

/// By how much the rule lengthens a message, in short; none if it doesn't.
pub(super) fn added_bytes(difference: &Difference) -> Option<String> {
    let (least, most) = difference.bytes()?;
    let sign = if least < 0 { '−' } else { '+' };
    let from = if least == most { String::new() } else { format!("{sign}{} … ", least.abs()) };
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
pub(super) fn changed(app: &App) -> Html {
    let difference = &app.difference;
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

/// The fields of a capture that the same run has not end-to-end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewFields(Option<Rc<Change>>);

impl NewFields {
    /// Those of the message that a capture carries or confirms.
    #[must_use]
    pub fn of(difference: &Difference, capture: Option<&Capture>) -> Self {
        let id = capture.map(|it| it.transmission.message.unwrap_or(it.transmission.id.action));
        Self(id.and_then(|id| difference.of(id)).cloned().map(Rc::new))
    }

    /// A badge for a field that is new under the rule.
    pub fn badge(&self, field: Field) -> Html {
        if !self.0.as_ref().is_some_and(|change| change.is_new(field)) {
            return html! {};
        }
        html! { <span class="badge badge--new" data-testid="new-field">{ t!("rule-new") }</span> }
    }
}
