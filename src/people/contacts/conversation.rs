//! What two acquaintances' conversation shows: who tells that they are in touch, and when each of
//! their messages came to the relay.

use super::MESSAGES;
use crate::{
    access::{Access, Fields, Observer, Reading},
    wire::Frame,
    world::{
        Action, ActionId, Capture, Entry, Party, Point, Recording, Run, SeenWhat, Time, Traffic,
        played,
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
    pub sights: Vec<Sight>,
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
        let mut bytes: Vec<u8> = self.sights.iter().map(|it| *it as u8).collect();
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
        let (sights, rest) = bytes.split_at_checked(Eyes::ALL.len())?;
        let (asked, rest) = rest.split_first()?;
        let (count, mut rest) = rest.split_first_chunk()?;
        let sights = sights.iter().map(|it| match it {
            2 => Sight::Read,
            1 => Sight::Inferred,
            _ => Sight::Nothing,
        });
        let mut it = Self { sights: sights.collect(), asked: *asked == 1, messages: Vec::new() };
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
    let orders = Party::ALL.map(|party| ActionId(run.next_id().0 + u64::from(party == Party::Bob)));
    let demand = |target| Action::Demand { target, what: Demand::Records };
    let run = Party::ALL.into_iter().fold(run.clone(), |run, target| run.then(demand(target)));
    let (_, recording) = played(&run);
    let access = Access::of_recording(&run, &recording);
    let sights = Eyes::ALL.map(|eyes| sight(&access, eyes, orders)).into();
    let messages = run.steps.iter().filter_map(|step| match &step.action {
        Action::Send { from, .. } => {
            let read = access.reading(Observer::Provider, step.id).read;
            let taken =
                taken_in(&recording, step.id).filter(|_| read.has(Fields::TO | Fields::TIME));
            let time =
                taken.map(|(began, taken)| if is_on_page { taken.0 } else { taken.0 - began.0 });
            Some((*from, time.and_then(|it| u32::try_from(it).ok())))
        }
        _ => None,
    });
    Conversation { sights, asked: asked(&recording), messages: messages.collect() }.to_bytes()
}

/// The most that somebody tells of any message. Of what orders give, an order on one of the two
/// gives what came of it alone.
fn sight(access: &Access, eyes: Eyes, orders: [ActionId; 2]) -> Sight {
    let party = match eyes {
        Eyes::Provider => return best(access, |id| access.reading(Observer::Provider, id)),
        Eyes::Network(party) => {
            return best(access, |id| access.reading(Observer::Network(party), id));
        }
        Eyes::Order(party) => party,
    };
    let [alice, bob] = orders;
    let order = if party == Party::Alice { alice } else { bob };
    let readings = access.readings_under(INVESTIGATOR, order);
    readings.into_iter().map(Sight::of).max().unwrap_or_default()
}

fn best(access: &Access, reading: impl Fn(ActionId) -> Reading) -> Sight {
    access.messages().map(|id| Sight::of(reading(id))).max().unwrap_or_default()
}

/// When a message was written, and when the provider had it.
fn taken_in(recording: &Recording, message: ActionId) -> Option<(Time, Time)> {
    let mut of_action = recording.entries().iter().filter(|it| it.action == message);
    let began = of_action.find(|it| matches!(it.entry, Entry::Began { .. }))?.time;
    let captures = recording.seen_at(Point::Provider).filter_map(|it| match it.what {
        SeenWhat::Capture(capture) => Some(capture),
        SeenWhat::Note(_) => None,
    });
    let is_it = |it: &Capture| {
        let carries = matches!(it.transmission.traffic, Traffic::Frame("submit" | "submit-sealed"));
        carries && it.received && it.opened > 1 && it.transmission.message == Some(message)
    };
    let mut taken = captures.filter(is_it).map(|it| it.time);
    taken.next().map(|taken| (began, taken))
}

/// Whether the provider opened a request for the keys of the peer of whoever is on the line.
fn asked(recording: &Recording) -> bool {
    recording.seen_at(Point::Provider).any(|it| {
        let SeenWhat::Capture(capture) = it.what else { return false };
        let frame = capture.layers().nth(1).and_then(|it| Frame::decode(it.bytes()).ok());
        let peer = capture.transmission.id.link.peer().account();
        matches!(frame, Some((_, Frame::FetchBundle { account })) if account == peer)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        let one = Conversation {
            sights: vec![Sight::Read, Sight::Nothing, Sight::Inferred, Sight::Read, Sight::Nothing],
            asked: true,
            messages: vec![(Party::Alice, Some(73)), (Party::Bob, None)],
        };
        let other = Conversation { sights: vec![Sight::Nothing; 5], ..Conversation::default() };
        let bytes = [one.to_bytes(), other.to_bytes()].concat();
        assert_eq!(Conversation::all_from_bytes(&bytes), [one.clone(), other]);
        assert_eq!(one.sight(Eyes::Order(Party::Bob)), Sight::Inferred);
        assert_eq!(Conversation::all_from_bytes(&bytes[..bytes.len() - 1]), [one]);
    }
}
