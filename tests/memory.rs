//! How much memory a run takes, counted by the allocator, and that all of it comes back.
//!
//! The budget is 8 kB per action in the page, where a pointer has 4 bytes; here it has 8, so
//! the bound stands a little higher. `cargo xtask bench` measures the page.

#![allow(clippy::unwrap_used, reason = "tests")]

use keyhole::{
    crypto::secret::RunSeed,
    world::{Party, Position, Run, Timeline, conversation},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const MESSAGES: usize = 2_000;
const PER_ACTION: usize = 8_200;

fn talk() -> Run {
    let texts =
        (0..MESSAGES).map(|n| (if n % 2 == 0 { Party::Alice } else { Party::Bob }, "Hello"));
    conversation(RunSeed::from_bytes([1; 32]), true, &texts.collect::<Vec<_>>())
}

fn held(region: &Region<'_, System>) -> usize {
    let change = region.change();
    change.bytes_allocated.saturating_sub(change.bytes_deallocated)
}

#[test]
fn a_run_takes_little_memory_and_gives_it_back() {
    let empty = conversation(RunSeed::from_bytes([2; 32]), true, &[]);
    let region = Region::new(ALLOCATOR);
    let mut timeline = Timeline::new(talk());
    timeline.seek(Position::after(timeline.len()));
    let per_action = held(&region) / timeline.len();
    println!("{per_action} bytes per action");
    assert!(per_action <= PER_ACTION, "{per_action} bytes per action");
    drop(std::mem::replace(&mut timeline, Timeline::new(empty)));
    let left = held(&region);
    println!("{left} bytes left");
    assert!(left < 64 * 1024, "{left} bytes after the reset");
    resets_keep_each_run_once_and_not_for_ever();
}

/// Not a test of its own: tests run at the same time, and the allocator counts for all.
fn resets_keep_each_run_once_and_not_for_ever() {
    let run = talk();
    let region = Region::new(ALLOCATOR);
    let mut timeline = Timeline::new(run.clone());
    let one = held(&region);
    timeline.set_patience(0);
    let region = Region::new(ALLOCATOR);
    for _ in 0..300 {
        timeline.replace(run.clone());
    }
    let runs = held(&region) / one;
    println!("300 resets keep {runs} runs");
    assert!(runs <= 200, "300 resets keep {runs} runs");
}
