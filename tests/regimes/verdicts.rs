//! Who can read what under each rule: as regimes.md says it must come out, computed.

use super::case::{
    AGENCY, CEREMONY, Case, INVESTIGATOR, JOINS, LIST_OWNER, TEXTS, closed, custodian, has_content,
    judged, reads, row,
};
use keyhole::{
    access::{Access, Fact, Fields, Finding, Graph, Holders, Kind, Observer, Origin, rule},
    protocol::terms::Seeds,
    world::{
        Action, Party, Position, Taker, Timeline,
        regime::{self, ExportGrade, Institution, Regime, Retention},
    },
};

/// Every message arrives under every rule.
#[test]
fn the_phones_read_everything_under_every_rule() {
    for it in regime::ALL {
        let (timeline, access) = Case::under(it.key()).order_after(3).judged();
        for party in Party::ALL {
            let found = row(&access, Observer::Owner(party));
            assert_eq!(found, [Finding::Content; 6], "{} {}", it.key(), party.key());
            assert_eq!(timeline.world().phone(party).chat().len(), 6, "{}", it.key());
        }
    }
}

/// What somebody finds is what was sent.
#[test]
fn content_found_is_the_text_that_was_sent() {
    for it in regime::ALL {
        let case = Case::under(it.key()).order_after(0).keeping(Retention::ForEver);
        let (_, access) = case.judged();
        for (message, (_, text)) in access.messages().zip(TEXTS) {
            for (_, fact) in
                access.graph().about(message).filter(|(_, it)| it.kind == Kind::Content)
            {
                assert!(fact.value.as_slice().ends_with(text.as_bytes()), "{}", it.key());
            }
        }
    }
}

#[test]
fn networks_never_read_alone() {
    for it in regime::ALL {
        let (_, access) = Case::under(it.key()).order_after(2).backwards().judged();
        for party in Party::ALL {
            assert_eq!(
                row(&access, Observer::Network(party)),
                [Finding::Exists; 6],
                "{}",
                it.key()
            );
        }
    }
}

#[test]
fn transport_only_gives_the_provider_everything() {
    let case = Case::under("transport-only");
    assert_eq!(case.row(Observer::Provider), [Finding::Content; 6]);
    assert_eq!(case.row(INVESTIGATOR), [Finding::Nothing; 6]);
    let ordered = case.order_after(3).row(INVESTIGATOR);
    assert_eq!(ordered[..3], [Finding::Nothing; 3]);
    assert_eq!(ordered[3..], [Finding::Content; 3]);
    // What was not kept is not released: the log line is.
    let backwards = case.order_after(3).backwards();
    assert_eq!(backwards.row(INVESTIGATOR)[..3], [Finding::Metadata; 3]);
    let kept = backwards.keeping(Retention::ForEver);
    assert_eq!(kept.row(INVESTIGATOR), [Finding::Content; 6]);
}

#[test]
fn end_to_end_leaves_metadata() {
    let case = Case::under("end-to-end").order_after(2).backwards().keeping(Retention::ForEver);
    assert_eq!(case.row(INVESTIGATOR), [Finding::Metadata; 6]);
    assert_eq!(case.row(Observer::Provider), [Finding::Metadata; 6]);
    let (_, access) = case.judged();
    let others = Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
    assert_eq!(access.together(others.collect()), [Finding::Metadata; 6]);
}

#[test]
fn key_escrow_releases_what_the_order_covers_and_the_standing_key_opens_all() {
    let case = Case::under("key-escrow").order_after(3);
    let (_, access) = case.judged();
    let found = row(&access, INVESTIGATOR);
    assert_eq!(found[..3], [Finding::Nothing; 3]);
    assert_eq!(found[3..], [Finding::Content; 3]);
    assert_eq!(row(&access, AGENCY), [Finding::Nothing; 6]);
    // A thief of the standing key: with the provider's interface all, with links nothing.
    assert_eq!(reads(&access, &[AGENCY, Observer::Provider]), 6);
    let links = Party::ALL.map(Observer::Network);
    assert_eq!(reads(&access, &[AGENCY, links[0], links[1]]), 0);
    let kept = case.backwards().keeping(Retention::ForEver);
    assert_eq!(kept.row(INVESTIGATOR), [Finding::Content; 6]);
}

#[test]
fn one_custodian_learns_nothing_and_two_have_the_key() {
    let (_, access) = Case::under("split-escrow").judged();
    for number in 1..=3 {
        assert_eq!(reads(&access, &[custodian(number), Observer::Provider]), 0);
    }
    for (one, two) in [(1, 2), (1, 3), (2, 3)] {
        assert_eq!(reads(&access, &[custodian(one), custodian(two), Observer::Provider]), 6);
    }
    let (_, access) = Case::under("split-escrow").order_after(4).judged();
    assert_eq!(row(&access, INVESTIGATOR)[..4], [Finding::Nothing; 4]);
    assert_eq!(row(&access, INVESTIGATOR)[4..], [Finding::Content; 2]);
    assert_eq!(reads(&access, &[CEREMONY, Observer::Provider]), 6);
    assert_eq!(row(&access, CEREMONY), [Finding::Nothing; 6]);
}

