//! What orders give while they are in force, and that with their end they give no more.

use super::case::{
    AGENCY, Case, INVESTIGATOR, JOINS, TEXTS, judged, played, reads, row, seed, together,
};
use keyhole::{
    access::{Access, Finding, Observer},
    wire::{Envelope, Field, Reader},
    world::{
        Action, ActionId, ChatBody, Entry, Event, Party, Point, Run, SeenWhat, Timeline, Traffic,
        conversation,
        regime::{self, Draw, Order, Receiver, Retention, Secret, What},
    },
};
use rand_core::Rng;

const PROVIDER: Observer = Observer::Provider;

/// What is done after the phones have joined, in order.
#[derive(Debug, Clone, Copy)]
enum Do {
    /// The next text of the conversation.
    Say,
    Order(Party),
    /// The order that was given first, second, … ends.
    End(usize),
    Offline(Party),
    Online(Party),
}

use Do::{End, Offline, Online, Order as OrderOn, Say};
use Party::{Alice, Bob};

fn script(regime: &str, retention: Retention, steps: &[Do]) -> Run {
    let run = conversation(seed(), true, &[]).under(regime::of_key(regime).unwrap());
    let mut run = Run { retention, ..run };
    assert_eq!(run.steps.len(), JOINS);
    let (mut texts, mut orders) = (TEXTS.into_iter(), Vec::new());
    for step in steps {
        let id = run.next_id();
        run = run.then(match step {
            Say => {
                let (from, text) = texts.next().unwrap();
                Action::Send { from, text: text.into() }
            }
            OrderOn(target) => {
                orders.push(id);
                Action::Order { target: *target, start: None }
            }
            End(nth) => Action::EndOrder { order: orders[*nth] },
            Offline(party) => Action::GoOffline { party: *party },
            Online(party) => Action::GoOnline { party: *party },
        });
    }
    run
}

fn scene(regime: &str, steps: &[Do]) -> (Timeline, Access) {
    let timeline = played(script(regime, Retention::UntilDelivered, steps));
    let access = judged(&timeline);
    (timeline, access)
}

/// For each message whether they read it together: yes C, no -.
fn read(access: &Access, observers: &[Observer]) -> String {
    let found = together(access, observers).into_iter();
    found.map(|it| if it == Finding::Content { 'C' } else { '-' }).collect()
}

fn orders(timeline: &Timeline) -> Vec<ActionId> {
    let steps = timeline.run().steps.iter();
    let orders = steps.filter(|it| matches!(it.action, Action::Order { .. }));
    orders.map(|it| it.id).collect()
}

fn notes(timeline: &Timeline, party: Party, event: &Event) -> usize {
    let seen = timeline.recording().seen_at(Point::phone(party));
    seen.filter(|it| matches!(&it.what, SeenWhat::Note(note) if note.event == *event)).count()
}

fn devices(timeline: &Timeline, party: Party) -> Vec<String> {
    let devices = timeline.world().phone(party).other_devices();
    devices.map(|(account, number)| format!("{account} {number}")).collect()
}

/// The texts of the other one that a phone shows.
fn shown(timeline: &Timeline, party: Party) -> usize {
    let chat = timeline.world().phone(party).chat().iter();
    chat.filter(|it| matches!(it.body, ChatBody::Incoming { .. })).count()
}

/// Under which order the copies for other devices were handed over: order, account, in order.
fn copies(timeline: &Timeline) -> Vec<(Option<ActionId>, String)> {
    let entries = timeline.recording().entries().iter();
    let copies = entries.filter_map(|it| match &it.entry {
        Entry::Handed { handed, order, .. } => match &handed.what {
            What::Envelope(bytes) => {
                let envelope = Envelope::decode(Reader::new(bytes.bytes())).unwrap();
                (envelope.to_device != 1).then(|| (*order, envelope.to.to_string()))
            }
            _ => None,
        },
        _ => None,
    });
    copies.collect()
}

