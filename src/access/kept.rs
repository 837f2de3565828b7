//! What everybody can read at the present position of a run, kept up to date.

use super::{
    Derivation, FactId, Finding, Graph, Holders, Kind, Missing, Observer, Origin, Quest, Reading,
    derivation, false_leaf,
    gather::Gatherer,
    graph::Mark,
    impersonate, quest, rule,
    vantage::{self, Vantage, View},
    ways,
};
use crate::world::{
    Action, ActionId, Entry, Party, Position, Recording, Run, Step, Timeline, World, played,
    regime::{EndToEnd, Regime, Retention},
};

/// The answer to "who can read it?" for a run at a position.
///
/// It costs what is new: what was judged for the same beginning of the same run is kept.
#[derive(Debug, Clone)]
pub struct Access {
    graph: Graph,
    gatherer: Gatherer,
    /// The run that was read, and the place before each action that began.
    seed: [u8; 32],
    regime: &'static dyn Regime,
    retention: Retention,
    begun: Vec<Begun>,
    position: Position,
}

#[derive(Debug, Clone)]
struct Begun {
    step: Step,
    gatherer: Gatherer,
    mark: Mark,
}

impl Default for Access {
    fn default() -> Self {
        Self::over(Graph::new(rule::ALL))
    }
}

impl Access {
    /// An answer from a graph of one's own: for tests.
    #[must_use]
    pub fn over(graph: Graph) -> Self {
        Self {
            graph,
            gatherer: Gatherer::default(),
            seed: [0; 32],
            regime: &EndToEnd,
            retention: Retention::default(),
            begun: Vec::new(),
            position: Position::default(),
        }
    }

    /// Reads what is new in a run, and takes back what has changed.
    pub fn update(&mut self, timeline: &Timeline) {
        let (run, position) = (timeline.run(), timeline.position());
        let kept = self.common(run, position.actions);
        if position.actions == kept && position < self.position {
            // The last of them may be at an earlier packet than it was.
            self.rewind(kept.saturating_sub(1));
        } else {
            self.rewind(kept);
        }
        self.seed = *run.seed.reveal();
        (self.regime, self.retention) = (run.regime, run.retention);
        self.position = position;
        self.read(run, timeline.recording());
    }

    /// The answer for a run that is played once, from its beginning to its end, and the world then.
    #[must_use]
    pub fn of_run(run: &Run) -> (Self, World) {
        let (world, recording) = played(run);
        (Self::of_recording(run, &recording), world)
    }

    /// The answer for a run that was played to its end, and what was recorded of it.
    #[must_use]
    #[inline(never)]
    pub fn of_recording(run: &Run, recording: &Recording) -> Self {
        let mut access = Self { seed: *run.seed.reveal(), ..Self::default() };
        access.read(run, recording);
        access
    }

    /// How many actions at the front are those that were read.
    fn common(&self, run: &Run, actions: usize) -> usize {
        let rule = (self.regime, self.retention) == (run.regime, run.retention);
        if self.seed != *run.seed.reveal() || !rule {
            return 0;
        }
        let same = |(begun, step): &(&Begun, &Step)| begun.step == **step;
        self.begun.iter().zip(run.steps.iter().take(actions)).take_while(same).count()
    }

    fn rewind(&mut self, actions: usize) {
        if let Some(Begun { gatherer, mark, .. }) = self.begun.get(actions) {
            self.graph.rewind(*mark);
            self.gatherer = gatherer.clone();
            self.begun.truncate(actions);
        }
    }

    fn read(&mut self, run: &Run, recording: &Recording) {
        let entries = recording.entries().iter().enumerate().skip(self.gatherer.read);
        let begins = entries.filter(|(_, it)| matches!(it.entry, Entry::Began { .. }));
        let begins: Vec<_> = begins.map(|(index, it)| (index, it.action)).collect();
        for (index, action) in begins {
            self.gatherer.read(recording, index, &mut self.graph);
            let Some(step) = run.steps.get(self.begun.len()).filter(|step| step.id == action)
            else {
                return;
            };
            let (gatherer, mark) = (self.gatherer.clone(), self.graph.mark());
            self.begun.push(Begun { step: step.clone(), gatherer, mark });
        }
        self.gatherer.read(recording, recording.len(), &mut self.graph);
    }

