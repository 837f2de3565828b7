//! What would be needed, and is in other hands.

use super::{FactId, Graph, Holders, Kind};
use crate::{
    sorted::{SortedMap, insert_by, insert_new, insert_once},
    world::ActionId,
};

/// So many ways are looked at for each thing.
const WAYS: usize = 8;

/// Things that somebody holds, all of which are needed, each once and in order.
type Way = Vec<FactId>;

/// The ways to the content of a message that need no bytes which another way does without.
pub(super) fn to_content(graph: &Graph, holders: Holders, message: ActionId) -> Vec<Vec<FactId>> {
    let mut search = Search { graph, holders, done: SortedMap::default(), open: Vec::new() };
    let contents = graph.about(message).filter(|(_, fact)| fact.kind == Kind::Content);
    let ways = smallest(contents.flat_map(|(id, _)| search.ways(id)).collect());
    let bytes = |way: &Way| {
        let is_bytes = |id: &&FactId| graph.fact(**id).is_some_and(|fact| !fact.kind.is_secret());
        way.iter().filter(is_bytes).count()
    };
    let fewest = ways.iter().map(bytes).min();
    ways.into_iter().filter(|way| !way.is_empty() && Some(bytes(way)) == fewest).collect()
}

struct Search<'a> {
    graph: &'a Graph,
    holders: Holders,
    done: SortedMap<FactId, Vec<Way>>,
    open: Vec<FactId>,
}

impl Search<'_> {
    fn ways(&mut self, fact: FactId) -> Vec<Way> {
        let graph = self.graph;
        if graph.known(fact).meets(self.holders) {
            return vec![Way::new()];
        }
        if let Some(ways) = self.done.get(&fact) {
            return ways.clone();
        }
        if !insert_new(&mut self.open, fact) {
            return Vec::new();
        }
        let mut ways = Vec::new();
        if graph.leaves().iter().any(|leaf| leaf.fact == fact) {
            ways.push(vec![fact]);
        }
        for step in graph.steps_to(fact) {
            let mut all = vec![Way::new()];
            for premise in &step.premises {
                let more = self.ways(*premise);
                let both = all.iter().flat_map(|way| more.iter().map(move |it| joined(way, it)));
                all = smallest(both.collect());
            }
            ways.append(&mut all);
        }
        self.open.retain(|it| *it != fact);
        let ways = smallest(ways);
        self.done.insert_new(fact, ways.clone());
        ways
    }
}

fn joined(way: &Way, other: &Way) -> Way {
    let mut both = way.clone();
    for id in other {
        insert_once(&mut both, *id);
    }
    both
}

/// Those that contain no other one, short ones first.
fn smallest(ways: Vec<Way>) -> Vec<Way> {
    let mut by_length: Vec<Way> = Vec::with_capacity(ways.len());
    for way in ways {
        insert_by(&mut by_length, way, |it, other| it.len() < other.len());
    }
    let mut kept: Vec<Way> = Vec::new();
    for way in by_length {
        if kept.len() < WAYS && !kept.iter().any(|it| it.iter().all(|id| way.contains(id))) {
            kept.push(way);
        }
    }
    kept
}
