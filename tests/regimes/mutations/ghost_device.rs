//! A ghost device: an order adds a device of the investigator's to an account.

use super::{
    always,
    answers::{before, chats, found, from, kept, provider},
    check,
    hooks::{INVESTIGATOR_GETS, escrowed, key_for},
    mutation, verdict,
};
use crate::{
    case::{Case, INVESTIGATOR, seed},
    changed::{Changed, Moment, OrderHook},
};
use keyhole::{
    crypto::keys::IdentityKeyPair,
    mechanism::device_list,
    wire::Account,
    world::{
        Event, Party, Point, SeenWhat,
        regime::{AddedDevice, Draw, Ended, GhostDevice, Handed, NoApp, Ordered, Receiver},
    },
};

fn devices(case: Case) -> String {
    let scene = case.scene();
    let timeline = &scene.0;
    let count = |party| timeline.world().phone(party).other_devices().count().to_string();
    Party::ALL.map(count).join(" ")
}

/// How many devices each phone has refused.
fn refused(case: Case) -> String {
    let scene = case.scene();
    let count = |party| {
        let seen = scene.0.recording().seen_at(Point::phone(party));
        let refusals = seen.filter(|it| {
            matches!(&it.what, SeenWhat::Note(note) if matches!(note.event, Event::DeviceRefused { .. }))
        });
        refusals.count().to_string()
    };
    Party::ALL.map(count).join(" ")
}

#[test]
fn ghost_device() {
    let of = |change| Changed::of(&GhostDevice { signed: false }, change);
    let verdicts = [
        always("phones", |it| chats(it.order_after(2)), "3 3"),
        verdict("before", |it| before(kept(it, 2), 2, &[INVESTIGATOR]), "m m"),
        verdict("from on", |it| from(it.order_after(2), 2, &[INVESTIGATOR]), "C C C C"),
        verdict("provider", |it| provider(it.order_after(2)), "m m m m m m"),
        always("devices without an order", devices, "0 0"),
        verdict("devices", |it| devices(it.order_after(2)), "1 1"),
        verdict(
            "start and end",
            |it| found(it.order_after(2).end_after(4), &[INVESTIGATOR]),
            "- - C C - -",
        ),
        verdict("devices after the end", |it| devices(it.order_after(2).end_after(4)), "0 0"),
    ];
    check(
        &GhostDevice { signed: false },
        &verdicts,
        &[
            mutation(
                Changed {
                    ordered: Some(|real, order, target, rng| Ordered {
                        device: None,
                        ..real.ordered(order, target, rng)
                    }),
                    ..of("the apps are not told of the device")
                },
                &[("from on", "m m m m"), ("devices", "0 0"), ("start and end", "- - m m - -")],
            ),
            mutation(
                Changed {
                    ended: Some(|_, _, _, _| Ended::default()),
                    ..of("the device stays after the end")
                },
                &[("start and end", "- - C C C C"), ("devices after the end", "1 1")],
            ),
            mutation(
                Changed {
                    ended: Some(|real, order, others, rng| Ended {
                        device: None,
                        ..real.order_ended(order, others, rng)
                    }),
                    ..of("the apps are not told that the device is gone")
                },
                &[("devices after the end", "1 1")],
            ),
            mutation(
                Changed {
                    delivered: Some(
                        |envelope, handed| {
                            if envelope.from == envelope.to { Vec::new() } else { handed }
                        },
                    ),
                    ..of("the ghost is not sent what the target writes")
                },
                &[("from on", "C m C m"), ("start and end", "- - C m - -")],
            ),
            mutation(
                of("the provider keeps what the ghost opens").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Delivered) {
                        let copies: Vec<_> = handed.clone();
                        let to = Receiver::Provider;
                        handed.extend(copies.into_iter().map(|it| Handed { to, ..it }));
                    }
                    handed
                }),
                &[("provider", "m m C C C C")],
            ),
            mutation(
                of("the apps wrap seeds to the investigator from the beginning")
                    .field(|phone, _, sealed, rng| escrowed(sealed, phone.draw(), rng))
                    .hand(|draw, moment, handed| key_for(draw, moment, INVESTIGATOR_GETS, handed)),
                &[("before", "C C")],
            ),
        ],
    );
}

/// The owner's own key, as the phone has drawn it.
fn owner(account: &Account) -> IdentityKeyPair {
    let party = Party::of_account(account).unwrap();
    IdentityKeyPair::generate(&mut Draw::new(&seed()).rng(party.key(), "phone keys"))
}

#[test]
fn ghost_device_signed() {
    const SIGNED: GhostDevice = GhostDevice { signed: true };
    const TAKEN: &[(&str, &str)] =
        &[("from on", "C C C C"), ("devices", "1 1"), ("refused", "0 0")];
    let of = |change| Changed::of(&SIGNED, change);
    let signed_by_the_owner: OrderHook = |real, order, target, rng| {
        let ordered = real.ordered(order, target, rng);
        let device = ordered.device.map(|AddedDevice { bundle, .. }| {
            let signature = device_list::sign(&owner(target), &bundle, rng);
            AddedDevice { bundle, signature: Some(signature) }
        });
        Ordered { device, ..ordered }
    };
    let verdicts = [
        always("phones", |it| chats(it.order_after(2)), "3 3"),
        verdict("from on", |it| from(it.order_after(2), 2, &[INVESTIGATOR]), "m m m m"),
        verdict("devices", |it| devices(it.order_after(2)), "0 0"),
        verdict("refused", |it| refused(it.order_after(2)), "1 1"),
    ];
    check(
        &SIGNED,
        &verdicts,
        &[
            mutation(
                Changed {
                    ordered: Some(signed_by_the_owner),
                    ..of("the owner's key has signed the device")
                },
                TAKEN,
            ),
            mutation(
                Changed { app: Some(|_, _| Box::new(NoApp)), ..of("the apps check no signature") },
                TAKEN,
            ),
        ],
    );
}
