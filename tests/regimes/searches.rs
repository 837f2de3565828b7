//! Searches: who can run one, what is found, and what it opens.

use super::case::{AGENCY, Case, INVESTIGATOR, JOINS, found, judged, played};
use keyhole::{
    access::{Access, Finding, Observer, Quest},
    crypto::{
        secret::{ExportSecret, MessageSeed},
        weak::reduced_secret,
    },
    jobs::{Campaign, Found, Runner, State},
    mechanism::work_factor::WorkFactor,
    world::{
        Action, ActionId, Party, Position, Run, Searched, Timeline,
        regime::{self, CrumpleZone, Receiver, ReducedWorkFactor},
    },
};
use std::sync::Arc;

const FIRST: ActionId = ActionId(JOINS as u64);
const PROVIDER: Observer = Observer::Provider;

/// 16 secret bits, of which the agency is told 8.
static SMALL: ReducedWorkFactor = ReducedWorkFactor {
    factor: match WorkFactor::new(16, 8) {
        Ok(factor) => factor,
        Err(_) => WorkFactor::LOTUS,
    },
};

/// Runs a search to its end, in one piece after the other.
fn run(quest: &Quest) -> (Found, u64) {
    let mut campaign = Campaign::new(quest.task.clone(), quest.range);
    let mut runner = Runner::default();
    loop {
        match campaign.state() {
            State::Found(found) => return (found, campaign.tried()),
            State::Exhausted => panic!("nothing opens it"),
            State::Running => {
                let piece = campaign.hand_out(5_000).unwrap();
                let outcome = runner.run(&piece);
                campaign.take_in(&piece, outcome);
            }
        }
    }
}

fn searched(quest: &Quest, by: Receiver, (found, tried): (Found, u64)) -> Action {
    let Quest { message, ratchet_key, message_number, .. } = *quest;
    Action::Search(Arc::new(Searched { by, message, ratchet_key, message_number, found, tried }))
}

/// The conversation with one more action at its end, judged.
fn then(run: &Run, action: Action) -> (Timeline, Access) {
    let timeline = played(run.clone().then(action));
    let access = judged(&timeline);
    (timeline, access)
}

/// Under a reduced work factor the agency has fewer to try than the provider; both find the same.
#[test]
fn a_reduced_key_is_searched_by_whoever_has_the_message() {
    let case = Case::of(&SMALL).messages(2).order_after(0);
    let (timeline, access) = case.judged();
    let message = access.messages().next().unwrap();
    let agency = access.quest(INVESTIGATOR, message).unwrap();
    let provider = access.quest(PROVIDER, message).unwrap();
    assert_eq!(agency.range.1 - agency.range.0, 255);
    assert_eq!(provider.range, (0, 65_535));
    let (by_agency, by_provider) = (run(&agency), run(&provider));
    assert_eq!(by_agency.0, by_provider.0);
    assert!(by_agency.1 <= 256);
    let Found::Secret(secret) = &by_provider.0 else { panic!("no secret") };
    assert_eq!(u64::from_be_bytes(*secret.reveal()) + 1, by_provider.1, "exactly what came before");

    let action = searched(&provider, Receiver::Provider, by_provider);
    let (live, after) = then(timeline.run(), action.clone());
    assert_eq!(found(&after, &[PROVIDER]), "CT", "this message and no other");
    assert_eq!(found(&after, &[INVESTIGATOR]), "TT", "nobody else has it");
    assert_eq!(after.quest(PROVIDER, message), None);
    let how = after.derivation(PROVIDER, message).unwrap();
    assert!(how.leaves().iter().any(|it| after.graph().leaves()[*it].origin.key() == "searched"));
    // As JSON and back, and played again: nothing is searched, and all is the same.
    let again = Run::from_json(&live.run().to_json()).unwrap().under(&SMALL);
    let again = played(again);
    assert_eq!(again.recording(), live.recording());
    let mut undone = timeline.clone();
    undone.insert(action);
    undone.seek(Position::after(undone.len()));
    assert_eq!(found(&judged(&undone), &[PROVIDER]), "CT");
    assert!(undone.undo());
    undone.seek(Position::after(undone.len()));
    assert_eq!(undone.recording(), timeline.recording());
    assert_eq!(found(&judged(&undone), &[PROVIDER]), "TT");
}

/// What a file says was found opens nothing if it is wrong, or belongs to another message.
#[test]
fn a_wrong_key_in_a_file_opens_nothing() {
    let (timeline, access) = Case::of(&SMALL).messages(2).judged();
    let messages: Vec<_> = access.messages().collect();
    let [first, second] = [0, 1].map(|it| access.quest(PROVIDER, messages[it]).unwrap());
    let (right, tried) = run(&first);
    let mut wrong = right.to_bytes();
    *wrong.last_mut().unwrap() ^= 1;
    for (quest, key) in [(&first, Found::from_bytes(&wrong).unwrap()), (&second, right.clone())] {
        let action = searched(quest, Receiver::Provider, (key, tried));
        assert_eq!(found(&then(timeline.run(), action).1, &[PROVIDER]), "TT");
    }
    // And a right one helps nobody who has no message.
    let action = searched(&first, Receiver::Owner(Party::Alice), (right, tried));
    assert_eq!(found(&then(timeline.run(), action).1, &[PROVIDER]), "TT");
}

