//! The actions of a run as the scrubber shows them, without the web.

use crate::{
    access::Observer,
    jobs::Found,
    l10n, t,
    ui::{components::Glyph, matrix::wording},
    world::{
        Action, ActionId, Party, Point, Position, Run, Step, Taker,
        regime::{Demand, Receiver},
    },
};
use std::{borrow::Cow, ops::Range};

/// How many actions are shown at once.
pub const WINDOW: usize = 40;
/// How many characters of a text stand in a name.
const CHARACTERS: usize = 48;

/// One action on the scrubber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Its number.
    pub id: ActionId,
    /// Its place in the run, from 0.
    pub index: usize,
    /// What it is called.
    pub name: String,
    /// The drawing.
    pub glyph: Glyph,
    /// The initial of the sender, for a message.
    pub initial: Option<char>,
    /// What kind it is, for its looks: `alice`, `bob`, `network`, `tap`.
    pub kind: &'static str,
    /// Whether it lies before the present, is the present, or is to come.
    pub when: When,
    /// Whether it is a message that an order covers.
    pub covered: bool,
    /// Whether it can be moved to another place.
    pub is_movable: bool,
}

/// Where an action lies, seen from the present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It has happened.
    Past,
    /// It was the last to begin.
    Present,
    /// It is to come.
    Future,
}

impl When {
    /// Stable name, used in style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Present => "present",
            Self::Future => "future",
        }
    }
}

/// The actions around the present, and how many are left out before and after.
#[must_use]
pub fn ticks(run: &Run, position: Position) -> (usize, Vec<Tick>, usize) {
    let total = run.steps.len();
    let first = position.actions.saturating_sub(WINDOW / 2).min(total.saturating_sub(WINDOW));
    let orders = orders(run);
    let shown: Vec<Tick> = run
        .steps
        .iter()
        .enumerate()
        .skip(first)
        .take(WINDOW)
        .map(|(index, step)| {
            let covered = orders.iter().any(|covered| covered.contains(&index));
            tick(index, step, position, covered)
        })
        .collect();
    let after = total - first - shown.len();
    (first, shown, after)
}

/// From where to where in the run each order covers messages: with two phones, whoever is the
/// target has sent or received all of them.
fn orders(run: &Run) -> Vec<Range<usize>> {
    let given = run.steps.iter().enumerate().filter_map(|(index, step)| {
        let Action::Order { start, .. } = step.action else { return None };
        let ends = |it: &Step| it.action == Action::EndOrder { order: step.id };
        let end = run.steps.iter().position(ends).unwrap_or(run.steps.len());
        Some(start.and_then(|start| run.index_of(start)).unwrap_or(index)..end)
    });
    given.collect()
}

fn tick(index: usize, step: &Step, position: Position, covered: bool) -> Tick {
    let (glyph, kind) = looks(&step.action);
    let when = match (index + 1).cmp(&position.actions) {
        std::cmp::Ordering::Less => When::Past,
        std::cmp::Ordering::Equal => When::Present,
        std::cmp::Ordering::Greater => When::Future,
    };
    let initial = match &step.action {
        Action::Send { from, .. } => party_name(*from).chars().next(),
        _ => None,
    };
    let covered = covered && initial.is_some();
    let mut name = name(&step.action);
    if covered {
        name = t!("order-covers", what = name.as_str()).into_owned();
    }
    let is_movable = step.action.is_movable();
    Tick { id: step.id, index, name, glyph, initial, kind, when, covered, is_movable }
}

const fn of(party: Party) -> &'static str {
    match party {
        Party::Alice => "alice",
        Party::Bob => "bob",
    }
}

