//! A phone is seized between two messages: what the state of its ratchet opens of what passes the
//! provider, and that this ends when both phones have turned their ratchets.

use super::case::{INVESTIGATOR, JOINS, LINKS, closed, has_content, played, seed};
use keyhole::{
    access::{Access, Fact, Finding, Graph, Holders, Kind, Observer, Origin, rule},
    world::{
        Action, Party, Position, Step, Timeline, conversation,
        regime::{self, EndToEnd, Regime},
    },
};
use std::collections::BTreeSet;

const PROVIDER: Observer = Observer::Provider;

const TALK: [(Party, &str); 9] = [
    (Party::Alice, "Dinner at ours on Thursday?"),
    (Party::Bob, "Yes, with pleasure!"),
    (Party::Alice, "Seven o'clock?"),
    (Party::Alice, "Or is eight better?"),
    (Party::Bob, "Seven is fine."),
    (Party::Bob, "Shall I bring a cake?"),
    (Party::Alice, "Please do."),
    (Party::Bob, "Chocolate then."),
    (Party::Alice, "Perfect."),
];

/// Whose phone is seized, after how many texts, and which texts its state opens: those of the
/// peer's next chain.
const SEIZURES: [(Party, usize, &[usize]); 16] = [
    (Party::Alice, 1, &[1]),
    (Party::Alice, 2, &[4, 5]),
    (Party::Alice, 3, &[4, 5]),
    (Party::Alice, 4, &[4, 5]),
    (Party::Alice, 5, &[7]),
    (Party::Alice, 6, &[7]),
    (Party::Alice, 7, &[7]),
    (Party::Alice, 8, &[]),
    (Party::Bob, 1, &[2, 3]),
    (Party::Bob, 2, &[2, 3]),
    (Party::Bob, 3, &[6]),
    (Party::Bob, 4, &[6]),
    (Party::Bob, 5, &[6]),
    (Party::Bob, 6, &[6]),
    (Party::Bob, 7, &[8]),
    (Party::Bob, 8, &[8]),
];

/// The state stands before everything else that is put in.
const STATE: [usize; 2] = [0, 1];

fn talk(regime: &'static dyn Regime) -> Timeline {
    played(conversation(seed(), true, &TALK).under(regime))
}

/// What a phone holds after so many texts: its root key, and its private ratchet key.
fn state(timeline: &Timeline, party: Party, texts: usize) -> [Fact; 2] {
    let mut then = Timeline::new(timeline.run().clone());
    then.seek(Position::after(JOINS + texts));
    let session = then.world().phone(party).sessions().current().unwrap().view();
    let (root_key, own) = (session.ratchet.root_key, session.ratchet.own);
    let fact = |kind, value: &[u8; 32]| {
        Fact::new(kind, own.public().as_bytes().as_slice(), value.as_slice())
    };
    [fact(Kind::RootKey, root_key.reveal()), fact(Kind::PrivateKey, own.private().reveal())]
}

/// The run as it is judged when somebody holds these things too.
fn judged_with(timeline: &Timeline, more: &[Fact], holder: Observer) -> Access {
    let mut graph = Graph::new(rule::ALL);
    for fact in more {
        graph.add(fact.clone(), holder.holders(), Origin::Standing);
    }
    let mut access = Access::over(graph);
    access.update(timeline);
    access
}

/// Which texts these observers read together.
fn read(access: &Access, observers: &[Observer]) -> Vec<usize> {
    let holders: Holders = observers.iter().copied().collect();
    let found = access.together(holders).into_iter().enumerate();
    found.filter(|(_, it)| *it == Finding::Content).map(|(place, _)| place).collect()
}

/// Of how many chains there is a chain key.
fn chains(graph: &Graph) -> usize {
    let keys = graph.facts().filter(|(_, it)| it.kind == Kind::ChainKey);
    keys.map(|(_, it)| it.name.as_slice()[..32].to_vec()).collect::<BTreeSet<_>>().len()
}

/// Nothing that was sent before opens, and nothing of the chains that were begun; the peer's next
/// chain does, and nothing after it.
#[test]
fn a_seized_ratchet_opens_the_peers_next_chain_and_no_other() {
    let timeline = talk(&EndToEnd);
    for (party, texts, opened) in SEIZURES {
        let access = judged_with(&timeline, &state(&timeline, party, texts), PROVIDER);
        let place = format!("{} after {texts} texts", party.key());
        assert_eq!(read(&access, &[PROVIDER]), opened, "{place}");
        for message in opened.iter().map(|it| access.messages().nth(*it).unwrap()) {
            let leaves = access.derivation(PROVIDER, message).unwrap().leaves();
            assert!(STATE.iter().all(|it| leaves.contains(it)), "{place}: {leaves:?}");
        }
        assert_eq!(chains(access.graph()), usize::from(!opened.is_empty()), "{place}");
    }
}

