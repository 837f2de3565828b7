//! Properties over random scripts: what people send, orders, networks that come and go, a
//! provider that interferes.

use super::case::{AGENCY, INVESTIGATOR, LINKS, TEXTS, custodian, judged, played, rows, seed};
use keyhole::{
    access::{Access, Bytes, FactId, Failure, Finding, Graph, Holders, Kind, Leaf, Observer, rule},
    wire::Content,
    world::{
        Action, ActionId, Interference, Party, Point, Position, Run, Target, Timeline,
        conversation,
        regime::{self, Regime, Retention},
    },
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Something that is done next.
#[derive(Debug, Clone)]
enum Do {
    Send(Party, u8),
    Offline(Party),
    Online(Party),
    Order(Party, bool),
    /// The last order that was given ends.
    EndOrder,
    /// Something happens to the envelope of the last text inside the provider.
    Interfere(Interference),
    Release,
    Replay,
    Cut(Party),
}

fn party() -> impl Strategy<Value = Party> {
    prop_oneof![Just(Party::Alice), Just(Party::Bob)]
}

fn interference() -> impl Strategy<Value = Interference> {
    prop_oneof![
        Just(Interference::Drop),
        (0..3_000_u32).prop_map(|bit| Interference::FlipBit { bit }),
        Just(Interference::Hold),
        Just(Interference::AfterNext),
        Just(Interference::Duplicate),
    ]
}

fn step() -> impl Strategy<Value = Do> {
    prop_oneof![
        6 => (party(), any::<u8>()).prop_map(|(from, text)| Do::Send(from, text)),
        1 => party().prop_map(Do::Offline),
        2 => party().prop_map(Do::Online),
        2 => (party(), any::<bool>()).prop_map(|(target, back)| Do::Order(target, back)),
        1 => Just(Do::EndOrder),
        2 => interference().prop_map(Do::Interfere),
        1 => Just(Do::Release),
        1 => Just(Do::Replay),
        1 => party().prop_map(Do::Cut),
    ]
}

fn script(most: usize) -> impl Strategy<Value = Vec<Do>> {
    prop::collection::vec(step(), 1..most)
}

fn without_orders(most: usize) -> impl Strategy<Value = Vec<Do>> {
    let is_order = |it: &Do| matches!(it, Do::Order(..) | Do::EndOrder);
    script(most).prop_map(move |mut script| {
        script.retain(|it| !is_order(it));
        script
    })
}

fn any_regime() -> impl Strategy<Value = &'static dyn Regime> {
    (0..regime::ALL.len()).prop_map(|place| regime::ALL[place])
}

fn retention() -> impl Strategy<Value = Retention> {
    prop_oneof![Just(Retention::UntilDelivered), Just(Retention::ForEver)]
}

/// Some of them are on the scanning list, and the rest are not.
fn text(number: u8) -> String {
    match number % 4 {
        0 => TEXTS[2].1.to_owned(),
        1 => TEXTS[4].1.to_owned(),
        _ => format!("text {number}"),
    }
}

/// Both phones have joined and written once.
fn begun(regime: &'static dyn Regime, retention: Retention) -> Timeline {
    let run = conversation(seed(), true, &TEXTS[..2]).under(regime);
    played(Run { retention, ..run })
}

fn is_send(action: &Action) -> bool {
    matches!(action, Action::Send { .. })
}

fn last(run: &Run, is: impl Fn(&Action) -> bool) -> Option<ActionId> {
    run.steps.iter().rev().find(|step| is(&step.action)).map(|step| step.id)
}

