//! The same run again, whole, in slices or one step back: the same bytes.

use crate::exchange::{captures, exchange, played, seed};
use keyhole::world::{Point, Position, Run, Timeline};

#[test]
fn the_same_run_gives_the_same_bytes_and_another_seed_others() {
    let (one, two) = (played(exchange()), played(exchange()));
    assert_eq!(one.recording(), two.recording());
    assert_eq!(one.world(), two.world());
    let other = played(Run { seed: seed(8), ..exchange() });
    let bytes =
        |timeline: &Timeline| captures(timeline, Point::AliceLink)[0].bytes.bytes().to_vec();
    assert_ne!(bytes(&one), bytes(&other));
}

#[test]
fn a_run_survives_json() {
    let run = exchange();
    assert_eq!(Run::from_json(&run.to_json()), Ok(run.clone()));
    let twice = run.to_json().replace("\"id\":1,", "\"id\":0,");
    assert!(Run::from_json(&twice).unwrap_err().contains("share a number"));
    assert!(Run::from_json("{").is_err());
}

#[test]
fn stepping_back_gives_every_earlier_state_exactly() {
    let run = exchange();
    let mut forward = Timeline::new(run.clone());
    let mut states =
        vec![(forward.position(), forward.world().clone(), forward.recording().clone())];
    while forward.step() {
        states.push((forward.position(), forward.world().clone(), forward.recording().clone()));
    }
    assert!(states.len() > 40, "{}", states.len());
    let mut back = played(run);
    for (position, world, recording) in states.iter().rev() {
        assert_eq!(&back.position(), position);
        assert_eq!(back.world(), world, "{position:?}");
        assert_eq!(back.recording(), recording);
        back.step_back();
    }
}

#[test]
fn going_in_slices_ends_where_going_at_once_ends() {
    let mut slices = Timeline::new(exchange());
    slices.set_goal(Position::after(6));
    let mut rounds = 0;
    while !slices.work(3) {
        rounds += 1;
    }
    assert!(rounds > 5);
    assert_eq!(slices.recording(), played(exchange()).recording());
}
