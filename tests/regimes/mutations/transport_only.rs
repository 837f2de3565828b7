//! No end-to-end encryption: the provider reads what passes.

use super::{
    answers::{PHONES, before, from, kept, links, provider},
    check,
    hooks::{copies_to_the_investigator, published},
    mutation, verdict,
};
use crate::{case::INVESTIGATOR, changed::Changed};
use keyhole::world::regime::TransportOnly;

#[test]
fn transport_only() {
    let of = |change| Changed::of(&TransportOnly, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "C C C C C C"),
        verdict("links", links, ". . . . . ."),
        verdict("before an order", |it| before(it.order_after(3), 3, &[INVESTIGATOR]), "- - -"),
        verdict("from an order on", |it| from(it.order_after(3), 3, &[INVESTIGATOR]), "C C C"),
        verdict(
            "not kept",
            |it| before(it.order_after(3).backwards(), 3, &[INVESTIGATOR]),
            "m m m",
        ),
        verdict("kept", |it| before(kept(it, 3), 3, &[INVESTIGATOR]), "C C C"),
    ];
    let encrypted = Changed { end_to_end: Some(true), ..of("texts are encrypted to the peer") };
    check(
        &TransportOnly,
        &verdicts,
        &[
            mutation(
                encrypted,
                &[("provider", "m m m m m m"), ("from an order on", "m m m"), ("kept", "m m m")],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "C C C C C C"), ("before an order", "C C C"), ("not kept", "C C C")],
            ),
            mutation(
                of("the investigator gets copies without an order")
                    .hand(copies_to_the_investigator),
                &[("before an order", "C C C"), ("not kept", "C C C")],
            ),
        ],
    );
}
