//! Key substitution: the provider hands out its own keys and relays.

use super::{
    answers::{PHONES, before, from, links, provider},
    check,
    hooks::copies,
    mutation, verdict,
};
use crate::{
    case::INVESTIGATOR,
    changed::{Changed, Moment},
};
use keyhole::world::{
    Party,
    regime::{KeySubstitution, Receiver},
};

#[test]
fn key_substitution() {
    let of = |change| Changed::of(&KeySubstitution, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "C C C C C C"),
        verdict("links", links, ". . . . . ."),
        verdict("before", |it| before(it.order_after(3), 3, &[INVESTIGATOR]), "- - -"),
        verdict("from on", |it| from(it.order_after(3), 3, &[INVESTIGATOR]), "C C C"),
        verdict(
            "safety numbers",
            |it| {
                let scene = it.scene();
                let timeline = &scene.0;
                let number = |it| timeline.world().phone(it).safety_number().unwrap();
                let [alice, bob] = Party::ALL.map(number);
                (if alice.digits() == bob.digits() { "alike" } else { "different" }).into()
            },
            "different",
        ),
    ];
    let honest =
        Changed { honest_directory: true, ..of("the directory hands out what phones publish") };
    check(
        &KeySubstitution,
        &verdicts,
        &[
            mutation(
                honest,
                &[("provider", "m m m m m m"), ("from on", "m m m"), ("safety numbers", "alike")],
            ),
            mutation(
                of("the relay forgets its keys").hand(|_, moment, handed| {
                    if matches!(moment, Moment::Relayed) { Vec::new() } else { handed }
                }),
                &[("provider", "m m m m m m")],
            ),
            mutation(
                of("the relay publishes its keys").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Relayed) {
                        handed.iter_mut().for_each(|it| it.to = Receiver::Everybody);
                    }
                    copies(moment, Receiver::Everybody, handed)
                }),
                &[("links", "C C C C C C"), ("before", "C C C")],
            ),
            mutation(
                of("the provider does not obey").hand(|_, moment, handed| {
                    if matches!(moment, Moment::Brought(_)) { Vec::new() } else { handed }
                }),
                &[("from on", "m m m")],
            ),
        ],
    );
}
