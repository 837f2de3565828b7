//! What one can do to a capture at its point, and what is being done to it already.

use super::log_lines::{self, PacketSeen};
use crate::{
    wire::Field,
    world::{
        Action, ActionId, Capture, Direction, Entry, Interference, Point, Provider, Recording, Run,
        Target,
    },
};

/// Something one can do here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Change what passes, by changing the run at that place.
    Interfere(Target, Interference),
    /// Do something now.
    Do(Action),
}

impl Deed {
    /// Stable name, used in locale files and browser tests.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Interfere(_, how) => how.key(),
            Self::Do(action) => action.key(),
        }
    }
}

/// A button of the row. It keeps its place while it has nothing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does.
    pub deed: Deed,
    /// Why it can't be done now.
    pub why_not: Option<WhyNot>,
}

/// Why something can't be done to a capture now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// It, or what rules it out, is being done already.
    InForce,
    /// The provider has no copy any more.
    NotKept,
}

impl WhyNot {
    /// The locale file's message.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::InForce => "tamper-not-now-in-force",
            Self::NotKept => "tamper-not-now-not-kept",
        }
    }
}

/// An interference that is in force on a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The action to be removed in order to undo it.
    pub id: ActionId,
    /// Stable name of what it does.
    pub key: &'static str,
    /// Whether it strikes this capture, and not another one of the same action.
    pub here: bool,
}

/// What the point lets one do to a capture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tampering {
    /// What can be done, in the order of the buttons.
    pub offers: Vec<Offer>,
    /// What is being done already.
    pub in_force: Vec<InForce>,
    /// Why nothing can be done here: the locale file's message.
    pub why_not: Option<&'static str>,
}

impl Tampering {
    /// What undo would take out: the last thing done to this capture, else to another packet of
    /// the same exchange; and how many there are.
    #[must_use]
    pub fn to_undo(&self) -> Option<(&InForce, usize)> {
        let last_here = self.in_force.iter().rev().find(|it| it.here);
        Some((last_here.or(self.in_force.last())?, self.in_force.len()))
    }
}

/// The byte of this capture in which a bit is flipped: its layer and its offset.
#[must_use]
pub fn struck(recording: &Recording, run: &Run, capture: &Capture) -> Option<(usize, usize)> {
    let (depth, start, target) = if capture.point.is_link() {
        let id = capture.transmission.id;
        (0, 0, Target { action: id.action, point: capture.point, nth: id.nth })
    } else if capture.point == Point::Provider {
        let start = capture.layers().nth(1)?.find(Field::Envelope)?.start();
        (1, start, envelope(recording, capture.transmission.message?)?)
    } else {
        return None;
    };
    run.steps.iter().find_map(|step| match &step.action {
        Action::Interfere { target: at, how: Interference::FlipBit { bit } } if *at == target => {
            Some((depth, start + usize::try_from(*bit / 8).ok()?))
        }
        _ => None,
    })
}

/// What one can do to a capture; `bit` is the bit that would be flipped, counted from the
/// first byte of the layer `depth`.
#[must_use]
pub fn tampering(
    recording: &Recording,
    run: &Run,
    provider: &Provider,
    capture: &Capture,
    (depth, bit): (usize, u32),
) -> Tampering {
    match capture.point {
        Point::AlicePhone | Point::BobPhone => {
            Tampering { why_not: Some("inspector-tamper-not-in-a-phone"), ..Tampering::default() }
        }
        Point::AliceLink | Point::BobLink => on_link(run, capture, bit),
        Point::Provider => at_provider(recording, run, provider, capture, (depth, bit)),
    }
}

fn on_link(run: &Run, capture: &Capture, bit: u32) -> Tampering {
    let id = capture.transmission.id;
    let target = Target { action: id.action, point: capture.point, nth: id.nth };
    let in_force = in_force(run, target);
    let offers = [Interference::FlipBit { bit }, Interference::Drop, Interference::Cut]
        .map(|how| offer(target, how, &in_force))
        .into();
    Tampering { offers, in_force, why_not: None }
}

