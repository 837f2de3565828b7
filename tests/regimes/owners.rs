//! What the owners of the phones can do, and what it changes for everybody else.

use super::case::{
    AGENCY, INVESTIGATOR, JOINS, LIST_OWNER, TEXTS, found, judged, played, seed, together,
};
use keyhole::{
    access::{Access, Observer},
    world::{
        Action, ActionId, ChatBody, Delivery, Event, Party, Point, Run, SeenWhat, Step, Taker,
        Timeline, conversation,
        regime::{self, Demand, Institution, Retention},
    },
};

const PROVIDER: Observer = Observer::Provider;
const FOREIGN_STATE: Observer = Observer::Institution(Institution::ForeignState);

/// The conversation under a rule, with events after so many texts; the provider keeps everything.
fn scene(regime: &str, events: &[(usize, Action)]) -> (Timeline, Access) {
    let mut run = conversation(seed(), true, &TEXTS).under(regime::of_key(regime).unwrap());
    run.retention = Retention::ForEver;
    let timeline = played(with(run, events));
    let access = judged(&timeline);
    (timeline, access)
}

fn with(mut run: Run, events: &[(usize, Action)]) -> Run {
    for (nth, (after, action)) in events.iter().enumerate().rev() {
        let id = ActionId(1_000 + nth as u64);
        run.steps.insert(JOINS + after, Step { id, action: action.clone() });
    }
    run
}

fn shown(timeline: &Timeline, party: Party) -> Vec<String> {
    let text = |body: &ChatBody| match body {
        ChatBody::Outgoing { text, .. } | ChatBody::Incoming { text } => text.to_string(),
        ChatBody::Unreadable { error } => format!("({error})"),
    };
    timeline.world().phone(party).chat().iter().map(|it| text(&it.body)).collect()
}

fn written() -> Vec<String> {
    TEXTS.iter().map(|(_, text)| (*text).to_owned()).collect()
}

/// Under every rule a layer closes what comes after it to everybody but the owners, whoever works
/// together, and the owners read on.
#[test]
fn a_layer_of_their_own_closes_messages_under_every_rule() {
    let order = (0, Action::Order { target: Party::Alice, start: None });
    for it in regime::ALL {
        let (timeline, access) = scene(it.key(), &[order.clone(), (3, Action::AddLayer)]);
        for party in Party::ALL {
            assert_eq!(shown(&timeline, party), written(), "{}", it.key());
            assert_eq!(found(&access, &[Observer::Owner(party)]), "CCCCCC", "{}", it.key());
        }
        let others: Vec<_> =
            Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_))).collect();
        let after = found(&access, &others).split_off(3);
        assert!(!after.contains('C'), "{}: {after}", it.key());
        let (_, without) = scene(it.key(), std::slice::from_ref(&order));
        let before = found(&access, &others)[..3].to_owned();
        // Vouchers open above a threshold, and what is covered matches nothing.
        if it.key() == "client-side-scanning" {
            continue;
        }
        assert_eq!(before, found(&without, &others)[..3], "{}", it.key());
    }
}

/// The layer stands and falls with its key: with a phone it is in other hands.
#[test]
fn whoever_has_the_key_of_a_layer_reads_what_the_rule_opens() {
    let order = (0, Action::Order { target: Party::Alice, start: None });
    let seize = (6, Action::Seize { party: Party::Bob, by: Taker::Investigator });
    let scene = |more: &[(usize, Action)]| {
        let events = [&[order.clone(), (0, Action::AddLayer)], more].concat();
        found(&scene("key-escrow", &events).1, &[INVESTIGATOR])
    };
    assert_eq!(scene(&[]), "MMMMMM");
    assert_eq!(scene(&[seize]), "CCCCCC");
    // Nothing but the key of the layer is needed besides: the phone shows no texts any more.
    let delete = (6, Action::Delete { party: Party::Bob });
    let seize = (6, Action::Seize { party: Party::Bob, by: Taker::Thief });
    let (_, access) =
        self::scene("key-escrow", &[order.clone(), (0, Action::AddLayer), delete, seize]);
    let thief = Observer::Institution(Institution::Thief);
    assert_eq!(found(&access, &[INVESTIGATOR]), "MMMMMM");
    assert_eq!(found(&access, &[thief, INVESTIGATOR]), "CCCCCC");
}

