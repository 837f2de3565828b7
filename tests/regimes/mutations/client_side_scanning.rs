//! Client-side scanning: apps hold texts against a list before they seal them.

use super::{
    answers::{PHONES, found, kept, provider},
    check,
    hooks::header,
    mutation, verdict,
};
use crate::{
    case::{Case, INVESTIGATOR, LIST_OWNER},
    changed::{Changed, Moment},
};
use keyhole::{
    crypto::{
        keyed_rng::KeyedRng,
        secret::{ListKey, MessageSeed, ScanKey},
    },
    mechanism::scan::{ScanTable, Scanner, SimilarityDigest},
    wire::{AccessField, AccessKind},
    world::{
        Party,
        regime::{App, ClientSideScanning, Draw, Handed, Receiver, SealedMessage, Secret, What},
    },
};
use std::num::NonZeroU8;

/// An app that scans, with another list, threshold, seed or header.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Scans {
    table: ScanTable,
    key: ScanKey,
    threshold: u8,
    made: u8,
    garbage_seed: bool,
}

impl Scans {
    fn boxed(draw: Draw<'_>, party: Party, list: &[&str], threshold: u8) -> Box<dyn App> {
        Box::new(Self::new(draw, party, list, threshold))
    }

    fn new(draw: Draw<'_>, party: Party, list: &[&str], threshold: u8) -> Self {
        let list: Vec<_> = list.iter().map(|text| SimilarityDigest::of(text)).collect();
        let mut rng = draw.rng("list owner", "table");
        let table = ScanTable::publish(&list_key(draw), &list, &mut rng).unwrap();
        let key = ScanKey::generate(&mut draw.rng(party.key(), "scanning key"));
        Self { table, key, threshold, made: 0, garbage_seed: false }
    }
}

fn list_key(draw: Draw<'_>) -> ListKey {
    ListKey::generate(&mut draw.rng("list owner", "list key"))
}

impl App for Scans {
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        self.made += 1;
        let threshold = NonZeroU8::new(self.threshold).unwrap();
        let scanner = Scanner { table: &self.table, key: &self.key, threshold };
        let (digest, number) = (SimilarityDigest::of(sealed.text), NonZeroU8::new(self.made)?);
        let garbage = MessageSeed::from_bytes([9; 32]);
        let seed = if self.garbage_seed { &garbage } else { sealed.seed };
        let voucher = scanner.voucher(&digest, number, seed, &header(sealed), rng).unwrap();
        Some(AccessField::new(AccessKind::Voucher, voucher))
    }
}

const LIST: &[&str] = &["Shall I bring a cake?", "Chocolate then."];

fn threshold<const N: u8>(_: Draw<'_>, _: Moment<'_>, mut handed: Vec<Handed>) -> Vec<Handed> {
    for it in &mut handed {
        if let What::ScanThreshold(number) = &mut it.what {
            *number = NonZeroU8::new(N).unwrap();
        }
    }
    handed
}

#[test]
fn client_side_scanning() {
    let of = |change| Changed::of(&ClientSideScanning, change);
    let verdicts = [
        PHONES,
        verdict("list owner", |it| found(it, &[LIST_OWNER]), "m m C m C m"),
        verdict("one match", |it| found(it.messages(4), &[LIST_OWNER]), "m m m m"),
        verdict("provider", provider, "m m m m m m"),
        verdict("order", |it| found(kept(it, 2), &[INVESTIGATOR]), "m m m m m m"),
    ];
    let scans = |change, app| Changed { app: Some(app), ..of(change) };
    check(
        &ClientSideScanning,
        &verdicts,
        &[
            mutation(
                of("the list is another owner's").hand(|draw, _, mut handed| {
                    for it in &mut handed {
                        if let What::Secret(Secret::ListKey(key)) = &mut it.what {
                            *key = ListKey::generate(&mut draw.rng("somebody else", "list key"));
                        }
                    }
                    handed
                }),
                &[("list owner", "m m m m m m")],
            ),
            mutation(
                scans("the list is swapped", |draw, party| {
                    Scans::boxed(draw, party, &["Please do.", "Perfect."], 2)
                }),
                &[("list owner", "m m m C m C")],
            ),
            mutation(
                scans("three matches are needed", |draw, party| Scans::boxed(draw, party, LIST, 3))
                    .hand(threshold::<3>),
                &[("list owner", "m m m m m m")],
            ),
            mutation(
                scans("one match is enough", |draw, party| Scans::boxed(draw, party, LIST, 1))
                    .hand(threshold::<1>),
                &[("one match", "m m C m")],
            ),
            mutation(
                scans("vouchers seal something else", |draw, party| {
                    let scans = Scans::new(draw, party, LIST, 2);
                    Box::new(Scans { garbage_seed: true, ..scans })
                }),
                &[("list owner", "m m m m m m")],
            ),
            mutation(
                of("the voucher is omitted").field(|_, _, _, _| None),
                &[("list owner", "m m m m m m")],
            ),
            mutation(
                of("the voucher is another message's").field(|_, app, sealed, rng| {
                    let mut message = sealed.message.clone();
                    message.header.message_number += 1;
                    app.access_field(SealedMessage { message: &message, ..sealed }, rng)
                }),
                &[("list owner", "m m m m m m")],
            ),
            mutation(
                of("the provider has the list's key").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        let what = What::Secret(Secret::ListKey(list_key(draw)));
                        handed.push(Handed { to: Receiver::Provider, what });
                    }
                    handed
                }),
                &[("provider", "m m C m C m")],
            ),
            mutation(
                of("an order releases the list's key").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        let what = What::Secret(Secret::ListKey(list_key(draw)));
                        handed.push(Handed::to_investigator(what));
                    }
                    handed
                }),
                &[("order", "m m C m C m")],
            ),
        ],
    );
}

/// Without a change, the scanning app of these tests does what the rule's does.
#[test]
fn the_scanning_app_of_these_tests_is_the_rules_own() {
    let changed = Changed {
        app: Some(|draw, party| Scans::boxed(draw, party, LIST, 2)),
        ..Changed::of(&ClientSideScanning, "nothing")
    };
    let (real, changed) = (Case::of(&ClientSideScanning), Case::of(changed.leak()));
    assert_eq!(found(real, &[LIST_OWNER]), found(changed, &[LIST_OWNER]));
}