fn at_provider(
    recording: &Recording,
    run: &Run,
    provider: &Provider,
    capture: &Capture,
    (depth, bit): (usize, u32),
) -> Tampering {
    let seen = log_lines::packet(capture).kind;
    let PacketSeen::Frame("submit" | "deliver") = seen else {
        let why_not = Some("inspector-tamper-envelopes-only");
        return Tampering { why_not, ..Tampering::default() };
    };
    let Some(message) = capture.transmission.message else { return Tampering::default() };
    let Some(target) = envelope(recording, message) else { return Tampering::default() };
    let mut in_force = in_force(run, target);
    let flip = envelope_bit(capture, depth, bit).map(|bit| Interference::FlipBit { bit });
    let others =
        [Interference::Drop, Interference::Hold, Interference::AfterNext, Interference::Duplicate];
    let mut offers: Vec<Offer> =
        flip.into_iter().chain(others).map(|how| offer(target, how, &in_force)).collect();
    let not_kept = (!provider.keeps(message)).then_some(WhyNot::NotKept);
    let replay = Deed::Do(Action::Replay { envelope: message });
    offers.push(Offer { deed: replay, why_not: not_kept });
    if provider.held().any(|held| held == message) {
        // The last one: it comes and goes, and moves nothing.
        let release = Deed::Do(Action::Release { envelope: message });
        offers.push(Offer { deed: release, why_not: None });
    }
    in_force.extend(run.steps.iter().filter_map(|step| match &step.action {
        Action::Release { envelope } | Action::Replay { envelope } if *envelope == message => {
            Some(InForce { id: step.id, key: step.action.key(), here: true })
        }
        _ => None,
    }));
    Tampering { offers, in_force, why_not: None }
}

/// What is in force can't be done again, except another bit; and what is dropped is gone.
fn offer(target: Target, how: Interference, in_force: &[InForce]) -> Offer {
    let mut here = in_force.iter().filter(|it| it.here);
    let again = !matches!(how, Interference::FlipBit { .. })
        && here.any(|it| it.key == how.key() || it.key == Interference::Drop.key());
    Offer { deed: Deed::Interfere(target, how), why_not: again.then_some(WhyNot::InForce) }
}

/// What is done at this point during the same action, to this capture first.
fn in_force(run: &Run, wanted: Target) -> Vec<InForce> {
    let (mut found, others): (Vec<_>, Vec<_>) = run
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Interfere { target, how }
                if (target.action, target.point) == (wanted.action, wanted.point) =>
            {
                Some(InForce { id: step.id, key: how.key(), here: target.nth == wanted.nth })
            }
            _ => None,
        })
        .partition(|it| it.here);
    found.extend(others);
    found
}

/// The envelope of a message among all that the provider was handed during an action.
fn envelope(recording: &Recording, message: ActionId) -> Option<Target> {
    let handed = recording.entries().iter().filter_map(|recorded| match &recorded.entry {
        Entry::Transmission { transmission, opened: Some(2..) }
            if transmission.direction == Direction::ToProvider
                && transmission.traffic.key() == "submit" =>
        {
            Some(transmission)
        }
        _ => None,
    });
    let mut nth = 0;
    let mut during = None;
    for transmission in handed {
        if during != Some(transmission.id.action) {
            during = Some(transmission.id.action);
            nth = 0;
        }
        if transmission.message == Some(message) {
            return Some(Target { action: transmission.id.action, point: Point::Provider, nth });
        }
        nth += 1;
    }
    None
}

