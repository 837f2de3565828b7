//! What a point sees of what was recorded.
//!
//! A transmission is seen from five points, and each sees as much of it as it can open: a
//! link the packet, the provider the frame inside the record, a phone the content inside the
//! message. [`Capture`] is one such view; it is computed from the transmission, so that the
//! same bytes are never stored twice.

use super::{ActionId, Direction, Fate, Note, Point, Time, Transmission};
use crate::wire::Annotated;
use std::sync::Arc;

/// One line of a point's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<'a> {
    /// Where it stands among all entries; stable while the run only grows.
    pub index: usize,
    /// When this point saw it.
    pub time: Time,
    /// During which action.
    pub action: ActionId,
    /// What.
    pub what: SeenWhat<'a>,
}

/// What stands in a line of a point's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenWhat<'a> {
    /// Bytes.
    Capture(Capture),
    /// Something that happened.
    Note(&'a Note),
}

/// Bytes that a point saw: what it could open, and what stayed sealed to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The point.
    pub point: Point,
    /// When the bytes were there.
    pub time: Time,
    /// The packet.
    pub transmission: Arc<Transmission>,
    /// Whether the point handed the bytes on or is their receiver (`true`: it received).
    pub received: bool,
    /// The bytes as they were at this point, with all layers inside.
    pub bytes: Arc<Annotated>,
    /// How many layers this point can open, counted from the outside.
    pub opened: usize,
}

impl Capture {
    /// The view of a packet from a point; none if it does not pass there or is not there yet.
    #[must_use]
    pub fn at(
        point: Point,
        transmission: &Arc<Transmission>,
        opened: Option<usize>,
    ) -> Option<Self> {
        let link = transmission.id.link;
        if point.party().is_some_and(|party| party != link) {
            return None;
        }
        let sender = match transmission.direction {
            Direction::ToProvider => Point::phone(link),
            Direction::ToPhone => Point::Provider,
        };
        if point == sender || point.is_link() {
            let layers = match point {
                Point::AliceLink | Point::BobLink => 1,
                Point::Provider => 2,
                Point::AlicePhone | Point::BobPhone => usize::MAX,
            };
            return Some(Self {
                point,
                time: transmission.sent_at,
                transmission: Arc::clone(transmission),
                received: false,
                bytes: Arc::clone(&transmission.packet),
                opened: layers.min(transmission.packet.layers().count()),
            });
        }
        let bytes = match &transmission.fate {
            Fate::Intact => &transmission.packet,
            Fate::Altered { arrives, .. } => arrives,
            Fate::Lost => return None,
        };
        Some(Self {
            point,
            time: transmission.arrives_at,
            transmission: Arc::clone(transmission),
            received: true,
            bytes: Arc::clone(bytes),
            opened: opened?,
        })
    }

    /// The layers that this point could open, outermost first; the last one's sealed leaf,
    /// if it has one, is sealed to this point.
    pub fn layers(&self) -> impl Iterator<Item = &Annotated> {
        self.bytes.layers().take(self.opened)
    }

    /// All layers: the page's own view, for teaching.
    pub fn all_layers(&self) -> impl Iterator<Item = &Annotated> {
        self.bytes.layers()
    }
}
