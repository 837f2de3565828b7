//! What moves on the path from one step to the next, without the web.

use crate::world::{
    Direction, Entry, Fate, Party, Point, Recording, SeenWhat, Traffic, Transmission,
    TransmissionId,
};
use std::sync::Arc;

/// What a packet does while a step is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// It comes out of its sender and goes to the middle of the link.
    Leaving,
    /// It stands on the link.
    Standing,
    /// It goes from the middle of the link into its receiver.
    Arriving,
    /// It is lost on the link.
    Vanishing,
}

impl Leg {
    /// Stable name, used in style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Leaving => "leaving",
            Self::Standing => "standing",
            Self::Arriving => "arriving",
            Self::Vanishing => "vanishing",
        }
    }
}

/// A packet on the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The packet.
    pub transmission: Arc<Transmission>,
    /// What it does.
    pub leg: Leg,
    /// Whether it waits for another one to arrive before it leaves.
    pub after: bool,
}

/// The packets of one step: those that arrive, those that leave, those that stand.
#[must_use]
pub fn between(before: &[Arc<Transmission>], after: &[Arc<Transmission>]) -> Vec<Movement> {
    let has = |all: &[Arc<Transmission>], id: TransmissionId| all.iter().any(|it| it.id == id);
    let gone = before.iter().filter(|it| !has(after, it.id)).map(|transmission| Movement {
        transmission: Arc::clone(transmission),
        leg: if transmission.fate == Fate::Lost { Leg::Vanishing } else { Leg::Arriving },
        after: false,
    });
    let mut movements: Vec<_> = gone.collect();
    let waits = !movements.is_empty();
    movements.extend(after.iter().map(|transmission| {
        let new = !has(before, transmission.id);
        Movement {
            transmission: Arc::clone(transmission),
            leg: if new { Leg::Leaving } else { Leg::Standing },
            after: new && waits,
        }
    }));
    movements
}

/// The packets under way, none of them moving.
#[must_use]
pub fn standing(in_flight: &[Arc<Transmission>]) -> Vec<Movement> {
    let stand = |transmission: &Arc<Transmission>| Movement {
        transmission: Arc::clone(transmission),
        leg: Leg::Standing,
        after: false,
    };
    in_flight.iter().map(stand).collect()
}

/// For each packet how many others are on the same link before it, so that none hides another.
#[must_use]
pub fn ranks(movements: &[Movement]) -> Vec<usize> {
    let stays = |it: &Movement| matches!(it.leg, Leg::Leaving | Leg::Standing);
    let same = |a: &Movement, b: &Movement| a.transmission.id.link == b.transmission.id.link;
    movements
        .iter()
        .enumerate()
        .map(|(index, it)| {
            let before = movements.iter().take(index);
            if stays(it) {
                before.filter(|other| stays(other) && same(other, it)).count()
            } else {
                0
            }
        })
        .collect()
}

/// Whether a packet carries a message, and not just a word about one.
#[must_use]
pub fn carries_message(traffic: Traffic) -> bool {
    matches!(traffic, Traffic::Frame("submit" | "deliver"))
}

/// Where a packet comes from, the link that it crosses, and where it goes.
#[must_use]
pub const fn route(link: Party, direction: Direction) -> [Point; 3] {
    let (phone, wire) = (Point::phone(link), Point::link(link));
    match direction {
        Direction::ToProvider => [phone, wire, Point::Provider],
        Direction::ToPhone => [Point::Provider, wire, phone],
    }
}

/// The entry that a point shows when nobody chose one: of the last action that the point saw
/// something of, the newest message, else the newest packet.
#[must_use]
pub fn newest(recording: &Recording, point: Point) -> Option<usize> {
    let mut newest = None;
    for seen in recording.seen_at(point).rev() {
        let SeenWhat::Capture(capture) = &seen.what else { continue };
        let (index, action) = *newest.get_or_insert((seen.index, seen.action));
        if action != seen.action {
            return Some(index);
        }
        if carries_message(capture.transmission.traffic) {
            return Some(seen.index);
        }
    }
    newest.map(|(index, _)| index)
}

/// How long a step is shown at 1×, in milliseconds: a message takes its time, the small
/// packets around it don't.
#[must_use]
pub fn duration(movements: &[Movement]) -> u32 {
    let moving = |it: &&Movement| it.leg != Leg::Standing;
    if movements.iter().filter(moving).any(|it| carries_message(it.transmission.traffic)) {
        1_300
    } else if movements.is_empty() {
        250
    } else {
        550
    }
}

/// Where a packet stands among all entries of the recording.
#[must_use]
pub fn entry_of(recording: &Recording, id: TransmissionId) -> Option<usize> {
    recording.entries().iter().rposition(|recorded| {
        matches!(&recorded.entry, Entry::Transmission { transmission, .. } if transmission.id == id)
    })
}
