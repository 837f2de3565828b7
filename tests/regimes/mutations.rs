//! Each verdict of regimes.md, and what flips it: a rule with one named change. A change flips
//! the verdicts that are listed with it, to what is listed, and no other verdict of its rule;
//! and there is no verdict that nothing flips.

use super::{
    case::{AGENCY, CEREMONY, Case, INVESTIGATOR, LINKS, LIST_OWNER, agent, custodian, together},
    changed::{Changed, Moment, header_of},
};
use keyhole::{
    access::{Fields, Finding, Observer},
    crypto::{
        keyed_rng::KeyedRng,
        keys::{CertificateKeyPair, IdentityKeyPair},
        secret::{
            BackupKey, DeliveryToken, FamilyKey, ListKey, MessageSeed, RootKey, ScanKey, UnitKey,
            UnitKeyHalf,
        },
    },
    mechanism::{
        Layout, backup,
        chip::Chip,
        escrow::{AgencyKey, EscrowField, KeyId, StandingKey},
        leaf::{Leaf, LeafField, UnitId},
        scan::{ScanTable, Scanner, SimilarityDigest},
        sharing,
        suites::SuiteList,
        work_factor::{WeakKey, WorkFactor, WorkFactorField},
    },
    protocol::terms,
    wire::{AccessField, AccessKind, Annotated, Envelope},
    world::{
        ChatBody, Event, Party, Point, SeenWhat, Time, Timeline,
        regime::{
            App, ClientSideScanning, Clipper, CloudBackup, CrumpleZone, Draw, EndToEnd,
            ExportGrade, GhostDevice, Handed, Institution, KeyEscrow, KeyHolder, KeySubstitution,
            NoApp, Order, Ordered, Receiver, ReducedWorkFactor, Regime, Retention, SealedMessage,
            SealedSender, SealingKit, Secret, SplitEscrow, TransportOnly, WarrantBound, What,
        },
    },
};
use rand_core::Rng;
use std::{num::NonZeroU8, sync::OnceLock};

// --- verdicts -------------------------------------------------------------------------------

/// What must come out under a rule.
struct Verdict {
    name: &'static str,
    /// What comes out under the rule of this case, in short.
    judge: fn(Case) -> String,
    expected: &'static str,
    /// Whether it is there to show that a change leaves it as it is.
    stays: bool,
}

/// What holds under every rule, and under a changed one unless its change says otherwise.
const fn always(name: &'static str, judge: fn(Case) -> String, expected: &'static str) -> Verdict {
    Verdict { name, judge, expected, stays: true }
}

const fn verdict(name: &'static str, judge: fn(Case) -> String, expected: &'static str) -> Verdict {
    Verdict { name, judge, expected, stays: false }
}

/// A change, and what comes out of the verdicts that it flips.
struct Mutation {
    change: Changed,
    flips: &'static [(&'static str, &'static str)],
}

const fn mutation(change: Changed, flips: &'static [(&'static str, &'static str)]) -> Mutation {
    Mutation { change, flips }
}

