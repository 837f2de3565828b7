//! The tap: dragged, put, or moved with the arrow keys.

use super::station::{name, word};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::state::{Intent, use_app},
    world::Point,
};
use web_sys::{Element, HtmlElement};

/// Where the first and the last station stand, as parts of the track's width (path.css).
const ENDS: (f64, f64) = (0.11, 0.89);

/// The marker of the point where the visitor stands.
#[component]
pub fn Tap() -> Html {
    let app = use_app();
    let tap = use_node_ref();
    let dragging = use_state_eq(|| false);
    let point = app.tap;

    let onpointerdown = {
        let (tap, dragging) = (tap.clone(), dragging.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0
                && let Some(tap) = tap.cast::<Element>()
            {
                // Without capture the drag ends at the marker's edge.
                let _ = tap.set_pointer_capture(event.pointer_id());
                dragging.set(true);
            }
        })
    };
    let onpointermove = {
        let (app, tap, dragging) = (app.clone(), tap.clone(), dragging.clone());
        Callback::from(move |event: PointerEvent| {
            if *dragging
                && let Some(tap) = tap.cast::<HtmlElement>()
                && let Some(part) = part_of_track(&tap, f64::from(event.client_x()))
            {
                // A position that can't be set leaves the marker at its station.
                let _ = tap.style().set_property("--drag", &percent(part));
                app.dispatch(Intent::MoveTap(nearest(part)));
            }
        })
    };
    let drop = {
        let (tap, dragging) = (tap.clone(), dragging.clone());
        Callback::from(move |_: PointerEvent| {
            dragging.set(false);
            if let Some(tap) = tap.cast::<HtmlElement>() {
                // As above.
                let _ = tap.style().remove_property("--drag");
            }
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(to) = target(&event.key(), point) {
            event.prevent_default();
            app.dispatch(Intent::MoveTap(to));
        }
    });

    html! {
        <div
            ref={tap}
            class={classes!(
                "tap",
                format!("at-{}", point.index()),
                dragging.then_some("tap--dragging"),
            )}
            role="slider"
            tabindex="0"
            aria-label={t!("stage-tap")}
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax="4"
            aria-valuenow={point.index().to_string()}
            aria-valuetext={t!(
                "stage-at",
                name = name(point).into_owned(),
                sees = word(point, "meaning").into_owned(),
            )}
            data-testid="tap"
            {onpointerdown}
            {onpointermove}
            onpointerup={drop.clone()}
            onpointercancel={drop}
            {onkeydown}
        >
            <span class="tap__ring" />
            <span class="tap__handle">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 3.5a5 5 0 0 0-2.6 9.3L7.5 20.5h9l-1.9-7.7A5 5 0 0 0 12 3.5" />
                </svg>
            </span>
            <span class="tap__stem" />
        </div>
    }
}

fn part_of_track(tap: &HtmlElement, x: f64) -> Option<f64> {
    let track = tap.parent_element()?.get_bounding_client_rect();
    let (first, last) = ENDS;
    (track.width() > 0.0).then(|| ((x - track.left()) / track.width()).clamp(first, last))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 4, and rounded"
)]
fn nearest(part: f64) -> Point {
    let (first, last) = ENDS;
    Point::at(((part - first) / (last - first) * 4.0).round() as usize)
}

/// A part of the track in percent. (Formatting a float would make the page 5 kB larger.)
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between the ends")]
fn percent(part: f64) -> String {
    let hundredths = (part * 10_000.0).round() as u32;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn target(key: &str, from: Point) -> Option<Point> {
    Some(match key {
        "ArrowLeft" | "ArrowDown" => Point::at(from.index().saturating_sub(1)),
        "ArrowRight" | "ArrowUp" => Point::at(from.index() + 1),
        "Home" => Point::AlicePhone,
        "End" => Point::BobPhone,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_drags_stay_on_the_path() {
        assert_eq!(target("ArrowLeft", Point::AlicePhone), Some(Point::AlicePhone));
        assert_eq!(target("ArrowRight", Point::BobPhone), Some(Point::BobPhone));
        assert_eq!(target("ArrowRight", Point::Provider), Some(Point::BobLink));
        assert_eq!(target("Home", Point::Provider), Some(Point::AlicePhone));
        assert_eq!(target("a", Point::Provider), None);
        assert_eq!(nearest(0.11), Point::AlicePhone);
        assert_eq!(nearest(0.5), Point::Provider);
        assert_eq!(nearest(0.62), Point::BobLink);
        assert_eq!(nearest(0.89), Point::BobPhone);
    }
}