/// Does it where one stands; its end is not waited for.
fn carry_out(timeline: &mut Timeline, step: &Do) {
    let run = timeline.run();
    let (order, send) = (last(run, |it| matches!(it, Action::Order { .. })), last(run, is_send));
    let action = match step {
        Do::Send(from, number) => Action::Send { from: *from, text: text(*number).into() },
        Do::Offline(party) => Action::GoOffline { party: *party },
        Do::Online(party) => Action::GoOnline { party: *party },
        Do::Order(target, backwards) => {
            let first = run.steps.iter().find(|step| is_send(&step.action)).map(|it| it.id);
            Action::Order { target: *target, start: first.filter(|_| *backwards) }
        }
        Do::EndOrder => Action::EndOrder { order: order.unwrap_or(ActionId(0)) },
        Do::Interfere(how) => {
            if let Some(action) = send {
                timeline.interfere(Target { action, point: Point::Provider, nth: 0 }, *how);
            }
            return;
        }
        Do::Release => Action::Release { envelope: send.unwrap_or(ActionId(0)) },
        Do::Replay => Action::Replay { envelope: send.unwrap_or(ActionId(0)) },
        Do::Cut(link) => Action::Cut { link: *link },
    };
    timeline.insert(action);
}

fn scripted(regime: &'static dyn Regime, retention: Retention, script: &[Do]) -> Timeline {
    let mut timeline = begun(regime, retention);
    for step in script {
        carry_out(&mut timeline, step);
        timeline.seek(Position::after(timeline.len()));
    }
    timeline
}

/// Everybody but the owners of the phones.
fn outsiders() -> Holders {
    Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_))).collect()
}

/// How many texts were sent before the first order.
fn before_the_order(run: &Run) -> usize {
    let order = run.steps.iter().position(|it| matches!(it.action, Action::Order { .. }));
    let before = run.steps.iter().take(order.unwrap_or(run.steps.len()));
    before.filter(|it| is_send(&it.action)).count()
}

fn of_key(key: &str) -> &'static dyn Regime {
    regime::of_key(key).unwrap()
}

/// The closure over what some hold, from nothing: what they find.
fn from_nothing(access: &Access, holders: Holders) -> Vec<Finding> {
    let mut graph = Graph::new(rule::ALL);
    for leaf in access.graph().leaves().iter().filter(|leaf| leaf.holders.meets(holders)) {
        let fact = access.graph().fact(leaf.fact).unwrap().clone();
        graph.add(fact, leaf.holders, leaf.origin);
    }
    let finding = |message| {
        let found = graph.about(message).map(|(_, fact)| Finding::of(fact)).max();
        found.unwrap_or(Finding::Nothing)
    };
    access.messages().map(finding).collect()
}

