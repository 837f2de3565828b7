//! Facts, and the steps that lead from some to others.
//!
//! Everything that is added can be taken back in reverse order ([`Graph::mark`],
//! [`Graph::rewind`]): a run that is changed in the past is judged again from there.

use super::{
    Bytes, Fact, FactId, Finding, Kind, Leaf, Rule,
    observer::{Holders, Origin},
    rule::Found,
};
use crate::{sorted::SortedMap, world::ActionId};
use std::collections::VecDeque;

/// The number of a step in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(u32);

/// A rule that was applied: whoever has the premises has the conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// The rule, by its stable name.
    pub rule: &'static str,
    /// What it needs.
    pub premises: Box<[FactId]>,
    /// What it gives.
    pub conclusion: FactId,
}

/// A rule that should have applied and failed to authenticate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule, by its stable name.
    pub rule: &'static str,
    /// What was tried.
    pub premises: Box<[FactId]>,
}

#[derive(Debug, Clone)]
struct Node {
    fact: Fact,
    /// Who can reach it.
    known: Holders,
    /// The steps that need it.
    used_by: Vec<StepId>,
    /// The steps that give it.
    given_by: Vec<StepId>,
}

#[derive(Debug, Clone)]
enum Change {
    Fact,
    Step,
    Failure,
    Leaf,
    Known(FactId, Holders),
}

/// A place in a graph's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(usize);

/// All facts that follow from what anybody holds.
#[derive(Debug, Clone)]
pub struct Graph {
    rules: &'static [Rule],
    nodes: Vec<Node>,
    /// By kind and name.
    index: SortedMap<Kind, SortedMap<Bytes, Vec<FactId>>>,
    about: SortedMap<ActionId, Vec<FactId>>,
    steps: Vec<Steps>,
    failures: Vec<Failure>,
    leaves: Vec<Leaf>,
    history: Vec<Change>,
    exhaustive: bool,
}

/// The facts that are there, for rules that look for partners.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    graph: &'a Graph,
}

impl<'a> Known<'a> {
    /// A fact.
    #[must_use]
    pub fn fact(&self, id: FactId) -> Option<&'a Fact> {
        self.graph.fact(id)
    }

    /// The facts of a kind whose names begin with `prefix`, in the order of their names. In
    /// the exhaustive mode all facts of the kind.
    pub fn named(
        &self,
        kind: Kind,
        prefix: &[u8],
    ) -> impl Iterator<Item = (FactId, &'a Fact)> + use<'a> {
        self.graph.named(kind, prefix).into_iter()
    }
}

impl Graph {
    /// An empty graph.
    #[must_use]
    pub fn new(rules: &'static [Rule]) -> Self {
        Self {
            rules,
            nodes: Vec::new(),
            index: SortedMap::default(),
            about: SortedMap::default(),
            steps: Vec::new(),
            failures: Vec::new(),
            leaves: Vec::new(),
            history: Vec::new(),
            exhaustive: false,
        }
    }

    /// The same, but every rule tries every secret of its kind on everything: slow, and must
    /// find nothing more. For tests.
    #[must_use]
    pub fn exhaustive(rules: &'static [Rule]) -> Self {
        let mut graph = Self::new(rules);
        graph.exhaustive = true;
        graph
    }

    /// A fact.
    #[must_use]
    pub fn fact(&self, id: FactId) -> Option<&Fact> {
        self.nodes.get(id.index()).map(|node| &node.fact)
    }

    /// Who can reach a fact.
    #[must_use]
    pub fn known(&self, id: FactId) -> Holders {
        self.nodes.get(id.index()).map_or(Holders::NOBODY, |node| node.known)
    }