    /// The messages so far, oldest first.
    pub fn messages(&self) -> impl Iterator<Item = ActionId> {
        let is_message = |begun: &&Begun| matches!(begun.step.action, Action::Send { .. });
        self.begun.iter().filter(is_message).map(|begun| begun.step.id)
    }

    /// The first action.
    pub(super) fn first(&self) -> ActionId {
        self.begun.first().map(|begun| begun.step.id).unwrap_or_default()
    }

    /// The observers who exist, in the order of the rows: phones, networks, provider and
    /// investigator always, everybody else who holds something of their own.
    #[must_use]
    pub fn observers(&self) -> Vec<Observer> {
        let own = self.graph.leaves().iter().map(|leaf| leaf.holders);
        let own = own.filter(|holders| *holders != Holders::EVERYBODY);
        let holding = own.fold(Holders::NOBODY, |all, holders| all | holders);
        let exists = |it: &Observer| it.is_always_there() || it.holders().meets(holding);
        Observer::ALL.into_iter().filter(exists).collect()
    }

    /// Who besides the owners of the phones can reach a secret with these bytes: what a seized phone,
    /// a key in other hands, or a search has led to.
    #[must_use]
    pub fn elsewhere(&self, secret: &[u8]) -> Vec<Observer> {
        let facts = self.graph.facts().filter(|(_, it)| it.kind.is_secret());
        let same = facts.filter(|(_, it)| it.value.as_slice() == secret);
        let known = same.fold(Holders::NOBODY, |all, (id, _)| all | self.graph.known(id));
        let others = Observer::ALL.into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
        others.filter(|it| it.holders().meets(known)).collect()
    }

    /// Everything that follows from what anybody holds.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What an observer gets for a message.
    #[must_use]
    pub fn finding(&self, observer: Observer, message: ActionId) -> Finding {
        let holders = observer.holders();
        let has = |id: FactId| self.graph.known(id).meets(holders);
        self.graph.finding(message, has)
    }

    /// Which fields of a message an observer can tell.
    #[must_use]
    pub fn reading(&self, observer: Observer, message: ActionId) -> Reading {
        let holders = observer.holders();
        let facts =
            self.graph.about(message).filter(|(id, _)| self.graph.known(*id).meets(holders));
        let sightings = facts.filter(|(_, fact)| fact.kind == Kind::Sighting);
        sightings.map(|(_, fact)| Reading::of(fact)).fold(Reading::default(), |all, it| all | it)
    }

    /// The same for each message, with its action, oldest first, if of all orders only this one had
    /// been given.
    #[must_use]
    #[inline(never)]
    pub fn readings_under(&self, observer: Observer, order: ActionId) -> Vec<(ActionId, Reading)> {
        let ranks = self.graph.reach(|_, leaf| {
            let is_of_another = matches!(leaf.origin, Origin::Order(id) if id != order);
            leaf.holders.meets(observer.holders()) && !is_of_another
        });
        let mut readings = Vec::new();
        for message in self.messages() {
            let mut all = Reading::default();
            for (id, fact) in self.graph.about(message) {
                let is_reached = ranks.get(id.index()).copied().flatten().is_some();
                if fact.kind == Kind::Sighting && is_reached {
                    all = all | Reading::of(fact);
                }
            }
            readings.push((message, all));
        }
        readings
    }

    /// Whether an observer could have made the bytes of a message itself, so that they prove
    /// nothing against its sender: it has the key under which it authenticates,
    /// or it is under none.
    #[must_use]
    pub fn could_fabricate(&self, observer: Observer, message: ActionId) -> bool {
        let holders = observer.holders();
        let has = |id: &FactId| self.graph.known(*id).meets(holders);
        let contents = self.graph.about(message).filter(|(_, fact)| fact.kind == Kind::Content);
        let mut steps = contents.flat_map(|(id, _)| self.graph.steps_to(id));
        steps.any(|step| rule::is_symmetric(step.rule) && step.premises.iter().all(has))
    }