/// A session's entry price is paid once, and each message is a puzzle of its own after that.
#[test]
fn a_crumple_zone_is_paid_for_message_by_message() {
    static SMALL: CrumpleZone = CrumpleZone { prime_bits: 26, puzzle_bits: 10 };
    let (timeline, access) = Case::of(&SMALL).messages(2).judged();
    let messages: Vec<_> = access.messages().collect();
    let entry = access.quest(PROVIDER, messages[0]).unwrap();
    assert_eq!(entry.task.key(), "logarithm");
    let by = Receiver::Provider;
    let paid = searched(&entry, by, run(&entry));
    let (timeline, access) = then(timeline.run(), paid);
    assert_eq!(found(&access, &[PROVIDER]), "TT");
    for message in &messages {
        assert_eq!(access.finding(PROVIDER, *message), Finding::after_trials(9));
        assert_eq!(access.quest(PROVIDER, *message).unwrap().task.key(), "puzzle");
    }
    let puzzle = access.quest(PROVIDER, messages[1]).unwrap();
    let (_, access) = then(timeline.run(), searched(&puzzle, by, run(&puzzle)));
    assert_eq!(found(&access, &[PROVIDER]), "TC");
}

/// Under the export suite the search is over 40 bits; near the right one it is found, and opens.
#[test]
fn an_export_key_opens_its_message() {
    let (timeline, access) = Case::under("export-grade").messages(2).judged();
    let message = access.messages().next().unwrap();
    let mut quest = access.quest(PROVIDER, message).unwrap();
    assert_eq!((quest.task.key(), quest.range), ("export", (0, (1 << 40) - 1)));
    // The test knows the seed from Alice's own phone, and begins a little before the right place.
    let seeds = access.graph().facts().filter(|(_, it)| it.kind.key() == "message-seed");
    let mut secrets = seeds.filter_map(|(_, it)| {
        let seed = MessageSeed::from_bytes(it.secret()?);
        Some(ExportSecret::derive(&seed).number())
    });
    let hit = secrets.find_map(|number| {
        quest.range = (number.saturating_sub(300), number);
        let mut campaign = Campaign::new(quest.task.clone(), quest.range);
        let piece = campaign.hand_out(1_000).unwrap();
        campaign.take_in(&piece, Runner::default().run(&piece));
        match campaign.state() {
            State::Found(found) => Some((found, campaign.tried())),
            _ => None,
        }
    });
    let action = searched(&quest, Receiver::Provider, hit.unwrap());
    let (timeline, access) = then(timeline.run(), action);
    assert_eq!(found(&access, &[PROVIDER]), "CT");
    assert_eq!(found(&access, &[AGENCY]), "--");
    let mut back = timeline;
    back.seek(Position::after(JOINS + 2));
    let mut access = access;
    access.update(&back);
    assert_eq!(found(&access, &[PROVIDER]), "TT", "before it was found");
}

/// An exercise is the same search over few candidates, the right one among them.
#[test]
fn an_exercise_comes_to_its_end() {
    let (_, access) = Case::under("work-factor").messages(1).judged();
    let message = access.messages().next().unwrap();
    let quest = access.quest(PROVIDER, message).unwrap();
    let exercise = access.exercise(&quest).unwrap();
    assert_eq!((&exercise.task, exercise.range.1 - exercise.range.0), (&quest.task, (1 << 19) - 1));
    // All candidates of the message's own seed but one fail; the whole is too long for a test.
    let seeds = access.graph().facts().filter(|(_, it)| it.kind.key() == "message-seed");
    let mut rights = seeds.filter_map(|(_, it)| {
        let secret = reduced_secret(&MessageSeed::from_bytes(it.secret()?), 64);
        Some(u64::from_be_bytes(*secret.reveal()))
    });
    let (first, last) = exercise.range;
    let right = rights.find(|it| (first..=last).contains(it)).unwrap();
    let (tried, hit) = exercise.task.attempt(right.saturating_sub(50).max(first), 51);
    assert!(hit.is_some() && tried <= 51);
    let small = Case::of(&SMALL).messages(1).judged().1;
    let message = small.messages().next().unwrap();
    let quest = small.quest(PROVIDER, message).unwrap();
    assert_eq!(small.exercise(&quest), None, "it comes to its end by itself");
}

/// Where nothing is weak there is nothing to search, for anybody.
#[test]
fn there_is_nothing_to_search_under_the_other_rules() {
    let weak = ["work-factor", "export-grade", "crumple-zone"];
    for it in regime::ALL.iter().filter(|it| !weak.contains(&it.key())) {
        let (_, access) = Case::of(*it).judged();
        for observer in Observer::ALL {
            assert_eq!(access.quest(observer, FIRST), None, "{} {observer:?}", it.key());
        }
    }
}
