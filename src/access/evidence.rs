//! What the owner of a phone could notice: from that phone's own state and log, and from nothing
//! that others have.

use crate::{
    crypto::suite::Suite,
    wire::{AccessKind, Envelope, EnvelopeKind, Field, Reader},
    world::{
        Direction, Entry, Event, Party, Point, Recording, SeenWhat, Traffic, Transmission, World,
    },
};

/// Something that the owner of a phone could notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Held against the other phone's, the safety number is another one.
    SafetyNumberDiffers,
    /// The app encrypts to so many more devices than the other's phone.
    MoreDevices(usize),
    /// The app has refused so many devices.
    DevicesRefused(usize),
    /// The public log has so many entries that the app was shown.
    LogEntries(usize),
    /// So many times the app has got another scanning list.
    ListsReplaced(usize),
    /// Beside messages that left or reached this phone stand up to so many bytes for somebody else.
    MoreBytes(usize),
    /// So many bytes of backups have left this phone.
    Backups(usize),
    /// The session is in a cipher that can be broken by trying.
    WeakCipher,
    /// What leaves or comes is open to the provider.
    NotEndToEnd,
    /// So many messages were refused.
    MessagesRefused(usize),
}

impl Evidence {
    /// Every stable name.
    pub const KEYS: [&str; 10] = [
        "safety-number",
        "more-devices",
        "devices-refused",
        "log-entries",
        "lists-replaced",
        "more-bytes",
        "backups",
        "weak-cipher",
        "not-end-to-end",
        "messages-refused",
    ];

    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::SafetyNumberDiffers => "safety-number",
            Self::MoreDevices(_) => "more-devices",
            Self::DevicesRefused(_) => "devices-refused",
            Self::LogEntries(_) => "log-entries",
            Self::ListsReplaced(_) => "lists-replaced",
            Self::MoreBytes(_) => "more-bytes",
            Self::Backups(_) => "backups",
            Self::WeakCipher => "weak-cipher",
            Self::NotEndToEnd => "not-end-to-end",
            Self::MessagesRefused(_) => "messages-refused",
        }
    }

    /// The one with this name, and so many of it; nothing for another name.
    #[must_use]
    pub fn of(key: &str, count: usize) -> Option<Self> {
        Some(match key {
            "safety-number" => Self::SafetyNumberDiffers,
            "more-devices" => Self::MoreDevices(count),
            "devices-refused" => Self::DevicesRefused(count),
            "log-entries" => Self::LogEntries(count),
            "lists-replaced" => Self::ListsReplaced(count),
            "more-bytes" => Self::MoreBytes(count),
            "backups" => Self::Backups(count),
            "weak-cipher" => Self::WeakCipher,
            "not-end-to-end" => Self::NotEndToEnd,
            "messages-refused" => Self::MessagesRefused(count),
            _ => return None,
        })
    }

    /// How many of them there are, or of bytes.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Self::SafetyNumberDiffers | Self::WeakCipher | Self::NotEndToEnd => 1,
            Self::MoreDevices(count)
            | Self::DevicesRefused(count)
            | Self::LogEntries(count)
            | Self::ListsReplaced(count)
            | Self::MoreBytes(count)
            | Self::Backups(count)
            | Self::MessagesRefused(count) => count,
        }
    }
}

/// What the owner of this party's phone could notice by now.
#[must_use]
pub fn evidence(world: &World, recording: &Recording, party: Party) -> Vec<Evidence> {
    let phone = world.phone(party);
    // Numbers are as different as the keys that they are of, and take thousands of hashes.
    let keys = [party, party.peer()].map(|it| world.phone(it).numbered_keys());
    let differs = matches!(&keys, [Some([one, other]), Some(peers)] if *peers != [*other, *one]);
    let noted = |is_it: fn(&Event) -> bool| {
        let seen = recording.seen_at(Point::phone(party));
        seen.filter(|it| matches!(&it.what, SeenWhat::Note(note) if is_it(&note.event))).count()
    };
    let envelopes: Vec<_> =
        passed(recording, party, &["submit", "deliver"]).filter_map(envelope_in).collect();
    let open = envelopes.iter().any(|it| it.kind == EnvelopeKind::Text);
    let fields = envelopes.iter().filter_map(|it| it.access.as_ref());
    let fields = fields.filter(|(kind, _)| *kind != AccessKind::Suite);
    let added = fields.map(|(_, bytes)| bytes.len() + FIELD_HEAD).max().unwrap_or_default();
    let backups = passed(recording, party, &["backup"]).map(|it| it.packet.bytes().len()).sum();
    let suite = phone.sessions().current().map(|it| it.view().ratchet.suite);
    let weak = suite.is_some_and(|it| it != Suite::default());
    let counted = [
        Evidence::MoreDevices(phone.other_devices().count()),
        Evidence::DevicesRefused(noted(|it| matches!(it, Event::DeviceRefused { .. }))),
        Evidence::LogEntries(noted(|it| *it == Event::NoticeTaken)),
        Evidence::ListsReplaced(noted(|it| *it == Event::ListReplaced)),
        Evidence::MoreBytes(added),
        Evidence::Backups(backups),
        Evidence::MessagesRefused(noted(|it| matches!(it, Event::MessageRejected { .. }))),
    ];
    let said = [
        (differs, Evidence::SafetyNumberDiffers),
        (open, Evidence::NotEndToEnd),
        (weak, Evidence::WeakCipher),
    ];
    let said = said.into_iter().filter(|(is_so, _)| *is_so).map(|(_, it)| it);
    said.chain(counted.into_iter().filter(|it| it.count() > 0)).collect()
}

/// Kind (1) and length (2) before the bytes of an access field.
const FIELD_HEAD: usize = 3;

/// The packets with frames of some kinds that have left or reached a phone, oldest first.
fn passed<'a>(
    recording: &'a Recording,
    party: Party,
    kinds: &'a [&'static str],
) -> impl Iterator<Item = &'a Transmission> {
    recording.entries().iter().filter_map(move |it| match &it.entry {
        Entry::Transmission { transmission: it, opened } => {
            let was_here = it.direction == Direction::ToProvider || opened.is_some();
            let Traffic::Frame(kind) = it.traffic else { return None };
            (it.id.link == party && was_here && kinds.contains(&kind)).then_some(&**it)
        }
        _ => None,
    })
}

/// The envelope in a packet, as the phone has it.
fn envelope_in(packet: &Transmission) -> Option<Envelope> {
    let bytes = packet.packet.below()?.part(Field::Envelope)?;
    Envelope::decode(Reader::new(bytes.bytes())).ok()
}