fn observers() -> impl Strategy<Value = Vec<Observer>> {
    prop::sample::subsequence(Observer::ALL.to_vec(), 0..Observer::ALL.len())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(48))]

    /// Whatever anybody finds is what was sent, and is about the message that it was sent in.
    #[test]
    fn content_found_is_the_text_that_was_sent(
        regime in any_regime(),
        retention in retention(),
        script in script(10),
    ) {
        let timeline = scripted(regime, retention, &script);
        let access = judged(&timeline);
        let contents = access.graph().facts().filter(|(_, fact)| fact.kind == Kind::Content);
        for (_, fact) in contents {
            let message = fact.about.expect("content is about a message");
            let index = timeline.run().index_of(message).unwrap();
            let Action::Send { text, .. } = &timeline.run().steps[index].action else {
                panic!("content is about a text")
            };
            // A text that only transport encryption protects can be changed inside the provider, and
            // nobody could tell: it is then what the provider made of it.
            let strikes = |it: &Target| it.action == message && it.point == Point::Provider;
            let is_struck = timeline.run().steps.iter().any(|step| {
                matches!(&step.action, Action::Interfere { target, how: Interference::FlipBit { .. } }
                    if strikes(target))
            });
            if is_struck && !regime.end_to_end() {
                continue;
            }
            let found = fact.value.as_slice();
            let as_sent = Content::decode(found) == Ok(Content::Text(text.as_ref().to_owned()));
            prop_assert!(as_sent || found == text.as_bytes(), "{}", regime.key());
        }
    }

    /// Whoever knows more finds no less; what some find together is what the closure over
    /// their holdings alone gives; and what the sum of the others adds is never negative.
    #[test]
    fn findings_never_shrink_when_knowledge_grows(
        regime in any_regime(),
        retention in retention(),
        script in script(10),
        some in observers(),
        more in observers(),
    ) {
        let access = judged(&scripted(regime, retention, &script));
        let some: Holders = some.into_iter().collect();
        let all = some | more.into_iter().collect();
        let (few, many) = (access.together(some), access.together(all));
        for (few, many) in few.iter().zip(&many) {
            prop_assert!(few <= many, "{}: {few:?}, then {many:?}", regime.key());
        }
        prop_assert_eq!(few, from_nothing(&access, some), "{}", regime.key());
        prop_assert_eq!(many, from_nothing(&access, all), "{}", regime.key());
        for observer in Observer::ALL {
            let row: Vec<_> =
                access.messages().map(|it| access.finding(observer, it)).collect();
            prop_assert_eq!(row, access.together(observer.holders()), "{}", regime.key());
        }
    }

    /// End-to-end encryption gives content to nobody but the phones, with or without an order.
    #[test]
    fn end_to_end_gives_outsiders_no_content(
        regime in prop::sample::select(vec!["end-to-end", "sealed-sender"]),
        retention in retention(),
        script in script(12),
    ) {
        let access = judged(&scripted(of_key(regime), retention, &script));
        for found in access.together(outsiders()) {
            prop_assert!(found <= Finding::Metadata, "{found:?}");
        }
    }

    /// Nor can outsiders together write in anybody's name to a phone that has the peer's key.
    #[test]
    fn end_to_end_lets_no_outsider_write_in_another_ones_name(
        regime in prop::sample::select(vec!["end-to-end", "sealed-sender", "ghost-device"]),
        retention in retention(),
        script in script(8),
    ) {
        let timeline = scripted(of_key(regime), retention, &script);
        let access = judged(&timeline);
        for name in Party::ALL {
            prop_assert!(!access.could_impersonate(timeline.world(), outsiders(), name));
        }
    }

    /// The ghost comes with the order: what was sent before stays closed to everybody.
    #[test]
    fn a_ghost_reads_nothing_sent_before_the_order(script in script(12)) {
        let timeline = scripted(of_key("ghost-device"), Retention::ForEver, &script);
        let access = judged(&timeline);
        let before = before_the_order(timeline.run());
        for found in access.together(outsiders()).into_iter().take(before) {
            prop_assert!(found <= Finding::Metadata, "{found:?}");
        }
    }

    /// Before an activation nothing opens, whoever holds what of all the rest.
    #[test]
    fn warrant_bound_escrow_opens_nothing_before_the_activation(
        script in script(12),
        some in observers(),
    ) {
        let timeline = scripted(of_key("warrant-bound"), Retention::ForEver, &script);
        let access = judged(&timeline);
        let before = before_the_order(timeline.run());
        let phones = |it: &Observer| matches!(it, Observer::Owner(_));
        let some: Holders = some.into_iter().filter(|it| !phones(it)).collect();
        for holders in [outsiders(), some | AGENCY.holders()] {
            for found in access.together(holders).into_iter().take(before) {
                prop_assert!(found <= Finding::Metadata, "{found:?}");
            }
        }
    }

    /// The investigator has nothing of what came before every order and after the end of each,
    /// whoever was the target; only backups hold what is older than the order.
    #[test]
    fn an_order_gives_nothing_that_it_does_not_cover(
        regime in any_regime().prop_filter("history", |it| !it.key().starts_with("cloud-backup")),
        retention in retention(),
        script in script(14),
    ) {
        let timeline = scripted(regime, retention, &script);
        let access = judged(&timeline);
        let provider = timeline.world().provider();
        for message in access.messages() {
            let line = provider.log().iter().find(|line| line.message == Some(message));
            let covers = |time| provider.orders().iter().any(|order| order.covers(time));
            if line.is_none_or(|line| !covers(line.time)) {
                let found = access.finding(INVESTIGATOR, message);
                prop_assert_eq!(found, Finding::Nothing, "{}", regime.key());
            }
        }
    }

    /// One custodian of three, with everything that passed, learns no more than the provider.
    #[test]
    fn one_custodian_learns_nothing(retention in retention(), script in without_orders(10)) {
        let access = judged(&scripted(of_key("split-escrow"), retention, &script));
        let passed: Holders = [Observer::Provider, LINKS[0], LINKS[1]].into_iter().collect();
        for number in 1..=3 {
            let with = access.together(passed | custodian(number).holders());
            prop_assert_eq!(with, access.together(passed));
        }
    }

    /// Without an order the investigator has nothing, under no rule.
    #[test]
    fn without_an_order_the_investigator_has_nothing(
        regime in any_regime(),
        retention in retention(),
        script in without_orders(10),
    ) {
        let access = judged(&scripted(regime, retention, &script));
        for found in access.together(INVESTIGATOR.holders()) {
            prop_assert_eq!(found, Finding::Nothing, "{}", regime.key());
        }
    }
}