fn check(real: &'static dyn Regime, verdicts: &[Verdict], mutations: &[Mutation]) {
    let mut wrong = Vec::new();
    let needed = verdicts.iter().filter(|it| !it.stays);
    let mut unflipped: Vec<_> = needed.map(|it| it.name).collect();
    for verdict in verdicts {
        let found = (verdict.judge)(Case::of(real));
        if found != verdict.expected {
            wrong.push(format!("{}: {found}, not {}", verdict.name, verdict.expected));
        }
    }
    for Mutation { change, flips } in mutations {
        let regime = change.leak();
        for (name, to) in *flips {
            let verdict = verdicts.iter().find(|it| it.name == *name);
            let verdict = verdict.unwrap_or_else(|| panic!("there is no verdict “{name}”"));
            assert_ne!(verdict.expected, *to, "{}: “{name}” is not flipped", change.change);
            unflipped.retain(|it| it != name);
        }
        for Verdict { name, judge, expected, .. } in verdicts {
            let flipped = flips.iter().find(|(it, _)| it == name);
            let expected = flipped.map_or(*expected, |(_, to)| to);
            let found = judge(Case::of(regime));
            if found != expected {
                wrong.push(format!("{}: {name}: {found}, not {expected}", change.change));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", real.key(), wrong.join("\n"));
    assert!(unflipped.is_empty(), "{}: nothing flips {unflipped:?}", real.key());
}

/// A row in short: nothing -, exists ., metadata m, content C, trials as their logarithm.
fn show(row: &[Finding]) -> String {
    let cell = |finding: &Finding| match finding {
        Finding::Nothing => "-".to_owned(),
        Finding::Exists => ".".to_owned(),
        Finding::Metadata => "m".to_owned(),
        Finding::Content => "C".to_owned(),
        Finding::Trials { .. } => finding.trials().unwrap().to_string(),
    };
    row.iter().map(cell).collect::<Vec<_>>().join(" ")
}

/// What they find together.
fn found(case: Case, observers: &[Observer]) -> String {
    show(&together(&case.scene().1, observers))
}

/// What they find together for the messages before and from the `place`th.
fn before(case: Case, place: usize, observers: &[Observer]) -> String {
    show(&together(&case.scene().1, observers)[..place])
}

fn from(case: Case, place: usize, observers: &[Observer]) -> String {
    show(&together(&case.scene().1, observers)[place..])
}

/// What several pairs or single observers find.
fn each<const N: usize>(case: Case, sets: &[[Observer; N]]) -> String {
    let scene = case.scene();
    let access = &scene.1;
    sets.iter().map(|it| show(&together(access, it))).collect::<Vec<_>>().join(" | ")
}

/// Order on what was kept, back to the first message.
fn kept(case: Case, after: usize) -> Case {
    case.order_after(after).backwards().keeping(Retention::ForEver)
}

/// How many texts of the other one each phone shows: three each, if all is well.
fn chats(case: Case) -> String {
    let scene = case.scene();
    let timeline = &scene.0;
    let shown = Party::ALL.map(|party| {
        let chat = timeline.world().phone(party).chat();
        let read = chat.iter().filter(|it| matches!(it.body, ChatBody::Incoming { .. }));
        read.count().to_string()
    });
    shown.join(" ")
}

const PHONES: Verdict = always("phones", chats, "3 3");

fn links(case: Case) -> String {
    found(case, &LINKS)
}

fn provider(case: Case) -> String {
    found(case, &[Observer::Provider])
}

/// Which app has done something how often, by its log.
fn events(timeline: &Timeline, party: Party, is: impl Fn(&Event) -> bool) -> usize {
    let seen = timeline.recording().seen_at(Point::phone(party));
    seen.filter(|it| matches!(&it.what, SeenWhat::Note(note) if is(&note.event))).count()
}

// --- what changes do -------------------------------------------------------------------------

const INVESTIGATOR_GETS: Receiver = Receiver::Institution(Institution::Investigator);

/// The agency's key, as the rules draw it.
fn standing_key(draw: Draw<'_>) -> StandingKey {
    StandingKey::generate(KeyId(1), &mut draw.rng("agency", "standing key"))
}

/// A key of somebody else that says that it is the agency's.
fn another_key(draw: Draw<'_>) -> StandingKey {
    StandingKey::generate(KeyId(1), &mut draw.rng("somebody else", "standing key"))
}

fn handed_key(key: &StandingKey) -> What {
    let (agency, private) = (key.public(), key.pair.private().clone());
    What::Secret(Secret::StandingKey { agency, private })
}

fn wrapped(
    sealed: SealedMessage<'_>,
    agency: AgencyKey,
    header: &[u8],
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    let field = EscrowField::wrap(sealed.seed, &agency, header, rng).unwrap();
    Some(AccessField::new(AccessKind::Escrow, field.encode()))
}

fn header(sealed: SealedMessage<'_>) -> Vec<u8> {
    sealed.message.header.to_bytes().to_vec()
}

fn of_another_message(sealed: SealedMessage<'_>) -> Vec<u8> {
    let mut header = sealed.message.header;
    header.message_number += 1;
    header.to_bytes().to_vec()
}

/// The app wraps the seed to the agency's key, beside this message.
fn escrowed(sealed: SealedMessage<'_>, draw: Draw<'_>, rng: &mut KeyedRng) -> Option<AccessField> {
    wrapped(sealed, standing_key(draw).public(), &header(sealed), rng)
}

fn seed_in(key: &StandingKey, envelope: &Envelope) -> Option<What> {
    let header = header_of(envelope);
    let field = EscrowField::decode(envelope.access_of(AccessKind::Escrow)?).ok()?;
    let seed = field.unwrap(key, &header.to_bytes()).ok()?;
    let (ratchet_key, message_number) = (header.ratchet_key, header.message_number);
    Some(What::Secret(Secret::MessageSeed { ratchet_key, message_number, seed }))
}

fn decoded(bytes: &Annotated) -> Envelope {
    Envelope::decode(keyhole::wire::Reader::new(bytes.bytes())).unwrap()
}

/// With every envelope that passes, a copy for somebody.
fn copies(moment: Moment<'_>, to: Receiver, mut handed: Vec<Handed>) -> Vec<Handed> {
    if let Moment::Passed(envelope) = moment {
        handed.push(Handed { to, what: What::Envelope(envelope.clone()) });
    }
    handed
}

fn published(_: Draw<'_>, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
    copies(moment, Receiver::Everybody, handed)
}

fn copies_to_the_investigator(_: Draw<'_>, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
    copies(moment, INVESTIGATOR_GETS, handed)
}

fn copies_to_the_agency(_: Draw<'_>, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
    copies(moment, Receiver::Institution(Institution::Agency), handed)
}

/// From the beginning, the agency's key for somebody else too.
fn key_for(
    draw: Draw<'_>,
    moment: Moment<'_>,
    to: Receiver,
    mut handed: Vec<Handed>,
) -> Vec<Handed> {
    if matches!(moment, Moment::Beginning) {
        handed.push(Handed { to, what: handed_key(&standing_key(draw)) });
    }
    handed
}

fn key_for_the_provider(draw: Draw<'_>, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
    key_for(draw, moment, Receiver::Provider, handed)
}

/// The agency opens every envelope that passes and hands it on, whether there is an order or not.
fn opened_without_an_order(
    draw: Draw<'_>,
    moment: Moment<'_>,
    mut handed: Vec<Handed>,
) -> Vec<Handed> {
    if let Moment::Passed(envelope) = moment {
        let seed = seed_in(&standing_key(draw), &decoded(envelope));
        let what = [What::Envelope(envelope.clone())].into_iter().chain(seed);
        handed.extend(what.map(Handed::to_investigator));
    }
    handed
}

const fn is_secret(handed: &Handed) -> bool {
    matches!(handed.what, What::Secret(_))
}

// --- no rule about access --------------------------------------------------------------------

#[test]
fn transport_only() {
    let of = |change| Changed::of(&TransportOnly, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "C C C C C C"),
        verdict("links", links, ". . . . . ."),
        verdict("before an order", |it| before(it.order_after(3), 3, &[INVESTIGATOR]), "- - -"),
        verdict("from an order on", |it| from(it.order_after(3), 3, &[INVESTIGATOR]), "C C C"),
        verdict(
            "not kept",
            |it| before(it.order_after(3).backwards(), 3, &[INVESTIGATOR]),
            "m m m",
        ),
        verdict("kept", |it| before(kept(it, 3), 3, &[INVESTIGATOR]), "C C C"),
    ];
    let encrypted = Changed { end_to_end: Some(true), ..of("texts are encrypted to the peer") };
    check(
        &TransportOnly,
        &verdicts,
        &[
            mutation(
                encrypted,
                &[("provider", "m m m m m m"), ("from an order on", "m m m"), ("kept", "m m m")],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "C C C C C C"), ("before an order", "C C C"), ("not kept", "C C C")],
            ),
            mutation(
                of("the investigator gets copies without an order")
                    .hand(copies_to_the_investigator),
                &[("before an order", "C C C"), ("not kept", "C C C")],
            ),
        ],
    );
}

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

