//! What is wrong in a file, and where.

use super::files::Source;
use std::fmt;

/// A place in a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The file's path.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What is wrong, where, and how to mend it.
#[derive(Clone, Debug)]
pub struct Mistake(pub(super) String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn mistake(at: &Place, what: impl fmt::Display) -> Mistake {
    Mistake(format!("{at}: {what}"))
}

pub(super) fn place(source: &Source, offset: usize) -> Place {
    let before = source.content.as_bytes().iter().take(offset);
    let line = 1 + before.filter(|byte| **byte == b'\n').count();
    Place { file: source.file.clone(), line }
}

/// The place of a slice that the parser cut out of the file.
pub(super) fn place_of(source: &Source, slice: &str) -> Place {
    place(source, (slice.as_ptr() as usize).saturating_sub(source.content.as_ptr() as usize))
}
