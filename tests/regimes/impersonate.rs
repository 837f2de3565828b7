//! Who could write in another one's name: tried against the real phones.

use super::{
    case::{AGENCY, Case, INVESTIGATOR, JOINS, LINKS, TEXTS, agent, judged, played},
    changed::{Changed, Moment},
};
use keyhole::{
    access::{Access, ConnectionName, Fact, Graph, Holders, Observer, Origin, rule},
    crypto::{keys::IdentityKeyPair, secret::ChainKey},
    world::{
        Action, ActionId, Direction, Entry, Interference, Party, Point, Position, Run, Step,
        Target, Timeline,
        regime::{
            self, GhostDevice, Institution, KeySubstitution, Receiver, Secret, TransportOnly, What,
        },
    },
};

const PROVIDER: Observer = Observer::Provider;
const OWNERS: [Observer; 2] = [Observer::Owner(Party::Alice), Observer::Owner(Party::Bob)];

/// In whose name these observers could write together.
fn names((timeline, access): &(Timeline, Access), observers: &[Observer]) -> Vec<Party> {
    let holders: Holders = observers.iter().copied().collect();
    let could = |name: &Party| access.could_impersonate(timeline.world(), holders, *name);
    Party::ALL.into_iter().filter(could).collect()
}

fn at_the_end(run: Run) -> (Timeline, Access) {
    let timeline = played(run);
    let access = judged(&timeline);
    (timeline, access)
}

/// Everybody alone, after a whole conversation with an order: the owners in their own names,
/// and of the others only who stands in the relay, where texts are open or sessions are its own.
#[test]
fn who_can_write_in_whose_name_under_each_rule() {
    for it in regime::ALL {
        let scene = Case::under(it.key()).order_after(2).scene();
        let everybody = matches!(it.key(), "transport-only" | "key-substitution");
        for observer in scene.1.observers() {
            let expected = match observer {
                Observer::Owner(party) => vec![party],
                Observer::Provider if everybody => Party::ALL.to_vec(),
                _ => Vec::new(),
            };
            assert_eq!(names(&scene, &[observer]), expected, "{} {}", it.key(), observer.key());
        }
    }
}

/// Nobody deceives themselves.
#[test]
fn the_reader_is_not_deceived() {
    let scene = Case::under("transport-only").scene();
    for party in Party::ALL {
        let holders: Holders = [PROVIDER, Observer::Owner(party.peer())].into_iter().collect();
        assert!(!scene.1.could_impersonate(scene.0.world(), holders, party));
    }
    assert_eq!(names(&scene, &OWNERS), []);
}

/// Trust on first use: before there is a session, who hands out the keys can begin one. A phone
/// that has the peer's key refuses another one.
#[test]
fn before_the_first_session_the_provider_can_begin_one_in_anybodys_name() {
    let before = |key| {
        let mut run = Case::under(key).run();
        run.steps.truncate(JOINS);
        at_the_end(run)
    };
    assert_eq!(names(&before("end-to-end"), &[PROVIDER]), Party::ALL);
    assert_eq!(names(&before("end-to-end"), &LINKS), []);
    // A chip opens no session without a LEAF of a chip.
    assert_eq!(names(&before("clipper"), &[PROVIDER]), []);
    let nobody_joined = at_the_end(Run { steps: Vec::new(), ..Case::under("end-to-end").run() });
    assert_eq!(names(&nobody_joined, &[PROVIDER]), []);
}

#[test]
fn a_substitute_without_its_identity_key_can_write_no_more() {
    let without = Changed::of(&KeySubstitution, "the provider has lost the identity keys").hand(
        |_, _, mut handed| {
            handed.retain(|it| !matches!(&it.what, What::Secret(Secret::IdentityKey(_))));
            handed
        },
    );
    let scene = Case::of(without.leak()).scene();
    assert_eq!(names(&scene, &[PROVIDER]), []);
    // An honest directory, and the same keys: no phone has them.
    let honest = Changed {
        honest_directory: true,
        ..Changed::of(&KeySubstitution, "the directory hands out what was published")
    };
    let scene = Case::of(honest.leak()).scene();
    assert_eq!(names(&scene, &[PROVIDER]), []);
}

#[test]
fn texts_that_are_encrypted_to_the_peer_cannot_be_made_by_the_provider() {
    let encrypted = Changed {
        end_to_end: Some(true),
        ..Changed::of(&TransportOnly, "texts are encrypted to the peer, whoever asks")
    };
    let scene = Case::of(encrypted.leak()).scene();
    assert_eq!(names(&scene, &[PROVIDER]), []);
}

/// The added device is another identity: the peer's phone, which has that of the phone, takes
/// nothing from it. Whoever made it the peer's first contact would be believed.
#[test]
fn the_ghost_can_listen_and_not_speak() {
    let case = Case::under("ghost-device").order_after(2);
    let scene = case.scene();
    assert_eq!(names(&scene, &[INVESTIGATOR]), []);
    assert_eq!(names(&scene, &[INVESTIGATOR, PROVIDER]), []);
    let real = Changed::of(
        &GhostDevice { signed: false },
        "an order hands out the phone's own identity key",
    )
    .hand(|draw, moment, mut handed| {
        if matches!(moment, Moment::Ordered) {
            let mut rng = draw.rng("alice", "phone keys");
            let pair = IdentityKeyPair::generate(&mut rng);
            let to = Receiver::Institution(Institution::Investigator);
            let what = What::Secret(Secret::IdentityKey(pair));
            handed.push(regime::Handed { to, what });
        }
        handed
    });
    let scene = Case::of(real.leak()).order_after(2).scene();
    assert_eq!(names(&scene, &[INVESTIGATOR]), [], "it stands nowhere on the path");
    assert_eq!(names(&scene, &[INVESTIGATOR, PROVIDER]), [Party::Alice]);
}

