//! What is changed or cut on a link is sent again.

use crate::exchange::{captures, events, exchange, played, send, texts};
use keyhole::world::{
    ActionId, Fate, Interference, Party, Point, Position, Target, Traffic, TransmissionId,
};

#[test]
fn a_record_changed_on_a_link_ends_the_connection_and_everything_is_sent_again() {
    let mut struck = 0;
    for how in [Interference::Drop, Interference::FlipBit { bit: 300 }, Interference::Cut] {
        for link in Party::ALL {
            for nth in 0..4 {
                let run = exchange();
                let action = send(&run, 1);
                let mut timeline = played(run);
                let target = Target { action, point: Point::link(link), nth };
                let id = TransmissionId { action, link, nth };
                if timeline.recording().transmission(id).is_none() {
                    continue;
                }
                struck += 1;
                timeline.interfere(target, how);
                timeline.seek(Position::after(timeline.len()));
                let case = format!("{how:?} {target:?}");
                assert!(timeline.is_at_end(), "{case}");
                let alice = texts(&timeline, Party::Alice);
                assert_eq!(alice[1], "< Yes! I’ll bring the cake.", "{case}");
                let bob = texts(&timeline, Party::Bob);
                assert_eq!(bob[1], "> Yes! I’ll bring the cake. [delivered]", "{case}");
                assert_eq!(alice.len(), 4, "{case}: {alice:?}");
                assert_eq!(bob.len(), 4, "{case}: {bob:?}");
                let again = captures(&timeline, Point::link(link));
                let opens =
                    again.iter().filter(|it| it.transmission.traffic == Traffic::Handshake(1));
                assert_eq!(opens.count(), 2, "{case}: a second handshake must be visible");
                let phone = events(&timeline, Point::phone(link));
                assert!(phone.iter().any(|key| key.starts_with("disconnected")), "{case}");
            }
        }
    }
    assert_eq!(struck, 3 * (2 + 4), "Bob’s message is two packets for Alice and four for Bob");
}

#[test]
fn what_is_on_a_link_when_it_is_cut_is_lost() {
    let run = exchange();
    let action = send(&run, 0);
    let mut timeline = played(run);
    // Two packets leave Alice’s phone at once when she joins: the second one is cut.
    let joined = ActionId(0);
    let target = Target { action: joined, point: Point::AliceLink, nth: 4 };
    timeline.interfere(target, Interference::Cut);
    timeline.seek(Position::after(timeline.len()));
    let fate = |nth| {
        let id = TransmissionId { action: joined, link: Party::Alice, nth };
        timeline.recording().transmission(id).unwrap().fate.clone()
    };
    assert_eq!([fate(2), fate(3), fate(4)], [Fate::Lost, Fate::Lost, Fate::Lost]);
    assert_eq!(texts(&timeline, Party::Bob)[0], "< Are we still on for eight?");
    assert!(
        captures(&timeline, Point::BobPhone)
            .iter()
            .any(|it| it.transmission.message == Some(action))
    );
}