/// Neither half of the state opens anything, nor do halves of different moments.
#[test]
fn root_key_and_private_key_open_nothing_without_each_other() {
    let timeline = talk(&EndToEnd);
    let read = |more: &[Fact]| read(&judged_with(&timeline, more, PROVIDER), &[PROVIDER]);
    let [root_key, private] = state(&timeline, Party::Alice, 3);
    let [later_root_key, later_private] = state(&timeline, Party::Alice, 5);
    assert_eq!(read(&[root_key.clone(), private.clone()]), [4, 5]);
    assert_eq!(read(&[later_root_key.clone(), later_private.clone()]), [7]);
    assert_eq!(read(std::slice::from_ref(&root_key)), [0_usize; 0]);
    assert_eq!(read(std::slice::from_ref(&private)), [0_usize; 0]);
    assert_eq!(read(&[root_key.clone(), later_private]), [0_usize; 0]);
    assert_eq!(read(&[later_root_key.clone(), private.clone()]), [0_usize; 0]);
    // A root key that says it is of that moment is tried, and no tag fits.
    let renamed = Fact { name: root_key.name, ..later_root_key };
    assert_eq!(read(&[renamed, private]), [0_usize; 0]);
}

/// The state opens what is there to be opened: the envelopes are the provider's.
#[test]
fn a_seized_ratchet_opens_what_passes_the_provider() {
    let timeline = talk(&EndToEnd);
    let access = judged_with(&timeline, &state(&timeline, Party::Alice, 3), INVESTIGATOR);
    assert_eq!(read(&access, &[INVESTIGATOR]), [0_usize; 0]);
    assert_eq!(read(&access, &[INVESTIGATOR, LINKS[0], LINKS[1]]), [0_usize; 0]);
    assert_eq!(read(&access, &[PROVIDER]), [0_usize; 0]);
    assert_eq!(read(&access, &[INVESTIGATOR, PROVIDER]), [4, 5]);
}

/// What was recorded before the state came opens as well as what passes after it.
#[test]
fn it_is_all_the_same_when_the_state_came() {
    let timeline = talk(&EndToEnd);
    let access = judged_with(&timeline, &[], PROVIDER);
    for (party, texts, opened) in SEIZURES {
        let mut graph = access.graph().clone();
        for fact in state(&timeline, party, texts) {
            graph.add(fact, PROVIDER.holders(), Origin::Standing);
        }
        let own = |id| graph.known(id).meets(PROVIDER.holders());
        let is_open = |message| {
            let mut contents = graph.about(message).filter(|(_, it)| it.kind == Kind::Content);
            contents.any(|(id, _)| own(id))
        };
        let messages = access.messages().enumerate();
        let read: Vec<_> = messages.filter(|(_, it)| is_open(*it)).map(|(it, _)| it).collect();
        assert_eq!(read, opened, "{} after {texts} texts", party.key());
    }
}

/// Under every rule the state gives the same, in whatever suite: but where seeds do not come from
/// the ratchet, or the message is sealed once more.
#[test]
fn a_seized_ratchet_opens_the_next_chain_under_every_rule() {
    for it in regime::ALL.iter().filter(|it| it.end_to_end()) {
        let timeline = talk(*it);
        let mut expected = read(&judged_with(&timeline, &[], PROVIDER), &[PROVIDER]);
        if !matches!(it.key(), "clipper" | "sealed-sender") {
            expected.extend([4, 5]);
        }
        expected.sort_unstable();
        expected.dedup();
        let access = judged_with(&timeline, &state(&timeline, Party::Alice, 3), PROVIDER);
        assert_eq!(read(&access, &[PROVIDER]), expected, "{}", it.key());
    }
}

/// Whoever has only some messages of the chain opens those, whoever else has the others.
#[test]
fn who_has_less_of_the_chain_opens_what_they_have() {
    let mut run = talk(&EndToEnd).run().clone();
    let order = Action::Order { target: Party::Alice, start: None };
    run.steps.insert(JOINS + 5, Step { id: run.next_id(), action: order });
    let timeline = played(run);
    let access = judged_with(&timeline, &state(&timeline, Party::Alice, 3), INVESTIGATOR);
    let own = |leaf: usize| access.graph().leaves()[leaf].holders.meets(INVESTIGATOR.holders());
    let alone = closed(&access, own);
    let messages = access.messages().enumerate();
    let opened = messages.filter(|(_, it)| has_content(&alone, *it)).map(|(it, _)| it);
    assert_eq!(opened.collect::<Vec<_>>(), [5]);
    assert_eq!(read(&access, &[INVESTIGATOR]), [5]);
}

/// Both phones seized: trying every secret on everything finds no less and no more.
#[test]
fn two_seized_ratchets_are_found_by_name() {
    let timeline = talk(&EndToEnd);
    let both = Party::ALL.map(|party| state(&timeline, party, 3)).concat();
    let access = judged_with(&timeline, &both, PROVIDER);
    let mut exhaustive = Graph::exhaustive(rule::ALL);
    for fact in both {
        exhaustive.add(fact, PROVIDER.holders(), Origin::Standing);
    }
    let mut exhaustive = Access::over(exhaustive);
    exhaustive.update(&timeline);
    assert_eq!(read(&access, &[PROVIDER]), [4, 5, 6]);
    assert_eq!(read(&exhaustive, &[PROVIDER]), [4, 5, 6]);
}
