//! The run on the page without its orders, and where an order would stand.

use crate::world::{Action, Party, Run, Step, regime::Regime};

/// One of the runs that a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Without an order.
    Plain,
    /// With one.
    Ordered,
    /// With one, and a layer of the owners' own after it.
    Layered,
}

/// The run under a rule, as far as `actions` of its actions, in one of its variants.
#[must_use]
pub fn shown(run: &Run, actions: usize, regime: &'static dyn Regime, which: Shown) -> Run {
    let steps = run.steps.iter().take(actions).cloned().collect();
    let run = Run { steps, ..run.clone() }.under(regime);
    match which {
        Shown::Plain => without_orders(&run),
        Shown::Ordered => with_order(&run).0,
        Shown::Layered => layered(with_order(&run)),
    }
}

/// A layer of the owners' own right after the order.
pub(super) fn layered((run, place): (Run, usize)) -> Run {
    inserted(run, place + 1, Action::AddLayer)
}

/// The run without orders, however narrow, and their ends.
pub(super) fn without_orders(run: &Run) -> Run {
    let steps = run.steps.iter().filter(|step| !is_about_orders(&step.action)).cloned();
    Run { steps: steps.collect(), ..run.clone() }
}

const fn is_about_orders(action: &Action) -> bool {
    matches!(action, Action::Order { .. } | Action::Demand { .. } | Action::EndOrder { .. })
}

/// The run with an order: its own, or, if it has none, one for Alice's messages in the middle of
/// the conversation. With it comes at which place of the list the first order stands.
pub(super) fn with_order(run: &Run) -> (Run, usize) {
    let own = run.steps.iter().position(|step| matches!(step.action, Action::Order { .. }));
    if let Some(place) = own {
        return (run.clone(), place);
    }
    let run = run.clone();
    let messages = run.steps.iter().filter(|step| is_message(step)).count();
    let half = run.steps.iter().enumerate().filter(|(_, step)| is_message(step));
    let place = half.map(|(index, _)| index).nth(messages / 2).unwrap_or(run.steps.len());
    let order = Action::Order { target: Party::Alice, start: None };
    (inserted(run, place, order), place)
}

/// The run with one more action at a place of the list.
fn inserted(mut run: Run, place: usize, action: Action) -> Run {
    let step = Step { id: run.next_id(), action };
    run.steps.insert(place.min(run.steps.len()), step);
    run
}

const fn is_message(step: &Step) -> bool {
    matches!(step.action, Action::Send { .. })
}
