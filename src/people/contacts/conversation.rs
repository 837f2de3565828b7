//! What two acquaintances' conversation shows: who tells that they are in touch, and when each of
//! their messages came to the relay.

use super::MESSAGES;
use crate::{
    access::{Access, Fields, Observer, Reading},
    wire::Frame,
    world::{
        Action, ActionId, Entry, Party, Recorded, Recording, Run, Step, Time, Traffic,
        Transmission, played,
        regime::{Demand, Institution},
    },
};

/// The first of these pairs, by its number at the provider: after all that
/// [`crate::people::run_of`] is asked for otherwise.
const FIRST: u32 = 1 << 16;
const INVESTIGATOR: Observer = Observer::Institution(Institution::Investigator);

/// Whose eyes see a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// The provider.
    Provider,
    /// Whoever has an order for the relay's records of one of the two.
    Order(Party),
    /// The operator of the network of one of the two.
    Network(Party),
}

impl Eyes {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Provider,
        Self::Order(Party::Alice),
        Self::Order(Party::Bob),
        Self::Network(Party::Alice),
        Self::Network(Party::Bob),
    ];
}

/// How somebody knows that two people are in touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sight {
    /// Not at all.
    #[default]
    Nothing,
    /// For no message both names stand there; for one, what is missing follows from something else.
    Inferred,
    /// Both names stand on a message.
    Read,
}

impl Sight {
    fn of(reading: Reading) -> Self {
        let both = Fields::FROM | Fields::TO;
        if reading.read.has(both) {
            Self::Read
        } else if reading.all().has(both) {
            Self::Inferred
        } else {
            Self::Nothing
        }
    }
}

/// What a conversation shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conversation {
    /// For each of [`Eyes::ALL`] one.
    pub sights: [Sight; 5],
    /// Whether the provider saw one of the two ask the directory, in their own name, for the
    /// other one's keys.
    pub asked: bool,
    /// For each message who sent it, and, if the provider can tell to whom and when, how many
    /// milliseconds after it was written it came to the relay; of Alice's and Bob's, when.
    pub messages: Vec<(Party, Option<u32>)>,
}

impl Conversation {
    /// How somebody knows that the two are in touch.
    #[must_use]
    pub fn sight(&self, eyes: Eyes) -> Sight {
        let place = Eyes::ALL.iter().position(|it| *it == eyes);
        place.and_then(|it| self.sights.get(it)).copied().unwrap_or_default()
    }

    /// sights (5) ‖ asked (1) ‖ count (2) ‖ messages (5 each): who sent it (1) ‖ time (4), all ones
    /// for none.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.sights.map(|it| it as u8).to_vec();
        bytes.push(u8::from(self.asked));
        let count = u16::try_from(self.messages.len()).unwrap_or(u16::MAX);
        bytes.extend(count.to_be_bytes());
        for (from, time) in self.messages.iter().take(count.into()) {
            bytes.push(u8::from(*from == Party::Bob));
            bytes.extend(time.unwrap_or(u32::MAX).to_be_bytes());
        }
        bytes
    }

    /// Reads conversations that stand one behind the other.
    #[must_use]
    pub fn all_from_bytes(mut bytes: &[u8]) -> Vec<Self> {
        let mut all = Vec::new();
        while let Some((it, rest)) = Self::split(bytes) {
            all.push(it);
            bytes = rest;
        }
        all
    }

    fn split(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (sights, rest) = bytes.split_first_chunk::<5>()?;
        let (asked, rest) = rest.split_first()?;
        let (count, mut rest) = rest.split_first_chunk()?;
        let sights = sights.map(|it| match it {
            2 => Sight::Read,
            1 => Sight::Inferred,
            _ => Sight::Nothing,
        });
        let mut it = Self { sights, asked: *asked == 1, messages: Vec::new() };
        for _ in 0..u16::from_be_bytes(*count) {
            let (from, more) = rest.split_first()?;
            let (time, more) = more.split_first_chunk()?;
            let from = if *from == 1 { Party::Bob } else { Party::Alice };
            let time = Some(u32::from_be_bytes(*time)).filter(|it| *it != u32::MAX);
            it.messages.push((from, time));
            rest = more;
        }
        Some((it, rest))
    }
}

/// The run of a town's pair, numbered from 0, after so many actions of the run on the page: the
/// first pair's is that run; each other one's is as that of other people ([`crate::people`]). The
/// first of a pair has Alice's part, the other one Bob's.
#[must_use]
pub fn run_of(run: &Run, actions: usize, pair: u32) -> Run {
    if pair == 0 {
        let steps = run.steps.iter().take(actions).cloned().collect();
        return Run { steps, ..run.clone() };
    }
    crate::people::run_of(run, actions, FIRST + pair, MESSAGES)
}