#[test]
fn clipper_opens_all_sessions_of_a_unit_once_both_halves_are_out() {
    let agents = [1, 2].map(|it| Observer::Institution(Institution::EscrowAgent(it)));
    let (_, access) = Case::under("clipper").judged();
    // Agents and provider lack the family key; with the investigator's they have everything.
    assert_eq!(reads(&access, &[agents[0], agents[1], Observer::Provider]), 0);
    let [one, two] = agents;
    assert_eq!(reads(&access, &[one, INVESTIGATOR, Observer::Provider]), 0);
    assert_eq!(reads(&access, &[one, two, INVESTIGATOR, Observer::Provider]), 6);
    let ordered = Case::under("clipper").order_after(0);
    assert_eq!(ordered.row(INVESTIGATOR), [Finding::Content; 6]);
    // The LEAF passes at the beginning of a session: later there is none to open.
    let late = Case::under("clipper").order_after(2).row(INVESTIGATOR);
    assert!(late.iter().all(|it| *it <= Finding::Metadata), "{late:?}");
}

#[test]
fn a_scanner_reads_what_is_on_its_list_above_the_threshold() {
    let (_, access) = Case::under("client-side-scanning").judged();
    // Bob's third and fifth message are on the list; together they reach the threshold.
    let on_the_list = [2, 4];
    for (place, found) in row(&access, LIST_OWNER).into_iter().enumerate() {
        let listed = on_the_list.contains(&place);
        let expected = if listed { Finding::Content } else { Finding::Metadata };
        assert_eq!(found, expected, "message {place}");
    }
    assert_eq!(row(&access, Observer::Provider), [Finding::Metadata; 6]);
    // One match alone opens nothing.
    let mut one = Case::under("client-side-scanning").run();
    one.steps.truncate(2 + 4);
    let mut timeline = Timeline::new(one);
    timeline.seek(Position::after(timeline.len()));
    let mut access = Access::default();
    access.update(&timeline);
    assert_eq!(row(&access, LIST_OWNER), [Finding::Metadata; 4]);
}

#[test]
fn a_ghost_reads_from_the_order_on_and_nothing_before() {
    let case = Case::under("ghost-device").order_after(2).backwards().keeping(Retention::ForEver);
    let (timeline, access) = case.judged();
    let found = row(&access, INVESTIGATOR);
    assert_eq!(found[..2], [Finding::Metadata; 2]);
    assert_eq!(found[2..], [Finding::Content; 4]);
    assert_eq!(row(&access, Observer::Provider), [Finding::Metadata; 6]);
    // Evidence: one more device, on both phones.
    for party in Party::ALL {
        let devices: Vec<_> = timeline.world().phone(party).other_devices().collect();
        assert_eq!(devices, [(&Party::Alice.account(), 2)]);
    }
    assert!(
        Case::under("ghost-device")
            .judged()
            .0
            .world()
            .phone(Party::Bob)
            .other_devices()
            .next()
            .is_none()
    );
}

#[test]
fn substituted_keys_give_the_provider_everything_and_other_safety_numbers() {
    let (timeline, access) = Case::under("key-substitution").order_after(3).judged();
    assert_eq!(row(&access, Observer::Provider), [Finding::Content; 6]);
    let found = row(&access, INVESTIGATOR);
    assert_eq!(found[..3], [Finding::Nothing; 3]);
    assert_eq!(found[3..], [Finding::Content; 3]);
    let numbers = |timeline: &Timeline| {
        Party::ALL.map(|party| timeline.world().phone(party).safety_number().unwrap())
    };
    let [alice, bob] = numbers(&timeline);
    assert_ne!(alice.digits(), bob.digits());
    let [alice, bob] = numbers(&Case::under("end-to-end").judged().0);
    assert_eq!(alice.digits(), bob.digits());
}

#[test]
fn a_reduced_work_factor_costs_the_agency_less() {
    let case = Case::under("work-factor").order_after(3);
    let (_, access) = case.judged();
    assert_eq!(row(&access, Observer::Provider), [Finding::after_trials(63); 6]);
    let found = row(&access, INVESTIGATOR);
    assert_eq!(found[..3], [Finding::Nothing; 3]);
    assert_eq!(found[3..], [Finding::after_trials(39); 3]);
    let holders: Holders = [AGENCY, Observer::Provider].into_iter().collect();
    assert_eq!(access.together(holders), [Finding::after_trials(39); 6]);
}

