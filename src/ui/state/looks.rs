//! How the visitor looks at a run, and what the page shows beside it.

use crate::{
    shell::kept::RestartReason,
    world::{ActionId, Party, Point},
};
use std::rc::Rc;

/// How fast packets travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Speed {
    /// ½×.
    Half,
    /// 1×.
    #[default]
    Normal,
    /// 2×.
    Double,
    /// 4×.
    Quadruple,
}

impl Speed {
    /// All, slow to fast.
    pub const ALL: [Self; 4] = [Self::Half, Self::Normal, Self::Double, Self::Quadruple];

    /// As it stands on its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Half => "½×",
            Self::Normal => "1×",
            Self::Double => "2×",
            Self::Quadruple => "4×",
        }
    }

    /// Stable name, used in style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::Normal => "normal",
            Self::Double => "double",
            Self::Quadruple => "quadruple",
        }
    }

    /// How long something takes at this speed that takes `ms` at 1×.
    #[must_use]
    pub const fn scale(self, ms: u32) -> u32 {
        match self {
            Self::Half => ms * 2,
            Self::Normal => ms,
            Self::Double => ms / 2,
            Self::Quadruple => ms / 4,
        }
    }
}

/// How the panel shows what the point sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Hex and text, coloured by meaning.
    #[default]
    Bytes,
    /// A tree of fields with their values.
    Fields,
    /// All that the point has recorded so far.
    Log,
}

/// A span of the capture that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Which layer, counted from the outside.
    pub layer: usize,
    /// Which span of that layer's `spans()`.
    pub span: usize,
}

/// Bytes to look at: where, and which part of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From which point.
    pub point: Point,
    /// Which entry of the recording.
    pub entry: usize,
    /// Which part; none for all of it.
    pub selection: Option<Selection>,
}

/// Light, dark, or what the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Stable name, used in the page's storage and in style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this name; what is unknown is the system's.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.key() == key).unwrap_or_default()
    }
}

/// What lies over the page or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Help: what to do, and the keyboard.
    Help,
    /// What is real, what is simplified, what is not modelled.
    Real,
    /// The keys of a phone: the ratchet view.
    Keys(Party),
    /// The safety number that this phone shows.
    SafetyNumber(Party),
    /// Check the shown ciphertext with the browser's own cryptography.
    Check,
    /// About the rule that is in force.
    Rule,
    /// What else can happen.
    Events,
    /// What the owners of the phones could notice.
    Evidence,
    /// What is read of people who are no target.
    People,
    /// Who is in touch with whom, from metadata alone.
    Contacts,
    /// All rules beside one another.
    Compare,
    /// Give an order, at this message.
    Order(ActionId),
}

/// What has been typed and not been sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafts {
    /// On Alice's phone.
    pub alice: Rc<str>,
    /// On Bob's phone.
    pub bob: Rc<str>,
}

impl Drafts {
    /// The draft on this party's phone.
    #[must_use]
    pub const fn of(&self, party: Party) -> &Rc<str> {
        match party {
            Party::Alice => &self.alice,
            Party::Bob => &self.bob,
        }
    }

    pub(super) const fn of_mut(&mut self, party: Party) -> &mut Rc<str> {
        match party {
            Party::Alice => &mut self.alice,
            Party::Bob => &mut self.bob,
        }
    }
}

/// What the page says about itself until it is dismissed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// It crashed and has started again.
    Restarted(RestartReason),
    /// What stands after `#` is not a seed.
    BadAddress,
    /// What stands after `#` names a rule that there is not.
    UnknownRegime,
    /// The browser has no randomness: the run is seeded with a constant.
    NoRandomness,
    /// The later part of the WebAssembly could not be loaded.
    PartMissing,
}