// --- somebody else holds a key ---------------------------------------------------------------

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

/// A phone's chip, as Clipper draws it.
fn chip(draw: Draw<'_>, party: Party) -> Chip {
    let mut rng = draw.rng(party.key(), "chip");
    let (unit, unit_key) = (UnitId(rng.next_u32()), UnitKey::generate(&mut rng));
    let family_key = FamilyKey::generate(&mut draw.rng("chip maker", "family key"));
    Chip { unit, unit_key, family_key }
}

/// The session key of a LEAF, opened with the unit's key.
fn session_key(chip: &Chip, field: &LeafField) -> keyhole::crypto::secret::LeafSessionKey {
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
                            let leaf = *FORGED
                                .get_or_init(|| chip.forge(&key, iv, 1 << 22, rng).unwrap().0);
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

#[test]
fn warrant_bound() {
    let of = |change| Changed::of(&WarrantBound, change);
    const P: Observer = Observer::Provider;
    let verdicts = [
        PHONES,
        verdict("before", |it| before(kept(it, 3), 3, &[INVESTIGATOR]), "m m m"),
        verdict("from on", |it| from(kept(it, 3), 3, &[INVESTIGATOR]), "C m C"),
        verdict(
            "standing key, before",
            |it| before(kept(it, 3), 3, &[AGENCY, INVESTIGATOR, P]),
            "m m m",
        ),
        verdict("standing key, from on", |it| from(it.order_after(3), 3, &[AGENCY, P]), "C m C"),
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
    const CLOSED: [(&str, &str); 2] = [("from on", "m m m"), ("standing key, from on", "m m m")];
    const REFUSED: &[(&str, &str)] =
        &[CLOSED[0], CLOSED[1], ("entries that the phones believe", "0 0")];
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
                    ("from on", "C C C"),
                    ("standing key, before", "C C C"),
                    ("standing key, from on", "C C C"),
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
                    real.ordered(order, &Party::Bob.account(), rng)
                }),
                &[("from on", "m C m"), ("standing key, from on", "m C m")],
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
                &[("agency alone", "m m m C m C")],
            ),
        ],
    );
}

