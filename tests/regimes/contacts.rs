//! Who is in touch with whom, from metadata alone: against the drawn town, and against what stands on
//! the envelopes.

use super::case::{JOINS, TEXTS, seed};
use keyhole::{
    crypto::secret::RunSeed,
    jobs::{Campaign, Outcome, Piece, Runner, State, Task},
    people::contacts::{
        ALICE, Conversation, Eyes, Pace, Reach, Sight, Town, events, judge, run_of, stands_out,
    },
    world::{Action, Party, Run, conversation, regime},
};

const PEOPLE: u32 = 12;

fn page(regime: &str) -> Run {
    conversation(seed(), true, &TEXTS).under(regime::of_key(regime).unwrap())
}

fn all(run: &Run, town: &Town) -> Vec<Conversation> {
    let of_pair = |pair| judge(&run_of(run, run.steps.len(), pair));
    let bytes: Vec<u8> = (0..town.pairs().len() as u32).flat_map(of_pair).collect();
    Conversation::all_from_bytes(&bytes)
}

/// One step and two, counted in the drawn network by hand.
fn steps(town: &Town, target: usize) -> [usize; 2] {
    let near: Vec<usize> = town.contacts(target).collect();
    let far = (0..town.people()).filter(|it| {
        *it != target && !near.contains(it) && town.contacts(*it).any(|it| near.contains(&it))
    });
    [near.len(), far.count()]
}

fn of(reach: &Reach) -> [usize; 2] {
    [reach.one_step.len(), reach.two_steps.len()]
}

/// Where both names stand on envelopes, provider and orders have the town as it was drawn; a network
/// has nobody.
#[test]
fn where_both_names_stand_there_the_graph_is_the_town() {
    for rule in ["transport-only", "end-to-end", "key-escrow", "ghost-device"] {
        let run = page(rule);
        let town = Town::new(&run.seed, PEOPLE);
        let known = all(&run, &town);
        assert_eq!(known.len(), town.pairs().len());
        for target in [ALICE, 1, 7] {
            let [one, two] = steps(&town, target);
            assert_eq!(of(&Reach::of_provider(&town, &known, target)), [one, two], "{rule}");
            assert_eq!(of(&Reach::of_orders(&town, &known, target, false)), [one, 0], "{rule}");
            assert_eq!(of(&Reach::of_orders(&town, &known, target, true)), [one, two], "{rule}");
            assert_eq!(of(&Reach::of_network(&town, &known, target)), [0, 0], "{rule}");
        }
        let provider = Reach::of_provider(&town, &known, ALICE);
        assert!(provider.edges.iter().all(|it| it.sight == Sight::Read), "{rule}");
        let asks = rule != "transport-only";
        assert!(known.iter().all(|it| it.asked == asks), "{rule}: keys from the directory");
    }
}

/// Under sealed sender no pair is read by anybody; the provider infers all, from the address that a
/// phone's two lines share; an order gives nobody.
#[test]
fn under_sealed_sender_no_pair_is_read() {
    let run = page("sealed-sender");
    let town = Town::new(&run.seed, PEOPLE);
    let known = all(&run, &town);
    for eyes in Eyes::ALL {
        let expected = if eyes == Eyes::Provider { Sight::Inferred } else { Sight::Nothing };
        assert!(known.iter().all(|it| it.sight(eyes) == expected), "{eyes:?}");
    }
    assert_eq!(of(&Reach::of_provider(&town, &known, ALICE)), steps(&town, ALICE));
    assert_eq!(of(&Reach::of_orders(&town, &known, ALICE, true)), [0, 0]);
    assert!(known.iter().all(|it| it.asked), "the directory is asked in one's own name");
    let came = |it: &Conversation| it.messages.iter().all(|(_, time)| time.is_some());
    assert!(known.iter().all(came), "the provider can tell for whom, and when");
}

