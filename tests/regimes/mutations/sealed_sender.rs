//! Sealed sender: the provider is not told who writes.

use super::{
    answers::{PHONES, found, links, provider},
    check,
    hooks::published,
    mutation, verdict,
};
use crate::{
    case::{Case, INVESTIGATOR},
    changed::{Changed, Moment},
};
use keyhole::{
    access::{Fields, Observer},
    crypto::{
        keys::{CertificateKeyPair, IdentityKeyPair},
        secret::DeliveryToken,
    },
    world::{
        Party,
        regime::{App, Handed, NoApp, Receiver, Regime, SealedSender, SealingKit, Secret, What},
    },
};

/// Which fields of the first message an observer can tell: read, or inferred in brackets.
fn fields(case: Case, observer: Observer) -> String {
    let access = &case.scene().1;
    let reading = access.reading(observer, access.messages().next().unwrap());
    let field = |(field, name): (Fields, &str)| {
        let inferred = reading.inferred.has(field).then(|| format!("({name})"));
        if reading.read.has(field) { Some(name.to_owned()) } else { inferred }
    };
    Fields::ALL.into_iter().filter_map(field).collect::<Vec<_>>().join(" ")
}

/// An app that seals with another token or believes in another provider.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seals(SealingKit);

impl App for Seals {
    fn sealing(&self) -> Option<&SealingKit> {
        Some(&self.0)
    }
}

#[test]
fn sealed_sender() {
    let of = |change| Changed::of(&SealedSender, change);
    const P: Observer = Observer::Provider;
    let verdicts = [
        PHONES,
        verdict("provider's fields", |it| fields(it, P), "(from) to time size address device"),
        verdict("provider", provider, "m m m m m m"),
        verdict("order on Alice", |it| found(it.order_after(0), &[INVESTIGATOR]), "- m m - m -"),
        verdict("links", links, ". . . . . ."),
    ];
    let kit = |change, app| Changed { app: Some(app), ..of(change) };
    const NAMED: &[(&str, &str)] = &[
        ("provider's fields", "from to time size address device"),
        ("order on Alice", "m m m m m m"),
    ];
    check(
        &SealedSender,
        &verdicts,
        &[
            mutation(kit("apps don't seal", |_, _| Box::new(NoApp)), NAMED),
            mutation(
                kit("apps believe in another provider", |draw, party| {
                    let real = SealedSender.app(draw, party);
                    let mut rng = draw.rng("somebody else", "certificate key");
                    let provider = CertificateKeyPair::generate(&mut rng).public();
                    Box::new(Seals(SealingKit { provider, ..real.sealing().unwrap().clone() }))
                }),
                NAMED,
            ),
            mutation(
                kit("apps have another token of the peer", |draw, party| {
                    let real = SealedSender.app(draw, party);
                    let peer_token = DeliveryToken::from_bytes([3; 16]);
                    Box::new(Seals(SealingKit { peer_token, ..real.sealing().unwrap().clone() }))
                }),
                &[("phones", "0 0"), ("order on Alice", "- - - - - -")],
            ),
            mutation(
                of("the provider has the phones' identity keys").hand(
                    |draw, moment, mut handed| {
                        if matches!(moment, Moment::Beginning) {
                            handed.extend(Party::ALL.map(|party| {
                                let mut rng = draw.rng(party.key(), "phone keys");
                                let key = IdentityKeyPair::generate(&mut rng);
                                let what = What::Secret(Secret::IdentityKey(key));
                                Handed { to: Receiver::Provider, what }
                            }));
                        }
                        handed
                    },
                ),
                &[("provider's fields", "from to time size address device")],
            ),
            mutation(
                Changed { end_to_end: Some(false), ..of("texts stand open in a named envelope") },
                &[
                    ("provider's fields", "from to time size address device"),
                    ("provider", "C C C C C C"),
                    ("order on Alice", "C C C C C C"),
                ],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "m m m m m m"), ("order on Alice", "m m m m m m")],
            ),
        ],
    );
}
