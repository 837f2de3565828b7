//! A key, ready to be shown.

use crate::hex;

/// A key and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyView {
    /// What it is: stable name, used in locale files.
    pub role: &'static str,
    /// Which one: `2`, or `3.1` for the key 1 of chain 3.
    pub number: String,
    /// Its bytes as hexadecimal digits.
    pub hex: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is meant to be seen.
    Public,
    /// The phone still has it.
    Kept,
    /// The phone has deleted it; the page remembers it for teaching.
    Deleted,
    /// The phone used it in the same moment and never stored it.
    Fleeting,
    /// It was worked out for a message that was refused, and thrown away.
    Tried,
}

impl Fate {
    /// Stable name, used in locale files and style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Kept => "kept",
            Self::Deleted => "deleted",
            Self::Fleeting => "fleeting",
            Self::Tried => "tried",
        }
    }

    /// Whether the phone has the key no more.
    #[must_use]
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Deleted | Self::Fleeting | Self::Tried)
    }
}

impl KeyView {
    /// A public value.
    #[must_use]
    pub fn public(role: &'static str, bytes: &[u8]) -> Self {
        Self { role, number: String::new(), hex: hex::encode(bytes), fate: Fate::Public }
    }

    /// A secret.
    #[must_use]
    pub fn secret(role: &'static str, number: String, bytes: &[u8], fate: Fate) -> Self {
        Self { role, number, hex: hex::encode(bytes), fate }
    }

    /// A secret that is used in the same moment and never stored.
    #[must_use]
    pub fn fleeting(role: &'static str, number: String, bytes: &[u8]) -> Self {
        Self::secret(role, number, bytes, Fate::Fleeting)
    }
}
