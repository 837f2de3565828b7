//! How an observer comes to what it gets for a message, or what it lacks, without the web.

use super::model::{Cell, Column, Matrix};
use crate::{
    access::{Access, Bytes, Derivation, FactId, How as Known, Kind, Observer, Origin, Quest},
    sorted::insert_once,
    ui::state::{Place, Selection},
    wire::Content,
    world::{ActionId, Capture, Entry, Point, Recording, Timeline},
};
use std::{cmp::Reverse, rc::Rc};

/// The answer to "how?" for one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct How {
    /// Who.
    pub observer: Observer,
    /// Which message.
    pub column: Column,
    /// What the observer gets.
    pub cell: Cell,
    /// The kinds of secrets on which the content rests, each once.
    pub keys: Vec<Kind>,
    /// The steps to it, in an order in which each uses only what came before.
    pub steps: Vec<Step>,
    /// Why the content is out of reach; none if it is not.
    pub no: Option<No>,
    /// Whether the observer, who did not send it, could have made the message's bytes itself.
    pub fabricate: bool,
    /// What it could search for next, if a search leads to the content.
    pub quest: Option<Rc<Quest>>,
    /// The same with so few bits that it comes to its end.
    pub exercise: Option<Rc<Quest>>,
    /// Whether the observer could now write in the sender's name; none for the two people.
    pub impersonate: Option<bool>,
}

/// One step: what was used, and what came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The rule, by its stable name; none if the thing was in the observer's hands.
    pub rule: Option<&'static str>,
    /// What it used.
    pub uses: Vec<(Thing, Source)>,
    /// What came out.
    pub gives: Thing,
}

/// Where something comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It was in the observer's hands.
    Origin(Origin),
    /// An earlier step gave it, counted from 1.
    Step(usize),
}

/// A thing in a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// What kind of thing.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Bytes,
    /// Where it can be looked at.
    pub place: Option<Place>,
}

/// Why the content is out of reach.
#[derive(Debug, Clone, PartialEq)]
pub struct No {
    /// The innermost bytes of the message that the observer has.
    pub has: Option<Kind>,
    /// Whether a secret that applies was tried and failed to authenticate.
    pub failed: bool,
    /// Whether the LEAF beside it was opened, and names a chip that there is none of.
    pub leaf_names_nobody: bool,
    /// The ways there would be: for each what it takes, and who has that.
    pub ways: Vec<Vec<Lack>>,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What.
    pub kind: Kind,
    /// How many of them.
    pub count: usize,
    /// Who has it.
    pub holders: Vec<Observer>,
}

/// So many ways are told.
const WAYS: usize = 4;

impl How {
    /// The answer for a cell of the table; none if there is no such cell. It comes later, and
    /// who asks for it does not: so it stays a function of its own.
    #[must_use]
    #[inline(never)]
    pub fn new(
        access: &Access,
        timeline: &Timeline,
        matrix: &Matrix,
        (observer, message): (Observer, ActionId),
    ) -> Option<Self> {
        let index = matrix.columns.iter().position(|it| it.message == message)?;
        let row = matrix.rows.iter().find(|row| row.observer == observer)?;
        let recording = timeline.recording();
        let mut teller =
            Teller { access, recording, observer, steps: Vec::new(), done: Vec::new() };
        let derivation = access.derivation(observer, message);
        let mut keys: Vec<Kind> = Vec::new();
        if let Some(derivation) = &derivation {
            teller.tell(derivation);
            for leaf in derivation.leaves() {
                let kind =
                    access.graph().leaves().get(leaf).and_then(|leaf| teller.kind(leaf.fact));
                keys.extend(kind.filter(|kind| kind.is_secret() && !keys.contains(kind)));
            }
        }
        let steps = teller.steps;
        let no = access.missing(observer, message).map(|missing| No {
            has: innermost(access, observer, message),
            failed: missing.failed,
            leaf_names_nobody: access.leaf_names_nobody(observer, message),
            ways: ways(access, observer, message, matrix),
        });
        let column = matrix.columns.get(index)?.clone();
        let fabricate =
            observer != Observer::Owner(column.from) && access.could_fabricate(observer, message);
        let impersonate = match observer {
            Observer::Owner(_) => None,
            _ => {
                let world = timeline.world();
                Some(access.could_impersonate(world, observer.holders(), column.from))
            }
        };
        let cell = *row.cells.get(index)?;
        let quest = access.quest(observer, message);
        let exercise = quest.as_ref().and_then(|it| access.exercise(it)).map(Rc::new);
        let quest = quest.map(Rc::new);
        Some(Self {
            observer,
            column,
            cell,
            keys,
            steps,
            no,
            fabricate,
            quest,
            exercise,
            impersonate,
        })
    }
}

struct Teller<'a> {
    access: &'a Access,
    recording: &'a Recording,
    observer: Observer,
    steps: Vec<Step>,
    /// Which step gave which fact.
    done: Vec<(FactId, usize)>,
}

