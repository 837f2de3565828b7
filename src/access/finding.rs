//! What an observer gets for one message.

use super::{Bytes, Fact, Kind};
use std::{fmt, ops::BitOr};

/// What an observer gets for one message; a later one is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Nothing at all.
    Nothing,
    /// That something was sent: when, how long, between which addresses.
    Exists,
    /// Who wrote to whom.
    Metadata,
    /// The content, after about `2^n` trials.
    Trials {
        /// 255 less the logarithm to base 2, so that fewer trials are more.
        ease: u8,
    },
    /// The content.
    Content,
}

impl Finding {
    /// Content after about `2^log2` trials.
    #[must_use]
    pub const fn after_trials(log2: u8) -> Self {
        Self::Trials { ease: u8::MAX - log2 }
    }

    /// The logarithm to base 2 of the number of trials that are needed.
    #[must_use]
    pub const fn trials(self) -> Option<u8> {
        match self {
            Self::Trials { ease } => Some(u8::MAX - ease),
            Self::Nothing | Self::Exists | Self::Metadata | Self::Content => None,
        }
    }

    /// Stable name, used in locale files and style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Exists => "exists",
            Self::Metadata => "metadata",
            Self::Trials { .. } => "trials",
            Self::Content => "content",
        }
    }

    /// What reachable facts about a message are worth together. Where what trials open is a text that
    /// these people can't open in turn (`is_closed`), trials give nothing.
    pub(super) fn best<'a>(facts: impl Iterator<Item = &'a Fact>, is_closed: bool) -> Self {
        let facts = facts.filter(|it| !(is_closed && it.kind == Kind::Trials));
        facts.map(Self::of).max().unwrap_or(Self::Nothing)
    }

    /// What one reachable fact about a message is worth.
    #[must_use]
    pub fn of(fact: &Fact) -> Self {
        match fact.kind {
            Kind::Content => Self::Content,
            Kind::Trials => {
                Self::after_trials(fact.value.as_slice().first().copied().unwrap_or(u8::MAX))
            }
            Kind::Sighting => {
                let fields = Reading::of(fact).all();
                if fields.has(Fields::FROM) || fields.has(Fields::TO) {
                    Self::Metadata
                } else {
                    Self::Exists
                }
            }
            _ => Self::Nothing,
        }
    }
}

/// A set of the fields of metadata.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fields(u8);

impl Fields {
    /// No field.
    pub const NONE: Self = Self(0);
    /// The sender's account.
    pub const FROM: Self = Self(1);
    /// The recipient's account.
    pub const TO: Self = Self(2);
    /// When it was sent.
    pub const TIME: Self = Self(4);
    /// How long it is.
    pub const SIZE: Self = Self(8);
    /// The network address of a phone.
    pub const ADDRESS: Self = Self(16);
    /// Which device.
    pub const DEVICE: Self = Self(32);

    /// Every single field with its stable name.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::FROM, "from"),
        (Self::TO, "to"),
        (Self::TIME, "time"),
        (Self::SIZE, "size"),
        (Self::ADDRESS, "address"),
        (Self::DEVICE, "device"),
    ];

    /// As a number, for [`Self::of_bits`].
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set that this number stands for.
    #[must_use]
    pub const fn of_bits(bits: u8) -> Self {
        Self(bits & 63)
    }

    /// Whether a field is in the set.
    #[must_use]
    pub const fn has(self, field: Self) -> bool {
        self.0 & field.0 == field.0
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Fields {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::ALL.iter().filter(|(field, _)| self.has(*field)).map(|(_, name)| name);
        f.debug_set().entries(names).finish()
    }
}

/// The fields of a message that can be told: read where they stand, or inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// They stand there.
    pub read: Fields,
    /// They follow from something else.
    pub inferred: Fields,
}

impl Reading {
    /// Fields that were read.
    #[must_use]
    pub const fn read(read: Fields) -> Self {
        Self { read, inferred: Fields::NONE }
    }

    /// Read or inferred.
    #[must_use]
    pub fn all(self) -> Fields {
        self.read | self.inferred
    }

    /// As a fact named after where it was seen.
    #[must_use]
    pub fn fact(self, name: &Bytes) -> Fact {
        Fact::new(Kind::Sighting, name.clone(), vec![self.read.0, self.inferred.0])
    }

    /// What a sighting says.
    #[must_use]
    pub fn of(fact: &Fact) -> Self {
        let field =
            |index: usize| Fields(fact.value.as_slice().get(index).copied().unwrap_or_default());
        Self { read: field(0), inferred: field(1) }
    }
}

impl BitOr for Reading {
    type Output = Self;

    /// What was read once need not be inferred.
    fn bitor(self, other: Self) -> Self {
        let read = self.read | other.read;
        Self { read, inferred: (self.inferred | other.inferred).without(read) }
    }
}
