//! The conversations that are published.

use keyhole::{
    crypto::secret::RunSeed,
    world::{
        Action, ActionId, Interference, Party, Point, Position, Run, Target, Timeline, conversation,
    },
};

/// What a file is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// What two phones and the provider do.
    Conversation,
    /// That, and what a rule about access makes of it.
    Regime,
}

impl Format {
    /// How the files of this format are called.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Regime => "regime",
        }
    }

    /// The first line of such a file.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Conversation => "keyhole-conversation-1",
            Self::Regime => "keyhole-regime-1",
        }
    }
}

/// A conversation with a name.
pub(crate) struct Conversation {
    pub(crate) format: Format,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) timeline: Timeline,
}

use Party::{Alice, Bob};

/// Those under the rule that is the default.
pub(crate) fn all() -> Vec<Conversation> {
    vec![in_order(), out_of_order(), lost(), both_first(), tampered_link()]
}

/// Plays a run to its end.
pub(crate) fn played_as(
    format: Format,
    name: &'static str,
    about: &'static str,
    run: Run,
) -> Conversation {
    let mut timeline = Timeline::new(run);
    timeline.seek(Position::after(timeline.len()));
    Conversation { format, name, about, timeline }
}

fn played(name: &'static str, about: &'static str, run: Run) -> Conversation {
    played_as(Format::Conversation, name, about, run)
}

fn seed(byte: u8) -> RunSeed {
    RunSeed::from_bytes([byte; 32])
}

const fn at_provider(action: u64, how: Interference) -> Action {
    let target = Target { action: ActionId(action), point: Point::Provider, nth: 0 };
    Action::Interfere { target, how }
}

fn say(run: Run, from: Party, text: &str) -> Run {
    run.then(Action::Send { from, text: text.into() })
}

fn in_order() -> Conversation {
    let texts = [
        (Alice, "Are we still on for eight?"),
        (Bob, "Yes! I’ll bring the cake."),
        (Alice, "Wonderful."),
        (Alice, "See you at the corner 👋"),
        (Bob, "نعم، أراك هناك"),
        (Bob, ""),
    ];
    let about = "Two phones join and write in turns; everything arrives in order.";
    played("in-order", about, conversation(seed(0x11), true, &texts))
}

fn out_of_order() -> Conversation {
    let run = conversation(seed(0x22), true, &[(Alice, "one"), (Bob, "two")]);
    // Actions 0 to 3 exist; the interference with the send of number 5 is number 4.
    let run = say(run.then(at_provider(5, Interference::AfterNext)), Alice, "three, after four");
    let run = say(run, Alice, "four");
    let run = say(run.then(at_provider(8, Interference::Hold)), Alice, "five, held back");
    let run = say(run, Bob, "six");
    let run = say(run, Alice, "seven, in a new chain");
    let run = run.then(Action::Release { envelope: ActionId(8) });
    let run = run.then(Action::Replay { envelope: ActionId(6) });
    let about = "The provider swaps two envelopes, holds one back across a ratchet step, and \
                 replays one; skipped keys are stored and used, the replay is refused.";
    played("out-of-order", about, run)
}

fn lost() -> Conversation {
    let run = conversation(seed(0x33), true, &[(Alice, "one"), (Bob, "two")]);
    let run = say(run.then(at_provider(5, Interference::Drop)), Alice, "three, dropped");
    let run = say(run, Alice, "four");
    let run = run.then(Action::GoOffline { party: Bob });
    let run = say(run, Alice, "five, queued");
    let run =
        say(run.then(at_provider(10, Interference::FlipBit { bit: 650 })), Alice, "six, altered");
    let run = run.then(Action::GoOnline { party: Bob });
    let run = say(run, Bob, "seven");
    let about = "The provider drops one envelope and alters another; Bob is away for a while.";
    played("lost", about, run)
}

fn both_first() -> Conversation {
    let run = conversation(seed(0x44), true, &[]);
    let run = say(run.then(at_provider(3, Interference::Hold)), Alice, "Alice begins");
    let run = say(run, Bob, "Bob begins too");
    let run = run.then(Action::Release { envelope: ActionId(3) });
    let run = say(run, Alice, "one session goes on");
    let run = say(run, Bob, "it does");
    let about = "Both phones start a session at the same time; the conversation goes on.";
    played("both-first", about, run)
}

fn tampered_link() -> Conversation {
    let run = conversation(seed(0x55), true, &[(Alice, "one"), (Bob, "two")]);
    let strike = |action: u64, link, nth, how| Action::Interfere {
        target: Target { action: ActionId(action), point: Point::link(link), nth },
        how,
    };
    let run =
        say(run.then(strike(5, Alice, 0, Interference::FlipBit { bit: 400 })), Alice, "three");
    let run = say(run.then(strike(7, Bob, 0, Interference::Drop)), Bob, "four");
    let run = run.then(Action::Cut { link: Bob });
    let run = say(run, Alice, "five");
    let about = "Records are altered and dropped on the links: connections end, a new handshake \
                 follows, and what was not acknowledged is sent again.";
    played("tampered-link", about, run)
}