// --- somebody else joins ---------------------------------------------------------------------

#[test]
fn ghost_device() {
    let of = |change| Changed::of(&GhostDevice, change);
    fn devices(case: Case) -> String {
        let scene = case.scene();
        let timeline = &scene.0;
        let count = |party| timeline.world().phone(party).other_devices().count().to_string();
        Party::ALL.map(count).join(" ")
    }
    let verdicts = [
        always("phones", |it| chats(it.order_after(2)), "3 3"),
        verdict("before", |it| before(kept(it, 2), 2, &[INVESTIGATOR]), "m m"),
        verdict("from on", |it| from(it.order_after(2), 2, &[INVESTIGATOR]), "C C C C"),
        verdict("provider", |it| provider(it.order_after(2)), "m m m m m m"),
        always("devices without an order", devices, "0 0"),
        verdict("devices", |it| devices(it.order_after(2)), "1 1"),
    ];
    check(
        &GhostDevice,
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
                &[("from on", "m m m m"), ("devices", "0 0")],
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
                &[("from on", "C m C m")],
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

// --- somebody looks first --------------------------------------------------------------------

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

// --- the encryption is made weaker -----------------------------------------------------------

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

#[test]
fn export_grade() {
    const EXPORT: &dyn Regime = &ExportGrade { signed: false };
    let of = |change| Changed::of(EXPORT, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "39 39 39 39 39 39"),
        verdict("links", links, ". . . . . ."),
        verdict("order", |it| from(it.order_after(4), 4, &[INVESTIGATOR]), "39 39"),
    ];
    let honest = Changed { honest_directory: true, ..of("the strong suite stays in the bundle") };
    let strict = Changed {
        choose: Some(|app, offered, identity| {
            let list = SuiteList::decode(offered).map_err(|error| error.to_string())?;
            list.verify(identity).map_err(|error| error.to_string())?;
            app.choose(offered, identity)
        }),
        ..of("phones take signed lists only")
    };
    check(
        EXPORT,
        &verdicts,
        &[
            mutation(honest, &[("provider", "m m m m m m"), ("order", "m m")]),
            mutation(
                strict,
                &[
                    ("phones", "0 0"),
                    ("provider", "- - - - - -"),
                    ("links", "- - - - - -"),
                    ("order", "- -"),
                ],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "39 39 39 39 39 39")],
            ),
        ],
    );
}

#[test]
fn export_grade_with_signed_lists() {
    const SIGNED: &dyn Regime = &ExportGrade { signed: true };
    let of = |change| Changed::of(SIGNED, change);
    let verdicts = [verdict("phones", chats, "0 0"), verdict("provider", provider, "- - - - - -")];
    let lax = Changed {
        app: Some(|draw, party| ExportGrade { signed: false }.app(draw, party)),
        ..of("phones take lists without a signature")
    };
    let honest = Changed { honest_directory: true, ..of("the provider strips no list") };
    check(
        SIGNED,
        &verdicts,
        &[
            mutation(lax, &[("phones", "3 3"), ("provider", "39 39 39 39 39 39")]),
            mutation(honest, &[("phones", "3 3"), ("provider", "m m m m m m")]),
        ],
    );
}

#[test]
fn crumple_zone() {
    const DEFAULT: &dyn Regime = &CrumpleZone::DEFAULT;
    let of = |change| Changed::of(DEFAULT, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "30 30 30 30 30 30"),
        verdict("links", links, ". . . . . ."),
        verdict(
            "nobody is asked",
            |it| found(it.order_after(0), &[INVESTIGATOR]),
            "30 30 30 30 30 30",
        ),
        verdict("late order", |it| found(it.order_after(2), &[INVESTIGATOR]), "- - m m m m"),
    ];
    static CHEAP: CrumpleZone = CrumpleZone { prime_bits: 40, puzzle_bits: 12 };
    check(
        DEFAULT,
        &verdicts,
        &[
            mutation(
                Changed::of(&CHEAP, "puzzles are cheap"),
                &[("provider", "22 22 22 22 22 22"), ("nobody is asked", "22 22 22 22 22 22")],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "30 30 30 30 30 30"), ("late order", "30 30 30 30 30 30")],
            ),
            mutation(
                of("messages come without a puzzle").field(|_, _, _, _| None),
                &[
                    ("phones", "0 0"),
                    ("provider", "m m m m m m"),
                    ("nobody is asked", "m m m m m m"),
                ],
            ),
        ],
    );
}