/// How many envelopes phones have sent to other devices.
fn sent_to_devices(timeline: &Timeline) -> usize {
    let submitted = submitted(timeline).into_iter();
    submitted.filter(|it| it.to_device != 1).count()
}

fn submitted(timeline: &Timeline) -> Vec<Envelope> {
    let entries = timeline.recording().entries().iter();
    let envelopes = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } => {
            let is_submit = transmission.traffic == Traffic::Frame("submit");
            let frame = transmission.packet.below().filter(|_| is_submit)?;
            let bytes = frame.part(Field::Envelope).unwrap();
            Some(Envelope::decode(Reader::new(bytes.bytes())).unwrap())
        }
        _ => None,
    });
    envelopes.collect()
}

/// What is sent after the end of the order is not the investigator's, under no rule.
#[test]
fn after_its_end_an_order_gives_nothing() {
    for it in regime::ALL {
        let (timeline, access) = Case::of(*it).order_after(2).end_after(4).judged();
        let found = row(&access, INVESTIGATOR);
        assert_eq!(found[4..], [Finding::Nothing; 2], "{}", it.key());
        for party in Party::ALL {
            assert_eq!(shown(&timeline, party), 3, "{}", it.key());
        }
    }
}

// --- ghost device ------------------------------------------------------------------------------

#[test]
fn a_ghost_reads_from_the_start_to_the_end_of_its_order() {
    let steps = [Say, Say, OrderOn(Alice), Say, Say, End(0), Say, Say];
    let (timeline, access) = scene("ghost-device", &steps);
    assert_eq!(read(&access, &[INVESTIGATOR, PROVIDER]), "--CC--");
    // Each phone is told that the device is there, and that it is gone; then it seals no copy.
    for party in Party::ALL {
        assert_eq!(devices(&timeline, party), [] as [&str; 0]);
        assert_eq!(notes(&timeline, party, &Event::DeviceAdded { device: 2 }), 1);
        assert_eq!(notes(&timeline, party, &Event::DeviceRemoved { device: 2 }), 1);
    }
    assert_eq!(sent_to_devices(&timeline), 2);
}

/// The device stays as long as there is an order on its account; each copy is counted to the
/// order under which it was handed over.
#[test]
fn a_ghost_goes_with_the_last_order_on_its_account() {
    let steps = [Say, OrderOn(Alice), Say, OrderOn(Alice), Say, End(0), Say, End(1), Say, Say];
    let (timeline, access) = scene("ghost-device", &steps);
    assert_eq!(read(&access, &[INVESTIGATOR, PROVIDER]), "-CCC--");
    let [one, two] = orders(&timeline)[..] else { panic!("there are two orders") };
    let expected = [one, one, two].map(|order| (Some(order), "alice".to_owned()));
    assert_eq!(copies(&timeline), expected);
    assert_eq!(notes(&timeline, Bob, &Event::DeviceAdded { device: 2 }), 1);
    assert_eq!(notes(&timeline, Bob, &Event::DeviceRemoved { device: 2 }), 1);
}

#[test]
fn a_copy_is_counted_to_the_order_on_its_account() {
    let steps = [Say, OrderOn(Alice), OrderOn(Bob), Say, Say, End(0), Say, Say, End(1), Say];
    let (timeline, access) = scene("ghost-device", &steps);
    assert_eq!(read(&access, &[INVESTIGATOR, PROVIDER]), "-CCCC-");
    let [alice, bob] = orders(&timeline)[..] else { panic!("there are two orders") };
    let (alice, bob) = ((Some(alice), "alice".to_owned()), (Some(bob), "bob".to_owned()));
    let both = [alice, bob.clone()];
    let expected = [&both[..], &both[..], &[bob.clone(), bob]].concat();
    assert_eq!(copies(&timeline), expected);
    for party in Party::ALL {
        assert_eq!(devices(&timeline, party), [] as [&str; 0]);
    }
}

