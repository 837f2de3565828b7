//! The playback bar: play, step, and the actions of the run.

mod controls;
mod scrubber;
pub mod ticks;

use super::{path::form, state::use_app};
use crate::t;
use crate::ui::prelude::*;
use controls::{Controls, SpeedChoice};
use scrubber::Scrubber;

/// The bar at the bottom.
#[component]
pub fn Playback() -> Html {
    html! {
        <section class="playback" aria-label={t!("play-bar")}>
            <Controls />
            <Scrubber />
            <Place />
            <SpeedChoice />
        </section>
    }
}

/// Where one stands, in words, and a hint where one is needed.
#[component]
fn Place() -> Html {
    let app = use_app();
    let timeline = app.timeline();
    let (run, position) = (timeline.run(), timeline.position());
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let place = match (ticks::message_number(run, position), position.actions) {
        (_, 0) => t!("play-at-start"),
        (Some((index, total)), _) => {
            t!("play-message", number = number(index), total = number(total))
        }
        (None, index) => t!("play-action", number = number(index), total = number(run.steps.len())),
    };
    let packet = timeline.under_way().then(|| match timeline.in_flight().first() {
        Some(next) => t!(
            "play-packet",
            number = i64::from(position.arrivals) + 1,
            what = form::kind(next.traffic),
        ),
        None => t!("play-waiting"),
    });
    let hint = if app.working {
        Some(t!("play-working"))
    } else if app.playing {
        None
    } else if position.actions < run.steps.len() {
        Some(t!("play-insert-hint"))
    } else {
        app.paused.then(|| t!("play-paused-hint"))
    };
    html! {
        <div class="place" data-testid="place">
            <p class="place__position figures" aria-live={if app.playing { "off" } else { "polite" }}>
                { place }
                if let Some(packet) = packet { <span class="place__packet">{ packet }</span> }
            </p>
            if let Some(hint) = hint { <p class="place__hint" role="status">{ hint }</p> }
            if app.working {
                <Progress />
            }
        </div>
    }
}

/// How far a long replay is.
#[component]
fn Progress() -> Html {
    let app = use_app();
    let (done, wanted) = app.timeline().progress();
    html! {
        <progress
            class="place__progress"
            max={wanted.to_string()}
            value={done.to_string()}
            aria-label={t!("play-working")}
        />
    }
}
