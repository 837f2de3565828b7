//! A run played to its end, and what each observer finds in it.

use keyhole::{
    access::{Access, Finding, Graph, Holders, Kind, Observer, rule},
    world::{ActionId, Position, Run, Timeline},
};

/// A run at its end.
pub fn played(run: Run) -> Timeline {
    let mut timeline = Timeline::new(run);
    timeline.seek(Position::after(timeline.len()));
    timeline
}

/// A run as it is judged from nothing.
pub fn judged(timeline: &Timeline) -> Access {
    let mut access = Access::default();
    access.update(timeline);
    access
}

pub fn row(access: &Access, observer: Observer) -> Vec<Finding> {
    access.messages().map(|message| access.finding(observer, message)).collect()
}

pub fn rows(access: &Access) -> Vec<Vec<Finding>> {
    Observer::ALL.into_iter().map(|observer| row(access, observer)).collect()
}

/// A graph of some leaves alone, closed from nothing. What is public stays.
pub fn closed(access: &Access, keep: impl Fn(usize) -> bool) -> Graph {
    let mut graph = Graph::new(rule::ALL);
    for (index, leaf) in access.graph().leaves().iter().enumerate() {
        let fact = access.graph().fact(leaf.fact).unwrap().clone();
        if leaf.holders == Holders::EVERYBODY || keep(index) {
            graph.add(fact, leaf.holders, leaf.origin);
        }
    }
    graph
}

pub fn has_content(graph: &Graph, message: ActionId) -> bool {
    graph.about(message).any(|(_, fact)| fact.kind == Kind::Content)
}
