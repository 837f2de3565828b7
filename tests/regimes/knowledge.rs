//! On everybody's knowledge together: when every derivation of a content is hit, it is gone.

use super::case::{Case, closed, has_content};
use keyhole::{
    access::{Access, FactId, Graph, Kind, Origin},
    world::{
        ActionId,
        regime::{self, Retention},
    },
};

/// The leaves that the earliest reached content of a message rests on.
fn rests_on(graph: &Graph, message: ActionId, gone: &[usize]) -> Option<Vec<usize>> {
    let ranks = graph.reach(|index, _| !gone.contains(&index));
    let rank = |id: FactId| ranks.get(place(graph, id)).copied().flatten();
    let contents = graph.about(message).filter(|(_, it)| it.kind == Kind::Content);
    let (_, first) = contents.filter_map(|(id, _)| Some((rank(id)?, id))).min()?;
    let (mut open, mut leaves) = (vec![first], Vec::new());
    while let Some(id) = open.pop() {
        let mut held = graph.leaves().iter().enumerate();
        let held = held.find(|(index, leaf)| leaf.fact == id && !gone.contains(index));
        if let Some((index, _)) = held {
            leaves.push(index);
            continue;
        }
        let latest = |premises: &[FactId]| {
            let ranks: Option<Vec<u32>> = premises.iter().map(|id| rank(*id)).collect();
            ranks?.into_iter().max().filter(|latest| Some(*latest) < rank(id))
        };
        let steps = graph.steps_to(id).filter_map(|step| Some((latest(&step.premises)?, step)));
        let (_, step) = steps.min_by_key(|(latest, _)| *latest).expect("it was reached");
        open.extend(&step.premises);
    }
    Some(leaves)
}

fn place(graph: &Graph, id: FactId) -> usize {
    graph.facts().position(|(it, _)| it == id).unwrap()
}

/// What was captured on its way stays, and what is public: the rest can be taken away.
fn can_go(access: &Access, index: usize) -> bool {
    let leaf = &access.graph().leaves()[index];
    let public = leaf.holders == keyhole::access::Holders::EVERYBODY;
    !public && !matches!(leaf.origin, Origin::Captured(_))
}

#[test]
fn no_content_is_left_when_every_derivation_is_hit() {
    for it in regime::ALL {
        let case = Case::of(*it).order_after(2).backwards().keeping(Retention::ForEver);
        let (_, access) = case.judged();
        let graph = access.graph();
        // The first message has the most derivations, and the last one those of an order.
        for message in [access.messages().next(), access.messages().last()].map(Option::unwrap) {
            let mut gone: Vec<usize> = Vec::new();
            while let Some(leaves) = rests_on(graph, message, &gone) {
                let place = format!("{} {message:?} without {gone:?}", it.key());
                let next = leaves.into_iter().find(|leaf| can_go(&access, *leaf));
                gone.push(next.unwrap_or_else(|| panic!("{place}: captures alone give content")));
            }
            let (last, earlier) = gone.split_last().unwrap();
            let place = format!("{} {message:?} without {gone:?}", it.key());
            let left = closed(&access, |leaf| !gone.contains(&leaf));
            assert!(!has_content(&left, message), "{place}");
            let one_more = closed(&access, |leaf| !earlier.contains(&leaf));
            assert!(has_content(&one_more, message), "{place} but {last}");
        }
    }
}

/// Captures alone, of everybody and for ever, give no content under any rule but the one that
/// leaves texts open to the provider, whose keys are then missing too.
#[test]
fn captures_alone_give_no_content() {
    for it in regime::ALL {
        let (_, access) = Case::of(*it).order_after(2).judged();
        let left = closed(&access, |leaf| !can_go(&access, leaf));
        for message in access.messages() {
            assert!(!has_content(&left, message), "{} {message:?}", it.key());
        }
    }
}
