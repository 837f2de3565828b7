//! Split escrow: custodians hold shares of the standing key.

use super::{
    answers::{PHONES, before, each, found, from},
    check,
    hooks::{
        another_key, copies, handed_key, header, is_secret, key_for, opened_without_an_order,
        standing_key, wrapped,
    },
    mutation, verdict,
};
use crate::{
    case::{CEREMONY, INVESTIGATOR, LINKS, custodian},
    changed::{Changed, Moment},
};
use keyhole::{
    access::Observer,
    mechanism::sharing,
    world::regime::{Handed, Institution, Receiver, Secret, SplitEscrow, What},
};

#[test]
fn split_escrow() {
    let of = |change| Changed::of(&SplitEscrow, change);
    const P: Observer = Observer::Provider;
    let verdicts = [
        PHONES,
        verdict(
            "one custodian",
            |it| each(it, &[[custodian(1), P], [custodian(2), P], [custodian(3), P]]),
            "m m m m m m | m m m m m m | m m m m m m",
        ),
        verdict(
            "two custodians",
            |it| {
                let pairs = [(1, 2), (1, 3), (2, 3)];
                each(it, &pairs.map(|(one, two)| [custodian(one), custodian(two), P]))
            },
            "C C C C C C | C C C C C C | C C C C C C",
        ),
        verdict(
            "custodians on links",
            |it| found(it, &[custodian(1), custodian(2), custodian(3), LINKS[0], LINKS[1]]),
            ". . . . . .",
        ),
        verdict("before", |it| before(it.order_after(4), 4, &[INVESTIGATOR]), "- - - -"),
        verdict("from on", |it| from(it.order_after(4), 4, &[INVESTIGATOR]), "C C"),
        verdict("never the key", |it| found(it.order_after(4), &[INVESTIGATOR, P]), "m m m m C C"),
        verdict("no ceremony", |it| found(it, &[CEREMONY, P]), "m m m m m m"),
        verdict("ceremony", |it| found(it.order_after(4), &[CEREMONY, P]), "C C C C C C"),
        verdict("ceremony alone", |it| found(it.order_after(4), &[CEREMONY]), "- - - - - -"),
    ];
    check(
        &SplitEscrow,
        &verdicts,
        &[
            mutation(
                of("one custodian has the whole key").hand(|draw, moment, handed| {
                    key_for(draw, moment, Receiver::Institution(Institution::Custodian(2)), handed)
                }),
                &[("one custodian", "m m m m m m | C C C C C C | m m m m m m")],
            ),
            mutation(
                of("one share is of another key").hand(|draw, _, mut handed| {
                    let other = another_key(draw);
                    let mut rng = draw.rng("somebody else", "key shares");
                    let others = sharing::split(other.pair.private(), &mut rng).unwrap();
                    for it in &mut handed {
                        if it.to == Receiver::Institution(Institution::Custodian(2))
                            && let What::Secret(Secret::KeyShare { share, .. }) = &mut it.what
                        {
                            *share = others[1].clone();
                        }
                    }
                    handed
                }),
                &[("two custodians", "m m m m m m | C C C C C C | m m m m m m")],
            ),
            mutation(
                of("the shares are named after another key").hand(|draw, _, mut handed| {
                    for it in &mut handed {
                        if let What::Secret(Secret::KeyShare { agency, .. }) = &mut it.what {
                            *agency = another_key(draw).public();
                        }
                    }
                    handed
                }),
                &[
                    ("two custodians", "m m m m m m | m m m m m m | m m m m m m"),
                    ("ceremony", "m m m m m m"),
                ],
            ),
            mutation(
                of("apps come with another public key of the custodians").field(
                    |phone, _, sealed, rng| {
                        wrapped(sealed, another_key(phone.draw()).public(), &header(sealed), rng)
                    },
                ),
                &[
                    ("two custodians", "m m m m m m | m m m m m m | m m m m m m"),
                    ("from on", "m m"),
                    ("never the key", "m m m m m m"),
                    ("ceremony", "m m m m m m"),
                ],
            ),
            mutation(
                of("the ceremony keeps nothing").hand(|_, moment, handed| {
                    if matches!(moment, Moment::Ordered) { Vec::new() } else { handed }
                }),
                &[("ceremony", "m m m m m m")],
            ),
            mutation(
                of("the ceremony meets before there is an order").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        let shares: Vec<_> = handed.iter().filter(|it| is_secret(it)).collect();
                        let shares: Vec<_> = shares.into_iter().cloned().collect();
                        let to = Receiver::Institution(Institution::Ceremony);
                        handed.extend(shares.into_iter().map(|it| Handed { to, ..it }));
                    }
                    handed
                }),
                &[("no ceremony", "C C C C C C")],
            ),
            mutation(
                of("the ceremony opens without an order").hand(opened_without_an_order),
                &[("before", "C C C C"), ("never the key", "C C C C C C")],
            ),
            mutation(
                of("the ceremony gives the key away").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        handed.push(Handed::to_investigator(handed_key(&standing_key(draw))));
                    }
                    handed
                }),
                &[("never the key", "C C C C C C")],
            ),
            mutation(
                of("custodians and ceremony get copies").hand(|_, moment, handed| {
                    let to = [Institution::Custodian(1), Institution::Ceremony];
                    to.into_iter().fold(handed, |handed, to| {
                        copies(moment, Receiver::Institution(to), handed)
                    })
                }),
                &[("custodians on links", "C C C C C C"), ("ceremony alone", "C C C C C C")],
            ),
        ],
    );
}