const fn looks(action: &Action) -> (Glyph, &'static str) {
    match action {
        Action::Join { .. } => (Glyph::Join, "network"),
        Action::Send { from, .. } => (Glyph::Bubble, of(*from)),
        Action::GoOffline { .. } => (Glyph::Offline, "network"),
        Action::GoOnline { .. } => (Glyph::Online, "network"),
        Action::Interfere { .. } => (Glyph::Spark, "tap"),
        Action::Release { .. } | Action::Replay { .. } => (Glyph::Envelope, "tap"),
        Action::Cut { .. } => (Glyph::Cut, "tap"),
        Action::Wait { .. } => (Glyph::Clock, "network"),
        Action::Seize { by: Taker::Investigator, .. } | Action::Implant { .. } => {
            (Glyph::Phone, "order")
        }
        Action::Intercept { .. } => (Glyph::Link, "order"),
        Action::Seize { by: Taker::Thief, .. } => (Glyph::Phone, "tap"),
        Action::Steal { .. } => (Glyph::Key, "tap"),
        Action::Enter => (Glyph::Server, "tap"),
        Action::SeizeLocked { by: Taker::Investigator, .. } => (Glyph::Lock, "order"),
        Action::SeizeLocked { by: Taker::Thief, .. } => (Glyph::Lock, "tap"),
        Action::Compel { .. } => (Glyph::Key, "order"),
        Action::LinkDevice { .. } => (Glyph::Plus, "order"),
        Action::SwapList => (Glyph::Again, "tap"),
        Action::StealFromProvider => (Glyph::Key, "tap"),
        Action::Demand { what: Demand::Foreign, .. } => (Glyph::Order, "tap"),
        Action::Demand { .. } => (Glyph::Order, "order"),
        Action::AddLayer => (Glyph::Lock, "network"),
        Action::ChangeApp => (Glyph::Phone, "network"),
        Action::Modify { .. } => (Glyph::Spark, "network"),
        Action::Disappear { .. } => (Glyph::Clock, "network"),
        Action::Search(_) => (Glyph::Key, "tap"),
        Action::Forge(_) => (Glyph::Spark, "network"),
        Action::Frank => (Glyph::Receipt, "network"),
        Action::Report { .. } => (Glyph::Warning, "network"),
        Action::Compare => (Glyph::Shield, "network"),
        Action::LookAtDevices { .. } => (Glyph::Phone, "network"),
        Action::Delete { .. } => (Glyph::Close, "network"),
        Action::Order { .. } => (Glyph::Order, "order"),
        Action::EndOrder { .. } => (Glyph::Order, "order-end"),
    }
}

/// What an action is called.
#[must_use]
pub fn name(action: &Action) -> String {
    match action {
        Action::Join { party } => {
            t!("action-join", name = party_name(*party).as_ref()).into_owned()
        }
        Action::Send { from, text } => {
            let text = l10n::isolate(&excerpt(text));
            t!("action-send", name = party_name(*from).as_ref(), text = text.as_str()).into_owned()
        }
        more => name_more(more),
    }
}

/// The same for what a page that is opened has none of.
#[inline(never)]
fn name_more(action: &Action) -> String {
    let party = |party: &Party| party_name(*party);
    let point = |point: &Point| l10n::text_or_id(&format!("point-{}", point.key()), &[]);
    let id = format!("action-{}", action.key());
    let text = match action {
        Action::Join { .. } | Action::Send { .. } => return name(action),
        Action::GoOffline { party: it }
        | Action::GoOnline { party: it }
        | Action::Cut { link: it }
        | Action::Implant { party: it }
        | Action::Compel { party: it }
        | Action::LinkDevice { party: it }
        | Action::Modify { party: it }
        | Action::LookAtDevices { party: it }
        | Action::Intercept { link: it }
        | Action::Delete { party: it }
        | Action::Order { target: it, .. } => {
            l10n::text_or_id(&id, &[("name", (&party(it)).into())])
        }
        Action::Seize { party: it, by } | Action::SeizeLocked { party: it, by } => {
            let id = format!("{id}-{}", by.hands().key());
            l10n::text_or_id(&id, &[("name", (&party(it)).into())])
        }
        Action::Steal { from } => {
            let who = wording::observers(&[Observer::Institution(*from)]);
            l10n::text_or_id(&id, &[("who", who.as_ref().into())])
        }
        Action::Demand { target, what } => {
            let id = format!("{id}-{}", what.key());
            l10n::text_or_id(&id, &[("name", (&party(target)).into())])
        }
        Action::Search(it) => {
            let who = format!("observer-{}.subject", observer(it.by).key());
            let who = l10n::text_or_id(&who, &[]);
            let entry = matches!(it.found, Found::Constant(_));
            let id = if entry { format!("{id}-entry") } else { id };
            l10n::text_or_id(&id, &[("who", who.as_ref().into())])
        }
        Action::Forge(it) => l10n::text_or_id(&id, &[("name", (&party(&it.party)).into())]),
        Action::Enter
        | Action::StealFromProvider
        | Action::SwapList
        | Action::AddLayer
        | Action::ChangeApp
        | Action::Frank
        | Action::Report { .. }
        | Action::Compare => l10n::text_or_id(&id, &[]),
        Action::Wait { days } | Action::Disappear { days } => {
            l10n::text_or_id(&id, &[("days", (*days).into())])
        }
        Action::Interfere { target, how } => l10n::text_or_id(
            &format!("{id}-{}", how.key()),
            &[("point", (&point(&target.point)).into())],
        ),
        Action::Release { .. } | Action::Replay { .. } | Action::EndOrder { .. } => {
            l10n::text_or_id(&id, &[])
        }
    };
    text.into_owned()
}

