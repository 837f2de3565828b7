//! Play and step, and how fast.

use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        state::{Intent, Speed, press, use_app},
    },
};
use std::borrow::Cow;

/// To the action before, one packet back, play or pause, one packet further, to the next
/// action.
#[component]
pub fn Controls() -> Html {
    let app = use_app();
    let (at_start, at_end) = {
        let timeline = app.timeline();
        (timeline.position().actions == 0, timeline.is_at_end())
    };
    let running = app.playing || (at_end && !app.paused);
    let (play, glyph) =
        if running { (t!("play-pause"), Glyph::Pause) } else { (t!("play-play"), Glyph::Play) };
    html! {
        <div class="controls">
            <Control label={t!("play-previous")} glyph={Glyph::Previous} intent={Intent::PreviousAction} disabled={at_start} testid="previous" />
            <Control label={t!("play-step-back")} glyph={Glyph::StepBack} intent={Intent::StepBack} disabled={at_start} testid="step-back" />
            <Control label={play} {glyph} intent={Intent::PlayPause} main=true testid="play" />
            <Control label={t!("play-step")} glyph={Glyph::Step} intent={Intent::Step} disabled={at_end} testid="step" />
            <Control label={t!("play-next")} glyph={Glyph::Next} intent={Intent::NextAction} disabled={at_end} testid="next" />
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ControlProps {
    label: Cow<'static, str>,
    glyph: Glyph,
    intent: Intent,
    #[prop_or_default]
    disabled: bool,
    #[prop_or_default]
    main: bool,
    testid: &'static str,
}

/// A button of the bar. It stays focusable where it has nothing to do, so that the keyboard
/// is not thrown out at the end of the run.
#[component]
fn Control(props: &ControlProps) -> Html {
    let app = use_app();
    let onclick = press(&app, (!props.disabled).then(|| props.intent.clone()));
    html! {
        <button
            type="button"
            class={classes!("button", "button--icon", "control", props.main.then_some("control--main"))}
            aria-label={props.label.clone()}
            title={props.label.clone()}
            aria-disabled={props.disabled.then_some("true")}
            data-testid={props.testid}
            {onclick}
        >
            { icon(props.glyph) }
        </button>
    }
}

/// How fast packets travel.
#[component]
pub fn SpeedChoice() -> Html {
    let app = use_app();
    let choices = Speed::ALL.into_iter().map(|speed| {
        html! {
            <button
                key={speed.key()}
                type="button"
                class="figures"
                aria-pressed={(app.speed == speed).to_string()}
                onclick={press(&app, Intent::Speed(speed))}
            >
                { speed.label() }
            </button>
        }
    });
    html! {
        <div class="segments speeds" role="group" aria-label={t!("play-speed")} data-testid="speed">
            { for choices }
        </div>
    }
}