/// Under every rule: what is written in another app passes a provider that nobody in the table is,
/// and the links show that something passed. What was written before stays as readable as it was, and
/// later orders find only that.
#[test]
fn another_app_takes_messages_out_of_a_rules_reach() {
    let order = |after| (after, Action::Order { target: Party::Alice, start: None });
    let change = (3, Action::ChangeApp);
    let others: Vec<_> =
        Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_))).collect();
    for it in regime::ALL {
        for given in [0, 5] {
            let (timeline, access) = scene(it.key(), &[order(given), change.clone()]);
            for party in Party::ALL {
                assert_eq!(shown(&timeline, party), written(), "{}", it.key());
                assert_eq!(found(&access, &[Observer::Owner(party)]), "CCCCCC", "{}", it.key());
            }
            let links = Party::ALL.map(Observer::Network);
            let elsewhere = others.iter().copied().filter(|it| !links.contains(it));
            let after = |who: &[Observer]| found(&access, who).split_off(3);
            assert_eq!(after(&elsewhere.collect::<Vec<_>>()), "---", "{}", it.key());
            assert_eq!(after(&others), "eee", "{}", it.key());
            // The same order without the change opens as much of the first three.
            let (_, without) = scene(it.key(), &[order(given)]);
            let is_counted = it.key() == "client-side-scanning";
            let of = |access| found(access, &others)[..3].to_owned();
            assert!(is_counted || of(&access) == of(&without), "{}", it.key());
            let world = timeline.world();
            for name in Party::ALL {
                let together = others.iter().copied().collect();
                let could = access.could_impersonate(world, together, name);
                assert!(!could, "{}: {name:?}", it.key());
            }
        }
    }
}

/// The app changes, the phone does not: who has that has all of it.
#[test]
fn a_phone_gives_out_what_is_in_both_apps() {
    let change = (3, Action::ChangeApp);
    let seize = |by| (6, Action::Seize { party: Party::Bob, by });
    let implant = (0, Action::Implant { party: Party::Bob });
    let locked = (6, Action::SeizeLocked { party: Party::Bob, by: Taker::Investigator });
    let passcode = (6, Action::Compel { party: Party::Bob });
    for events in [
        vec![change.clone(), seize(Taker::Investigator)],
        vec![implant, change.clone()],
        vec![change.clone(), locked, passcode],
    ] {
        let (_, access) = scene("end-to-end", &events);
        assert_eq!(found(&access, &[INVESTIGATOR]), "CCCCCC", "{events:?}");
    }
    // Without the change it is the same, and with the phone left alone it is nothing.
    let (_, access) = scene("end-to-end", &[change]);
    assert_eq!(found(&access, &[INVESTIGATOR]), "------");
}

/// A phone without network registers with the other provider when it has one again.
#[test]
fn a_phone_that_is_off_changes_too() {
    let bob = Party::Bob;
    let events = [
        (2, Action::GoOffline { party: bob }),
        (2, Action::ChangeApp),
        (2, Action::ChangeApp),
        (2, Action::GoOnline { party: bob }),
        (4, Action::GoOffline { party: bob }),
        (5, Action::GoOnline { party: bob }),
    ];
    let (timeline, access) = scene("transport-only", &events);
    assert_eq!(shown(&timeline, bob), written());
    assert_eq!(found(&access, &[PROVIDER]), "CC----");
}

/// What waits in an app that is left does not arrive, and its bubble says so.
#[test]
fn what_waits_in_an_app_that_is_left_has_failed() {
    let bob = Party::Bob;
    let events = [
        (2, Action::GoOffline { party: bob }),
        (3, Action::ChangeApp),
        (3, Action::GoOnline { party: bob }),
    ];
    for rule in ["transport-only", "end-to-end"] {
        let (timeline, _) = scene(rule, &events);
        let states: Vec<_> = timeline
            .world()
            .phone(bob)
            .chat()
            .iter()
            .filter_map(|it| match &it.body {
                ChatBody::Outgoing { state, .. } => Some(*state),
                _ => None,
            })
            .collect();
        let [Delivery::Delivered, Delivery::Failed, Delivery::Delivered] = states[..] else {
            panic!("{rule}: {states:?}")
        };
        assert_eq!(shown(&timeline, Party::Alice).len(), 5, "{rule}");
    }
}

