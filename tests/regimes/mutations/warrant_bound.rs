//! Warrant-bound escrow: apps wrap seeds once an order stands in a log that they check.

use super::{
    answers::{PHONES, before, events, found, from, kept},
    check,
    hooks::{copies_to_the_agency, escrowed, header, standing_key},
    mutation, verdict,
};
use crate::{
    case::{AGENCY, INVESTIGATOR},
    changed::Changed,
};
use keyhole::{
    access::Observer,
    mechanism::{Layout, escrow::EscrowField},
    wire::{AccessField, AccessKind, Account},
    world::{
        Event, Party, Time,
        regime::{Ended, Order, Ordered, WarrantBound},
    },
};

#[test]
fn warrant_bound() {
    let of = |change| Changed::of(&WarrantBound, change);
    const P: Observer = Observer::Provider;
    let verdicts = [
        PHONES,
        verdict("before", |it| before(kept(it, 3), 3, &[INVESTIGATOR]), "m m m"),
        verdict("from on", |it| from(kept(it, 3), 3, &[INVESTIGATOR]), "C C C"),
        verdict(
            "standing key, before",
            |it| before(kept(it, 3), 3, &[AGENCY, INVESTIGATOR, P]),
            "m m m",
        ),
        verdict("standing key, from on", |it| from(it.order_after(3), 3, &[AGENCY, P]), "C C C"),
        verdict(
            "start and end",
            |it| found(it.order_after(2).end_after(4), &[INVESTIGATOR]),
            "- - C C - -",
        ),
        verdict(
            "standing key, start and end",
            |it| found(it.order_after(2).end_after(4), &[AGENCY, P]),
            "m m C C m m",
        ),
        verdict("no order", |it| found(it, &[AGENCY, P]), "m m m m m m"),
        verdict("agency alone", |it| found(it.order_after(3), &[AGENCY]), "- - - - - -"),
        verdict(
            "entries that the phones believe",
            |it| {
                let scene = it.order_after(3).scene();
                let timeline = &scene.0;
                let taken = |event: &Event| *event == Event::NoticeTaken;
                Party::ALL.map(|it| events(timeline, it, taken).to_string()).join(" ")
            },
            "1 1",
        ),
    ];
    const CLOSED: [(&str, &str); 4] = [
        ("from on", "m m m"),
        ("standing key, from on", "m m m"),
        ("start and end", "- - m m - -"),
        ("standing key, start and end", "m m m m m m"),
    ];
    const REFUSED: &[(&str, &str)] =
        &[CLOSED[0], CLOSED[1], CLOSED[2], CLOSED[3], ("entries that the phones believe", "0 0")];
    let refusing = |change, ordered| Changed { ordered: Some(ordered), ..of(change) };
    check(
        &WarrantBound,
        &verdicts,
        &[
            mutation(
                of("apps wrap seeds before there is an activation")
                    .field(|phone, _, sealed, rng| escrowed(sealed, phone.draw(), rng)),
                &[
                    ("before", "C C C"),
                    ("standing key, before", "C C C"),
                    ("standing key, start and end", "C C C C C C"),
                    ("no order", "C C C C C C"),
                ],
            ),
            mutation(
                of("apps never wrap a seed").field(|phone, _, sealed, rng| {
                    let agency = standing_key(phone.draw()).public();
                    let field = EscrowField::wrap_nothing(&agency, &header(sealed), rng).unwrap();
                    Some(AccessField::new(AccessKind::Escrow, field.encode()))
                }),
                &CLOSED,
            ),
            mutation(
                refusing("the activation is for another account", |real, order, _, rng| {
                    real.ordered(order, &Account::new("carol"), rng)
                }),
                &CLOSED,
            ),
            mutation(
                Changed {
                    ended: Some(|real, order, others, rng| Ended {
                        notice: None,
                        ..real.order_ended(order, others, rng)
                    }),
                    ..of("the end is kept from the phones")
                },
                &[("standing key, start and end", "m m C C C C")],
            ),
            mutation(
                refusing("the activation begins later", |real, order, target, rng| {
                    let start = Time(order.start.0 + 1_000_000);
                    real.ordered(&Order { start, ..order.clone() }, target, rng)
                }),
                &CLOSED,
            ),
            mutation(
                refusing("the log's entry is kept from the phones", |real, order, target, rng| {
                    Ordered { notice: None, ..real.ordered(order, target, rng) }
                }),
                REFUSED,
            ),
            mutation(
                refusing(
                    "an order before this one was kept from the phones",
                    |real, order, target, rng| {
                        drop(real.ordered(order, target, rng));
                        real.ordered(order, target, rng)
                    },
                ),
                REFUSED,
            ),
            mutation(
                refusing("one bit of the signed head is another", |real, order, target, rng| {
                    let ordered = real.ordered(order, target, rng);
                    let notice = ordered.notice.map(|it| it.with_flipped_bit(8 * 50));
                    Ordered { notice, ..ordered }
                }),
                REFUSED,
            ),
            mutation(
                of("the agency gets copies").hand(copies_to_the_agency),
                &[("agency alone", "m m m C C C")],
            ),
        ],
    );
}
