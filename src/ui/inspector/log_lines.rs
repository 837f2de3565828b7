//! What a point has recorded, line by line: only what this point can tell.

use crate::{
    wire::{Field, Frame},
    world::{ActionId, Capture, Event, Fate, Party, Point, Recording, SeenWhat, Time},
};
use std::rc::Rc;

/// One line of a point's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The entry of the recording.
    pub index: usize,
    /// When.
    pub time: Time,
    /// During which action.
    pub action: ActionId,
    /// What.
    pub what: What,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A packet.
    Packet(PacketLine),
    /// Something that happened.
    Note(Event),
}

/// A packet, as far as the point can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketLine {
    /// Whose link it crossed.
    pub link: Party,
    /// Whether it went to the provider.
    pub to_provider: bool,
    /// Its size in bytes.
    pub size: usize,
    /// What it is.
    pub kind: PacketSeen,
    /// Whether a bit of it was changed or it was lost here.
    pub spoiled: bool,
    /// The text in it, where the point can read it.
    pub text: Option<Rc<str>>,
}

/// What a packet is, as far as the point can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketSeen {
    /// A message of the handshake: 1, 2 or 3.
    Handshake(u8),
    /// A record that the point cannot look into.
    Record,
    /// A record that should have opened here and did not.
    Unopened,
    /// A request or answer, by its stable name.
    Frame(&'static str),
    /// The end of a connection.
    Close,
}

impl PacketSeen {
    /// Whether it carries a message, as far as the point can tell.
    #[must_use]
    pub const fn carries_message(self) -> bool {
        matches!(self, Self::Frame(key) if matches!(key.as_bytes(), b"submit" | b"deliver"))
    }

    /// The locale file's message that names it.
    #[must_use]
    pub fn text_id(self) -> String {
        match self {
            Self::Handshake(nth) => format!("inspector-packet-handshake-{nth}"),
            Self::Record => "inspector-packet-record".into(),
            Self::Unopened => "inspector-packet-unopened".into(),
            Self::Frame(key) => format!("inspector-packet-{key}"),
            Self::Close => "inspector-packet-close".into(),
        }
    }
}

/// All that a point has recorded so far, oldest first.
#[must_use]
pub fn lines(recording: &Recording, point: Point) -> Vec<Line> {
    recording
        .seen_at(point)
        .map(|seen| {
            let what = match &seen.what {
                SeenWhat::Capture(capture) => What::Packet(packet(capture)),
                SeenWhat::Note(note) => What::Note(note.event.clone()),
            };
            Line { index: seen.index, time: seen.time, action: seen.action, what }
        })
        .collect()
}

/// A capture, as far as its point can tell.
#[must_use]
pub fn packet(capture: &Capture) -> PacketLine {
    let transmission = &capture.transmission;
    let text = capture
        .layers()
        .nth(2)
        .and_then(|content| content.value(Field::ContentText))
        .map(|text| Rc::from(String::from_utf8_lossy(text)));
    PacketLine {
        link: transmission.id.link,
        to_provider: matches!(transmission.direction, crate::world::Direction::ToProvider),
        size: capture.bytes.bytes().len(),
        kind: kind(capture),
        spoiled: capture.point.is_link() && transmission.fate != Fate::Intact,
        text,
    }
}

fn kind(capture: &Capture) -> PacketSeen {
    if let Some(code) = capture.layers().nth(1).and_then(|frame| frame.value(Field::FrameKind)) {
        let key = code.first().and_then(|code| Frame::key_of_code(*code));
        return key.map_or(PacketSeen::Unopened, PacketSeen::Frame);
    }
    let has = |field| capture.bytes.find(field).is_some();
    match (has(Field::HandshakeEphemeral), has(Field::HandshakeStatic)) {
        (true, false) => PacketSeen::Handshake(1),
        (true, true) => PacketSeen::Handshake(2),
        (false, true) => PacketSeen::Handshake(3),
        (false, false) if !has(Field::Record) => PacketSeen::Close,
        (false, false) if capture.point.is_link() => PacketSeen::Record,
        (false, false) => PacketSeen::Unopened,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{Timeline, conversation},
    };

    fn recording() -> Recording {
        let mut timeline = Timeline::new(conversation(
            RunSeed::from_bytes([7; 32]),
            true,
            &[(Party::Alice, "Lunch at one?"), (Party::Bob, "Yes!")],
        ));
        timeline.seek(crate::world::Position::after(timeline.len()));
        timeline.recording().clone()
    }

    fn kinds(point: Point) -> Vec<PacketSeen> {
        let kind = |line: Line| match line.what {
            What::Packet(packet) => Some(packet.kind),
            What::Note(_) => None,
        };
        lines(&recording(), point).into_iter().filter_map(kind).collect()
    }

    #[test]
    fn a_link_cannot_tell_a_message_from_an_acknowledgement() {
        let kinds = kinds(Point::AliceLink);
        assert!(kinds.contains(&PacketSeen::Record));
        assert!(!kinds.iter().any(|kind| matches!(kind, PacketSeen::Frame(_))));
        assert!(!kinds.iter().any(|kind| kind.carries_message()));
    }

    #[test]
    fn the_provider_can_and_reads_no_text() {
        let recording = recording();
        let lines = lines(&recording, Point::Provider);
        let packets = lines.iter().filter_map(|line| match &line.what {
            What::Packet(packet) => Some(packet),
            What::Note(_) => None,
        });
        let messages: Vec<_> = packets.filter(|packet| packet.kind.carries_message()).collect();
        assert_eq!(messages.len(), 4);
        assert!(messages.iter().all(|packet| packet.text.is_none()));
    }
}