// --- somebody else keeps a copy --------------------------------------------------------------

fn backup_key(draw: Draw<'_>, party: Party) -> BackupKey {
    BackupKey::generate(&mut draw.rng(party.key(), "backup key"))
}

fn under_another_key(
    phone: &super::changed::Phone,
    entry: &backup::Entry,
    rng: &mut KeyedRng,
) -> Option<Annotated> {
    let key = BackupKey::generate(&mut phone.draw().rng("somebody else", "backup key"));
    backup::seal(&key, &phone.party.account(), std::slice::from_ref(entry), rng).ok()
}

#[test]
fn cloud_backup() {
    const CLOUD: &dyn Regime = &CloudBackup { key: KeyHolder::Provider };
    let of = |change| Changed::of(CLOUD, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "C C C C C C"),
        verdict("links", links, ". . . . . ."),
        verdict("history", |it| before(it.order_after(4), 4, &[INVESTIGATOR]), "C C C C"),
        verdict("from on", |it| from(it.order_after(4), 4, &[INVESTIGATOR]), "C C"),
    ];
    const CLOSED: &[(&str, &str)] =
        &[("provider", "m m m m m m"), ("history", "- - - -"), ("from on", "m m")];
    let with = |change, backup| Changed { backup: Some(backup), ..of(change) };
    check(
        CLOUD,
        &verdicts,
        &[
            mutation(
                with("backups are sealed under another key", |phone, _, entry, rng| {
                    under_another_key(phone, entry, rng)
                }),
                CLOSED,
            ),
            mutation(with("phones leave no backups", |_, _, _, _| None), CLOSED),
            mutation(
                with("backups are sealed as another account's", |phone, _, entry, rng| {
                    let key = backup_key(phone.draw(), phone.party);
                    let other = phone.party.peer().account();
                    backup::seal(&key, &other, std::slice::from_ref(entry), rng).ok()
                }),
                CLOSED,
            ),
            mutation(
                of("the provider hands out no history").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        handed.retain(is_secret);
                    }
                    handed
                }),
                &[("history", "- - - -")],
            ),
            mutation(
                of("the provider hands out history only").hand(|_, moment, handed| {
                    if matches!(moment, Moment::BackedUp(..)) { Vec::new() } else { handed }
                }),
                &[("from on", "m m")],
            ),
            mutation(
                of("the provider publishes its keys and every backup").hand(
                    |_, moment, mut handed| {
                        if let Moment::BackedUp(account, backup) = moment {
                            handed.push(Handed {
                                to: Receiver::Everybody,
                                what: What::Backup(account.clone(), backup.clone()),
                            });
                        } else {
                            handed.iter_mut().for_each(|it| it.to = Receiver::Everybody);
                        }
                        handed
                    },
                ),
                &[("links", "C C C C C C")],
            ),
        ],
    );
}

#[test]
fn cloud_backup_with_the_users_key() {
    const CLOUD: &dyn Regime = &CloudBackup { key: KeyHolder::User };
    let of = |change| Changed::of(CLOUD, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "m m m m m m"),
        verdict("order", |it| found(it.order_after(4), &[INVESTIGATOR]), "- - - - m m"),
    ];
    check(
        CLOUD,
        &verdicts,
        &[
            mutation(
                of("the provider has the keys too").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        handed.extend(Party::ALL.map(|party| {
                            let (account, key) = (party.account(), backup_key(draw, party));
                            let what = What::Secret(Secret::BackupKey { account, key });
                            Handed { to: Receiver::Provider, what }
                        }));
                    }
                    handed
                }),
                &[("provider", "C C C C C C")],
            ),
            mutation(
                of("the user must hand out the key").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        let (account, key) =
                            (Party::Alice.account(), backup_key(draw, Party::Alice));
                        let secret = Secret::BackupKey { account, key };
                        handed.push(Handed::to_investigator(What::Secret(secret)));
                    }
                    handed
                }),
                &[("order", "C C C C C C")],
            ),
        ],
    );
}
