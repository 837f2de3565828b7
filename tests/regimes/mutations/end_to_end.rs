//! End-to-end encryption and no rule about access.

use super::{
    answers::{PHONES, found, kept, links, provider},
    check,
    hooks::{escrowed, key_for_the_provider, published, seed_in, standing_key},
    mutation, verdict,
};
use crate::{
    case::INVESTIGATOR,
    changed::{Changed, Moment},
};
use keyhole::{
    access::Observer,
    world::regime::{EndToEnd, Handed},
};

#[test]
fn end_to_end() {
    let of = |change| Changed::of(&EndToEnd, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "m m m m m m"),
        verdict("order", |it| found(kept(it, 2), &[INVESTIGATOR]), "m m m m m m"),
        verdict(
            "all outsiders",
            |it| {
                let is_outside = |it: &Observer| !matches!(it, Observer::Owner(_));
                let outsiders: Vec<_> = Observer::ALL.into_iter().filter(is_outside).collect();
                found(kept(it, 2), &outsiders)
            },
            "m m m m m m",
        ),
        verdict("links", links, ". . . . . ."),
    ];
    let open = Changed { end_to_end: Some(false), ..of("texts stand open in the envelope") };
    check(
        &EndToEnd,
        &verdicts,
        &[
            mutation(
                open,
                &[
                    ("provider", "C C C C C C"),
                    ("order", "C C C C C C"),
                    ("all outsiders", "C C C C C C"),
                ],
            ),
            mutation(
                of("seeds are wrapped to the provider")
                    .field(|phone, _, sealed, rng| escrowed(sealed, phone.draw(), rng))
                    .hand(key_for_the_provider),
                &[("provider", "C C C C C C"), ("all outsiders", "C C C C C C")],
            ),
            mutation(
                of("seeds are wrapped to somebody who opens them for an order")
                    .field(|phone, _, sealed, rng| escrowed(sealed, phone.draw(), rng))
                    .hand(|draw, moment, mut handed| {
                        if let Moment::Brought(envelope) = moment {
                            let seed = seed_in(&standing_key(draw), envelope);
                            handed.extend(seed.map(Handed::to_investigator));
                        }
                        handed
                    }),
                &[("order", "C C C C C C"), ("all outsiders", "C C C C C C")],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "m m m m m m")],
            ),
        ],
    );
}
