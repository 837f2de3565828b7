//! The actions of the run in a row.

use super::ticks::{Tick, When, ticks};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon, rove},
        state::{App, Intent, press, use_app},
    },
    world::Position,
};
use web_sys::Element;

/// Every action one tick: a click goes there, Delete takes it out of the run.
#[component]
pub fn Scrubber() -> Html {
    let app = use_app();
    let list = use_node_ref();
    let (before, shown, after) = {
        let timeline = app.timeline();
        ticks(timeline.run(), timeline.position())
    };
    let present = shown.iter().find(|tick| tick.when == When::Present).cloned();
    use_present_in_view(&list, app.version());
    let go = {
        let app = app.clone();
        Callback::from(move |actions: usize| {
            app.dispatch(Intent::Seek(Position::after(actions)));
        })
    };
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let at_start = app.timeline().position().actions == 0;
    let rover = present.as_ref().map(|tick| tick.index);
    html! {
        <div class="scrubber" data-testid="scrubber">
            <div
                class="scrubber__scroll"
                role="toolbar"
                aria-label={t!("play-actions")}
                ref={list}
                onkeydown={|event: KeyboardEvent| rove(&event, "button", ["ArrowLeft", "ArrowRight"])}
            >
            <ol class="scrubber__list">
                if before > 0 {
                    <li class="scrubber__more">{ t!("play-earlier", count = count(before)) }</li>
                }
                if before == 0 {
                    <li class="scrubber__item">
                        <button
                            type="button"
                            class={classes!("tick", "tick--start", at_start.then_some("tick--present"))}
                            tabindex={if at_start { "0" } else { "-1" }}
                            aria-label={t!("play-at-start")}
                            title={t!("play-at-start")}
                            aria-current={at_start.then_some("step")}
                            onclick={go.reform(|_: MouseEvent| 0)}
                        />
                    </li>
                }
                { for shown.iter().map(|tick| html! {
                    <TickButton
                        key={tick.id.0}
                        tick={tick.clone()}
                        reachable={rover == Some(tick.index)}
                        go={go.clone()}
                    />
                }) }
                if after > 0 {
                    <li class="scrubber__more">{ t!("play-later", count = count(after)) }</li>
                }
            </ol>
            </div>
            if let Some(tick) = present {
                <Present {tick} />
            }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct TickProps {
    tick: Tick,
    reachable: bool,
    go: Callback<usize>,
}

#[component]
fn TickButton(TickProps { tick, reachable, go }: &TickProps) -> Html {
    let app = use_app();
    let (id, index) = (tick.id, tick.index);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Delete" {
            event.prevent_default();
            app.dispatch(Intent::Remove(id));
        }
    });
    html! {
        <li class="scrubber__item">
            <button
                type="button"
                class={classes!("tick", format!("tick--{}", tick.kind), format!("tick--{}", tick.when.key()), tick.covered.then_some("tick--covered"))}
                tabindex={if *reachable { "0" } else { "-1" }}
                aria-label={tick.name.clone()}
                title={tick.name.clone()}
                aria-current={(tick.when == When::Present).then_some("step")}
                data-testid="tick"
                onclick={go.reform(move |_: MouseEvent| index + 1)}
                {onkeydown}
            >
                if let Some(initial) = tick.initial {
                    <span class="tick__bubble">{ initial }</span>
                } else {
                    { icon(tick.glyph) }
                }
            </button>
        </li>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct PresentProps {
    tick: Tick,
}

/// What the present action is, and the way to take it out.
#[component]
fn Present(PresentProps { tick }: &PresentProps) -> Html {
    let app = use_app();
    let remove = press(&app, Intent::Remove(tick.id));
    html! {
        <div class="present">
            <p class="present__name" title={tick.name.clone()}>{ tick.name.clone() }</p>
            if tick.is_movable {
                { shift(&app, tick, false) }
                { shift(&app, tick, true) }
            }
            <button
                type="button"
                class="button button--small present__remove"
                aria-label={t!("play-remove-this", what = tick.name.clone())}
                data-testid="remove"
                onclick={remove}
            >
                { icon(Glyph::Close) }<span class="present__word">{ t!("play-remove") }</span>
            </button>
        </div>
    }
}

/// Moves the present action one place. The button stays focusable where there is no such place.
#[inline(never)]
fn shift(app: &App, tick: &Tick, later: bool) -> Html {
    let id = tick.id;
    let what = tick.name.as_str();
    let (label, way, testid) = if later {
        (t!("play-move-later", what = what), "present__move--later", "move-later")
    } else {
        (t!("play-move-earlier", what = what), "present__move--earlier", "move-earlier")
    };
    let possible = app.timeline().place_beside(id, later).is_some();
    let onclick = press(app, possible.then_some(Intent::Shift { action: id, later }));
    html! {
        <button
            type="button"
            class={classes!("button", "button--icon", "button--small", "present__move", way)}
            aria-label={label.clone()}
            title={label}
            aria-disabled={(!possible).then_some("true")}
            data-testid={testid}
            {onclick}
        >
            { icon(Glyph::Down) }
        </button>
    }
}

/// Keeps the present action in view when there are many.
#[hook]
#[allow(clippy::cast_possible_truncation, reason = "pixels of a row on the screen")]
fn use_present_in_view(list: &NodeRef, version: u64) {
    let list = list.clone();
    use_effect_with(version, move |_| {
        let Some(list) = list.cast::<Element>() else { return };
        if let Ok(Some(present)) = list.query_selector("[aria-current]") {
            let (place, row) =
                (present.get_bounding_client_rect(), list.get_bounding_client_rect());
            let beyond = place.left() - row.left() - row.width() / 2.0;
            list.set_scroll_left(list.scroll_left() + beyond.round() as i32);
        }
    });
}
