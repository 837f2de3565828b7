//! Frames with something of a rule, changed on a link.

use crate::case::{Case, judged, row};
use keyhole::{
    access::Observer,
    world::{Entry, Interference, Point, Position, Target, Traffic},
};

/// What goes wrong on the wire never reaches a decoder: the record breaks, and all is sent
/// again.
#[test]
fn on_the_wire_a_changed_notice_or_backup_is_sent_again() {
    for (regime, frame) in
        [("warrant-bound", "notice"), ("cloud-backup", "backup"), ("ghost-device", "new-device")]
    {
        let case = Case::under(regime).order_after(3);
        let (first, real) = case.judged();
        let entries = first.recording().entries().iter();
        let mut id = entries.filter_map(|it| match &it.entry {
            Entry::Transmission { transmission, .. } => {
                (transmission.traffic == Traffic::Frame(frame)).then_some(transmission.id)
            }
            _ => None,
        });
        let id = id.next_back().unwrap();
        let mut timeline = first.clone();
        let target = Target { action: id.action, point: Point::link(id.link), nth: id.nth };
        timeline.interfere(target, Interference::FlipBit { bit: 8 * 60 });
        timeline.seek(Position::after(timeline.len()));
        let entries = timeline.recording().entries().iter();
        let handshakes = |recorded: &Entry| match recorded {
            Entry::Transmission { transmission, .. } => {
                transmission.id.link == id.link
                    && matches!(transmission.traffic, Traffic::Handshake(_))
            }
            _ => false,
        };
        let (again, before) = (
            entries.filter(|it| handshakes(&it.entry)).count(),
            first.recording().entries().iter().filter(|it| handshakes(&it.entry)).count(),
        );
        assert!(again > before, "{regime}: the record was struck, and the link connects anew");
        let access = judged(&timeline);
        for observer in Observer::ALL {
            assert_eq!(row(&access, observer), row(&real, observer), "{regime}");
        }
    }
}
