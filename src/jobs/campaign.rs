//! A search as a whole: which pieces are out, what was tried, what was found.

use super::{Found, Outcome, Piece, Task};

/// How a search stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Pieces are out, or can be handed out.
    Running,
    /// Everything was tried, and nothing opens the message.
    Exhausted,
    /// Something was found, and every piece that was out has come back: the count is exact.
    Found(Found),
}

/// Hands out the candidates of a task from the first to the last, each once, and counts what was
/// tried. A piece that was lost is handed out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    task: Task,
    /// The first candidate that nobody has been given; none when all are given out.
    next: Option<u64>,
    last: u64,
    /// Pieces that were lost on the way.
    lost: Vec<(u64, u64)>,
    out: Vec<(u64, u64)>,
    tried: u64,
    found: Option<Found>,
}

impl Campaign {
    /// Over some of the candidates of a task, from `first` to `last`: a searcher may know that it
    /// need not try the others. A walk begins at its beginning and has no end.
    #[must_use]
    pub fn new(task: Task, (first, last): (u64, u64)) -> Self {
        let walks = task.last().is_none();
        let (first, last) = if walks { (0, u64::MAX) } else { (first, last) };
        let next = (first <= last).then_some(first);
        Self { task, next, last, lost: Vec::new(), out: Vec::new(), tried: 0, found: None }
    }

    /// What is tried.
    #[must_use]
    pub const fn task(&self) -> &Task {
        &self.task
    }

    /// How many candidates were tried.
    #[must_use]
    pub const fn tried(&self) -> u64 {
        self.tried
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.found {
            Some(found) if self.out.is_empty() => State::Found(found.clone()),
            Some(_) => State::Running,
            None if self.next.is_none() && self.lost.is_empty() && self.out.is_empty() => {
                State::Exhausted
            }
            None => State::Running,
        }
    }

    /// The next piece of at most `count` candidates, for somebody who has nothing to do. Nothing if
    /// all are given out, or if a walk is under way: its steps come one after the other.
    pub fn hand_out(&mut self, count: u64) -> Option<Piece> {
        let walks = self.task.last().is_none();
        if self.found.is_some() || (walks && !self.out.is_empty()) {
            return None;
        }
        let (first, count) = match self.lost.pop() {
            // What was much for a worker may be too much for whoever helps out.
            Some((first, lost)) => {
                let count = count.clamp(1, lost);
                if count < lost {
                    self.lost.push((first + count, lost - count));
                }
                (first, count)
            }
            None => {
                let first = self.next?;
                let left = (self.last - first).saturating_add(1);
                let count = count.clamp(1, left);
                self.next = first.checked_add(count).filter(|next| *next <= self.last);
                (first, count)
            }
        };
        self.out.push((first, count));
        Some(Piece { task: self.task.clone(), first, count })
    }

    /// A piece has come back.
    pub fn take_in(&mut self, piece: &Piece, outcome: Outcome) {
        let Some(place) = self.out.iter().position(|it| *it == (piece.first, piece.count)) else {
            return;
        };
        self.out.remove(place);
        self.tried = self.tried.saturating_add(outcome.tried);
        if self.found.is_none() {
            self.found = outcome.found;
        }
    }

