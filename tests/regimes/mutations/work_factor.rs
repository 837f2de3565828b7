//! A reduced work factor: most bits of each key are wrapped to an agency.

use super::{
    answers::{PHONES, before, found, from, links, provider},
    check,
    hooks::{another_key, header, of_another_message, published, standing_key},
    mutation, verdict,
};
use crate::{
    case::{AGENCY, INVESTIGATOR},
    changed::Changed,
};
use keyhole::{
    access::Observer,
    crypto::keyed_rng::KeyedRng,
    mechanism::{
        Layout,
        escrow::AgencyKey,
        work_factor::{WeakKey, WorkFactor, WorkFactorField},
    },
    wire::{AccessField, AccessKind},
    world::regime::{ReducedWorkFactor, Regime, SealedMessage},
};

fn bits(
    sealed: SealedMessage<'_>,
    agency: &AgencyKey,
    header: &[u8],
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    let key = WeakKey::derive(sealed.seed, WorkFactor::LOTUS);
    let field = WorkFactorField::wrap(&key, agency, header, rng).unwrap();
    Some(AccessField::new(AccessKind::WorkFactor, field.encode()))
}

#[test]
fn reduced_work_factor() {
    const LOTUS: &dyn Regime = &ReducedWorkFactor::LOTUS;
    let of = |change| Changed::of(LOTUS, change);
    const P: Observer = Observer::Provider;
    let verdicts = [
        PHONES,
        verdict("everybody else", provider, "63 63 63 63 63 63"),
        verdict("links", links, ". . . . . ."),
        verdict("before", |it| before(it.order_after(3), 3, &[INVESTIGATOR]), "- - -"),
        verdict("from on", |it| from(it.order_after(3), 3, &[INVESTIGATOR]), "39 39 39"),
        verdict("agency", |it| found(it, &[AGENCY, P]), "39 39 39 39 39 39"),
        verdict("agency alone", |it| found(it, &[AGENCY]), "- - - - - -"),
    ];
    const NOT_LESS: &[(&str, &str)] = &[("from on", "63 63 63"), ("agency", "63 63 63 63 63 63")];
    static FORTY: ReducedWorkFactor = ReducedWorkFactor {
        factor: match WorkFactor::new(40, 24) {
            Ok(factor) => factor,
            Err(_) => WorkFactor::LOTUS,
        },
    };
    check(
        LOTUS,
        &verdicts,
        &[
            mutation(
                of("the bits are wrapped to another key").field(|phone, _, sealed, rng| {
                    bits(sealed, &another_key(phone.draw()).public(), &header(sealed), rng)
                }),
                NOT_LESS,
            ),
            mutation(
                of("the bits are wrapped beside another message").field(|phone, _, sealed, rng| {
                    let agency = standing_key(phone.draw()).public();
                    bits(sealed, &agency, &of_another_message(sealed), rng)
                }),
                NOT_LESS,
            ),
            mutation(
                Changed::of(&FORTY, "keys have 40 secret bits"),
                &[
                    ("everybody else", "39 39 39 39 39 39"),
                    ("from on", "15 15 15"),
                    ("agency", "15 15 15 15 15 15"),
                ],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[
                    ("links", "63 63 63 63 63 63"),
                    ("before", "63 63 63"),
                    ("agency alone", "39 39 39 39 39 39"),
                ],
            ),
        ],
    );
}
