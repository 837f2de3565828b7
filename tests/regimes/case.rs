//! A short conversation under a rule, played and judged.

pub use super::judging::{closed, has_content, judged, played, row, rows};

use keyhole::{
    access::{Access, Finding, Holders, Observer},
    crypto::secret::RunSeed,
    world::{
        Action, ActionId, Party, Run, Step, Timeline, conversation,
        regime::{self, Institution, Regime, Retention},
    },
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

pub const TEXTS: [(Party, &str); 6] = [
    (Party::Alice, "Dinner at ours on Thursday?"),
    (Party::Bob, "Yes, with pleasure!"),
    (Party::Bob, "Shall I bring a cake?"),
    (Party::Alice, "Please do."),
    (Party::Bob, "Chocolate then."),
    (Party::Alice, "Perfect."),
];

/// The seed of the runs.
pub const fn seed() -> RunSeed {
    RunSeed::from_bytes([7; 32])
}

/// Both phones join before the first text.
pub const JOINS: usize = 2;

pub const INVESTIGATOR: Observer = Observer::Institution(Institution::Investigator);
pub const AGENCY: Observer = Observer::Institution(Institution::Agency);
pub const CEREMONY: Observer = Observer::Institution(Institution::Ceremony);
pub const LIST_OWNER: Observer = Observer::Institution(Institution::ListOwner);
pub const LINKS: [Observer; 2] = [Observer::Network(Party::Alice), Observer::Network(Party::Bob)];

pub const fn custodian(number: u8) -> Observer {
    Observer::Institution(Institution::Custodian(number))
}

pub const fn agent(number: u8) -> Observer {
    Observer::Institution(Institution::EscrowAgent(number))
}

/// Under a rule, with what the provider keeps, and an order after so many messages.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub regime: &'static dyn Regime,
    pub retention: Retention,
    pub messages: usize,
    pub order_after: Option<usize>,
    /// The order reaches back to the first message.
    pub backwards: bool,
    pub end_after: Option<usize>,
}

impl Case {
    pub fn under(regime: &'static str) -> Self {
        Self::of(regime::of_key(regime).unwrap())
    }

    pub const fn of(regime: &'static dyn Regime) -> Self {
        Self {
            regime,
            retention: Retention::UntilDelivered,
            messages: TEXTS.len(),
            order_after: None,
            backwards: false,
            end_after: None,
        }
    }

    /// Only so many of the messages are sent.
    pub const fn messages(self, messages: usize) -> Self {
        Self { messages, ..self }
    }

    /// An order on Alice after so many messages.
    pub const fn order_after(self, messages: usize) -> Self {
        Self { order_after: Some(messages), ..self }
    }

    /// The order ends after so many messages.
    pub const fn end_after(self, messages: usize) -> Self {
        Self { end_after: Some(messages), ..self }
    }

    pub const fn backwards(self) -> Self {
        Self { backwards: true, ..self }
    }

    pub const fn keeping(self, retention: Retention) -> Self {
        Self { retention, ..self }
    }

    pub fn run(self) -> Run {
        let texts = &TEXTS[..self.messages];
        let mut run = conversation(seed(), true, texts).under(self.regime);
        run.retention = self.retention;
        let order = run.next_id();
        if let Some(messages) = self.end_after {
            let id = ActionId(order.0 + 1);
            run.steps.insert(JOINS + messages, Step { id, action: Action::EndOrder { order } });
        }
        if let Some(messages) = self.order_after {
            let first = run.steps[JOINS].id;
            let start = self.backwards.then_some(first);
            let action = Action::Order { target: Party::Alice, start };
            run.steps.insert(JOINS + messages, Step { id: order, action });
        }
        run
    }

    pub fn judged(self) -> (Timeline, Access) {
        let timeline = played(self.run());
        let access = judged(&timeline);
        (timeline, access)
    }

    /// The same, played once for all questions of a test.
    pub fn scene(self) -> Rc<(Timeline, Access)> {
        thread_local! {
            static SCENES: RefCell<BTreeMap<String, Rc<(Timeline, Access)>>> =
                const { RefCell::new(BTreeMap::new()) };
        }
        let Self { regime, retention, messages, order_after, backwards, end_after } = self;
        let rest = (retention, messages, order_after, backwards, end_after);
        let name = format!("{} {rest:?}", regime.key());
        SCENES.with(|scenes| {
            let known = scenes.borrow().get(&name).cloned();
            known.unwrap_or_else(|| {
                let scene = Rc::new(self.judged());
                scenes.borrow_mut().insert(name, Rc::clone(&scene));
                scene
            })
        })
    }

    pub fn row(self, observer: Observer) -> Vec<Finding> {
        row(&self.judged().1, observer)
    }
}

pub fn together(access: &Access, observers: &[Observer]) -> Vec<Finding> {
    let holders: Holders = observers.iter().copied().collect();
    access.together(holders)
}

/// How many messages these observers read together.
pub fn reads(access: &Access, observers: &[Observer]) -> usize {
    together(access, observers).into_iter().filter(|it| *it == Finding::Content).count()
}

/// For each message what they get together: content C, after trials T, metadata M, exists e,
/// nothing -.
pub fn found(access: &Access, observers: &[Observer]) -> String {
    let letter = |it| match it {
        Finding::Content => 'C',
        Finding::Trials { .. } => 'T',
        Finding::Metadata => 'M',
        Finding::Exists => 'e',
        Finding::Nothing => '-',
    };
    together(access, observers).into_iter().map(letter).collect()
}