/// Who that is in the table.
const fn observer(receiver: Receiver) -> Observer {
    match receiver {
        Receiver::Owner(party) => Observer::Owner(party),
        Receiver::Institution(it) => Observer::Institution(it),
        Receiver::Provider | Receiver::Everybody => Observer::Provider,
    }
}

fn party_name(party: Party) -> Cow<'static, str> {
    l10n::text_or_id(&format!("party-{}", party.key()), &[])
}

fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Which message the present action is, and of how many; none if it is something else.
#[must_use]
pub fn message_number(run: &Run, position: Position) -> Option<(usize, usize)> {
    let is_message = |step: &&Step| matches!(step.action, Action::Send { .. });
    let present = position.actions.checked_sub(1)?;
    run.steps.get(present).filter(is_message)?;
    let before = run.steps.iter().take(present + 1).filter(is_message).count();
    Some((before, run.steps.iter().filter(is_message).count()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::secret::RunSeed, world::conversation};

    fn run(messages: usize) -> Run {
        let texts = vec![(Party::Alice, "hello"); messages];
        conversation(RunSeed::from_bytes([1; 32]), true, &texts)
    }

    #[test]
    fn the_window_follows_the_present() {
        let run = run(100);
        let (before, shown, after) = ticks(&run, Position::after(60));
        assert_eq!((before, shown.len(), after), (40, WINDOW, 22));
        assert!(shown.iter().any(|tick| tick.when == When::Present && tick.index == 59));
        let (before, shown, after) = ticks(&run, Position::after(102));
        assert_eq!((before, shown.len(), after), (62, WINDOW, 0));
    }

    #[test]
    fn an_order_covers_messages_from_its_start_to_its_end() {
        let order = |start| Action::Order { target: Party::Alice, start };
        let covered = |run: &Run| {
            let (_, shown, _) = ticks(run, Position::default());
            shown.iter().map(|tick| if tick.covered { 'x' } else { '.' }).collect::<String>()
        };
        // Two join, three messages.
        assert_eq!(covered(&run(3).then(order(None))), "......");
        let given = run(3).then(order(Some(ActionId(3))));
        assert_eq!(covered(&given), "...xx.");
        let text = || Action::Send { from: Party::Bob, text: "later".into() };
        let end = Action::EndOrder { order: ActionId(5) };
        assert_eq!(covered(&given.then(text()).then(end).then(text())), "...xx.x..");
    }

    #[test]
    fn messages_are_counted() {
        let run = run(3);
        assert_eq!(message_number(&run, Position::default()), None);
        assert_eq!(message_number(&run, Position::after(2)), None);
        assert_eq!(message_number(&run, Position::after(4)), Some((2, 3)));
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(excerpt("a  b\nc"), "a b c");
        assert_eq!(excerpt(&"ü".repeat(60)), format!("{}…", "ü".repeat(48)));
    }
}