    /// Whether these observers together could write in a person's name, so that the peer's real
    /// phone takes it for a message of that person, where they stand and with what they have.
    /// They have the moment that was judged, and `world` is the world at that moment.
    ///
    /// It is tried, on a copy of the world: a text in an envelope; a new session, with every
    /// identity key that they hold and with a fresh one; the place of every message that they
    /// saw, and the next one in its chain, with every seed that they have for it. The provider
    /// puts it into its relay. Whoever stands on a link needs the transport key that is in use
    /// there. The person's own phone writes as it always does.
    ///
    /// Nobody can be deceived by themselves: with the peer among them it is no.
    #[must_use]
    pub fn could_impersonate(&self, world: &World, observers: Holders, name: Party) -> bool {
        impersonate::is_possible(&self.graph, world, observers, name)
    }

    /// What these observers together get for each message, oldest first.
    #[must_use]
    pub fn together(&self, holders: Holders) -> Vec<Finding> {
        let ranks = self.graph.reach(|_, leaf| leaf.holders.meets(holders));
        let reached = |id: FactId| ranks.get(id.index()).copied().flatten().is_some();
        self.messages().map(|message| self.graph.finding(message, reached)).collect()
    }

    /// What somebody gets for each message, oldest first, who stands at a vantage with the
    /// secrets that `secrets` have held from the beginning: a thief, or a foreign state with the
    /// same capability. `world` is the world at the moment that was judged.
    #[must_use]
    pub fn outsider(&self, world: &World, secrets: Holders, vantage: Vantage) -> Vec<Finding> {
        let view = match vantage {
            Vantage::Link(party) => View::Link(party),
            Vantage::Interface { since } => {
                let begun = self.begun.iter().find(|begun| begun.step.id == since);
                View::Since(begun.map_or(usize::MAX, |begun| begun.gatherer.read))
            }
            Vantage::Store => {
                let is_kept = |message: &ActionId| world.ruled().has_copy_of(*message, world.now());
                View::Kept(self.messages().filter(is_kept).collect())
            }
        };
        vantage::findings(&self.graph, self.messages(), secrets, &view)
    }

    /// How an observer comes to its finding for a message; none if it has nothing.
    #[must_use]
    pub fn derivation(&self, observer: Observer, message: ActionId) -> Option<Derivation> {
        derivation::of(&self.graph, observer.holders(), message)
    }

    /// What there is to search next for an observer who could read a message at a price; none if
    /// it can't, or has read it.
    #[must_use]
    pub fn quest(&self, observer: Observer, message: ActionId) -> Option<Quest> {
        quest::of(&self.graph, observer.holders(), message)
            .filter(|_| self.finding(observer, message) < Finding::Content)
    }

    /// A search of this kind that comes to its end: the page tells all bits but a few. Nothing for
    /// searches that do by themselves.
    #[must_use]
    pub fn exercise(&self, quest: &Quest) -> Option<Quest> {
        quest::exercise(&self.graph, quest)
    }

    /// What an observer lacks for the content of a message; none if it has the content.
    #[must_use]
    pub fn missing(&self, observer: Observer, message: ActionId) -> Option<Missing> {
        derivation::missing(&self.graph, observer.holders(), message)
    }

    /// Whether an observer has opened the LEAF beside a message, and it names a chip of whose key
    /// nobody holds a half: it is false, or was changed on the way.
    #[must_use]
    pub fn leaf_names_nobody(&self, observer: Observer, message: ActionId) -> bool {
        false_leaf::names_nobody(&self.graph, observer.holders(), message)
    }

    /// What an observer would need from others for the content of a message: each way is a
    /// list of things that somebody holds. Nothing if it has the content.
    #[must_use]
    pub fn ways(&self, observer: Observer, message: ActionId) -> Vec<Vec<FactId>> {
        ways::to_content(&self.graph, observer.holders(), message)
    }
}