/// A bit of the frame as a bit of the envelope in it.
fn envelope_bit(capture: &Capture, depth: usize, bit: u32) -> Option<u32> {
    let frame = capture.layers().nth(1)?;
    let envelope = frame.find(Field::Envelope)?;
    let start = u32::try_from(envelope.start()).ok()? * 8;
    let end = u32::try_from(envelope.end()).ok()? * 8;
    if depth == 1 && (start..end).contains(&bit) {
        return Some(bit - start);
    }
    let sealed = frame.find(Field::MessageCiphertext)?;
    u32::try_from(sealed.start() + sealed.len() / 2).ok().map(|byte| byte * 8 - start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{Party, Position, SeenWhat, Timeline, conversation},
    };

    fn timeline() -> Timeline {
        let texts = [(Party::Alice, "Lunch at one?"), (Party::Bob, "Yes!")];
        let mut timeline = Timeline::new(conversation(RunSeed::from_bytes([7; 32]), true, &texts));
        timeline.seek(Position::after(timeline.len()));
        timeline
    }

    fn last_message(timeline: &Timeline, point: Point) -> Capture {
        let mut captures = timeline.recording().seen_at(point).filter_map(|seen| match seen.what {
            SeenWhat::Capture(it) => Some(it),
            SeenWhat::Note(_) => None,
        });
        captures.rfind(|it| it.transmission.traffic.key() == "submit").unwrap()
    }

    fn keys(timeline: &Timeline, point: Point) -> Vec<&'static str> {
        let capture = last_message(timeline, point);
        let (recording, run) = (timeline.recording(), timeline.run());
        tampering(recording, run, timeline.world().provider(), &capture, (0, 0))
            .offers
            .iter()
            .map(|offer| offer.deed.key())
            .collect()
    }

    #[test]
    fn each_point_offers_what_can_be_done_there() {
        let timeline = timeline();
        assert_eq!(keys(&timeline, Point::BobLink), ["flip-bit", "drop", "cut"]);
        assert_eq!(
            keys(&timeline, Point::Provider),
            ["flip-bit", "drop", "hold", "after-next", "duplicate", "replay"]
        );
        assert!(keys(&timeline, Point::BobPhone).is_empty());
    }

    #[test]
    fn a_flipped_bit_is_where_it_was_flipped() {
        let mut timeline = timeline();
        let capture = last_message(&timeline, Point::Provider);
        let (recording, run) = (timeline.recording(), timeline.run());
        let provider = timeline.world().provider();
        let found = tampering(recording, run, provider, &capture, (1, 50 * 8 + 7));
        let Some(Offer { deed: Deed::Interfere(target, how), .. }) = found.offers.first().cloned()
        else {
            panic!()
        };
        timeline.interfere(target, how);
        timeline.seek(Position::after(timeline.len()));
        let capture = last_message(&timeline, Point::Provider);
        assert_eq!(struck(timeline.recording(), timeline.run(), &capture), Some((1, 50)));
    }

    #[test]
    fn what_is_done_to_the_envelope_strikes_it_and_can_be_undone() {
        let mut timeline = timeline();
        let capture = last_message(&timeline, Point::Provider);
        let message = capture.transmission.message.unwrap();
        let target = envelope(timeline.recording(), message).unwrap();
        let places = keys(&timeline, Point::Provider);
        timeline.interfere(target, Interference::Drop);
        timeline.seek(Position::after(timeline.len()));
        let capture = last_message(&timeline, Point::Provider);
        let (recording, run) = (timeline.recording(), timeline.run());
        let provider = timeline.world().provider();
        let found = tampering(recording, run, provider, &capture, (0, 0));
        assert_eq!(found.to_undo().map(|(it, count)| (it.key, count)), Some(("drop", 1)));
        assert_eq!(keys(&timeline, Point::Provider), places, "the buttons moved");
        let now: Vec<_> = found.offers.iter().map(|offer| offer.why_not).collect();
        let again = Some(WhyNot::InForce);
        assert_eq!(now, [None, again, again, again, again, None]);
        assert_eq!(struck(recording, run, &capture), None);
        assert!(recording.seen_at(Point::Provider).any(|seen| matches!(
            seen.what,
            SeenWhat::Note(note) if note.event.key() == "interfered-drop"
        )));
    }
}