impl Teller<'_> {
    fn kind(&self, id: FactId) -> Option<Kind> {
        self.access.graph().fact(id).map(|fact| fact.kind)
    }

    /// Tells the steps to a fact, and where it comes from.
    fn tell(&mut self, derivation: &Derivation) -> Option<(Thing, Source)> {
        if let Some((_, number)) = self.done.iter().find(|(id, _)| *id == derivation.fact) {
            let step = self.steps.get(number.checked_sub(1)?)?;
            return Some((step.gives.clone(), Source::Step(*number)));
        }
        let mut thing = self.thing(derivation.fact)?;
        match &derivation.how {
            Known::Held { leaf } => {
                let origin = self.access.graph().leaves().get(*leaf)?.origin;
                if matches!(thing.kind, Kind::Content | Kind::Sighting) {
                    let uses = vec![(thing.clone(), Source::Origin(origin))];
                    self.steps.push(Step { rule: None, uses, gives: thing.clone() });
                }
                Some((thing, Source::Origin(origin)))
            }
            Known::Follows { rule, from } => {
                let uses: Vec<_> = from.iter().filter_map(|it| self.tell(it)).collect();
                thing.place = self.place_of_step(&thing, &uses).or(thing.place);
                self.steps.push(Step { rule: Some(rule), uses, gives: thing.clone() });
                let number = self.steps.len();
                self.done.push((derivation.fact, number));
                Some((thing, Source::Step(number)))
            }
        }
    }

    fn thing(&self, id: FactId) -> Option<Thing> {
        let fact = self.access.graph().fact(id)?;
        let place = fact
            .entry
            .filter(|_| !fact.kind.is_secret())
            .and_then(|entry| self.place(entry, fact.kind, fact.value.as_slice()));
        Some(Thing { kind: fact.kind, bytes: fact.value.clone(), place })
    }

    /// What a step gives stands where it was taken from: other places may have the same bytes.
    fn place_of_step(&self, gives: &Thing, uses: &[(Thing, Source)]) -> Option<Place> {
        let entry = uses.iter().find_map(|(it, _)| Some(it.place?.entry))?;
        self.place(entry, gives.kind, gives.bytes.as_slice()).filter(|_| !gives.kind.is_secret())
    }

    /// Where the page shows these bytes: from where the observer stands if it passed there, else
    /// from its link.
    fn place(&self, entry: usize, kind: Kind, bytes: &[u8]) -> Option<Place> {
        let recorded = self.recording.entries().get(entry)?;
        let Entry::Transmission { transmission, opened } = &recorded.entry else { return None };
        let seen = |point| Capture::at(point, transmission, *opened).map(|it| (point, it));
        let own = self.observer.point().and_then(seen);
        let (point, capture) = own.or_else(|| seen(Point::link(transmission.id.link)))?;
        let selection = match kind {
            Kind::Packet => None,
            _ => Some(part(&capture, bytes)?),
        };
        Some(Place { point, entry, selection })
    }
}

/// The part of a capture that has these bytes; if they are several parts, the last of them.
fn part(capture: &Capture, bytes: &[u8]) -> Option<Selection> {
    capture.layers().enumerate().find_map(|(layer, annotated)| {
        let mut places = annotated.bytes().windows(bytes.len().max(1));
        let start = places.position(|window| window == bytes)?;
        let end = start + bytes.len();
        let spans = annotated.spans().iter().enumerate();
        let within = spans.filter(|(_, span)| start <= span.start() && span.end() <= end);
        let (span, _) = within.min_by_key(|(_, span)| (span.depth, Reverse(span.start())))?;
        Some(Selection { layer, span })
    })
}

/// The innermost bytes of a message that an observer has.
fn innermost(access: &Access, observer: Observer, message: ActionId) -> Option<Kind> {
    let graph = access.graph();
    let known = |kind: Kind| {
        let mut facts = graph.about(message);
        facts.any(|(id, fact)| fact.kind == kind && graph.known(id).meets(observer.holders()))
    };
    let inside_out =
        [Kind::Message, Kind::SealedMessage, Kind::Envelope, Kind::Frame, Kind::Packet];
    inside_out.into_iter().find(|it| known(*it))
}

/// The ways to the content. Those that take the same kinds of things are one: whoever has one
/// of them is told.
fn ways(access: &Access, observer: Observer, message: ActionId, matrix: &Matrix) -> Vec<Vec<Lack>> {
    let graph = access.graph();
    let mut told: Vec<Vec<Lack>> = Vec::new();
    for way in access.ways(observer, message) {
        let mut lacks: Vec<Lack> = Vec::new();
        for (id, kind) in way.iter().filter_map(|id| Some((*id, graph.fact(*id)?.kind))) {
            let known = graph.known(id);
            let rows = matrix.rows.iter().map(|row| row.observer);
            let holders = rows.filter(|it| it.holders().meets(known)).collect();
            match lacks.iter_mut().find(|it| it.kind == kind) {
                Some(lack) => {
                    lack.count += 1;
                    lack.join(holders);
                }
                None => lacks.push(Lack { kind, count: 1, holders }),
            }
        }
        let what = |lack: &Lack| (lack.kind, lack.count);
        let same = |it: &Vec<Lack>| it.iter().map(what).eq(lacks.iter().map(what));
        match told.iter().position(same) {
            Some(place) => {
                let known = told.iter_mut().skip(place).take(1).flatten();
                known.zip(lacks).for_each(|(lack, more)| lack.join(more.holders));
            }
            None if told.len() < WAYS => told.push(lacks),
            None => {}
        }
    }
    told
}

