//! The conversations under rules about access that are published.

use crate::conversations::{Conversation, Format, played_as};
use Party::{Alice, Bob};
use keyhole::{
    crypto::secret::RunSeed,
    mechanism::work_factor::WorkFactor,
    world::{
        Action, ActionId, Interference, Party, Point, Run, Target, conversation,
        regime::{
            ClientSideScanning, Clipper, CloudBackup, CrumpleZone, EndToEnd, ExportGrade,
            GhostDevice, KeyEscrow, KeyHolder, KeySubstitution, ReducedWorkFactor, Regime,
            Retention, SealedSender, SplitEscrow, TransportOnly, WarrantBound,
        },
    },
};

/// All of them.
pub(crate) fn all() -> Vec<Conversation> {
    let mut list = vec![
        of(
            &TransportOnly,
            "The text stands in the envelope; an order covers the last two messages.",
            script(0xa0, Retention::UntilDelivered).order(None).then_two(),
        ),
        of(
            &EndToEnd,
            "Everything is kept and an order covers all of it; nobody but the phones reads.",
            script(0xa1, Retention::ForEver).order(FIRST).then_two(),
        ),
        of(
            &KeyEscrow,
            "Message seeds are wrapped to an agency; an order covers the third message alone.",
            script(0xa2, Retention::UntilDelivered).order(None).then_one().end(ORDER).then_last(),
        ),
        of(
            &SplitEscrow,
            "The agency’s key exists as three shares; an order reaches back to the first message, \
             and two custodians put the key together.",
            script(0xa3, Retention::ForEver).order(FIRST).then_two(),
        ),
        of(
            &Clipper,
            "A LEAF beside the messages that begin a session; an order reaches back to them.",
            script(0xa4, Retention::ForEver).order(FIRST).then_two(),
        ),
        of(
            &WarrantBound,
            "Seeds are wrapped only from the log entry on; the order reaches back, and what was \
             sealed before stays closed. A second order makes the log grow.",
            script(0xa5, Retention::ForEver).order(FIRST).then_one().order_for(Bob).then_last(),
        ),
        of(
            &GhostDevice { signed: false },
            "An order adds a silent device to Alice’s account; both phones encrypt to it.",
            script(0xa6, Retention::UntilDelivered).order(None).then_two(),
        ),
        of(
            &ReducedWorkFactor::LOTUS,
            "64 secret bits, 24 of them wrapped to an agency; an order covers the last two \
             messages.",
            script(0xa7, Retention::UntilDelivered).order(None).then_two(),
        ),
        of(
            &ExportGrade { signed: false },
            "The provider strips the strong suite out of every bundle; 40 bits are left.",
            script(0xa8, Retention::UntilDelivered).order(None).then_two(),
        ),
        of(
            &CloudBackup { key: KeyHolder::Provider },
            "Phones leave backups with the provider, which has the keys.",
            script(0xa9, Retention::UntilDelivered).order(None).then_two(),
        ),
        of(
            &CloudBackup { key: KeyHolder::User },
            "Phones leave backups with the provider; only their owners have the keys.",
            script(0xaa, Retention::UntilDelivered).order(None).then_two(),
        ),
    ];
    list.extend([
        of(
            &SealedSender,
            "Who writes stands inside the message, which comes over a line of its own; an order \
             on Alice covers what is sent to her.",
            script(0xac, Retention::ForEver).order(FIRST).then_two(),
        ),
        of(
            &KeySubstitution,
            "The directory hands out the provider’s keys, and the relay re-encrypts; an order \
             reaches back to the first message.",
            script(0xad, Retention::ForEver).order(FIRST).then_two(),
        ),
        of(
            &ClientSideScanning,
            "A voucher beside every message; two of Bob’s are on the list, and two matches are \
             enough.",
            script(0xae, Retention::UntilDelivered)
                .then_one()
                .say(Alice, "Please do.")
                .say(Bob, "Chocolate then."),
        ),
        of(
            &CrumpleZone::DEFAULT,
            "A puzzle before each message, and a discrete logarithm before the session; an order \
             reaches back to the first message.",
            script(0xaf, Retention::ForEver).order(FIRST).then_two(),
        ),
        Conversation {
            name: "crumple-zone-small",
            ..of(
                &CrumpleZone { prime_bits: 32, puzzle_bits: 12 },
                "A prime of 32 bits and puzzles of 12: a reader can pay.",
                script(0xb0, Retention::UntilDelivered).order(None).then_two(),
            )
        },
    ]);
    list.extend([
        of(
            &GhostDevice { signed: true },
            "An order adds a device to Alice’s account, signed by its own key; both phones refuse it.",
            script(0xb5, Retention::UntilDelivered).order(None).then_two(),
        ),
        Conversation {
            name: "ghost-device-orders",
            ..of(
                &GhostDevice { signed: false },
                "One order on Alice and one on Bob; each account’s ghost goes when its order \
                 ends, and comes back with a new one. Bob is offline when the last one ends: \
                 nobody is handed the copy that he has sealed.",
                script(0xb1, Retention::UntilDelivered)
                    .order(None)
                    .order_for(Bob)
                    .then_one()
                    .end(ORDER)
                    .then_last()
                    .end(ActionId(ORDER.0 + 1))
                    .say(Bob, "Chocolate then.")
                    .order(None)
                    .say(Alice, "Perfect.")
                    .offline(Bob)
                    .say(Bob, "See you at eight.")
                    .end(ActionId(ORDER.0 + 7))
                    .online(Bob),
            )
        },
        Conversation {
            name: "warrant-bound-orders",
            ..of(
                &WarrantBound,
                "An order on Bob covers both directions while it is in force. Its end is an entry \
                 of the log too, and what is sealed after it stays closed.",
                script(0xb2, Retention::ForEver)
                    .order_for(Bob)
                    .then_two()
                    .end(ORDER)
                    .say(Bob, "Chocolate then.")
                    .say(Alice, "Perfect."),
            )
        },
        Conversation {
            name: "split-escrow-orders",
            ..of(
                &SplitEscrow,
                "The key is destroyed at the end of the last order; two custodians put it \
                 together again for the next one.",
                script(0xb3, Retention::UntilDelivered)
                    .order(None)
                    .then_one()
                    .end(ORDER)
                    .then_last()
                    .order_for(Bob)
                    .say(Bob, "Chocolate then."),
            )
        },
    ]);
    list.push(Conversation {
        name: "key-escrow-held",
        ..of(
            &KeyEscrow,
            "The provider holds back the last message, whose seed is out: with the seed, another \
             text can stand in its place.",
            script(0xb4, Retention::UntilDelivered).order(None).then_one().hold(7).then_last(),
        )
    });
    list.extend(SMALL.as_ref().map(|regime| Conversation {
        name: "work-factor-small",
        ..of(
            regime,
            "24 secret bits, 12 of them wrapped: a reader can finish the search.",
            script(0xab, Retention::UntilDelivered).order(None).then_two(),
        )
    }));
    list
}

