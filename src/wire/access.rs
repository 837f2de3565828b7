//! The access field: what a rule about access has the sender add to an envelope.

use super::{Annotated, DecodeError, Field, Reader, Writer};

/// What an access field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessKind {
    /// The message's seed, wrapped to an agency ([`crate::mechanism::escrow`]).
    Escrow,
    /// A puzzle before the message's seed ([`crate::mechanism::crumple`]).
    Puzzle,
    /// The abrasion of a session ([`crate::mechanism::abrasion`]), then such a puzzle.
    AbrasionAndPuzzle,
    /// Clipper's field: IV and LEAF ([`crate::mechanism::leaf`]).
    Leaf,
    /// A voucher for the owner of a scanning list ([`crate::mechanism::scan`]).
    Voucher,
    /// Some bits of a weak key, wrapped to an agency ([`crate::mechanism::work_factor`]).
    WorkFactor,
    /// The suite in which the message is encrypted ([`crate::mechanism::suites`]).
    Suite,
}

impl AccessKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Escrow,
        Self::Puzzle,
        Self::AbrasionAndPuzzle,
        Self::Leaf,
        Self::Voucher,
        Self::WorkFactor,
        Self::Suite,
    ];

    /// The kind on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Escrow => 1,
            Self::Puzzle => 2,
            Self::AbrasionAndPuzzle => 3,
            Self::Leaf => 4,
            Self::Voucher => 5,
            Self::WorkFactor => 6,
            Self::Suite => 7,
        }
    }
}

impl AccessKind {
    /// Which bytes of a field say how it is made, and hide nothing: a key's id, sizes.
    #[must_use]
    pub const fn open_bytes(self) -> &'static [usize] {
        match self {
            Self::Escrow | Self::Puzzle => &[0],
            Self::AbrasionAndPuzzle => &[0, 9],
            Self::WorkFactor => &[0, 1, 2],
            Self::Leaf | Self::Voucher | Self::Suite => &[],
        }
    }
}

/// An access field with the meaning of its bytes.
///
/// Layout: kind (1) ‖ length (2) ‖ field, so that a reader can pass over what it doesn't know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessField {
    /// What it holds.
    pub kind: AccessKind,
    /// Its bytes.
    pub bytes: Annotated,
}

impl AccessField {
    /// A field of this kind.
    #[must_use]
    pub const fn new(kind: AccessKind, bytes: Annotated) -> Self {
        Self { kind, bytes }
    }

    pub(super) fn write(&self, w: &mut Writer) {
        w.group(Field::AccessField, |w| {
            w.u8(Field::AccessKind, self.kind.code());
            let length = u16::try_from(self.bytes.bytes().len()).unwrap_or(u16::MAX);
            w.u16(Field::AccessLength, length);
            // What phones find in an envelope is the message; they open no field of somebody else.
            w.append(&self.bytes.without_inside());
        });
    }

    /// Reads kind and bytes.
    pub(super) fn read(r: &mut Reader<'_>) -> Result<(AccessKind, Vec<u8>), DecodeError> {
        let code = r.u8(Field::AccessKind)?;
        let kind = AccessKind::ALL.into_iter().find(|kind| kind.code() == code);
        let found = u32::from(code);
        let kind = kind.ok_or(DecodeError::BadValue { field: Field::AccessKind, found })?;
        let length = r.u16(Field::AccessLength)?;
        Ok((kind, r.take(Field::AccessField, length.into())?.to_vec()))
    }
}