#[test]
fn a_stripped_bundle_makes_strong_phones_weak_and_a_signed_one_does_not() {
    let (_, access) = Case::under("export-grade").order_after(4).judged();
    assert_eq!(row(&access, Observer::Provider), [Finding::after_trials(39); 6]);
    assert_eq!(row(&access, INVESTIGATOR)[4..], [Finding::after_trials(39); 2]);
    // Phones that sign their lists refuse the stripped bundle: nothing is sent in it.
    let mut run = Case::under("end-to-end").run();
    run.regime = &ExportGrade { signed: true };
    let mut timeline = Timeline::new(run);
    timeline.seek(Position::after(timeline.len()));
    let alice = timeline.world().phone(Party::Alice);
    assert!(alice.sessions().current().is_none());
}

#[test]
fn a_sealed_sender_is_inferred_and_not_read() {
    let (_, access) = Case::under("sealed-sender").order_after(0).judged();
    for (message, (from, _)) in access.messages().zip(TEXTS) {
        let reading = access.reading(Observer::Provider, message);
        assert!(reading.read.has(Fields::TO) && !reading.read.has(Fields::FROM), "{reading:?}");
        assert!(reading.inferred.has(Fields::FROM), "{reading:?}");
        // An order for Alice finds what is addressed to her; what she sends has no name on it,
        // and the investigator has no packets to infer from.
        let reading = access.reading(INVESTIGATOR, message);
        assert_eq!(reading.read.has(Fields::TO), from == Party::Bob, "{reading:?}");
        assert!(!reading.all().has(Fields::FROM), "{reading:?}");
    }
    assert_eq!(row(&access, Observer::Provider), [Finding::Metadata; 6]);
}

#[test]
fn warrant_bound_escrow_opens_nothing_before_the_activation() {
    let case = Case::under("warrant-bound").order_after(3).backwards();
    let (_, access) = case.keeping(Retention::ForEver).judged();
    let found = row(&access, INVESTIGATOR);
    assert_eq!(found[..3], [Finding::Metadata; 3]);
    // Alice is the target: what she sends and what is sent to her opens from now on.
    assert_eq!(found[3..], [Finding::Content; 3]);
    // Not even with the standing key and all that ever passed.
    let holders: Holders = [AGENCY, Observer::Provider].into_iter().collect();
    assert_eq!(access.together(holders)[..3], [Finding::Metadata; 3]);
}

#[test]
fn a_crumpled_message_has_a_price_for_everybody_who_has_it() {
    let (_, access) = Case::under("crumple-zone").order_after(2).judged();
    let price = Finding::after_trials(30);
    assert_eq!(row(&access, Observer::Provider), [price; 6]);
    let found = row(&access, INVESTIGATOR);
    assert_eq!(found[..2], [Finding::Nothing; 2]);
    assert!(found[2..].iter().all(|it| *it <= price && *it >= Finding::Metadata), "{found:?}");
}

#[test]
fn a_backup_is_as_closed_as_its_key() {
    let case = |regime| Case::under(regime).order_after(4);
    assert_eq!(case("cloud-backup").row(Observer::Provider), [Finding::Content; 6]);
    assert_eq!(case("cloud-backup").row(INVESTIGATOR), [Finding::Content; 6]);
    assert_eq!(case("cloud-backup-user-key").row(Observer::Provider), [Finding::Metadata; 6]);
    let found = case("cloud-backup-user-key").row(INVESTIGATOR);
    assert!(found.iter().all(|it| *it <= Finding::Metadata), "{found:?}");
}

/// Whoever has the key of a message could have written it; a backup shows it without its key.
#[test]
fn who_can_open_could_have_written() {
    let could = |case: Case, observer: Observer| -> Vec<bool> {
        let (_, access) = case.judged();
        access.messages().map(|it| access.could_fabricate(observer, it)).collect()
    };
    let ordered = |key| Case::under(key).order_after(0);
    for party in Party::ALL {
        assert_eq!(could(Case::under("end-to-end"), Observer::Owner(party)), [true; 6]);
    }
    assert_eq!(could(ordered("end-to-end"), INVESTIGATOR), [false; 6]);
    assert_eq!(could(Case::under("transport-only"), Observer::Provider), [true; 6]);
    assert_eq!(could(ordered("key-escrow"), INVESTIGATOR), [true; 6]);
    assert_eq!(could(ordered("cloud-backup"), INVESTIGATOR), [false; 6]);
}

