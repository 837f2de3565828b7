//! What an outsider gets who stands at one place with secrets that others have: a thief, say.

use super::{Fact, FactId, Finding, Graph, Holders, Kind, Observer, Origin};
use crate::world::{ActionId, Party};

/// Where an outsider stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vantage {
    /// On one link, from the beginning.
    Link(Party),
    /// In the provider's interface, where everything passes in the open that the provider can
    /// open, from the beginning of an action on.
    Interface {
        /// The action.
        since: ActionId,
    },
    /// At what the provider keeps: its log, the envelopes that are still there, backups.
    Store,
}

/// What can be seen of a run from a vantage.
#[derive(Debug)]
pub(super) enum View {
    /// Packets on a link.
    Link(Party),
    /// What passes the provider from this entry of the recording on.
    Since(usize),
    /// What is kept of these messages.
    Kept(Vec<ActionId>),
}

/// What comes of each message from there, with the secrets that these hold from the beginning.
pub(super) fn findings(
    graph: &Graph,
    messages: impl Iterator<Item = ActionId>,
    secrets: Holders,
    view: &View,
) -> Vec<Finding> {
    let stolen = graph.leaves().iter().filter(|leaf| {
        let is_secret = graph.fact(leaf.fact).is_some_and(|fact| fact.kind.is_secret());
        let standing = is_secret && leaf.origin == Origin::Standing;
        leaf.holders == Holders::EVERYBODY || standing && leaf.holders.meets(secrets)
    });
    let seen = graph.facts().filter(|(id, fact)| is_seen(graph, (*id, fact), view));
    let held = stolen.map(|leaf| leaf.fact).chain(seen.map(|(id, _)| id));
    let ranks = graph.reach_from(held);
    let reached = |id: FactId| ranks.get(id.index()).copied().flatten().is_some();
    messages.map(|message| graph.finding(message, reached)).collect()
}

fn is_seen(graph: &Graph, (id, fact): (FactId, &Fact), view: &View) -> bool {
    let has = |observer: Observer| graph.known(id).meets(observer.holders());
    match view {
        View::Link(party) => fact.kind == Kind::Packet && has(Observer::Network(*party)),
        View::Since(entry) => {
            matches!(fact.kind, Kind::Packet | Kind::Frame)
                && fact.entry.is_some_and(|it| it >= *entry)
                && has(Observer::Provider)
        }
        View::Kept(messages) => {
            has(Observer::Provider)
                && match fact.kind {
                    Kind::Backup => true,
                    Kind::Envelope => fact.about.is_some_and(|it| messages.contains(&it)),
                    // Names, time and length stand in the log for ever: metadata all the same.
                    Kind::Sighting => is_of_an_envelope(graph, id),
                    _ => false,
                }
        }
    }
}

fn is_of_an_envelope(graph: &Graph, sighting: FactId) -> bool {
    let mut premises = graph.steps_to(sighting).flat_map(|step| step.premises.iter());
    premises.any(|id| graph.fact(*id).is_some_and(|fact| fact.kind == Kind::Envelope))
}