    /// The facts, for whoever looks for partners by name.
    #[must_use]
    pub const fn by_name(&self) -> Known<'_> {
        Known { graph: self }
    }

    /// Once for all rules, so a list.
    #[inline(never)]
    fn named(&self, kind: Kind, prefix: &[u8]) -> Vec<(FactId, &Fact)> {
        let prefix = if self.exhaustive { &[] } else { prefix };
        let Some(names) = self.index.get(&kind) else { return Vec::new() };
        names
            .from(&prefix.into())
            .take_while(|(name, _)| name.as_slice().starts_with(prefix))
            .flat_map(|(_, ids)| ids)
            .filter_map(|id| Some((*id, self.fact(*id)?)))
            .collect()
    }

    /// Every fact, oldest first.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        (0..).map(FactId).zip(self.nodes.iter().map(|node| &node.fact))
    }

    /// The facts about a message, oldest first.
    pub fn about(&self, message: ActionId) -> impl Iterator<Item = (FactId, &Fact)> {
        let ids = self.about.get(&message).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(|id| Some((*id, self.fact(*id)?)))
    }

    /// What those get for a message who have what `has` says that they have.
    pub(super) fn finding(&self, message: ActionId, has: impl Fn(FactId) -> bool) -> Finding {
        // What trials open is what the app had: the owners may have sealed it before.
        let is_layered = self.about(message).any(|(_, it)| it.kind == Kind::LayeredText);
        let mut keys = self.by_name().named(Kind::LayerKey, &[]);
        let is_closed = is_layered && !keys.any(|(id, _)| has(id));
        let facts = self.about(message).filter(|(id, _)| has(*id)).map(|(_, it)| it);
        Finding::best(facts, is_closed)
    }

    /// What was put in, oldest first.
    #[must_use]
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// A step.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<&Steps> {
        self.steps.get(id.0 as usize)
    }

    /// The steps that give a fact.
    pub fn steps_to(&self, id: FactId) -> impl Iterator<Item = &Steps> {
        let ids = self.nodes.get(id.index()).map(|node| node.given_by.as_slice());
        ids.unwrap_or_default().iter().filter_map(|id| self.step(*id))
    }

    /// What should have opened and did not.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// How many facts and steps there are.
    #[must_use]
    pub const fn size(&self) -> (usize, usize) {
        (self.nodes.len(), self.steps.len())
    }

    /// Puts something in that somebody holds, and applies every rule until nothing new
    /// appears.
    pub fn add(&mut self, fact: Fact, holders: Holders, origin: Origin) -> FactId {
        let mut fresh = VecDeque::new();
        let id = self.intern(fact, &mut fresh);
        self.leaves.push(Leaf { fact: id, holders, origin });
        self.history.push(Change::Leaf);
        self.spread(id, holders);
        while let Some(id) = fresh.pop_front() {
            let mut found = Vec::new();
            if let Some(kind) = self.fact(id).map(|fact| fact.kind) {
                let known = self.by_name();
                for rule in self.rules.iter().filter(|rule| self.can_apply(rule, kind)) {
                    let before = found.len();
                    (rule.apply)(id, known, &mut found);
                    for found in found.iter_mut().skip(before) {
                        found.rule = rule.key;
                    }
                }
            }
            for found in found {
                self.conclude(found, &mut fresh);
            }
        }
        id
    }

    /// Whether a rule may find something in a fact of this kind.
    fn can_apply(&self, rule: &Rule, kind: Kind) -> bool {
        (rule.needs.contains(&kind) || rule.also.contains(&kind))
            && rule.needs.iter().all(|it| self.index.contains_key(it))
    }

    fn conclude(&mut self, found: Found, fresh: &mut VecDeque<FactId>) {
        let Found { rule, premises, conclusion } = found;
        let premises: Box<[FactId]> = premises.into();
        let Some(fact) = conclusion else {
            let failure = Failure { rule, premises };
            if !self.failures.iter().rev().take(RECENT).any(|it| *it == failure) {
                self.failures.push(failure);
                self.history.push(Change::Failure);
            }
            return;
        };
        let first = premises.first().and_then(|id| self.fact(*id));
        let from = premises.iter().filter_map(|id| self.fact(*id)).find(|it| it.about.is_some());
        let fact = match from.or(first) {
            Some(premise) => fact.like(premise),
            None => fact,
        };
        let conclusion = self.intern(fact, fresh);
        let step = Steps { rule, premises, conclusion };
        if self.steps_to(conclusion).any(|it| *it == step) || step.premises.contains(&conclusion) {
            return;
        }
        let id = StepId(u32::try_from(self.steps.len()).unwrap_or(u32::MAX));
        for premise in &step.premises {
            if let Some(node) = self.nodes.get_mut(premise.index()) {
                node.used_by.push(id);
            }
        }
        if let Some(node) = self.nodes.get_mut(conclusion.index()) {
            node.given_by.push(id);
        }
        let holders = self.all_of(&step.premises);
        self.steps.push(step);
        self.history.push(Change::Step);
        self.spread(conclusion, holders);
    }

    fn all_of(&self, premises: &[FactId]) -> Holders {
        premises.iter().fold(Holders::EVERYBODY, |all, id| all & self.known(*id))
    }

    /// The number of a fact; a new one is put in.
    fn intern(&mut self, fact: Fact, fresh: &mut VecDeque<FactId>) -> FactId {
        let known = self.index.get(&fact.kind).and_then(|names| names.get(&fact.name));
        let known = known.and_then(|ids| {
            ids.iter().copied().find(|id| self.fact(*id).is_some_and(|it| it.value == fact.value))
        });
        if let Some(id) = known {
            return id;
        }
        let id = FactId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let same_name = self.index.entry(fact.kind).and_then(|it| it.entry(fact.name.clone()));
        let about = fact.about.and_then(|message| self.about.entry(message));
        same_name.into_iter().chain(about).for_each(|ids| ids.push(id));
        let known = Holders::NOBODY;
        self.nodes.push(Node { fact, known, used_by: Vec::new(), given_by: Vec::new() });
        self.history.push(Change::Fact);
        fresh.push_back(id);
        id
    }

    /// These holders can reach a fact, and with it whatever follows.
    fn spread(&mut self, id: FactId, holders: Holders) {
        let mut open = vec![(id, holders)];
        while let Some((id, holders)) = open.pop() {
            let Some(node) = self.nodes.get_mut(id.index()) else { continue };
            let more = node.known | holders;
            if more == node.known {
                continue;
            }
            self.history.push(Change::Known(id, node.known));
            node.known = more;
            for step in node.used_by.clone() {
                if let Some(step) = self.step(step) {
                    open.push((step.conclusion, self.all_of(&step.premises)));
                }
            }
        }
    }

    /// This place in the history.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        Mark(self.history.len())
    }

    /// Takes back everything since a mark.
    pub fn rewind(&mut self, to: Mark) {
        while self.history.len() > to.0 {
            match self.history.pop() {
                Some(Change::Fact) => self.forget_fact(),
                Some(Change::Step) => self.forget_step(),
                Some(Change::Failure) => drop(self.failures.pop()),
                Some(Change::Leaf) => drop(self.leaves.pop()),
                Some(Change::Known(id, before)) => {
                    if let Some(node) = self.nodes.get_mut(id.index()) {
                        node.known = before;
                    }
                }
                None => return,
            }
        }
    }

    fn forget_fact(&mut self) {
        let Some(Node { fact, .. }) = self.nodes.pop() else { return };
        if let Some(names) = self.index.get_mut(&fact.kind) {
            forget_last(names, &fact.name);
        }
        if let Some(message) = fact.about {
            forget_last(&mut self.about, &message);
        }
    }

    fn forget_step(&mut self) {
        let Some(step) = self.steps.pop() else { return };
        for premise in &step.premises {
            if let Some(node) = self.nodes.get_mut(premise.index()) {
                node.used_by.pop();
            }
        }
        if let Some(node) = self.nodes.get_mut(step.conclusion.index()) {
            node.given_by.pop();
        }
    }

    /// The facts that can be reached from some leaves alone, in the order in which they are
    /// reached: the rank of each, none for what stays out of reach.
    pub fn reach(&self, mut holds: impl FnMut(usize, &Leaf) -> bool) -> Vec<Option<u32>> {
        let leaves = self.leaves.iter().enumerate();
        self.reach_from(leaves.filter(|(index, leaf)| holds(*index, leaf)).map(|(_, it)| it.fact))
    }

    /// The same from any facts, whoever has them.
    pub fn reach_from(&self, held: impl IntoIterator<Item = FactId>) -> Vec<Option<u32>> {
        let mut ranks = vec![None; self.nodes.len()];
        let mut open: VecDeque<FactId> = VecDeque::new();
        let mut next = 0;
        let mut reach = |id: FactId, ranks: &mut Vec<Option<u32>>, open: &mut VecDeque<FactId>| {
            if let Some(rank @ None) = ranks.get_mut(id.index()) {
                *rank = Some(next);
                next += 1;
                open.push_back(id);
            }
        };
        for id in held {
            reach(id, &mut ranks, &mut open);
        }
        while let Some(id) = open.pop_front() {
            let used_by = self.nodes.get(id.index()).map(|node| node.used_by.as_slice());
            for step in used_by.unwrap_or_default().iter().filter_map(|id| self.step(*id)) {
                let has = |id: &FactId| ranks.get(id.index()).copied().flatten().is_some();
                if step.premises.iter().all(has) {
                    reach(step.conclusion, &mut ranks, &mut open);
                }
            }
        }
        ranks
    }
}

fn forget_last<K: Ord>(of: &mut SortedMap<K, Vec<FactId>>, key: &K) {
    let Some(ids) = of.get_mut(key) else { return };
    ids.pop();
    if ids.is_empty() {
        of.remove(key);
    }
}

/// The same failure is found from both sides, one right after the other.
const RECENT: usize = 8;