    /// Whoever had this piece is gone: it will be handed out again. What was tried of it is not
    /// counted.
    pub fn lose(&mut self, piece: &Piece) {
        let known = |it: &(u64, u64)| *it == (piece.first, piece.count);
        if let Some(place) = self.out.iter().position(known) {
            self.lost.push(self.out.remove(place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::{MessageSeed, WeakSecret},
        crypto::suite::Suite,
        crypto::weak,
        jobs::{Runner, task::Sealed},
        mechanism::{
            abrasion::{Abrasion, Group},
            crumple::{Cost, PuzzleField},
            export,
        },
        wire::Content,
    };
    use proptest::prelude::*;

    const HEADER: &[u8] = b"header";
    const DATA: [&[u8]; 2] = [b"bob to alice", b"alice to bob"];

    fn content() -> Vec<u8> {
        Content::Text("see you at seven".into()).encode().bytes().to_vec()
    }

    fn sealed(ciphertext: Vec<u8>) -> Sealed {
        let associated_data = DATA.map(<[u8]>::to_vec).into();
        Sealed { header: HEADER.to_vec(), associated_data, ciphertext }
    }

    fn reduced(secret: u64) -> Task {
        let secret = WeakSecret::from_bytes(secret.to_be_bytes());
        let keys = weak::reduced_keys(&secret, 16, HEADER);
        let ciphertext = Suite::Aes256Gcm.seal(&keys, DATA[1], &content());
        Task::Reduced { secret_bits: 16, sealed: sealed(ciphertext) }
    }

    fn secret(number: u64) -> Found {
        Found::Secret(WeakSecret::from_bytes(number.to_be_bytes()))
    }

    /// Runs a search with so many runners and pieces of this size, each piece as bytes.
    fn run(campaign: &mut Campaign, runners: usize, count: u64) {
        let mut runners: Vec<_> = (0..runners).map(|_| Runner::default()).collect();
        while campaign.state() == State::Running {
            let pieces: Vec<_> =
                runners.iter_mut().filter_map(|it| Some((campaign.hand_out(count)?, it))).collect();
            for (piece, runner) in pieces {
                let outcome = Outcome::from_bytes(&runner.run_bytes(&piece.to_bytes())).unwrap();
                campaign.take_in(&piece, outcome);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// The planted key is found, however the work is divided, and with one runner exactly what
        /// came up to it was tried.
        #[test]
        fn finds_the_planted_key(place in 0_u64..600, count in 1_u64..90, runners in 1_usize..4) {
            let mut campaign = Campaign::new(reduced(place), (0, 700));
            run(&mut campaign, runners, count);
            prop_assert_eq!(campaign.state(), State::Found(secret(place)));
            if runners == 1 {
                prop_assert_eq!(campaign.tried(), place + 1);
            }
        }
    }

    #[test]
    fn says_that_it_is_not_there_when_all_was_tried() {
        let mut campaign = Campaign::new(reduced(500), (0, 499));
        run(&mut campaign, 3, 64);
        assert_eq!((campaign.state(), campaign.tried()), (State::Exhausted, 500));
    }

    #[test]
    fn a_lost_piece_is_tried_again_and_counted_once() {
        let mut campaign = Campaign::new(reduced(70), (0, 99));
        let first = campaign.hand_out(80).unwrap();
        let second = campaign.hand_out(80).unwrap();
        assert_eq!((second.first, second.count), (80, 20));
        assert_eq!(campaign.hand_out(80), None);
        campaign.lose(&first);
        campaign.take_in(&first, Outcome { tried: 80, found: None, counted: Vec::new() });
        assert_eq!(campaign.tried(), 0, "whoever was given up has no say");
        assert_eq!(campaign.hand_out(80).as_ref(), Some(&first));
        campaign.take_in(&first, Runner::default().run(&first));
        campaign.take_in(&second, Runner::default().run(&second));
        assert_eq!((campaign.state(), campaign.tried()), (State::Found(secret(70)), 71 + 20));
        assert_eq!(campaign.hand_out(80), None);
    }

    #[test]
    fn the_count_waits_for_what_is_still_out() {
        let mut campaign = Campaign::new(reduced(70), (0, 999));
        let [first, second] = [(); 2].map(|()| campaign.hand_out(80).unwrap());
        campaign.take_in(&first, Runner::default().run(&first));
        assert_eq!((campaign.state(), campaign.hand_out(80)), (State::Running, None));
        campaign.take_in(&second, Runner::default().run(&second));
        assert_eq!((campaign.state(), campaign.tried()), (State::Found(secret(70)), 71 + 80));
    }

    #[test]
    fn a_lost_piece_can_be_handed_out_in_smaller_ones() {
        let mut campaign = Campaign::new(reduced(5_000), (0, 99));
        let all = campaign.hand_out(100).unwrap();
        campaign.lose(&all);
        let parts = [30, 30, 100].map(|count| campaign.hand_out(count).unwrap());
        assert_eq!(parts.each_ref().map(|it| (it.first, it.count)), [(0, 30), (30, 30), (60, 40)]);
        for part in parts {
            campaign.take_in(&part, Runner::default().run(&part));
        }
        assert_eq!((campaign.state(), campaign.tried()), (State::Exhausted, 100));
    }

    #[test]
    fn an_export_key_is_found_and_confirmed_by_the_tag() {
        let seed = MessageSeed::from_bytes([0x5e; 32]);
        let planted = crate::crypto::secret::ExportSecret::derive(&seed);
        let ciphertext = export::seal(&planted, HEADER, DATA[0], &content());
        let right = planted.number();
        let mut campaign =
            Campaign::new(Task::Export(sealed(ciphertext)), (right - 5_000, right + 10));
        run(&mut campaign, 1, 1_000);
        assert_eq!((campaign.state(), campaign.tried()), (State::Found(secret(right)), 5_001));
    }

    /// First the session's logarithm, then the message's puzzle.
    #[test]
    fn a_crumpled_message_is_paid_for_in_two_steps() {
        let seed = MessageSeed::from_bytes([9; 32]);
        let abrasion = Abrasion::derive(b"session", Group::new(28).unwrap());
        let field = PuzzleField::make(&seed, Cost::new(12).unwrap(), &abrasion.constant(), HEADER);
        let mut walk = Campaign::new(Task::Logarithm(abrasion.field()), (0, 0));
        let piece = walk.hand_out(100).unwrap();
        assert_eq!(walk.hand_out(100), None, "a walk can't be divided");
        // Whoever had the first steps is gone.
        walk.lose(&piece);
        run(&mut walk, 2, 1_000);
        let State::Found(Found::Constant(constant)) = walk.state() else { panic!("not found") };
        assert_eq!(constant, abrasion.constant());
        let keys = Suite::default().derive(&seed, HEADER);
        let ciphertext = Suite::default().seal(&keys, DATA[1], &content());
        let task = Task::Puzzle { field, constant, sealed: sealed(ciphertext) };
        let last = task.last().unwrap();
        assert_eq!(last, (1 << 12) - 1);
        let mut campaign = Campaign::new(task, (0, last));
        run(&mut campaign, 2, 500);
        assert_eq!(campaign.state(), State::Found(Found::Seed(seed)));
    }
}
