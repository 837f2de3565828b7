//! Random runs: whatever is done, in whatever order.

use crate::exchange::{captures, played, seed};
use keyhole::world::{
    Action, ActionId, ChatBody, Delivery, Entry, Event, Interference, Party, Point, Position, Run,
    Target, Timeline, conversation,
};
use proptest::prelude::*;

fn any_action() -> impl Strategy<Value = Action> {
    let party = prop_oneof![Just(Party::Alice), Just(Party::Bob)];
    let how = prop_oneof![
        Just(Interference::Drop),
        (0_u32..3_000).prop_map(|bit| Interference::FlipBit { bit }),
        Just(Interference::Cut),
        Just(Interference::Hold),
        Just(Interference::AfterNext),
        Just(Interference::Duplicate),
    ];
    let point = prop_oneof![Just(Point::AliceLink), Just(Point::Provider), Just(Point::BobLink)];
    prop_oneof![
        6 => (party.clone(), "[a-z ]{0,12}")
            .prop_map(|(from, text)| Action::Send { from, text: text.into() }),
        4 => (0_u64..30, point, 0_u32..6, how).prop_map(|(action, point, nth, how)| {
            Action::Interfere { target: Target { action: ActionId(action), point, nth }, how }
        }),
        1 => party.clone().prop_map(|party| Action::GoOffline { party }),
        2 => party.clone().prop_map(|party| Action::GoOnline { party }),
        1 => party.prop_map(|link| Action::Cut { link }),
        1 => (0_u64..30).prop_map(|id| Action::Replay { envelope: ActionId(id) }),
        1 => (0_u64..30).prop_map(|id| Action::Release { envelope: ActionId(id) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done, in whatever order: the run ends, every byte is explained, a text that
    /// arrives is a text that was sent, it arrives once, and the way back is exact.
    #[test]
    fn random_runs_hold_their_promises(actions in prop::collection::vec(any_action(), 1..24)) {
        let start = conversation(seed(3), true, &[(Party::Alice, "first")]);
        let run = actions.into_iter().fold(start, Run::then);
        let mut timeline = played(run);
        prop_assert!(timeline.is_at_end());
        for party in Party::ALL {
            let peer = timeline.world().phone(party.peer()).chat().to_vec();
            let mut came = Vec::new();
            for item in timeline.world().phone(party).chat() {
                if let ChatBody::Incoming { text } = &item.body {
                    prop_assert!(!came.contains(&item.action), "arrived twice");
                    came.push(item.action);
                    let sent = peer.iter().any(|it| it.action == item.action
                        && matches!(&it.body, ChatBody::Outgoing { text: sent, .. } if sent == text));
                    prop_assert!(sent, "never sent: {text}");
                }
            }
            for item in &peer {
                if let ChatBody::Outgoing { state: Delivery::Delivered, .. } = item.body {
                    prop_assert!(came.contains(&item.action), "a receipt for what never came");
                }
            }
        }
        for point in Point::ALL {
            for capture in captures(&timeline, point) {
                for layer in capture.all_layers() {
                    prop_assert_eq!(layer.check(), Ok(()));
                }
            }
        }
        let end = (timeline.world().clone(), timeline.recording().clone());
        let middle = timeline.len() / 2;
        timeline.seek(Position::after(middle));
        let mut straight = Timeline::new(timeline.run().clone());
        straight.seek(Position::after(middle));
        prop_assert_eq!(straight.world(), timeline.world());
        prop_assert_eq!(straight.recording(), timeline.recording());
        timeline.seek(Position::after(timeline.len()));
        prop_assert_eq!(&end.0, timeline.world());
        prop_assert_eq!(&end.1, timeline.recording());
        let waits = timeline.recording().entries().iter().filter(|it| matches!(
            &it.entry, Entry::Note(note) if note.event == Event::Connected)).count();
        prop_assert!(waits < 2_000);
    }
}