#[test]
fn after_a_new_order_the_ghost_reads_again() {
    let steps = [Say, OrderOn(Bob), Say, End(0), Say, OrderOn(Bob), Say, Say, End(1), Say];
    let (_, access) = scene("ghost-device", &steps);
    assert_eq!(read(&access, &[INVESTIGATOR, PROVIDER]), "-C-CC-");
}

/// Who was offline when the order ended has still sealed a copy: nobody is handed it, and the
/// message itself goes its way.
#[test]
fn a_copy_that_comes_after_the_end_is_handed_to_nobody() {
    let steps = [Say, OrderOn(Alice), Offline(Bob), Say, Say, End(0), Online(Bob), Say];
    let (timeline, access) = scene("ghost-device", &steps);
    assert_eq!(sent_to_devices(&timeline), 2);
    assert_eq!(copies(&timeline), []);
    assert_eq!(read(&access, &[INVESTIGATOR, PROVIDER]), "----");
    assert_eq!((shown(&timeline, Alice), shown(&timeline, Bob)), (2, 2));
    assert_eq!(devices(&timeline, Bob), [] as [&str; 0]);
}

// --- warrant-bound escrow ------------------------------------------------------------------------

/// Both directions, whoever of the two is the target; and not before and after, even with the
/// standing key and everything that ever passed.
#[test]
fn warrant_bound_escrow_opens_what_lies_between_start_and_end() {
    for target in Party::ALL {
        let steps = [Say, Say, OrderOn(target), Say, Say, End(0), Say, Say];
        let timeline = played(script("warrant-bound", Retention::ForEver, &steps));
        let access = judged(&timeline);
        for observers in [&[INVESTIGATOR][..], &[AGENCY, PROVIDER, INVESTIGATOR]] {
            assert_eq!(read(&access, observers), "--CC--", "{target:?}");
        }
        // The phones have believed both entries of the log.
        for party in Party::ALL {
            assert_eq!(notes(&timeline, party, &Event::NoticeTaken), 2, "{target:?}");
        }
    }
}

#[test]
fn the_end_of_one_order_leaves_the_activation_of_the_other() {
    let steps = [Say, OrderOn(Alice), Say, OrderOn(Alice), Say, End(0), Say, End(1), Say, Say];
    let (_, access) = scene("warrant-bound", &steps);
    assert_eq!(read(&access, &[AGENCY, PROVIDER]), "-CCC--");
    assert_eq!(read(&access, &[INVESTIGATOR]), "-CCC--");
}

/// A phone that was not shown the end yet wraps on: the order gives nothing of it any more, and
/// whoever has the standing key reads it.
#[test]
fn a_phone_that_has_not_seen_the_end_wraps_until_it_does() {
    let steps = [Say, OrderOn(Alice), Offline(Bob), Say, Say, End(0), Online(Bob), Say, Say];
    let (_, access) = scene("warrant-bound", &steps);
    assert_eq!(read(&access, &[INVESTIGATOR]), "-----");
    assert_eq!(read(&access, &[AGENCY, PROVIDER]), "-CC--");
}

// --- split escrow --------------------------------------------------------------------------------

#[test]
fn the_key_of_a_ceremony_is_gone_after_the_last_order() {
    let brought = |steps: &[Do]| {
        let timeline = played(script("split-escrow", Retention::ForEver, steps));
        let id = orders(&timeline)[0];
        let start = keyhole::world::Time(0);
        let order = Order { id, target: Alice, start, end: None, demand: None };
        let envelope = &submitted(&timeline)[0];
        timeline.world().provider().institutions().brought(&order, envelope).len()
    };
    assert_eq!(brought(&[Say, OrderOn(Alice)]), 1);
    assert_eq!(brought(&[Say, OrderOn(Alice), End(0)]), 0);
    assert_eq!(brought(&[Say, OrderOn(Alice), OrderOn(Bob), End(0)]), 1);
    assert_eq!(brought(&[Say, OrderOn(Alice), OrderOn(Bob), End(0), End(1)]), 0);
    assert_eq!(brought(&[Say, OrderOn(Alice), End(0), OrderOn(Bob)]), 1);
    let steps = [Say, OrderOn(Alice), Say, End(0), Say, OrderOn(Bob), Say];
    let (_, access) = scene("split-escrow", &steps);
    assert_eq!(read(&access, &[INVESTIGATOR]), "-C-C");
}

