//! What a visitor wants.

use super::{Dialog, Place, Selection, Speed, Theme, View};
use crate::{
    access::Observer,
    ui::regime::difference::Difference,
    world::{
        Action, ActionId, Interference, Party, Point, Position, Run, Target,
        regime::{Regime, Retention},
    },
};
use std::rc::Rc;

/// What a visitor wants, or what the page's clock does.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// What stands in a composer has changed.
    Draft(Party, Rc<str>),
    /// Send what stands in a composer.
    Send(Party),
    /// Do something else at this place of the run.
    Do(Action),
    /// Change what passes a point.
    Interfere(Target, Interference),
    /// Move an action one place earlier or later in the run.
    Shift {
        /// Which.
        action: ActionId,
        /// Which way.
        later: bool,
    },
    /// Take an action out of the run.
    Remove(ActionId),
    /// Take back the last change of the run.
    Undo,
    /// Make it again.
    Redo,
    /// Start again with another run, fully played.
    Replace(Run),
    /// Play the same actions under another rule.
    Regime(&'static dyn Regime),
    /// Play the same actions with a provider that keeps envelopes for another time.
    Retain(Retention),

    /// Let it run, or stop at each packet.
    PlayPause,
    /// One packet or action further.
    Step,
    /// One packet or action back.
    StepBack,
    /// To the end of this action, or of the next one.
    NextAction,
    /// To the end of the action before.
    PreviousAction,
    /// To a place in the run.
    Seek(Position),
    /// How fast.
    Speed(Speed),
    /// The clock of a playing run: the next packet.
    Tick,
    /// A frame's slice of a long replay.
    Work,
    /// What the rule in force changed on the wire.
    Compared(Rc<Difference>),

    /// Stand at this point.
    MoveTap(Point),
    /// Show this entry of the recording (its index); none follows the newest.
    Select(Option<usize>),
    /// Show it this way.
    View(View),
    /// Explain this span.
    SelectSpan(Option<Selection>),
    /// Show the layers that the point cannot open.
    ShowInside(bool),

    /// Ask how an observer comes to what it gets for a message, or close the answer.
    AskHow(Option<(Observer, ActionId)>),
    /// Ask what these observers could read together, or stop asking.
    Together(Option<Rc<[Observer]>>),
    /// Ask what others could read with what the investigator's orders rest on, or stop asking.
    WhoElse(bool),
    /// Show these bytes in the panel.
    ShowBytes(Place),

    /// Choose a theme.
    Theme(Theme),
    /// Open a dialog, or close the one that is open.
    Open(Option<Dialog>),
    /// Say something to those who listen to the page.
    Announce(Rc<str>),
    /// The notice at the top has been read.
    DismissNotice,

    /// The later part of the WebAssembly has come, or could not be loaded.
    LaterCame(bool),
}

impl Intent {
    /// Whether it means the place in the run where a long replay is going.
    pub(super) const fn needs_the_place(&self) -> bool {
        matches!(
            self,
            Self::Send(_)
                | Self::Do(_)
                | Self::Interfere(..)
                | Self::Remove(_)
                | Self::Shift { .. }
                | Self::Undo
                | Self::Redo
                | Self::Regime(_)
                | Self::Retain(_)
                | Self::Step
                | Self::StepBack
                | Self::NextAction
                | Self::PreviousAction
        )
    }

    /// Whether it leads to what the page has only when the later part of the WebAssembly is
    /// there: almost everything does.
    pub(super) const fn needs_later(&self) -> bool {
        !matches!(
            self,
            Self::Draft(..)
                | Self::Send(_)
                | Self::Speed(_)
                | Self::Tick
                | Self::Work
                | Self::Compared(_)
                | Self::Theme(_)
                | Self::Announce(_)
                | Self::DismissNotice
                | Self::LaterCame(_)
        )
    }
}
