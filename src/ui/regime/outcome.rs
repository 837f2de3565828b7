//! What an order would bring out: given on a copy of the run, in which both then write once more.

use crate::{
    access::{Access, Finding, Observer},
    sorted::insert_by,
    world::{Action, ActionId, Party, Timeline, regime::Institution},
};

/// What the two write once more.
const TEXT: &str = "See you.";

/// What the investigator would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Of the messages so far: each finding that there is, best first, and how often.
    pub(super) so_far: Vec<(Finding, usize)>,
    /// Of the next message of each.
    pub(super) next: [(Party, Finding); 2],
}

impl Outcome {
    /// Gives an order on somebody's messages, from the action `start` on or from now on.
    #[must_use]
    pub(super) fn of(
        timeline: &Timeline,
        access: &Access,
        target: Party,
        start: Option<ActionId>,
    ) -> Self {
        let investigator = Observer::Institution(Institution::Investigator);
        let (mut timeline, mut tried) = (timeline.clone(), access.clone());
        for party in Party::ALL {
            if !timeline.world().phone(party).online() {
                timeline.insert(Action::GoOnline { party });
            }
        }
        timeline.insert(Action::Order { target, start });
        let sent = Party::ALL.map(|party| (party, timeline.send(party, TEXT)));
        timeline.next_action();
        tried.update(&timeline);
        let mut so_far: Vec<(Finding, usize)> = Vec::new();
        for message in access.messages() {
            let finding = tried.finding(investigator, message);
            match so_far.iter_mut().find(|it| it.0 == finding) {
                Some((_, count)) => *count += 1,
                None => insert_by(&mut so_far, (finding, 1), |it, other| it.0 > other.0),
            }
        }
        let next = sent.map(|(party, message)| (party, tried.finding(investigator, message)));
        Self { so_far, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{
            Position, Run, conversation,
            regime::{EndToEnd, GhostDevice, KeyEscrow, Regime, Retention},
        },
    };
    use Finding::{Content, Metadata};

    fn outcome(regime: &'static dyn Regime, retention: Retention, offline: bool) -> Outcome {
        let texts = [(Party::Alice, "one"), (Party::Bob, "two")];
        let run = conversation(RunSeed::from_bytes([3; 32]), true, &texts).under(regime);
        let mut timeline = Timeline::new(Run { retention, ..run });
        timeline.seek(Position::after(timeline.len()));
        if offline {
            timeline.insert(Action::GoOffline { party: Party::Bob });
        }
        let (mut access, before) = (Access::default(), timeline.len());
        access.update(&timeline);
        let first = access.messages().next();
        let outcome = Outcome::of(&timeline, &access, Party::Alice, first);
        assert_eq!(timeline.len(), before, "the run itself is left alone");
        outcome
    }

    #[test]
    fn the_same_order_brings_out_what_the_rule_lets_it() {
        use Retention::{ForEver, UntilDelivered};
        let of = |regime, retention| {
            let Outcome { so_far, next } = outcome(regime, retention, false);
            (so_far, next.map(|it| it.1))
        };
        let both = |it| vec![(it, 2)];
        assert_eq!(of(&EndToEnd, ForEver), (both(Metadata), [Metadata; 2]));
        assert_eq!(of(&KeyEscrow, ForEver), (both(Content), [Content; 2]));
        assert_eq!(of(&KeyEscrow, UntilDelivered), (both(Metadata), [Content; 2]));
        assert_eq!(of(&GhostDevice { signed: false }, ForEver), (both(Metadata), [Content; 2]));
    }

    #[test]
    fn a_phone_without_a_network_gets_one_on_the_copy() {
        let next = outcome(&KeyEscrow, Retention::UntilDelivered, true).next;
        assert_eq!(next, Party::ALL.map(|it| (it, Content)));
    }
}
