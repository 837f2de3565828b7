//! What is counted of one rule.

use super::{coalition, variants};
use crate::{
    access::{Access, Capable, Evidence, Finding, Observer, Reading, evidence},
    people,
    world::{
        Action, ActionId, Entry, Party, Position, Recording, Run, Timeline, World,
        regime::{Institution, Regime},
    },
};

/// So many pairs of other people are judged for each rule.
pub const PAIRS: u32 = 1;

/// How many of some messages can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// At once.
    pub read: u16,
    /// After trials.
    pub trials: u16,
    /// Of so many.
    pub of: u16,
}

/// What one observer gets without an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub observer: Observer,
    /// Of all messages.
    pub share: Share,
    /// Which fields of metadata it can tell of any of them.
    pub reading: Reading,
    /// Whether it could have made the bytes of a message itself.
    pub fabricates: bool,
    /// Whether it could write in somebody's name now.
    pub impersonates: bool,
}

/// What is counted of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What the investigator reads of the messages before the order, when it has been given.
    pub before: Share,
    /// And of those after it.
    pub after: Share,
    /// The same of those after it, if the owners add a layer of their own then.
    pub layered: Share,
    /// What everybody but the owners gets without an order, in the order of the rows.
    pub standing: Vec<Standing>,
    /// What somebody reads of other people's messages who has every key that institutions hold, and
    /// sees what passes the provider.
    pub others: Share,
    /// How many bytes pass Alice's and Bob's links for the messages.
    pub bytes: u64,
    /// How many messages there are.
    pub messages: u16,
    /// The smallest groups who read a message without an order; a group of nobody if there are only
    /// larger ones than are looked for; nothing if there are none.
    pub coalitions: Vec<Vec<Observer>>,
    /// What either of the users could notice, once the order has been given.
    pub evidence: Vec<Evidence>,
}

const INVESTIGATOR: Observer = Observer::Institution(Institution::Investigator);

/// Counts it for the run on the page, as far as that has come: after `actions` of its actions.
#[must_use]
pub fn of(run: &Run, actions: usize, regime: &'static dyn Regime) -> Figures {
    let steps = run.steps.iter().take(actions).cloned().collect();
    let run = Run { steps, ..run.clone() }.under(regime);
    let (with, place) = variants::with_order(&run);
    let mut timeline = Timeline::new(variants::without_orders(&run));
    let mut access = Access::default();
    to_end(&mut timeline, &mut access);
    let standing = standing(&access, timeline.world());
    let (bytes, coalitions) = (bytes_of(timeline.recording()), coalition::smallest(&access));

    timeline.replace(with.clone());
    to_end(&mut timeline, &mut access);
    let (before, after) = shares(&access, &with, place);
    let users = Party::ALL.map(|it| evidence(timeline.world(), timeline.recording(), it));

    timeline.replace(variants::layered((with.clone(), place)));
    to_end(&mut timeline, &mut access);
    let (_, layered) = shares(&access, &with, place);
    Figures {
        before,
        after,
        layered,
        standing,
        others: others(&run),
        bytes,
        messages: count(access.messages().count()),
        coalitions,
        evidence: either(users),
    }
}

fn to_end(timeline: &mut Timeline, access: &mut Access) {
    timeline.seek(Position::after(timeline.len()));
    access.update(timeline);
}

fn standing(access: &Access, world: &World) -> Vec<Standing> {
    let outsiders = access.observers().into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
    let outsiders: Vec<_> = outsiders.collect();
    let could = |who: &[Observer]| {
        let holders = who.iter().copied().collect();
        Party::ALL.into_iter().any(|name| access.could_impersonate(world, holders, name))
    };
    // It is tried on a copy of the world: not for each, if all of them together can't.
    let anybody = could(&outsiders);
    let one = |observer: Observer| {
        let messages = || access.messages();
        let readings = messages().map(|it| access.reading(observer, it));
        Standing {
            observer,
            share: share(messages().map(|it| access.finding(observer, it))),
            reading: readings.fold(Reading::default(), |all, it| all | it),
            fabricates: messages().any(|it| access.could_fabricate(observer, it)),
            impersonates: anybody && could(&[observer]),
        }
    };
    outsiders.iter().copied().map(one).collect()
}

/// What the investigator reads of the messages before a place of the list, and after it.
fn shares(access: &Access, run: &Run, place: usize) -> (Share, Share) {
    let earlier: Vec<ActionId> = run.steps.iter().take(place).map(|step| step.id).collect();
    let found = |before: bool| {
        let messages = access.messages().filter(|it| earlier.contains(it) == before);
        share(messages.map(|it| access.finding(INVESTIGATOR, it)))
    };
    (found(true), found(false))
}

fn share(findings: impl Iterator<Item = Finding>) -> Share {
    findings.fold(Share::default(), |share, it| Share {
        read: share.read + u16::from(it == Finding::Content),
        trials: share.trials + u16::from(it.trials().is_some()),
        of: share.of + 1,
    })
}

/// What passes both links while messages are sent.
fn bytes_of(recording: &Recording) -> u64 {
    let mut sending = false;
    let mut sum = 0;
    for recorded in recording.entries() {
        match &recorded.entry {
            Entry::Began { action } => sending = matches!(**action, Action::Send { .. }),
            Entry::Transmission { transmission, .. } if sending => {
                sum += u64::try_from(transmission.packet.bytes().len()).unwrap_or_default();
            }
            _ => {}
        }
    }
    sum
}

fn others(run: &Run) -> Share {
    let found = (1..=PAIRS).flat_map(|pair| {
        let run = people::run_of(run, run.steps.len(), pair, people::MESSAGES);
        let (access, world) = Access::of_run(&run);
        access.capable(&world, Capable::Insider)
    });
    share(found)
}

/// What one of the two could notice, or the other, with the higher count.
fn either([one, other]: [Vec<Evidence>; 2]) -> Vec<Evidence> {
    let mut all = one;
    for it in other {
        match all.iter_mut().find(|known| known.key() == it.key()) {
            Some(known) if known.count() < it.count() => *known = it,
            Some(_) => {}
            None => all.push(it),
        }
    }
    all
}

fn count(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