/// One key for a whole session writes as well as it reads; a message's own key is used up.
#[test]
fn a_session_key_writes_and_a_used_message_key_does_not() {
    let clipper = Case::under("clipper").order_after(0).scene();
    assert_eq!(names(&clipper, &[INVESTIGATOR]), []);
    assert_eq!(names(&clipper, &[INVESTIGATOR, PROVIDER]), Party::ALL);
    assert_eq!(names(&clipper, &[agent(1), PROVIDER]), []);
    let escrow = Case::under("key-escrow").order_after(0).scene();
    assert_eq!(names(&escrow, &[INVESTIGATOR, AGENCY, PROVIDER]), []);
}

/// What the provider holds back, with its seed from the agency: another text in its place.
#[test]
fn a_message_that_is_held_back_can_be_replaced_by_who_has_its_seed() {
    let mut run = Case::under("key-escrow").messages(3).order_after(0).run();
    let last = run.steps.last().unwrap().id;
    let target = Target { action: last, point: Point::Provider, nth: 0 };
    let action = Action::Interfere { target, how: Interference::Hold };
    let step = Step { id: ActionId(last.0 + 100), action };
    run.steps.insert(run.steps.len() - 1, step);
    let scene = at_the_end(run);
    assert_eq!(names(&scene, &[PROVIDER]), []);
    assert_eq!(names(&scene, &[INVESTIGATOR]), []);
    let sender = TEXTS[2].0;
    assert_eq!(names(&scene, &[INVESTIGATOR, PROVIDER]), [sender]);
    assert_eq!(names(&scene, &[AGENCY, PROVIDER]), [sender]);
}

/// A graph in which somebody holds one thing more, from the beginning.
fn with(run: Run, more: impl Fn(&Timeline) -> Fact, holder: Observer) -> (Timeline, Access) {
    let timeline = played(run);
    let mut graph = Graph::new(rule::ALL);
    graph.add(more(&timeline), holder.holders(), Origin::Standing);
    let mut access = Access::over(graph);
    access.update(&timeline);
    (timeline, access)
}

#[test]
fn a_stolen_chain_key_writes_from_the_relay_and_from_nowhere_else() {
    let chain = |timeline: &Timeline| {
        let session = timeline.world().phone(Party::Alice).sessions().current().unwrap().view();
        let sending = session.ratchet.sending;

        Fact::chain_key(&sending.ratchet_key, sending.next, &sending.chain_key)
    };
    let run = || Case::under("end-to-end").run();
    let scene = with(run(), chain, PROVIDER);
    assert_eq!(names(&scene, &[PROVIDER]), [Party::Alice]);
    let scene = with(run(), chain, LINKS[1]);
    assert_eq!(names(&scene, &LINKS), []);
    let another = |timeline: &Timeline| {
        let fact = chain(timeline);
        Fact { value: ChainKey::from_bytes([1; 32]).reveal().as_slice().into(), ..fact }
    };
    assert_eq!(names(&with(run(), another, PROVIDER), &[PROVIDER]), []);
}

/// On a link the transport key is what it takes: to the phone in the peer's name, and to the
/// provider in the name of the phone there.
#[test]
fn a_link_with_its_transport_key_is_as_good_as_the_relay() {
    let key = |link: Party, direction| {
        move |timeline: &Timeline| {
            let agreed =
                timeline.recording().entries().iter().rev().find_map(|it| match &it.entry {
                    Entry::Agreed(agreed) if agreed.link == link => Some(agreed.clone()),
                    _ => None,
                });
            let agreed = agreed.unwrap();
            let key = match direction {
                Direction::ToPhone => &agreed.to_phone,
                Direction::ToProvider => &agreed.to_provider,
            };
            let name = ConnectionName { link, port: agreed.port, direction };
            Fact::record_key(&name, key)
        }
    };
    let [alice, bob] = LINKS;
    let run = |key| Case::under(key).run();
    let scene = with(run("transport-only"), key(Party::Bob, Direction::ToPhone), bob);
    assert_eq!(names(&scene, &[bob]), [Party::Alice]);
    assert_eq!(names(&scene, &[alice]), []);
    let scene = with(run("transport-only"), key(Party::Alice, Direction::ToProvider), alice);
    assert_eq!(names(&scene, &[alice]), [Party::Alice]);
    let scene = with(run("transport-only"), key(Party::Bob, Direction::ToPhone), alice);
    assert_eq!(names(&scene, &[alice]), [], "the key is of another link");
    let scene = with(run("end-to-end"), key(Party::Bob, Direction::ToPhone), bob);
    assert_eq!(names(&scene, &[bob]), []);
}

/// What was tried leaves no trace, and the answer is that of the moment.
#[test]
fn trying_changes_nothing() {
    let (mut timeline, mut access) = Case::under("key-substitution").judged();
    let (world, size) = (timeline.world().clone(), access.graph().size());
    assert_eq!(names(&(timeline.clone(), access.clone()), &[PROVIDER]), Party::ALL);
    assert!(*timeline.world() == world && access.graph().size() == size);
    timeline.seek(Position::default());
    access.update(&timeline);
    assert_eq!(names(&(timeline, access), &[PROVIDER]), []);
}