/// Something that is done to a run as a whole.
#[derive(Debug, Clone)]
enum Change {
    Do(Do),
    Step(u8),
    StepBack(u8),
    Undo,
    Redo,
    Rule(&'static dyn Regime),
    Keep(Retention),
    /// Takes the `nth` action out, counted from the end.
    Remove(u8),
}

/// What was put in, in no order: what is read while a packet is under way comes earlier.
fn leaves(access: &Access) -> Vec<(Kind, Bytes, Bytes, Holders, String)> {
    let graph = access.graph();
    let leaf = |leaf: &Leaf| {
        let fact = graph.fact(leaf.fact).unwrap();
        let origin = format!("{:?}", leaf.origin);
        (fact.kind, fact.name.clone(), fact.value.clone(), leaf.holders, origin)
    };
    let mut leaves: Vec<_> = graph.leaves().iter().map(leaf).collect();
    leaves.sort();
    leaves
}

/// A fact without its number.
type Shown = (Kind, Bytes, Bytes);

/// What failed to authenticate, in no order.
fn failures(access: &Access) -> BTreeSet<(&'static str, Vec<Shown>)> {
    let graph = access.graph();
    let fact = |id: &FactId| {
        let fact = graph.fact(*id).unwrap();
        (fact.kind, fact.name.clone(), fact.value.clone())
    };
    let failure = |it: &Failure| {
        let mut premises: Vec<_> = it.premises.iter().map(fact).collect();
        premises.sort();
        (it.rule, premises)
    };
    graph.failures().iter().map(failure).collect()
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => step().prop_map(Change::Do),
        1 => (0..40_u8).prop_map(Change::Step),
        2 => (0..40_u8).prop_map(Change::StepBack),
        2 => Just(Change::Undo),
        1 => Just(Change::Redo),
        2 => any_regime().prop_map(Change::Rule),
        1 => retention().prop_map(Change::Keep),
        1 => (0..6_u8).prop_map(Change::Remove),
    ]
}

proptest! {
    #![proptest_config(config(32))]

    /// Whatever is done to a run under whatever rule, the answer that was kept up to date is
    /// the one from nothing.
    #[test]
    fn keeping_up_gives_what_starting_again_gives(
        regime in any_regime(),
        retention in retention(),
        changes in prop::collection::vec(change(), 1..12),
    ) {
        let mut timeline = begun(regime, retention);
        let mut kept = judged(&timeline);
        for change in changes {
            match &change {
                Change::Do(it) => carry_out(&mut timeline, it),
                Change::Step(count) => (0..*count).for_each(|_| { timeline.step(); }),
                Change::StepBack(count) => (0..*count).for_each(|_| { timeline.step_back(); }),
                Change::Undo => { timeline.undo(); }
                Change::Redo => { timeline.redo(); }
                Change::Rule(regime) => timeline.set_regime(*regime),
                Change::Keep(retention) => timeline.set_retention(*retention),
                Change::Remove(from_end) => {
                    let steps = &timeline.run().steps;
                    let place = steps.len().checked_sub(1 + usize::from(*from_end));
                    if let Some(id) = place.and_then(|it| steps.get(it)).map(|it| it.id) {
                        timeline.remove(id);
                    }
                }
            }
            kept.update(&timeline);
            let fresh = judged(&timeline);
            prop_assert_eq!(rows(&kept), rows(&fresh), "{:?}", &change);
            prop_assert_eq!(kept.graph().size(), fresh.graph().size(), "{:?}", &change);
            prop_assert!(leaves(&kept) == leaves(&fresh), "leaves after {:?}", &change);
            prop_assert!(failures(&kept) == failures(&fresh), "failures after {:?}", &change);
        }
    }
}
