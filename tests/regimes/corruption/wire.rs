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
        let (timeline, real) = case.judged();
        let entries = timeline.recording().entries().iter();
        let mut id = entries.filter_map(|it| match &it.entry {
            Entry::Transmission { transmission, .. } => {
                (transmission.traffic == Traffic::Frame(frame)).then_some(transmission.id)
            }
            _ => None,
        });
        let id = id.next_back().unwrap();
        let mut timeline = timeline;
        let target = Target { action: id.action, point: Point::link(id.link), nth: id.nth };
        timeline.interfere(target, Interference::FlipBit { bit: 8 * 60 });
        timeline.seek(Position::after(timeline.len()));
        let access = judged(&timeline);
        for observer in Observer::ALL {
            assert_eq!(row(&access, observer), row(&real, observer), "{regime}");
        }
    }
}