// --- what else orders give -----------------------------------------------------------------------

/// The provider stands in the middle from the first message on: what it kept, an order with an
/// earlier start gives.
#[test]
fn an_order_gives_what_a_substitute_has_read_before_it() {
    let case = Case::under("key-substitution").order_after(3).backwards();
    let kept = case.keeping(Retention::ForEver).row(INVESTIGATOR);
    assert_eq!(kept, [Finding::Content; 6]);
    // The envelopes that were not kept are not released, nor what opens them.
    let delivered = case.row(INVESTIGATOR);
    assert_eq!(delivered[..3], [Finding::Metadata; 3]);
    assert_eq!(delivered[3..], [Finding::Content; 3]);
}

/// The unit is that of the chip whose LEAF stands on a message that the order covers: where the
/// other one began the session, this is the other one's phone, and not the target's.
#[test]
fn a_clipper_order_releases_the_unit_that_made_the_leaf() {
    let unit = |party: Party| Draw::new(&seed()).rng(party.key(), "chip").next_u32();
    for target in Party::ALL {
        let steps = [OrderOn(target), Say, Say, Say, Say];
        let (timeline, access) = scene("clipper", &steps);
        assert_eq!(reads(&access, &[INVESTIGATOR]), 4, "{target:?}");
        let mut released: Vec<_> = timeline
            .recording()
            .entries()
            .iter()
            .filter_map(|it| match &it.entry {
                Entry::Handed { handed, order: Some(_), .. } => match &handed.what {
                    What::Secret(Secret::UnitKeyHalf { unit, agent, .. }) => {
                        let to = Receiver::Institution(regime::Institution::Investigator);
                        assert_eq!(handed.to, to);
                        Some((unit.0, *agent))
                    }
                    _ => None,
                },
                _ => None,
            })
            .collect();
        released.sort_unstable();
        released.dedup();
        // Alice has begun the session.
        assert_eq!(released, [1, 2].map(|agent| (unit(Alice), agent)), "{target:?}");
    }
}

/// Whoever registers late is told what the others were told: of an activation that is in the log,
/// and of a device that is still there.
#[test]
fn a_phone_that_comes_after_an_order_is_told_of_it() {
    let run = |regime: &str, end: bool| {
        let run = Run::new(seed(), true).under(regime::of_key(regime).unwrap());
        let run = run.then(Action::Join { party: Alice });
        let order = run.next_id();
        let mut run = run.then(Action::Order { target: Alice, start: None });
        if end {
            run = run.then(Action::EndOrder { order });
        }
        let mut run = run.then(Action::Join { party: Bob });
        for (from, text) in TEXTS {
            run = run.then(Action::Send { from, text: text.into() });
        }
        let timeline = played(run);
        let access = judged(&timeline);
        (timeline, access)
    };
    for (regime, end, found) in [
        ("warrant-bound", false, "CCCCCC"),
        ("warrant-bound", true, "------"),
        ("ghost-device", false, "CCCCCC"),
        ("ghost-device", true, "------"),
    ] {
        let (timeline, access) = run(regime, end);
        assert_eq!(read(&access, &[INVESTIGATOR]), found, "{regime} {end}");
        for party in Party::ALL {
            assert_eq!(shown(&timeline, party), 3, "{regime} {end}");
        }
    }
    let told = Event::DeviceAdded { device: 2 };
    assert_eq!(notes(&run("ghost-device", false).0, Bob, &told), 1);
    assert_eq!(devices(&run("ghost-device", true).0, Bob), Vec::<String>::new());
}