/// Small enough to be searched by whoever reads the file.
static SMALL: Option<ReducedWorkFactor> = match WorkFactor::new(24, 12) {
    Ok(factor) => Some(ReducedWorkFactor { factor }),
    Err(_) => None,
};

/// The action that sends the first text: 0 and 1 are the phones joining.
const FIRST: Option<ActionId> = Some(ActionId(2));
/// The action that gives the order.
const ORDER: ActionId = ActionId(4);

fn of(regime: &'static dyn Regime, about: &'static str, Script(run): Script) -> Conversation {
    played_as(Format::Regime, regime.key(), about, run.under(regime))
}

/// A run that is being written.
struct Script(Run);

/// Two phones, and two messages.
fn script(seed: u8, retention: Retention) -> Script {
    let texts = [(Alice, "Dinner at ours on Thursday?"), (Bob, "Yes, with pleasure! 🍰")];
    let run = conversation(RunSeed::from_bytes([seed; 32]), true, &texts);
    Script(Run { retention, ..run })
}

impl Script {
    fn say(self, from: Party, text: &str) -> Self {
        Self(self.0.then(Action::Send { from, text: text.into() }))
    }

    fn order(self, start: Option<ActionId>) -> Self {
        Self(self.0.then(Action::Order { target: Alice, start }))
    }

    fn order_for(self, target: Party) -> Self {
        Self(self.0.then(Action::Order { target, start: None }))
    }

    fn end(self, order: ActionId) -> Self {
        Self(self.0.then(Action::EndOrder { order }))
    }

    fn hold(self, message: u64) -> Self {
        let target = Target { action: ActionId(message), point: Point::Provider, nth: 0 };
        Self(self.0.then(Action::Interfere { target, how: Interference::Hold }))
    }

    fn offline(self, party: Party) -> Self {
        Self(self.0.then(Action::GoOffline { party }))
    }

    fn online(self, party: Party) -> Self {
        Self(self.0.then(Action::GoOnline { party }))
    }

    fn then_one(self) -> Self {
        self.say(Bob, "Shall I bring a cake?")
    }

    fn then_last(self) -> Self {
        self.say(Alice, "Please do.")
    }

    fn then_two(self) -> Self {
        self.then_one().then_last()
    }
}
