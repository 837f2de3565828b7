//! What follows from times alone, where no sender stands on a message.
//!
//! The relay knows for whom each message is, and when it came. People answer each other: soon after
//! a message for one of two acquaintances there is often one for the other. So for the target and
//! each other account it is counted how many of that account's messages came close to one of the
//! target's. What chance would give is counted in the same way, with all of that account's times
//! moved by the same amount: around the week, by many amounts. It stands out if no move gives as
//! many. That takes nothing for granted about how often anybody writes, and in which bursts.
//!
//! The idea is that of statistical disclosure: Martiny, Kaptchuk, Aviv, Roche, Wustrow, "Improving
//! Signal's Sealed Sender", NDSS 2021, abstract, who find it most effective with receipts that
//! phones send by themselves. Here there are none ([`crate::world`]: the provider has nobody to
//! send one to), so it rests on answers that people write.

use super::{Conversation, Town};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::RunSeed},
    sorted::insert_by,
    world::{Party, Time},
};
use rand_core::Rng as _;

const SECOND: u32 = 1_000;
const MINUTE: u32 = 60 * SECOND;
const HOUR: u32 = 60 * MINUTE;
/// People write from eight in the morning on, for so long each day; nights are cut out.
const MORNING: u64 = 8 * HOUR as u64;
const WAKING: u32 = 14 * HOUR;
const WEEK: u32 = 7 * WAKING;
/// So close is close.
const CLOSE: u32 = MINUTE;
/// So many moves for each account that is looked at: by chance alone one in so many towns has an
/// account that stands out, if who writes when has nothing to do with when others write.
const MOVES: u32 = 10;

/// How quickly people answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// Within a minute.
    #[default]
    Quick,
    /// Within two hours.
    Slow,
}

/// A message as the relay sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When it came: milliseconds of the week, without nights.
    pub at: u32,
    /// For whom it is.
    pub to: u16,
}

impl Event {
    /// Time (4) ‖ for whom (2), each.
    #[must_use]
    pub fn all_to_bytes(all: &[Self]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for it in all {
            bytes.extend(it.at.to_be_bytes());
            bytes.extend(it.to.to_be_bytes());
        }
        bytes
    }

    /// Reads them.
    #[must_use]
    pub fn all_from_bytes(bytes: &[u8]) -> Vec<Self> {
        let events = bytes.chunks_exact(6).filter_map(|it| {
            let (at, to) = it.split_first_chunk()?;
            let to = u16::from_be_bytes(*to.first_chunk()?);
            Some(Self { at: u32::from_be_bytes(*at), to })
        });
        events.collect()
    }
}

/// All messages that came to the relay within a week, pair by pair: at times that are drawn, and as
/// much later as they came in the pair's own run; Alice's and Bob's when they came.
#[must_use]
pub fn events(
    seed: &RunSeed,
    town: &Town,
    conversations: &[Conversation],
    pace: Pace,
) -> Vec<Event> {
    let mut all = Vec::new();
    for (nth, (it, (one, other))) in (0..).zip(conversations.iter().zip(town.pairs())) {
        let mut rng = KeyedRng::new(seed, "people", nth, "times");
        let written = written(&mut rng, &it.messages, pace);
        for ((from, taken), written) in it.messages.iter().zip(written) {
            let Some(taken) = *taken else { continue };
            let at = if nth == 0 { waking(Time(taken.into())) } else { (written + taken) % WEEK };
            let to = if *from == Party::Alice { *other } else { *one };
            all.push(Event { at, to: u16::try_from(to).unwrap_or(u16::MAX) });
        }
    }
    all
}

/// Whether an account stands out: more of its messages came close to one of the target's than with
/// any move. Of the account's messages and of the target's it is the times alone that are looked at.
#[must_use]
pub fn stands_out(events: &[Event], people: u16, target: u16, account: u16) -> bool {
    let (mut of_target, mut of_account) = (Vec::new(), Vec::new());
    for Event { at, to } in events {
        if *to == target {
            insert_by(&mut of_target, *at, |it, other| it < other);
        } else if *to == account {
            of_account.push(*at);
        }
    }
    let count = |moved: u32| {
        of_account.iter().filter(|at| is_close(&of_target, (**at + moved) % WEEK)).count()
    };
    let moves = MOVES * u32::from(people.clamp(2, 1_000) - 1);
    // Not by so little that an exchange still meets itself.
    let step = (WEEK - 2 * HOUR) / moves;
    let close = count(0);
    account != target && (0..moves).all(|nth| count(HOUR + nth * step) < close)
}

/// Whether one of these times, in their order, is close.
fn is_close(times: &[u32], at: u32) -> bool {
    let next = times.partition_point(|it| it.saturating_add(CLOSE) < at);
    times.get(next).is_some_and(|it| *it <= at.saturating_add(CLOSE))
}

