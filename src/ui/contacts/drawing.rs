//! The target in the middle, one step away a ring, two steps away another one.

use crate::people::contacts::Edge;
use crate::ui::prelude::*;
use std::borrow::Cow;

/// Width, height and middle in the drawing's own units.
const VIEW: &str = "0 0 640 600";
const MIDDLE: (u32, u32) = (320, 300);
/// How far the rings are from the middle; where there is little room, the outer one is two.
const INNER: i32 = 138;
const OUTER: i32 = 248;
const APART: i32 = 20;
const BEYOND: i32 = 291;
/// With more parts of the turn than these there is little room.
const CROWDED: usize = 20;
/// With more people on the outer ring they are dots: their names stand beside the drawing.
const NAMED: usize = 30;
/// Sines of a quarter of a turn in 16 steps, in thousandths.
const SINES: [i32; 17] =
    [0, 98, 195, 290, 383, 471, 556, 634, 707, 773, 831, 882, 924, 957, 981, 995, 1_000];
/// Parts of a turn.
const TURN: i32 = 1_024;

/// Who stands where.
pub(super) struct Drawing<'a> {
    /// What the drawing says, in words.
    pub words: Cow<'static, str>,
    /// In the middle.
    pub target: usize,
    /// On the inner ring.
    pub inner: &'a [usize],
    /// On the outer ring.
    pub outer: &'a [usize],
    /// The lines.
    pub edges: &'a [Edge],
    /// How many more people there are, as dots.
    pub beyond: usize,
    /// What somebody is called.
    pub called: &'a dyn Fn(usize) -> String,
}

/// Who stands where: the person, on which ring, and the point.
type Place = (usize, Ring, (u32, u32));

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ring {
    Target,
    Inner,
    Outer,
}

/// Draws it.
pub(super) fn drawing(it: &Drawing<'_>) -> Html {
    let places = places(it);
    let place = |person: usize| places.iter().find(|(who, ..)| *who == person);
    let lines = it.edges.iter().map(|Edge { one, other, sight }| {
        let (Some((_, from, (x, y))), Some((_, to, (to_x, to_y)))) = (place(*one), place(*other))
        else {
            return html! {};
        };
        let near = (*from as u8).min(*to as u8);
        let sight = *sight as u8;
        html! {
            <path
                class={format!("town__line town__line--{near} town__line--sight-{sight}")}
                d={format!("M{x} {y}L{to_x} {to_y}")}
            />
        }
    });
    let mut beyond = String::new();
    for nth in 0..it.beyond {
        let (x, y) = at(BEYOND, turn(nth, it.beyond));
        beyond.push_str(&format!("M{x} {y}h0"));
    }
    let with_names = it.outer.len() <= NAMED;
    let nodes = places.iter().map(|(person, ring, (x, y))| match ring {
        Ring::Outer if !with_names => {
            html! { <path class="town__dot" d={format!("M{x} {y}h0")} /> }
        }
        _ => node(*ring, (*x, *y), (it.called)(*person)),
    });
    html! {
        <svg class="town" viewBox={VIEW} role="img" aria-label={it.words.clone()} data-testid="contacts-drawing">
            <path class="town__beyond" d={beyond} />
            { for lines }
            { for nodes }
        </svg>
    }
}

/// A name in a frame of its own, as large as the style sheet makes it.
fn node(ring: Ring, (x, y): (u32, u32), name: String) -> Html {
    let key = match ring {
        Ring::Target => "target",
        Ring::Inner if name.starts_with(['✓', '✗']) => "marked",
        Ring::Inner => "inner",
        Ring::Outer if name.starts_with('?') => "missed",
        Ring::Outer => "outer",
    };
    html! {
        <g class={format!("town__node town__node--{key}")} transform={format!("translate({x} {y})")}>
            <rect />
            <text>{ name }</text>
        </g>
    }
}

/// Each person on the inner ring gets a part of the turn that is as wide as what follows from it on
/// the outer one, so that few lines cross. At the end stands who has no line.
fn places(it: &Drawing<'_>) -> Vec<Place> {
    let knows = |one: usize, other: usize| {
        it.edges.iter().any(|edge| {
            (edge.one, edge.other) == (one, other) || (edge.other, edge.one) == (one, other)
        })
    };
    let parent = |person: usize| it.inner.iter().position(|inner| knows(*inner, person));
    let children = |of: Option<usize>| {
        let count = it.outer.iter().filter(|person| parent(**person) == of).count();
        if of.is_some() { (count, count.max(2)) } else { (count, count) }
    };
    let parts = (0..it.inner.len()).map(Some).chain([None]);
    let all: usize = parts.clone().map(|part| children(part).1).sum();
    let mut places = vec![(it.target, Ring::Target, MIDDLE)];
    let mut first = 0;
    for part in parts {
        let (count, width) = children(part);
        if let Some(inner) = part.and_then(|nth| it.inner.get(nth)) {
            places.push((*inner, Ring::Inner, at(INNER, turn(2 * first + width, 2 * all))));
        }
        let following = it.outer.iter().filter(|person| parent(**person) == part);
        for (slot, person) in (first..).zip(following) {
            let radius = match (all > CROWDED, slot % 2) {
                (false, _) => OUTER,
                (true, 0) => OUTER - APART,
                (true, _) => OUTER + APART,
            };
            let turn = turn(2 * slot + 1 + width - count, 2 * all);
            places.push((*person, Ring::Outer, at(radius, turn)));
        }
        first += width;
    }
    places
}

/// Which part of a turn.
fn turn(nth: usize, of: usize) -> i32 {
    let turn = usize::try_from(TURN).unwrap_or_default();
    i32::try_from((nth * turn).checked_div(of).unwrap_or_default()).unwrap_or_default()
}

/// A point on a ring: a part of a turn from the top, clockwise.
fn at(radius: i32, turn: i32) -> (u32, u32) {
    let (x, y) = MIDDLE;
    let part = |turn| radius * sine(turn) / 1_000;
    (x.saturating_add_signed(part(turn)), y.saturating_add_signed(-part(turn + TURN / 4)))
}

/// The sine of a part of a turn, in thousandths.
fn sine(turn: i32) -> i32 {
    let turn = turn.rem_euclid(TURN);
    let (half, quarter) = (TURN / 2, TURN / 4);
    let (of_half, sign) = if turn < half { (turn, 1) } else { (turn - half, -1) };
    let of_quarter = if of_half <= quarter { of_half } else { half - of_half };
    let step = TURN / 64;
    let entry = |nth: i32| {
        usize::try_from(nth).ok().and_then(|nth| SINES.get(nth)).copied().unwrap_or(1_000)
    };
    let (nth, rest) = (of_quarter / step, of_quarter % step);
    let (low, high) = (entry(nth), entry(nth + 1));
    sign * (low + (high - low) * rest / step)
}