/// The first pair is the run on the page: nobody knows of people who have not written, and messages
/// that never left are not at the relay.
#[test]
fn the_first_pair_is_the_run_on_the_page() {
    let run = page("end-to-end");
    let before = Conversation::all_from_bytes(&judge(&run_of(&run, JOINS, 0)));
    assert_eq!(before[0].sight(Eyes::Provider), Sight::Nothing);
    assert!(before[0].messages.is_empty() && !before[0].asked);
    let offline = run.then(Action::GoOffline { party: Party::Alice });
    let offline = offline.then(Action::Send { from: Party::Alice, text: "Hello?".into() });
    let after = Conversation::all_from_bytes(&judge(&run_of(&offline, offline.steps.len(), 0)));
    let times: Vec<_> = after[0].messages.iter().map(|(_, time)| time.is_some()).collect();
    assert_eq!(times, [vec![true; TEXTS.len()], vec![false]].concat());
    assert_eq!(after[0].sight(Eyes::Provider), Sight::Read);
}

/// By times alone, in the real runs of three towns under sealed sender: of those who stand out hardly
/// anybody is no contact, and of the contacts more than a third stand out; with answers within two
/// hours hardly anybody does.
#[test]
fn times_name_contacts_where_people_answer_quickly() {
    let mut sums = [[0; 3]; 2];
    for byte in 1..=3 {
        let run = conversation(RunSeed::from_bytes([byte; 32]), true, &TEXTS);
        let run = run.under(regime::of_key("sealed-sender").unwrap());
        let town = Town::new(&run.seed, 40);
        let known = all(&run, &town);
        for (sum, pace) in sums.iter_mut().zip([Pace::Quick, Pace::Slow]) {
            let events = events(&run.seed, &town, &known, pace);
            for target in 0..10 {
                for other in (0..40).filter(|it| *it != target) {
                    let is_out = stands_out(&events, 40, target, other);
                    let knows = town.contacts(target.into()).any(|it| it == usize::from(other));
                    sum[0] += u32::from(is_out && knows);
                    sum[1] += u32::from(is_out && !knows);
                    sum[2] += u32::from(knows);
                }
            }
        }
    }
    let [[right, wrong, contacts], slow] = sums;
    assert!(right * 3 > contacts && wrong * 10 < right, "{sums:?}");
    assert!(slow[0] * 10 < contacts && slow[1] * 10 < contacts, "{sums:?}");
}

/// Whoever does the work, and in whatever pieces: the same comes of it.
#[test]
fn the_result_does_not_depend_on_how_the_work_is_divided() {
    let run = page("sealed-sender");
    let town = Town::new(&run.seed, PEOPLE);
    let known = all(&run, &town);
    let actions = run.steps.len() as u32;
    let last = town.pairs().len() as u64 - 1;
    let contacts = Task::Contacts { run: run.clone(), actions };
    for size in [1, 5] {
        assert_eq!(Conversation::all_from_bytes(&counted(&contacts, last, size)), known);
    }
    let events = events(&run.seed, &town, &known, Pace::Quick);
    let times = Task::Times { people: PEOPLE as u16, target: 0, events };
    let whole = counted(&times, u64::from(PEOPLE) - 1, 100);
    assert_eq!(counted(&times, u64::from(PEOPLE) - 1, 3), whole);
    assert_eq!(whole.len(), PEOPLE as usize);
}

/// As workers do it: pieces and outcomes as bytes, the second before the first.
fn counted(task: &Task, last: u64, size: u64) -> Vec<u8> {
    let mut campaign = Campaign::new(task.clone(), (0, last));
    let mut outcomes: Vec<(u64, Vec<u8>)> = Vec::new();
    while campaign.state() == State::Running {
        let pieces: Vec<Piece> = (0..2).filter_map(|_| campaign.hand_out(size)).collect();
        for piece in pieces.iter().rev() {
            let bytes = Runner::default().run_bytes(&piece.to_bytes());
            let outcome = Outcome::from_bytes(&bytes).unwrap();
            outcomes.push((piece.first, outcome.counted.clone()));
            campaign.take_in(piece, outcome);
        }
    }
    outcomes.sort();
    outcomes.into_iter().flat_map(|(_, bytes)| bytes).collect()
}