/// Garbage in the field for others: the agency's key opens nothing of this phone any more. Where
/// the peer's app checks the field, it refuses the message.
#[test]
fn a_modified_app_closes_what_a_rule_opens() {
    let modify = |after| (after, Action::Modify { party: Party::Alice });
    let order = (0, Action::Order { target: Party::Alice, start: None });
    for (rule, who, before, after) in [
        // Alice writes the first, the fourth and the last.
        ("key-escrow", vec![INVESTIGATOR], "CCCCCC", "MCCMCM"),
        ("key-escrow", vec![AGENCY, PROVIDER], "CCCCCC", "MCCMCM"),
        ("warrant-bound", vec![INVESTIGATOR], "CCCCCC", "MCCMCM"),
        ("work-factor", vec![INVESTIGATOR], "TTTTTT", "TTTTTT"),
    ] {
        assert_eq!(found(&scene(rule, std::slice::from_ref(&order)).1, &who), before, "{rule}");
        let (timeline, access) = scene(rule, &[order.clone(), modify(0)]);
        assert_eq!(found(&access, &who), after, "{rule}");
        assert_eq!(shown(&timeline, Party::Bob), written(), "{rule}");
    }
    let trials = |events: &[(usize, Action)]| {
        let (_, access) = scene("work-factor", events);
        together(&access, &[INVESTIGATOR])[0].trials().unwrap()
    };
    assert!(trials(std::slice::from_ref(&order)) < trials(&[order, modify(0)]));
    for rule in ["clipper", "crumple-zone"] {
        let (timeline, _) = scene(rule, &[modify(0)]);
        assert_eq!(shown(&timeline, Party::Bob)[0], "(access-field)", "{rule}");
        let both = [modify(0), (0, Action::Modify { party: Party::Bob })];
        assert_eq!(shown(&scene(rule, &both).0, Party::Bob)[0], TEXTS[0].1, "{rule}");
    }
    let both = Party::ALL.map(|party| (0, Action::Modify { party }));
    assert!(found(&scene("client-side-scanning", &[]).1, &[LIST_OWNER, PROVIDER]).contains('C'));
    let (_, scanned) = scene("client-side-scanning", &both);
    assert!(!found(&scanned, &[LIST_OWNER, PROVIDER]).contains('C'));
}

/// Time takes what was written after the timer was set, on both phones, and nothing before it. What
/// is gone is in no seized phone; what is there is.
#[test]
fn texts_disappear_from_both_phones() {
    let timer = (2, Action::Disappear { days: 2 });
    let seize = |after| (after, Action::Seize { party: Party::Bob, by: Taker::Investigator });
    let wait = |after, days| (after, Action::Wait { days });
    let (timeline, access) = scene("end-to-end", &[timer.clone(), wait(4, 1), seize(4)]);
    assert_eq!(shown(&timeline, Party::Alice), written());
    assert!(found(&access, &[INVESTIGATOR]).starts_with("CCCC"));
    let (timeline, access) = scene("end-to-end", &[timer, wait(4, 1), wait(5, 1), seize(5)]);
    for party in Party::ALL {
        let left = [&TEXTS[..2], &TEXTS[4..]].concat();
        let left: Vec<_> = left.iter().map(|(_, text)| (*text).to_owned()).collect();
        assert_eq!(shown(&timeline, party), left, "{}", party.key());
    }
    assert!(found(&access, &[INVESTIGATOR]).starts_with("CC--C"), "no envelope, no text");
}

/// Two phones whose sessions go through somebody else see it when they are held side by side.
#[test]
fn comparing_and_looking_show_what_is_there() {
    let noted = |rule: &str, events: &[(usize, Action)], is_it: fn(&Event) -> bool| {
        let (timeline, _) = scene(rule, events);
        let seen = timeline.recording().seen_at(Point::BobPhone);
        seen.filter(|it| matches!(&it.what, SeenWhat::Note(note) if is_it(&note.event))).count()
    };
    let same = |it: &Event| *it == Event::NumbersCompared { same: Some(true) };
    let differ = |it: &Event| *it == Event::NumbersCompared { same: Some(false) };
    let missing = |it: &Event| *it == Event::NumbersCompared { same: None };
    let compare = [(6, Action::Compare)];
    assert_eq!(noted("end-to-end", &compare, same), 1);
    assert_eq!(noted("key-substitution", &compare, differ), 1);
    assert_eq!(noted("end-to-end", &[(0, Action::Compare)], missing), 1);
    let order = (0, Action::Order { target: Party::Alice, start: None });
    let look = (6, Action::LookAtDevices { party: Party::Bob });
    let none = |it: &Event| *it == Event::DevicesListed { count: 0 };
    let one = |it: &Event| *it == Event::DevicesListed { count: 1 };
    assert_eq!(noted("ghost-device", std::slice::from_ref(&look), none), 1);
    assert_eq!(noted("ghost-device", &[order, look], one), 1);
}