#[test]
fn keys_are_equal_under_all_rules_that_leave_them_alone() {
    let identity = |it: &'static dyn Regime| {
        let (timeline, _) = Case::under(it.key()).judged();
        Party::ALL.map(|party| timeline.world().phone(party).identity().public())
    };
    let seeds = |it: &'static dyn Regime| {
        let (_, access) = Case::under(it.key()).judged();
        let own = |index: &usize| {
            let leaf = &access.graph().leaves()[*index];
            leaf.holders.meets(Observer::Owner(Party::Alice).holders())
        };
        let leaves = (0..access.graph().leaves().len()).filter(own);
        let facts = leaves.map(|it| access.graph().fact(access.graph().leaves()[it].fact).unwrap());
        let seeds = facts.filter(|it| it.kind == Kind::MessageSeed);
        let mut seeds: Vec<_> = seeds.map(|it| it.value.as_slice().to_vec()).collect();
        seeds.sort();
        seeds
    };
    let end_to_end = regime::of_key("end-to-end").unwrap();
    for it in regime::ALL.iter().copied() {
        assert_eq!(identity(it), identity(end_to_end), "{}", it.key());
        if it.end_to_end() && it.terms().seeds == Seeds::Ratchet && it.key() != "key-substitution" {
            assert_eq!(seeds(it), seeds(end_to_end), "{}", it.key());
        }
    }
}

#[test]
fn every_content_rests_on_exactly_its_leaves() {
    for it in regime::ALL {
        let case = Case::under(it.key()).order_after(3).keeping(Retention::ForEver);
        let (_, access) = case.judged();
        for observer in Observer::ALL {
            for message in access.messages() {
                if access.finding(observer, message) != Finding::Content {
                    continue;
                }
                let derivation = access.derivation(observer, message).unwrap();
                let leaves = derivation.leaves();
                let place = format!("{} {} {message:?}", it.key(), observer.key());
                let exactly = closed(&access, |leaf| leaves.contains(&leaf));
                assert!(has_content(&exactly, message), "{place}");
                let public =
                    |leaf: usize| access.graph().leaves()[leaf].holders == Holders::EVERYBODY;
                for gone in leaves.iter().filter(|leaf| !public(**leaf)) {
                    let without = closed(&access, |leaf| leaves.contains(&leaf) && leaf != *gone);
                    assert!(!has_content(&without, message), "{place} without leaf {gone}");
                }
            }
        }
    }
}

/// Each step can be done again from its premises and what is public, and from nothing else.
#[test]
fn every_step_follows_from_its_premises_alone() {
    for it in regime::ALL {
        let case = Case::under(it.key()).order_after(3).keeping(Retention::ForEver);
        let (_, access) = case.judged();
        let graph = access.graph();
        let public = graph.leaves().iter().filter(|leaf| leaf.holders == Holders::EVERYBODY);
        let mut base = Graph::new(rule::ALL);
        for leaf in public {
            base.add(graph.fact(leaf.fact).unwrap().clone(), leaf.holders, leaf.origin);
        }
        let mark = base.mark();
        for (id, conclusion) in graph.facts() {
            for step in graph.steps_to(id) {
                for premise in &step.premises {
                    let fact = graph.fact(*premise).unwrap().clone();
                    base.add(fact, Holders::EVERYBODY, Origin::Standing);
                }
                let is_it = |it: &Fact| {
                    (it.kind, &it.name, &it.value)
                        == (conclusion.kind, &conclusion.name, &conclusion.value)
                };
                let found = base.facts().any(|(_, it)| is_it(it));
                assert!(found, "{} {}", it.key(), step.rule);
                base.rewind(mark);
            }
        }
    }
}

/// Trying every secret on everything finds nothing more.
#[test]
fn indexed_keys_find_all_that_there_is() {
    for it in regime::ALL {
        let case = Case::under(it.key()).order_after(3).keeping(Retention::ForEver);
        let (mut timeline, _) = case.judged();
        for party in Party::ALL {
            let by = Taker::Investigator;
            for action in [Action::Implant { party }, Action::Seize { party, by }] {
                timeline.seek(Position::after(JOINS + 2));
                timeline.insert(action);
            }
        }
        timeline.seek(Position::after(timeline.len()));
        let access = judged(&timeline);
        let mut exhaustive = Access::over(Graph::exhaustive(rule::ALL));
        exhaustive.update(&timeline);
        for observer in Observer::ALL {
            assert_eq!(row(&access, observer), row(&exhaustive, observer), "{}", it.key());
        }
    }
}

/// Changing the rule and coming back gives the same bytes and findings.
#[test]
fn a_changed_rule_is_judged_from_nothing() {
    let (mut timeline, mut access) = Case::under("end-to-end").order_after(3).judged();
    for it in regime::ALL {
        timeline.set_regime(*it);
        timeline.seek(Position::after(timeline.len()));
        access.update(&timeline);
        let (_, fresh) = Case::under(it.key()).order_after(3).judged();
        for observer in Observer::ALL {
            assert_eq!(row(&access, observer), row(&fresh, observer), "{}", it.key());
        }
        assert_eq!(access.graph().size(), fresh.graph().size(), "{}", it.key());
    }
}
