//! What comes out under a rule, in short: the answers that verdicts are held against.

use super::{Verdict, always};
use crate::case::{Case, LINKS, together};
use keyhole::{
    access::{Finding, Observer},
    world::{ChatBody, Event, Party, Point, SeenWhat, Timeline, regime::Retention},
};

/// A row in short: nothing -, exists ., metadata m, content C, trials as their logarithm.
fn show(row: &[Finding]) -> String {
    let cell = |finding: &Finding| match finding {
        Finding::Nothing => "-".to_owned(),
        Finding::Exists => ".".to_owned(),
        Finding::Metadata => "m".to_owned(),
        Finding::Content => "C".to_owned(),
        Finding::Trials { .. } => finding.trials().unwrap().to_string(),
    };
    row.iter().map(cell).collect::<Vec<_>>().join(" ")
}

/// What they find together.
pub fn found(case: Case, observers: &[Observer]) -> String {
    show(&together(&case.scene().1, observers))
}

/// What they find together for the messages before and from the `place`th.
pub fn before(case: Case, place: usize, observers: &[Observer]) -> String {
    show(&together(&case.scene().1, observers)[..place])
}

pub fn from(case: Case, place: usize, observers: &[Observer]) -> String {
    show(&together(&case.scene().1, observers)[place..])
}

/// What several pairs or single observers find.
pub fn each<const N: usize>(case: Case, sets: &[[Observer; N]]) -> String {
    let scene = case.scene();
    let access = &scene.1;
    sets.iter().map(|it| show(&together(access, it))).collect::<Vec<_>>().join(" | ")
}

/// Order on what was kept, back to the first message.
pub fn kept(case: Case, after: usize) -> Case {
    case.order_after(after).backwards().keeping(Retention::ForEver)
}

/// How many texts of the other one each phone shows: three each, if all is well.
pub fn chats(case: Case) -> String {
    let scene = case.scene();
    let timeline = &scene.0;
    let shown = Party::ALL.map(|party| {
        let chat = timeline.world().phone(party).chat();
        let read = chat.iter().filter(|it| matches!(it.body, ChatBody::Incoming { .. }));
        read.count().to_string()
    });
    shown.join(" ")
}

pub const PHONES: Verdict = always("phones", chats, "3 3");

pub fn links(case: Case) -> String {
    found(case, &LINKS)
}

pub fn provider(case: Case) -> String {
    found(case, &[Observer::Provider])
}

/// Which app has done something how often, by its log.
pub fn events(timeline: &Timeline, party: Party, is: impl Fn(&Event) -> bool) -> usize {
    let seen = timeline.recording().seen_at(Point::phone(party));
    seen.filter(|it| matches!(&it.what, SeenWhat::Note(note) if is(&note.event))).count()
}