/// What the run of a pair shows, as bytes ([`Conversation::all_from_bytes`]): it is played, and
/// then, to see what that gives, the relay's records about each of the two are ordered.
#[must_use]
pub fn judge(run: &Run) -> Vec<u8> {
    let is_on_page = run.pair == 0;
    let mut run = run.clone();
    let orders = Party::ALL.map(|target| {
        let (id, what) = (run.next_id(), Demand::Records);
        run.steps.push(Step { id, action: Action::Demand { target, what } });
        id
    });
    let (_, recording) = played(&run);
    let access = Access::of_recording(&run, &recording);
    let passed = Passed::of(&recording);
    let mut it = Conversation { asked: passed.asked, ..Conversation::default() };
    let [first, second] = orders;
    for (eyes, sight) in Eyes::ALL.into_iter().zip(&mut it.sights) {
        let (observer, order) = match eyes {
            Eyes::Provider => (Observer::Provider, first),
            Eyes::Network(party) => (Observer::Network(party), first),
            Eyes::Order(Party::Alice) => (INVESTIGATOR, first),
            Eyes::Order(Party::Bob) => (INVESTIGATOR, second),
        };
        let readings = access.readings_under(observer, order);
        for (_, reading) in &readings {
            *sight = Sight::of(*reading).max(*sight);
        }
        if eyes != Eyes::Provider {
            continue;
        }
        for (message, reading) in readings {
            let Some(from) = sender(&run, message) else { continue };
            let (began, taken) = passed.times(message);
            let told = taken.filter(|_| reading.read.has(Fields::TO | Fields::TIME));
            let since = if is_on_page { 0 } else { began };
            let time = told.and_then(|it| u32::try_from(it.0.saturating_sub(since)).ok());
            it.messages.push((from, time));
        }
    }
    it.to_bytes()
}

fn sender(run: &Run, message: ActionId) -> Option<Party> {
    run.steps.iter().find(|it| it.id == message).and_then(|it| match &it.action {
        Action::Send { from, .. } => Some(*from),
        _ => None,
    })
}

/// What passed the provider.
#[derive(Default)]
struct Passed {
    asked: bool,
    began: Vec<(ActionId, Time)>,
    taken: Vec<(ActionId, Time)>,
}

impl Passed {
    fn of(recording: &Recording) -> Self {
        let mut it = Self::default();
        for Recorded { time, action, entry } in recording.entries() {
            match entry {
                Entry::Began { .. } => it.began.push((*action, *time)),
                // The provider has opened the record, and the frame in it.
                Entry::Transmission { transmission, opened: Some(2..) } => {
                    match transmission.traffic {
                        Traffic::Frame("submit" | "submit-sealed") => {
                            let message = transmission.message.unwrap_or(*action);
                            it.taken.push((message, transmission.arrives_at));
                        }
                        Traffic::Frame("fetch-bundle") => {
                            it.asked |= asks_for_peer(transmission);
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        it
    }

    /// When a message was written, in milliseconds, and when the provider first had it.
    fn times(&self, message: ActionId) -> (u64, Option<Time>) {
        let of = |all: &[(ActionId, Time)]| {
            all.iter().find(|(id, _)| *id == message).map(|(_, time)| *time)
        };
        (of(&self.began).unwrap_or_default().0, of(&self.taken))
    }
}

/// Whether it is a request for the keys of the peer of whoever is on the line.
fn asks_for_peer(transmission: &Transmission) -> bool {
    let frame = transmission.packet.below().and_then(|it| Frame::decode(it.bytes()).ok());
    let peer = transmission.id.link.peer().account();
    matches!(frame, Some((_, Frame::FetchBundle { account })) if account == peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        let one = Conversation {
            sights: [Sight::Read, Sight::Nothing, Sight::Inferred, Sight::Read, Sight::Nothing],
            asked: true,
            messages: vec![(Party::Alice, Some(73)), (Party::Bob, None)],
        };
        let other = Conversation::default();
        let bytes = [one.to_bytes(), other.to_bytes()].concat();
        assert_eq!(Conversation::all_from_bytes(&bytes), [one.clone(), other]);
        assert_eq!(one.sight(Eyes::Order(Party::Bob)), Sight::Inferred);
        assert_eq!(Conversation::all_from_bytes(&bytes[..bytes.len() - 1]), [one]);
    }
}
