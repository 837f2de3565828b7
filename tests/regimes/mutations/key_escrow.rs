//! Key escrow: an agency holds a standing key to all messages.

use super::{
    answers::{PHONES, before, found, from, kept, provider},
    check,
    hooks::{
        another_key, copies_to_the_agency, handed_key, header, is_secret, key_for_the_provider,
        of_another_message, opened_without_an_order, standing_key, wrapped,
    },
    mutation, verdict,
};
use crate::{
    case::{AGENCY, INVESTIGATOR, LINKS},
    changed::{Changed, Moment},
};
use keyhole::{
    access::Observer,
    mechanism::{
        Layout,
        escrow::{AgencyKey, EscrowField, KeyId},
    },
    wire::{AccessField, AccessKind},
    world::{
        Party,
        regime::{Handed, KeyEscrow},
    },
};

#[test]
fn key_escrow() {
    let of = |change| Changed::of(&KeyEscrow, change);
    let verdicts = [
        PHONES,
        verdict("before", |it| before(it.order_after(3), 3, &[INVESTIGATOR]), "- - -"),
        verdict("from on", |it| from(it.order_after(3), 3, &[INVESTIGATOR]), "C C C"),
        verdict("kept", |it| found(kept(it, 3), &[INVESTIGATOR]), "C C C C C C"),
        verdict(
            "start and end",
            |it| found(it.order_after(1).end_after(4), &[INVESTIGATOR]),
            "- C C C - -",
        ),
        verdict(
            "never the standing key",
            |it| found(it.order_after(3), &[INVESTIGATOR, Observer::Provider]),
            "m m m C C C",
        ),
        verdict("agency alone", |it| found(it, &[AGENCY]), "- - - - - -"),
        verdict("provider alone", provider, "m m m m m m"),
        verdict("thief", |it| found(it, &[AGENCY, Observer::Provider]), "C C C C C C"),
        verdict("thief on links", |it| found(it, &[AGENCY, LINKS[0], LINKS[1]]), ". . . . . ."),
    ];
    const CLOSED: &[(&str, &str)] = &[
        ("from on", "m m m"),
        ("kept", "m m m m m m"),
        ("start and end", "- m m m - -"),
        ("never the standing key", "m m m m m m"),
        ("thief", "m m m m m m"),
    ];
    check(
        &KeyEscrow,
        &verdicts,
        &[
            mutation(
                of("apps come with another public key").field(|phone, _, sealed, rng| {
                    wrapped(sealed, another_key(phone.draw()).public(), &header(sealed), rng)
                }),
                CLOSED,
            ),
            mutation(of("the field is omitted").field(|_, _, _, _| None), CLOSED),
            mutation(
                of("the field is another message's").field(|phone, _, sealed, rng| {
                    let agency = standing_key(phone.draw()).public();
                    wrapped(sealed, agency, &of_another_message(sealed), rng)
                }),
                CLOSED,
            ),
            mutation(
                of("another number stands in the field").field(|phone, _, sealed, rng| {
                    let agency = AgencyKey { id: KeyId(2), ..standing_key(phone.draw()).public() };
                    wrapped(sealed, agency, &header(sealed), rng)
                }),
                CLOSED,
            ),
            mutation(
                of("random bytes are wrapped").field(|phone, _, sealed, rng| {
                    let agency = standing_key(phone.draw()).public();
                    let field = EscrowField::wrap_nothing(&agency, &header(sealed), rng).unwrap();
                    Some(AccessField::new(AccessKind::Escrow, field.encode()))
                }),
                CLOSED,
            ),
            mutation(
                of("the field is marked as another kind").field(|_, app, sealed, rng| {
                    let field = app.access_field(sealed, rng)?;
                    Some(AccessField::new(AccessKind::Voucher, field.bytes))
                }),
                CLOSED,
            ),
            mutation(
                of("Bob's app comes with another public key").field(|phone, app, sealed, rng| {
                    if phone.party == Party::Alice {
                        return app.access_field(sealed, rng);
                    }
                    wrapped(sealed, another_key(phone.draw()).public(), &header(sealed), rng)
                }),
                &[
                    ("from on", "C m C"),
                    ("kept", "C m m C m C"),
                    ("start and end", "- m m C - -"),
                    ("never the standing key", "m m m C m C"),
                    ("thief", "C m m C m C"),
                ],
            ),
            mutation(
                of("the agency opens without an order").hand(opened_without_an_order),
                &[
                    ("before", "C C C"),
                    ("start and end", "C C C C C C"),
                    ("never the standing key", "C C C C C C"),
                ],
            ),
            mutation(
                of("an order releases the standing key").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        let key = handed_key(&standing_key(draw));
                        handed.push(Handed::to_investigator(key));
                    }
                    handed
                }),
                &[("never the standing key", "C C C C C C")],
            ),
            mutation(
                of("the agency gets copies").hand(copies_to_the_agency),
                &[("agency alone", "C C C C C C"), ("thief on links", "C C C C C C")],
            ),
            mutation(
                of("the provider has the agency's key").hand(key_for_the_provider),
                &[("provider alone", "C C C C C C"), ("never the standing key", "C C C C C C")],
            ),
            mutation(
                of("the agency has lost its key").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        handed.retain(|it| !is_secret(it));
                    }
                    handed
                }),
                &[("thief", "m m m m m m")],
            ),
        ],
    );
}