/// A narrower order releases its part and no more; a foreign state gets what an order would give,
/// and nobody else does.
#[test]
fn what_is_demanded_is_what_is_released() {
    let demand = |what| (6, Action::Demand { target: Party::Alice, what });
    let get = |rule: &str, what, who: Observer| found(&scene(rule, &[demand(what)]).1, &[who]);
    for it in regime::ALL {
        let records = get(it.key(), Demand::Records, INVESTIGATOR);
        assert!(!records.contains(['C', 'T']), "{}: {records}", it.key());
        let order = Action::Order { target: Party::Alice, start: Some(ActionId(JOINS as u64)) };
        let (_, ordered) = scene(it.key(), &[(6, order)]);
        let foreign = get(it.key(), Demand::Foreign, FOREIGN_STATE);
        assert_eq!(foreign, found(&ordered, &[INVESTIGATOR]), "{}", it.key());
        let own = get(it.key(), Demand::Foreign, INVESTIGATOR);
        let (_, nothing) = scene(it.key(), &[]);
        assert_eq!(own, found(&nothing, &[INVESTIGATOR]), "{}", it.key());
    }
    assert_eq!(get("end-to-end", Demand::Records, INVESTIGATOR), "MMMMMM");
    assert_eq!(get("key-escrow", Demand::Records, INVESTIGATOR), "MMMMMM");
    assert_eq!(get("end-to-end", Demand::Backups, INVESTIGATOR), "------");
    assert_eq!(get("cloud-backup", Demand::Backups, INVESTIGATOR), "CCCCCC");
    assert_eq!(get("cloud-backup-user-key", Demand::Backups, INVESTIGATOR), "------");
}

/// A locked phone gives nothing but its bytes; with the passcode all that an unlocked one gives, and
/// whichever of the two comes first.
#[test]
fn a_locked_phone_opens_with_its_passcode_under_every_rule() {
    let by = Taker::Investigator;
    let party = Party::Bob;
    let locked = || Action::SeizeLocked { party, by };
    for it in regime::ALL {
        let get = |events: &[(usize, Action)]| found(&scene(it.key(), events).1, &[INVESTIGATOR]);
        let nothing = get(&[]);
        assert_eq!(get(&[(4, locked())]), nothing, "{}", it.key());
        assert_eq!(get(&[(4, Action::Compel { party })]), nothing, "{}", it.key());
        let other = Action::Compel { party: party.peer() };
        assert_eq!(get(&[(4, locked()), (4, other)]), nothing, "{}", it.key());
        let unlocked = get(&[(4, Action::Seize { party, by })]);
        assert!(unlocked.starts_with("CCCC"), "{}: {unlocked}", it.key());
        assert_eq!(get(&[(4, locked()), (6, Action::Compel { party })]), unlocked, "{}", it.key());
        assert_eq!(get(&[(0, Action::Compel { party }), (4, locked())]), unlocked, "{}", it.key());
    }
}

/// Whoever links a device reads what is sent from then on, both ways, and nothing before; both phones
/// show the device. An app that takes signed devices only takes it: the phone has signed.
#[test]
fn a_linked_device_reads_from_then_on() {
    let link = (3, Action::LinkDevice { party: Party::Bob });
    for it in regime::ALL {
        let (timeline, access) = scene(it.key(), std::slice::from_ref(&link));
        // Where senders are sealed, this page makes no copies.
        let expected = match it.key() {
            "sealed-sender" => "------",
            _ => "---CCC",
        };
        assert_eq!(found(&access, &[INVESTIGATOR]), expected, "{}", it.key());
        for party in Party::ALL {
            assert_eq!(shown(&timeline, party), written(), "{}", it.key());
            let listed = timeline.world().phone(party).other_devices().count();
            assert_eq!(listed, 1, "{}", it.key());
        }
    }
}

/// Whoever changes the list reads what it now matches, and no longer what it matched.
#[test]
fn a_swapped_list_finds_other_texts() {
    let both = [LIST_OWNER];
    let swap = |after| [(after, Action::SwapList)];
    // On the list at first: Bob's cake and chocolate. After that: Alice's dinner and "Please do.".
    assert_eq!(found(&scene("client-side-scanning", &[]).1, &both), "MMCMCM");
    assert_eq!(found(&scene("client-side-scanning", &swap(0)).1, &both), "CMMCMC");
    assert_eq!(found(&scene("client-side-scanning", &swap(6)).1, &both), "MMCMCM");
    let (timeline, _) = scene("client-side-scanning", &swap(3));
    for party in Party::ALL {
        let seen = timeline.recording().seen_at(Point::phone(party));
        let replaced = seen.filter(
            |it| matches!(&it.what, SeenWhat::Note(note) if note.event == Event::ListReplaced),
        );
        assert_eq!(replaced.count(), 1);
    }
}

/// The key of the backups that the provider holds opens all that it keeps to whoever stole it and
/// gets at it; without the key there is nothing in them.
#[test]
fn what_is_stolen_from_the_provider_opens_backups() {
    let thief = [Observer::Institution(Institution::Thief)];
    let both = [Action::StealFromProvider, Action::Enter].map(|it| (0, it));
    for (rule, events, expected) in [
        ("cloud-backup", &both[..], "CCCCCC"),
        ("cloud-backup", &both[1..], "MMMMMM"),
        ("cloud-backup", &both[..1], "------"),
        ("cloud-backup-user-key", &both[..], "MMMMMM"),
    ] {
        assert_eq!(found(&scene(rule, events).1, &thief), expected, "{rule} {events:?}");
    }
}
