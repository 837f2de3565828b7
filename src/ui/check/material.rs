//! What another implementation needs in order to open a captured message.

use crate::{
    crypto::{secret::MessageSeed, suite::Suite},
    protocol::{trace::Step as ProtocolStep, x3dh::AssociatedData},
    wire::{Annotated, Field},
    world::{ActionId, Capture, Entry, Party, Recording},
};

/// Everything that goes into opening one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// The phone whose seed it is.
    pub holder: Party,
    /// How that phone came to it.
    pub source: Source,
    /// How its key comes from the seed, and how it encrypts.
    pub suite: Suite,
    /// The seed that the chain yielded for this message.
    pub seed: MessageSeed,
    /// What the tag also covers: both identity keys, then the headers.
    pub associated_data: Vec<u8>,
    /// The ciphertext with its tag, as it was captured.
    pub ciphertext: Vec<u8>,
    /// What the phone made of it, or sealed in it.
    pub plaintext: Option<Vec<u8>>,
}

impl Material {
    /// The ratchet header that the tag also covers.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        self.associated_data.get(AssociatedData::LENGTH..).unwrap_or_default()
    }
}

/// How the holder of the seed came to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It opened the message.
    Opened,
    /// It tried to open what arrived, and the tag did not fit.
    Refused,
    /// It sealed the message, and no phone has opened it.
    Sealed,
}

impl Source {
    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Refused => "refused",
            Self::Sealed => "sealed",
        }
    }
}

/// The sealed message in a capture, whether its point can open the record around it or not:
/// ciphertext and tag.
#[must_use]
pub fn of_capture(capture: &Capture) -> Option<Vec<u8>> {
    capture.all_layers().find_map(sealed_message)
}

fn sealed_message(layer: &Annotated) -> Option<Vec<u8>> {
    let ciphertext = layer.value(Field::MessageCiphertext)?;
    let tag = layer.value(Field::MessageTag)?;
    Some([ciphertext, tag].concat())
}

/// The seed for a captured message, and everything else that opening it takes. A phone that
/// opened it comes first, then one that tried, then the one that sealed it.
#[must_use]
pub fn find(recording: &Recording, capture: &Capture) -> Option<Material> {
    let captured = of_capture(capture)?;
    let message = capture.transmission.message?;
    let attempts = attempts(recording, message);
    let with = |source: Source| attempts.iter().filter(move |it| it.source == source);
    let tried = with(Source::Opened).chain(with(Source::Refused));
    if let Some(found) = tried.into_iter().find(|it| it.ciphertext == captured) {
        return Some(found.clone());
    }
    let sealed = with(Source::Sealed).next()?.clone();
    let associated_data = captured_associated_data(capture, &sealed.associated_data)?;
    Some(Material { ciphertext: captured, associated_data, ..sealed })
}

/// The session's associated data, then the header as it was captured: no phone has tried.
fn captured_associated_data(capture: &Capture, sealed: &[u8]) -> Option<Vec<u8>> {
    let session = sealed.get(..AssociatedData::LENGTH)?;
    let header = capture.all_layers().find_map(|layer| layer.value(Field::RatchetHeader))?;
    Some([session, header].concat())
}

/// Every time that a phone sealed this message or tried to open it.
fn attempts(recording: &Recording, wanted: ActionId) -> Vec<Material> {
    let mut found = Vec::new();
    for recorded in recording.entries() {
        let Entry::Protocol { party, message, steps } = &recorded.entry else { continue };
        if *message != Some(wanted) {
            continue;
        }
        let mut seed = None;
        for step in steps.iter() {
            let (source, associated_data, ciphertext, plaintext) = match step {
                ProtocolStep::MessageKeyDerivation { seed: derived, suite, .. } => {
                    seed = Some((derived, *suite));
                    continue;
                }
                ProtocolStep::Seal { associated_data, plaintext, ciphertext, .. } => {
                    (Source::Sealed, associated_data, ciphertext, Some(plaintext))
                }
                ProtocolStep::Open { associated_data, ciphertext, plaintext, .. } => {
                    let opened = plaintext.is_some();
                    let source = if opened { Source::Opened } else { Source::Refused };
                    (source, associated_data, ciphertext, plaintext.as_ref())
                }
                _ => continue,
            };
            found.extend(seed.map(|(seed, suite)| Material {
                holder: *party,
                source,
                suite,
                seed: MessageSeed::clone(seed),
                associated_data: associated_data.clone(),
                ciphertext: ciphertext.clone(),
                plaintext: plaintext.map(|it| it.reveal().to_vec()),
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{Interference, Point, Position, SeenWhat, Target, Timeline, conversation},
    };

    fn timeline() -> Timeline {
        let texts = [(Party::Alice, "Lunch at one?"), (Party::Bob, "Yes!")];
        let mut timeline = Timeline::new(conversation(RunSeed::from_bytes([7; 32]), true, &texts));
        timeline.seek(Position::after(timeline.len()));
        timeline
    }

    fn first_message(timeline: &Timeline) -> Capture {
        let captures =
            timeline.recording().seen_at(Point::Provider).filter_map(|seen| match seen.what {
                SeenWhat::Capture(it) => Some(it),
                SeenWhat::Note(_) => None,
            });
        captures.into_iter().find(|it| it.transmission.traffic.key() == "submit").unwrap()
    }

    #[test]
    fn the_receiver_has_the_seed_and_it_opens_the_capture() {
        let timeline = timeline();
        let found = find(timeline.recording(), &first_message(&timeline)).unwrap();
        assert_eq!((found.holder, found.source), (Party::Bob, Source::Opened));
        let keys = Suite::Aes256Gcm.derive(&found.seed, &[]);
        let opened = Suite::Aes256Gcm.open(&keys, &found.associated_data, &found.ciphertext);
        assert_eq!(opened.ok(), found.plaintext);
        let captured = captured_associated_data(&first_message(&timeline), &found.associated_data);
        assert_eq!(captured, Some(found.associated_data), "AD ‖ header");
    }

    #[test]
    fn a_dropped_message_has_only_its_senders_seed() {
        let mut timeline = timeline();
        let action = first_message(&timeline).transmission.id.action;
        let target = Target { action, point: Point::Provider, nth: 0 };
        timeline.interfere(target, Interference::Drop);
        timeline.seek(Position::after(timeline.len()));
        let found = find(timeline.recording(), &first_message(&timeline)).unwrap();
        assert_eq!((found.holder, found.source), (Party::Alice, Source::Sealed));
    }
}
