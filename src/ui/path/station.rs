//! One of the five points of the path.

use crate::ui::prelude::*;
use crate::{
    l10n, t,
    ui::{
        components::{Glyph, icon},
        state::{Intent, press, use_app},
    },
    world::Point,
};
use std::borrow::Cow;

/// Which point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Properties)]
pub struct StationProps {
    /// The point.
    pub point: Point,
}

/// What a point is called.
pub(super) fn name(point: Point) -> Cow<'static, str> {
    l10n::text_or_id(&format!("point-{}", point.key()), &[])
}

/// One of the words about a point: `short`, `sees` or `meaning`.
pub(super) fn word(point: Point, attribute: &str) -> Cow<'static, str> {
    l10n::text_or_id(&format!("point-{}.{attribute}", point.key()), &[])
}

/// The class of what stands at this point, for its colour.
pub(super) const fn meaning(point: Point) -> &'static str {
    match point {
        Point::AlicePhone | Point::BobPhone => "meaning-plaintext",
        Point::AliceLink | Point::BobLink => "meaning-ciphertext",
        Point::Provider => "meaning-metadata",
    }
}

const fn glyph(point: Point) -> Glyph {
    match point {
        Point::AlicePhone | Point::BobPhone => Glyph::Phone,
        Point::AliceLink | Point::BobLink => Glyph::Link,
        Point::Provider => Glyph::Server,
    }
}

const fn sight(point: Point) -> Glyph {
    match point {
        Point::AlicePhone | Point::BobPhone => Glyph::Bubble,
        Point::AliceLink | Point::BobLink => Glyph::Lock,
        Point::Provider => Glyph::Envelope,
    }
}

/// A station: a click puts the tap there.
#[component]
pub fn Station(StationProps { point }: &StationProps) -> Html {
    let app = use_app();
    let point = *point;
    let here = app.tap == point;
    let elsewhere = point == Point::Provider && app.timeline().world().is_elsewhere();
    let (name, short) = if elsewhere {
        (t!("point-elsewhere"), t!("point-elsewhere.short"))
    } else {
        (name(point), word(point, "short"))
    };
    let onclick = press(&app, Intent::MoveTap(point));
    html! {
        <li
            class={classes!(
                "station",
                format!("at-{}", point.index()),
                meaning(point),
                here.then_some("station--here"),
            )}
        >
            <button
                type="button"
                class="station__button"
                aria-current={here.then_some("location")}
                data-testid={format!("station-{}", point.key())}
                {onclick}
            >
                <span class="station__name" data-short={short}>
                    <span>{ name }</span>
                </span>
                <span class="station__sees">
                    { icon(sight(point)) }<span>{ word(point, "sees") }</span>
                </span>
                <span class="station__node">{ icon(glyph(point)) }</span>
            </button>
        </li>
    }
}