impl Lack {
    fn join(&mut self, holders: Vec<Observer>) {
        holders.into_iter().for_each(|it| insert_once(&mut self.holders, it));
    }
}

/// The text in a content, if it is one.
#[must_use]
pub fn text_of(thing: &Thing) -> Option<String> {
    if thing.kind != Kind::Content {
        return None;
    }
    Some(Content::decode(thing.bytes.as_slice()).ok()?.text().to_owned())
}

/// How many trials `2^log2` are, in digits and a word.
#[must_use]
pub fn in_words(log2: u8) -> (u64, &'static str) {
    let exact = 1_u128.checked_shl(log2.into()).unwrap_or(u128::MAX);
    let units = ["one", "thousand", "million", "billion", "trillion"];
    let mut rest = exact;
    for unit in units {
        if rest < 1_000 {
            return (u64::try_from(rest).unwrap_or_default(), unit);
        }
        rest = rest.saturating_add(500) / 1_000;
    }
    // The number of digits: 0.30103 is the logarithm of 2 to base 10.
    (u64::from(log2) * 30_103 / 100_000 + 1, "digits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::Finding,
        crypto::secret::RunSeed,
        world::{
            Party, Position, conversation,
            regime::{EndToEnd, Regime, TransportOnly},
        },
    };

    fn ask(observer: Observer) -> How {
        ask_under(&EndToEnd, observer)
    }

    fn ask_under(regime: &'static dyn Regime, observer: Observer) -> How {
        let texts = [(Party::Alice, "one"), (Party::Bob, "two")];
        let run = conversation(RunSeed::from_bytes([3; 32]), true, &texts);
        let mut timeline = Timeline::new(run.under(regime));
        timeline.seek(Position::after(timeline.len()));
        let mut access = Access::default();
        access.update(&timeline);
        let matrix = Matrix::new(&access, timeline.run());
        let message = matrix.columns.first().unwrap().message;
        How::new(&access, &timeline, &matrix, (observer, message)).unwrap()
    }

    #[test]
    fn a_yes_tells_steps_from_what_is_held_to_the_text() {
        let how = ask(Observer::Owner(Party::Bob));
        assert!(how.no.is_none() && how.cell.finding == Finding::Content);
        let rules: Vec<_> = how.steps.iter().filter_map(|step| step.rule).collect();
        assert_eq!(rules, ["open-record", "read-frame", "read-envelope", "open-message"]);
        assert_eq!(how.keys, [Kind::RecordKey, Kind::MessageSeed]);
        let last = how.steps.last().unwrap();
        assert_eq!(text_of(&last.gives).as_deref(), Some("one"));
        assert_eq!(last.uses.first().map(|it| it.1), Some(Source::Step(3)));
        let places: Vec<_> = how.steps.iter().filter_map(|step| step.gives.place).collect();
        assert_eq!(places.len(), 4);
        assert!(places.iter().all(|it| it.point == Point::BobPhone && it.selection.is_some()));
    }

    #[test]
    fn a_no_tells_what_is_there_what_is_missing_and_who_has_it() {
        let no = ask(Observer::Provider).no.unwrap();
        assert_eq!((no.has, no.failed), (Some(Kind::Message), false));
        let holders = Party::ALL.map(Observer::Owner).to_vec();
        assert_eq!(no.ways, [vec![Lack { kind: Kind::MessageSeed, count: 1, holders }]]);
        let no = ask(Observer::Network(Party::Alice)).no.unwrap();
        assert_eq!(no.has, Some(Kind::Packet));
        let kinds: Vec<_> = no.ways.first().unwrap().iter().map(|it| it.kind).collect();
        assert!(kinds.contains(&Kind::RecordKey) && kinds.contains(&Kind::MessageSeed));
    }

    #[test]
    fn who_could_write_as_the_sender_is_asked_of_everybody_but_the_two() {
        let could = |regime, observer| ask_under(regime, observer).impersonate;
        assert_eq!(could(&EndToEnd, Observer::Provider), Some(false));
        assert_eq!(could(&TransportOnly, Observer::Provider), Some(true));
        assert_eq!(could(&TransportOnly, Observer::Network(Party::Bob)), Some(false));
        assert_eq!(could(&TransportOnly, Observer::Owner(Party::Bob)), None);
    }

    #[test]
    fn numbers_of_trials_in_words() {
        assert_eq!(in_words(0), (1, "one"));
        assert_eq!(in_words(28), (268, "million"));
        assert_eq!(in_words(40), (1, "trillion"));
        assert_eq!(in_words(128), (39, "digits"));
    }
}
