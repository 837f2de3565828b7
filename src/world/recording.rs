//! What passed where: the transmissions on both links, and what happened inside, in order.

use super::{
    Action, ActionId, Capture, Fate, Note, Party, Point, Seen, SeenWhat, Time, Transmission,
    TransmissionId, regime::Handed,
};
use crate::{crypto::secret::RecordKey, protocol::trace::Step as ProtocolStep};
use std::sync::Arc;

/// The transport keys of a connection, as one end of it has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// Which end.
    pub point: Point,
    /// Whose link.
    pub link: Party,
    /// The phone's port; it names the connection.
    pub port: u16,
    /// Opens what goes to the provider.
    pub to_provider: RecordKey,
    /// Opens what goes to the phone.
    pub to_phone: RecordKey,
}

/// One thing that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An action began.
    Began {
        /// Which.
        action: Arc<Action>,
    },
    /// A packet left.
    Transmission {
        /// The packet.
        transmission: Arc<Transmission>,
        /// Once it has arrived: how many layers the receiver could open (1: the packet only).
        opened: Option<usize>,
    },
    /// Something happened.
    Note(Arc<Note>),
    /// A handshake gave transport keys to one end of a connection.
    Agreed(Arc<Agreed>),
    /// Somebody was handed something.
    Handed {
        /// Who, and what.
        handed: Arc<Handed>,
        /// The action that gave the order under which it was; none if there was no order.
        order: Option<ActionId>,
        /// The action that sent the message which it is about.
        message: Option<ActionId>,
        /// Whether it was taken: by the action during which it was handed over.
        taken: bool,
    },
    /// A phone computed.
    Protocol {
        /// Whose phone.
        party: Party,
        /// The action that sent the message which it is about.
        message: Option<ActionId>,
        /// What it computed, step by step.
        steps: Arc<[ProtocolStep]>,
    },
}

/// An entry with its moment and the action during which it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When.
    pub time: Time,
    /// During which action.
    pub action: ActionId,
    /// What.
    pub entry: Entry,
}

/// All that was recorded, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recording {
    entries: Vec<Recorded>,
}

impl Recording {
    /// All entries in order.
    #[must_use]
    pub fn entries(&self) -> &[Recorded] {
        &self.entries
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was recorded.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The transmission with this name.
    #[must_use]
    pub fn transmission(&self, id: TransmissionId) -> Option<&Arc<Transmission>> {
        self.entries.iter().rev().find_map(|recorded| match &recorded.entry {
            Entry::Transmission { transmission, .. } if transmission.id == id => Some(transmission),
            _ => None,
        })
    }

    /// What this point has seen so far, oldest first: packets that passed it, and what
    /// happened there.
    pub fn seen_at(&self, point: Point) -> impl DoubleEndedIterator<Item = Seen<'_>> {
        self.entries.iter().enumerate().filter_map(move |(index, recorded)| {
            let seen = match &recorded.entry {
                Entry::Transmission { transmission, opened } => {
                    SeenWhat::Capture(Capture::at(point, transmission, *opened)?)
                }
                Entry::Note(note) if note.point == point => SeenWhat::Note(note),
                Entry::Note(_)
                | Entry::Began { .. }
                | Entry::Agreed(_)
                | Entry::Handed { .. }
                | Entry::Protocol { .. } => return None,
            };
            let time = match &seen {
                SeenWhat::Capture(capture) => capture.time,
                SeenWhat::Note(_) => recorded.time,
            };
            Some(Seen { index, time, action: recorded.action, what: seen })
        })
    }

    pub(super) fn push(&mut self, time: Time, action: ActionId, entry: Entry) -> usize {
        self.entries.push(Recorded { time, action, entry });
        self.entries.len() - 1
    }

    pub(super) fn set_opened(&mut self, index: usize, layers: usize) {
        if let Some(Recorded { entry: Entry::Transmission { opened, .. }, .. }) =
            self.entries.get_mut(index)
        {
            *opened = Some(layers);
        }
    }

    /// The link was cut while this packet was on it.
    pub(super) fn set_lost(&mut self, index: usize) {
        if let Some(Recorded { entry: Entry::Transmission { transmission, .. }, .. }) =
            self.entries.get_mut(index)
        {
            Arc::make_mut(transmission).fate = Fate::Lost;
        }
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.entries.truncate(length);
    }
}