/// When each message of a pair is written: a few at a time, in turns that were drawn before.
fn written(rng: &mut KeyedRng, messages: &[(Party, Option<u32>)], pace: Pace) -> Vec<u32> {
    let mut between = |least: u32, most: u32| least + rng.next_u32() % (most - least);
    let mut times: Vec<u32> = Vec::with_capacity(messages.len());
    let (mut left, mut now) = (0, 0);
    let mut last = None;
    let sittings = u32::try_from(messages.len()).unwrap_or_default().div_ceil(4).max(1);
    let mut sitting = 0;
    for (from, _) in messages {
        if left == 0 {
            left = 4;
            now = sitting * (WEEK / sittings) + between(0, WEEK / sittings);
            sitting += 1;
        } else if last == Some(from) {
            now += between(4 * SECOND, 40 * SECOND);
        } else {
            now += match pace {
                Pace::Quick => between(8 * SECOND, MINUTE),
                Pace::Slow => between(3 * MINUTE, 2 * HOUR),
            };
        }
        left -= 1;
        last = Some(from);
        times.push(now);
    }
    times
}

/// The same without nights.
fn waking(time: Time) -> u32 {
    let day = u32::try_from(time.day() - 1).unwrap_or(u32::MAX) % 7;
    let of_day = (time.0 % Time::DAY).saturating_sub(MORNING);
    day * WAKING + u32::try_from(of_day).unwrap_or(u32::MAX).min(WAKING - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::contacts::{ALICE, MESSAGES};

    const SEEDS: u8 = 12;

    fn seed(byte: u8) -> RunSeed {
        RunSeed::from_bytes([byte; 32])
    }

    /// Conversations in turns as they are drawn for a town, each message some hundred milliseconds
    /// on its way.
    fn conversations(byte: u8, town: &Town) -> Vec<Conversation> {
        let mut rng = KeyedRng::new(&seed(byte), "test", 0, "turns");
        let mut from = Party::Alice;
        let mut message = || {
            if !rng.next_u32().is_multiple_of(3) {
                from = from.peer();
            }
            (from, Some(100 + rng.next_u32() % 100))
        };
        let mut of_pair = || Conversation {
            messages: (0..MESSAGES).map(|_| message()).collect(),
            ..Conversation::default()
        };
        town.pairs().iter().map(|_| of_pair()).collect()
    }

    /// Of the accounts that stand out: how many are contacts, and how many are not; and of how many
    /// contacts.
    fn named(town: &Town, events: &[Event], target: usize) -> (usize, usize, usize) {
        let out = |it: &usize| {
            *it != target && stands_out(events, town.people() as u16, target as u16, *it as u16)
        };
        let contacts: Vec<usize> = town.contacts(target).collect();
        let out: Vec<usize> = (0..town.people()).filter(out).collect();
        let right = out.iter().filter(|it| contacts.contains(it)).count();
        (right, out.len() - right, contacts.len())
    }

    #[test]
    fn events_are_within_the_week_and_come_back_from_bytes() {
        let town = Town::new(&seed(3), 40);
        let events = events(&seed(3), &town, &conversations(3, &town), Pace::Quick);
        assert_eq!(events.len(), town.pairs().len() * MESSAGES as usize);
        assert!(events.iter().all(|it| it.at < WEEK));
        assert_eq!(Event::all_from_bytes(&Event::all_to_bytes(&events)), events);
    }

    /// Over several seeds and two targets: most contacts are named, and hardly anybody else is. With
    /// answers within two hours hardly anybody is.
    #[test]
    fn most_of_those_named_are_contacts_if_people_answer_quickly() {
        let mut sums = [(0, 0, 0); 2];
        for byte in 0..SEEDS {
            let town = Town::new(&seed(byte), 40);
            for (sum, pace) in sums.iter_mut().zip([Pace::Quick, Pace::Slow]) {
                let events = events(&seed(byte), &town, &conversations(byte, &town), pace);
                for target in [ALICE, 5] {
                    let (right, wrong, of) = named(&town, &events, target);
                    *sum = (sum.0 + right, sum.1 + wrong, sum.2 + of);
                }
            }
        }
        let [(right, wrong, of), slow] = sums;
        assert!(2 * right > of && wrong * 20 < right, "{right} of {of}, {wrong} wrong");
        assert!(slow.0 * 10 < of && slow.1 * 10 < of, "{slow:?}");
    }

    /// Times that have nothing to do with each other: one in ten targets has an account that stands
    /// out, as the number of moves says.
    #[test]
    fn chance_names_as_few_as_it_should() {
        let mut named = 0;
        for byte in 0..40 {
            let mut rng = KeyedRng::new(&seed(byte), "test", 0, "noise");
            let events: Vec<Event> =
                (0..40 * 24).map(|nth| Event { at: rng.next_u32() % WEEK, to: nth % 40 }).collect();
            named += (1..40).filter(|it| stands_out(&events, 40, 0, *it)).count();
        }
        assert!(named <= 8, "{named} in 40 towns; 4 are to be expected at most");
    }

    /// Planted: another account gets a message 20 seconds after every third one of the target's.
    #[test]
    fn a_planted_contact_stands_out_of_noise() {
        for byte in 0..20 {
            let mut rng = KeyedRng::new(&seed(byte), "test", 0, "planted");
            let mut events: Vec<Event> =
                (0..40 * 20).map(|nth| Event { at: rng.next_u32() % WEEK, to: nth % 40 }).collect();
            let targets: Vec<u32> = events.iter().filter(|it| it.to == 0).map(|it| it.at).collect();
            let answers = targets.iter().step_by(3);
            events.extend(answers.map(|at| Event { at: (at + 20 * SECOND) % WEEK, to: 7 }));
            assert!(stands_out(&events, 40, 0, 7), "{byte}");
        }
    }
}
