//! How an observer comes to a finding, step by step; or what it lacks.

use super::{FactId, Finding, Graph, Holders, Kind};
use crate::{sorted::insert_once, world::ActionId};

/// A tree of steps: what follows, by which rule, from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// What is known.
    pub fact: FactId,
    /// How it is known.
    pub how: How,
}

/// How something is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// The observer holds it: a leaf, by its place in [`Graph::leaves`].
    Held {
        /// Which leaf.
        leaf: usize,
    },
    /// It follows.
    Follows {
        /// The rule, by its stable name.
        rule: &'static str,
        /// From what.
        from: Vec<Derivation>,
    },
}

impl Derivation {
    /// The leaves that it rests on, each once.
    #[must_use]
    pub fn leaves(&self) -> Vec<usize> {
        let mut leaves = Vec::new();
        self.collect(&mut leaves);
        leaves
    }

    fn collect(&self, leaves: &mut Vec<usize>) {
        match &self.how {
            How::Held { leaf } => insert_once(leaves, *leaf),
            How::Follows { from, .. } => from.iter().for_each(|it| it.collect(leaves)),
        }
    }
}

/// What an observer lacks for the content of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The rule that would give the content, or the way to it.
    pub rule: &'static str,
    /// What it has of what the rule needs.
    pub has: Vec<FactId>,
    /// What it lacks, each with those who have it.
    pub lacks: Vec<(FactId, Holders)>,
    /// Whether a secret that applies was tried on bytes in these hands and failed to
    /// authenticate, on the way that is still closed.
    pub failed: bool,
}

/// The derivation of the best finding.
pub(super) fn of(graph: &Graph, holders: Holders, message: ActionId) -> Option<Derivation> {
    let facts = graph.about(message).filter(|(id, _)| graph.known(*id).meets(holders));
    let telling = facts.filter(|(_, fact)| Finding::of(fact) > Finding::Nothing);
    let (best, _) = telling.max_by_key(|(_, fact)| Finding::of(fact))?;
    let ranks = graph.reach(|_, leaf| leaf.holders.meets(holders));
    derive(graph, holders, &ranks, best)
}

/// The derivation of one fact, each step by what was reached earliest.
fn derive(
    graph: &Graph,
    holders: Holders,
    ranks: &[Option<u32>],
    fact: FactId,
) -> Option<Derivation> {
    let held = graph.leaves().iter().position(|it| it.fact == fact && it.holders.meets(holders));
    if let Some(leaf) = held {
        return Some(Derivation { fact, how: How::Held { leaf } });
    }
    let rank = |id: &FactId| ranks.get(id.index()).copied().flatten();
    let own = rank(&fact)?;
    let latest = |premises: &[FactId]| {
        let ranks: Option<Vec<u32>> = premises.iter().map(rank).collect();
        ranks?.into_iter().max().filter(|latest| *latest < own)
    };
    let steps = graph.steps_to(fact).filter_map(|step| Some((latest(&step.premises)?, step)));
    let (_, step) = steps.min_by_key(|(latest, _)| *latest)?;
    let from = step.premises.iter().map(|id| derive(graph, holders, ranks, *id));
    let how = How::Follows { rule: step.rule, from: from.collect::<Option<_>>()? };
    Some(Derivation { fact, how })
}

/// The step that lacks least.
pub(super) fn missing(graph: &Graph, holders: Holders, message: ActionId) -> Option<Missing> {
    let has = |id: &FactId| graph.known(*id).meets(holders);
    let contents = || graph.about(message).filter(|(_, fact)| fact.kind == Kind::Content);
    if contents().any(|(id, _)| has(&id)) {
        return None;
    }
    let mut nearest: Option<Missing> = None;
    let mut open: Vec<FactId> = contents().map(|(id, _)| id).collect();
    let mut seen = open.clone();
    // What is there for the steps that are still to be taken.
    let mut at_hand: Vec<FactId> = Vec::new();
    while let Some(id) = open.pop() {
        for step in graph.steps_to(id) {
            let (with, without): (Vec<FactId>, Vec<FactId>) =
                step.premises.iter().copied().partition(&has);
            let fewer = nearest.as_ref().is_none_or(|it| without.len() < it.lacks.len());
            if fewer && !without.is_empty() {
                let lacks = without.iter().map(|id| (*id, graph.known(*id))).collect();
                let has = with.clone();
                nearest = Some(Missing { rule: step.rule, has, lacks, failed: false });
            }
            if !without.is_empty() {
                at_hand.extend(with);
            }
            for id in without {
                if !seen.contains(&id) {
                    seen.push(id);
                    open.push(id);
                }
            }
        }
    }
    // What failed elsewhere is no reason: a changed record, say, that came again unchanged.
    let about = |id: &FactId| graph.fact(*id).is_some_and(|fact| fact.about == Some(message));
    let failed = graph.failures().iter().any(|failure| {
        failure.premises.iter().all(&has)
            && failure.premises.iter().any(about)
            && failure.premises.iter().any(|id| at_hand.contains(id))
    });
    nearest.map(|it| Missing { failed, ..it })
}
