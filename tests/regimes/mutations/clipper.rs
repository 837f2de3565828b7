//! Clipper: two agents hold halves of the key of each phone's chip.

use super::{
    answers::{PHONES, each, found},
    check,
    hooks::INVESTIGATOR_GETS,
    mutation, verdict,
};
use crate::{
    case::{INVESTIGATOR, agent},
    changed::{Changed, Moment, header_of},
};
use keyhole::{
    access::Observer,
    crypto::secret::{FamilyKey, LeafSessionKey, RootKey, UnitKey, UnitKeyHalf},
    mechanism::{
        Layout,
        chip::Chip,
        forgery::{EXPECTED, Forgery},
        leaf::{Leaf, LeafField, UnitId},
    },
    protocol::terms,
    wire::{AccessField, AccessKind},
    world::{
        Party,
        regime::{Clipper, Draw, Handed, Institution, Receiver, Secret, What},
    },
};
use rand_core::Rng;
use std::sync::OnceLock;

/// A phone's chip, as Clipper draws it.
fn chip(draw: Draw<'_>, party: Party) -> Chip {
    let mut rng = draw.rng(party.key(), "chip");
    let (unit, unit_key) = (UnitId(rng.next_u32()), UnitKey::generate(&mut rng));
    let family_key = FamilyKey::generate(&mut draw.rng("chip maker", "family key"));
    Chip { unit, unit_key, family_key }
}

/// The session key of a LEAF, opened with the unit's key.
fn session_key(chip: &Chip, field: &LeafField) -> LeafSessionKey {
    field.leaf.open(&chip.family_key).session_key(&chip.unit_key, field.iv)
}

#[test]
fn clipper() {
    let of = |change| Changed::of(&Clipper, change);
    const P: Observer = Observer::Provider;
    let verdicts = [
        PHONES,
        verdict("agents", |it| found(it, &[agent(1), agent(2), P]), "m m m m m m"),
        verdict(
            "one agent",
            |it| each(it, &[[agent(1), INVESTIGATOR, P], [agent(2), INVESTIGATOR, P]]),
            "m m m m m m | m m m m m m",
        ),
        verdict(
            "both agents",
            |it| found(it, &[agent(1), agent(2), INVESTIGATOR, P]),
            "C C C C C C",
        ),
        verdict("order", |it| found(it.order_after(0), &[INVESTIGATOR]), "C C C C C C"),
        verdict("late order", |it| found(it.order_after(2), &[INVESTIGATOR]), "- - m m m m"),
        verdict(
            "excess",
            |it| found(it.order_after(0).end_after(2), &[INVESTIGATOR, P]),
            "C C C C C C",
        ),
    ];
    const CLOSED: &[(&str, &str)] =
        &[("both agents", "m m m m m m"), ("order", "m m m m m m"), ("excess", "m m m m m m")];
    const REFUSED: &[(&str, &str)] = &[
        ("phones", "0 0"),
        ("both agents", "m m m m m m"),
        ("order", "m m m m m m"),
        ("excess", "m m m m m m"),
    ];
    check(
        &Clipper,
        &verdicts,
        &[
            mutation(
                of("the app forges a LEAF with a checksum that fits").field(
                    |phone, app, sealed, rng| {
                        let field = app.access_field(sealed, rng)?;
                        if phone.kept.is_none() {
                            let chip = chip(phone.draw(), phone.party);
                            let LeafField { iv, leaf } =
                                LeafField::decode(field.bytes.bytes()).unwrap();
                            let key = session_key(&chip, &LeafField { iv, leaf });
                            // It is the same session in all runs of these tests.
                            static FORGED: OnceLock<Leaf> = OnceLock::new();
                            let leaf = *FORGED.get_or_init(|| {
                                let mut order = [0; 16];
                                rng.fill_bytes(&mut order);
                                let it = Forgery { chip, session_key: key, iv, order };
                                (0..EXPECTED * 64)
                                    .find_map(|number| it.attempt(number))
                                    .unwrap()
                                    .leaf
                            });
                            let forged = LeafField { iv, leaf }.encode();
                            phone.kept = Some(AccessField::new(AccessKind::Leaf, forged));
                        }
                        phone.kept.clone()
                    },
                ),
                CLOSED,
            ),
            mutation(
                of("one half of each unit key is another one").hand(|draw, _, mut handed| {
                    for it in &mut handed {
                        if let What::Secret(Secret::UnitKeyHalf { agent: 2, half, .. }) =
                            &mut it.what
                        {
                            *half = UnitKeyHalf::generate(&mut draw.rng("somebody else", "half"));
                        }
                    }
                    handed
                }),
                CLOSED,
            ),
            mutation(
                of("only one agent obeys the order").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Brought(_)) {
                        handed.truncate(1);
                    }
                    handed
                }),
                &[("order", "m m m m m m"), ("excess", "m m m m m m")],
            ),
            mutation(
                of("the agents hand out a session's seeds and no halves").hand(
                    |draw, moment, handed| {
                        let Moment::Brought(envelope) = moment else { return handed };
                        let Some(field) = envelope.access_of(AccessKind::Leaf) else {
                            return handed;
                        };
                        let field = LeafField::decode(field).unwrap();
                        let key = session_key(&chip(draw, Party::Alice), &field);
                        let header = header_of(envelope);
                        let seed = terms::message_seed(&key, &header);
                        let (ratchet_key, message_number) =
                            (header.ratchet_key, header.message_number);
                        let secret = Secret::MessageSeed { ratchet_key, message_number, seed };
                        vec![Handed::to_investigator(What::Secret(secret))]
                    },
                ),
                &[("order", "C m m m m m"), ("excess", "C m m m m m")],
            ),
            mutation(
                of("the LEAF is beside every message").field(|phone, app, sealed, rng| {
                    if let Some(field) = app.access_field(sealed, rng) {
                        phone.kept = Some(field);
                    }
                    phone.kept.clone()
                }),
                &[("late order", "- - C C C C")],
            ),
            mutation(
                of("the agents know the family key").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        let family = Secret::FamilyKey(chip(draw, Party::Alice).family_key);
                        handed.push(Handed::secret(Institution::EscrowAgent(1), family));
                    }
                    handed
                }),
                &[("agents", "C C C C C C")],
            ),
            mutation(
                of("one agent holds both halves").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        let to = Receiver::Institution(Institution::EscrowAgent(1));
                        let halves: Vec<_> = handed
                            .iter()
                            .filter(|it| it.to != INVESTIGATOR_GETS)
                            .cloned()
                            .collect();
                        handed.extend(halves.into_iter().map(|it| Handed { to, ..it }));
                    }
                    handed
                }),
                &[("one agent", "C C C C C C | m m m m m m")],
            ),
            mutation(of("the app sends no LEAF").field(|_, _, _, _| None), REFUSED),
            mutation(
                of("the LEAF is of another session key").field(|phone, app, sealed, rng| {
                    let mut field = app.access_field(sealed, rng)?;
                    let chip = chip(phone.draw(), phone.party);
                    let LeafField { iv, .. } = LeafField::decode(field.bytes.bytes()).unwrap();
                    let key = terms::session_key(&RootKey::from_bytes([1; 32]));
                    field.bytes = LeafField { iv, leaf: chip.make_leaf(&key, iv) }.encode();
                    Some(field)
                }),
                REFUSED,
            ),
        ],
    );
}
