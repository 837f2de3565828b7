//! Crumple zone: whoever pays for the puzzles finds the keys.

use super::{
    answers::{PHONES, found, links, provider},
    check,
    hooks::published,
    mutation, verdict,
};
use crate::{case::INVESTIGATOR, changed::Changed};
use keyhole::world::regime::{CrumpleZone, Regime};

#[test]
fn crumple_zone() {
    const DEFAULT: &dyn Regime = &CrumpleZone::DEFAULT;
    let of = |change| Changed::of(DEFAULT, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "30 30 30 30 30 30"),
        verdict("links", links, ". . . . . ."),
        verdict(
            "nobody is asked",
            |it| found(it.order_after(0), &[INVESTIGATOR]),
            "30 30 30 30 30 30",
        ),
        verdict("late order", |it| found(it.order_after(2), &[INVESTIGATOR]), "- - m m m m"),
    ];
    static CHEAP: CrumpleZone = CrumpleZone { prime_bits: 40, puzzle_bits: 12 };
    check(
        DEFAULT,
        &verdicts,
        &[
            mutation(
                Changed::of(&CHEAP, "puzzles are cheap"),
                &[("provider", "22 22 22 22 22 22"), ("nobody is asked", "22 22 22 22 22 22")],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "30 30 30 30 30 30"), ("late order", "30 30 30 30 30 30")],
            ),
            mutation(
                of("messages come without a puzzle").field(|_, _, _, _| None),
                &[
                    ("phones", "0 0"),
                    ("provider", "m m m m m m"),
                    ("nobody is asked", "m m m m m m"),
                ],
            ),
        ],
    );
}
