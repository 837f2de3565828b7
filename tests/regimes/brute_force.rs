//! Besides the rules: every secret that somebody can reach is taken for the seed of every message
//! and tried on it. What opens so must have been found.

use super::case::{Case, INVESTIGATOR};
use keyhole::{
    access::{Access, Fact, FactId, Finding, Graph, Holders, Kind, Observer},
    crypto::{keys::PublicKey, secret::MessageSeed, suite::Suite},
    mechanism::work_factor::WorkFactor,
    protocol::{
        header::{Message, MessageKind},
        ratchet::associated_data,
        x3dh::AssociatedData,
    },
    world::{
        ActionId, Party,
        regime::{self, Regime, Retention},
    },
};
use std::collections::{BTreeMap, BTreeSet};

const SUITES: [Suite; 3] = [
    Suite::Aes256Gcm,
    Suite::Reduced { secret_bits: WorkFactor::LOTUS.secret_bits() },
    Suite::Export,
];

/// A message, and a secret that opens it when it is taken for its seed.
struct Opening {
    secret: FactId,
    message: ActionId,
}

/// Every pair of identity keys in the graph, either way round.
fn sessions(graph: &Graph) -> Vec<AssociatedData> {
    let keys = graph.facts().filter(|(_, it)| it.kind == Kind::IdentityKey);
    let keys: Vec<_> = keys
        .map(|(_, it)| PublicKey::from_bytes(it.value.as_slice().try_into().unwrap()))
        .collect();
    let pair = |initiator: &PublicKey, responder: &PublicKey| AssociatedData {
        initiator: *initiator,
        responder: *responder,
    };
    keys.iter().flat_map(|one| keys.iter().map(move |other| pair(one, other))).collect()
}

/// The message in these bytes, with and without a prekey header.
fn messages_in(fact: &Fact) -> impl Iterator<Item = Message> {
    let kinds = [MessageKind::Prekey, MessageKind::Ratchet].into_iter();
    kinds.filter_map(|kind| Message::from_bytes(kind, fact.value.as_slice()).ok())
}

/// Whether 32 bytes open a message as its seed, in whatever suite, between whomever.
fn opens(seed: &MessageSeed, message: &Message, sessions: &[AssociatedData]) -> bool {
    let header = &message.header;
    SUITES.iter().any(|suite| {
        let keys = suite.derive(seed, &header.to_bytes());
        let open = |session| {
            suite.open(&keys, &associated_data(session, header), &message.ciphertext).is_ok()
        };
        sessions.iter().any(open)
    })
}

/// Every secret of 32 bytes on every message.
fn openings(graph: &Graph) -> Vec<Opening> {
    let sessions = sessions(graph);
    let secrets = graph.facts().filter(|(_, it)| it.kind.is_secret());
    let secrets: Vec<_> =
        secrets.filter_map(|(id, it)| Some((id, MessageSeed::from_bytes(it.secret()?)))).collect();
    let mut openings = Vec::new();
    for (_, fact) in graph.facts().filter(|(_, it)| it.kind == Kind::Message) {
        let message = fact.about.unwrap();
        let bytes: Vec<_> = messages_in(fact).collect();
        let fits = |seed| bytes.iter().any(|it| opens(seed, it, &sessions));
        let fitting = secrets.iter().filter(|(_, seed)| fits(seed));
        openings.extend(fitting.map(|(secret, _)| Opening { secret: *secret, message }));
    }
    openings
}

/// The rules, each with its case judged and what opens in it.
fn judged_and_tried() -> impl Iterator<Item = (&'static dyn Regime, Access, Vec<Opening>)> {
    regime::ALL.iter().map(|it| {
        let case = Case::under(it.key()).order_after(3).keeping(Retention::ForEver);
        let (_, access) = case.judged();
        let openings = openings(access.graph());
        (*it, access, openings)
    })
}

/// Whoever has what opens a message has its content, by the rules.
#[test]
fn no_secret_opens_more_than_was_found() {
    for (it, access, openings) in judged_and_tried() {
        for observer in Observer::ALL {
            let has = |it: &&Opening| access.graph().known(it.secret).meets(observer.holders());
            for Opening { message, .. } in openings.iter().filter(has) {
                let found = access.finding(observer, *message);
                let place = format!("{} {} {message:?}", it.key(), observer.key());
                assert_eq!(found, Finding::Content, "{place}");
            }
        }
    }
}

/// Nor do the secrets of all who have no phone, if they put them together.
#[test]
fn no_secret_opens_more_than_outsiders_find_together() {
    let outsiders = Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
    let outsiders: Holders = outsiders.collect();
    for (it, access, openings) in judged_and_tried() {
        let graph = access.graph();
        let ranks = graph.reach(|_, leaf| leaf.holders.meets(outsiders));
        let facts = graph.facts().zip(ranks).filter(|(_, rank)| rank.is_some());
        let reached: BTreeSet<_> = facts.map(|((id, _), _)| id).collect();
        let found: BTreeMap<_, _> = access.messages().zip(access.together(outsiders)).collect();
        for Opening { message, .. } in openings.iter().filter(|it| reached.contains(&it.secret)) {
            assert_eq!(found[message], Finding::Content, "{} {message:?}", it.key());
        }
    }
}

/// Trying does open messages: with what a phone has each one that is sealed from phone to phone,
/// with what the provider has where the sessions are its own, with what an order releases where
/// that is seeds.
#[test]
fn trying_opens_messages() {
    for (it, access, openings) in judged_and_tried() {
        let opened = |observer: Observer| {
            let has = |it: &&Opening| access.graph().known(it.secret).meets(observer.holders());
            openings.iter().filter(has).map(|it| it.message).collect::<BTreeSet<_>>().len()
        };
        let [phones, provider, investigator] = match it.key() {
            "transport-only" => [0, 0, 0],
            "key-substitution" => [6, 6, 3],
            "key-escrow" | "split-escrow" | "warrant-bound" | "ghost-device" => [6, 0, 3],
            _ => [6, 0, 0],
        };
        for party in Party::ALL {
            assert_eq!(opened(Observer::Owner(party)), phones, "{}", it.key());
        }
        assert_eq!(opened(Observer::Provider), provider, "{}", it.key());
        assert_eq!(opened(INVESTIGATOR), investigator, "{}", it.key());
    }
}
