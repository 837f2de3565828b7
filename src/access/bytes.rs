//! Bytes that are shared, not copied: a record, the frame in it, the envelope in that.

use crate::wire::Annotated;
use std::{cmp::Ordering, fmt, ops::Range, sync::Arc};

/// A run of shared bytes. Two are equal when their bytes are.
#[derive(Clone)]
pub struct Bytes {
    whole: Whole,
    range: Range<usize>,
}

#[derive(Clone)]
enum Whole {
    Plain(Arc<[u8]>),
    /// As the recording has them.
    Captured(Arc<Annotated>),
}

impl Bytes {
    /// The bytes of a captured packet.
    #[must_use]
    pub fn captured(packet: &Arc<Annotated>) -> Self {
        let range = 0..packet.bytes().len();
        Self { whole: Whole::Captured(Arc::clone(packet)), range }
    }

    /// A part of these bytes, cut to what is there.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let at = |offset: usize| self.range.start.saturating_add(offset).min(self.range.end);
        Self { whole: self.whole.clone(), range: at(range.start)..at(range.end) }
    }

    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        let whole = match &self.whole {
            Whole::Plain(bytes) => bytes,
            Whole::Captured(packet) => packet.bytes(),
        };
        whole.get(self.range.clone()).unwrap_or_default()
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self { whole: Whole::Plain(bytes.into()), range: 0..bytes.len() }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        let range = 0..bytes.len();
        Self { whole: Whole::Plain(bytes.into()), range }
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Bytes {}

impl PartialOrd for Bytes {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bytes {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_slice().cmp(other.as_slice())
    }
}

/// Secrets are bytes too: only the length is shown.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.as_slice().len())
    }
}
