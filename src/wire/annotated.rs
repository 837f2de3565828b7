//! The encoder: bytes and the tree of their meanings, in one pass.

use super::Field;
use std::{fmt, ops::Range, sync::Arc};

/// A run of bytes with its meaning: a leaf, or a group of the spans that follow it deeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// What the bytes mean.
    pub field: Field,
    start: u16,
    end: u16,
    /// How many groups it lies in.
    pub depth: u8,
    /// Whether it has no parts of its own.
    pub leaf: bool,
}

impl Span {
    /// Where it starts, in bytes.
    #[must_use]
    pub const fn start(&self) -> usize {
        self.start as usize
    }

    /// Where it ends, in bytes (exclusive).
    #[must_use]
    pub const fn end(&self) -> usize {
        self.end as usize
    }

    /// The bytes that it covers.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Its length in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end() - self.start()
    }

    /// Whether it covers no byte (an empty text, say).
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether it covers the byte at `offset`.
    #[must_use]
    pub fn covers(&self, offset: usize) -> bool {
        self.range().contains(&offset)
    }

    fn moved(self, offset: u16, depth: u8) -> Self {
        Self {
            start: self.start.saturating_add(offset),
            end: self.end.saturating_add(offset),
            depth: self.depth + depth,
            ..self
        }
    }
}

/// Bytes, the tree of spans that explains them (parents before children), and what lies
/// inside its sealed leaf.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Annotated {
    bytes: Box<[u8]>,
    spans: Box<[Span]>,
    /// (start of the sealed leaf, what is inside).
    inside: Option<(u16, Arc<Annotated>)>,
}

impl fmt::Debug for Annotated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Annotated({} bytes, {} spans)", self.bytes.len(), self.spans.len())
    }
}

/// Why a tree of spans does not explain its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverageError {
    /// The byte at this offset lies in no leaf.
    Uncovered(usize),
    /// The byte at this offset lies in two leaves.
    Overlap(usize),
    /// A span ends outside its parent or outside the bytes.
    Outside(Field),
}

impl fmt::Display for CoverageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uncovered(offset) => write!(f, "byte {offset} lies in no field"),
            Self::Overlap(offset) => write!(f, "byte {offset} lies in two fields"),
            Self::Outside(field) => write!(f, "field {} leaves its parent", field.key()),
        }
    }
}

impl std::error::Error for CoverageError {}

impl Annotated {
    /// Encodes: `write` puts the fields in order.
    #[must_use]
    pub fn encode(write: impl FnOnce(&mut Writer)) -> Self {
        let mut writer = Writer::default();
        write(&mut writer);
        let Writer { bytes, spans, inside, depth: _ } = writer;
        Self { bytes: bytes.into(), spans: spans.into(), inside }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The spans in writing order, each parent before its children.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The spans that have no parts.
    pub fn leaves(&self) -> impl Iterator<Item = &Span> {
        self.spans.iter().filter(|span| span.leaf)
    }

    /// The leaf that explains the byte at `offset`.
    #[must_use]
    pub fn leaf_at(&self, offset: usize) -> Option<&Span> {
        self.leaves().find(|span| span.covers(offset))
    }

    /// The first span with this meaning.
    #[must_use]
    pub fn find(&self, field: Field) -> Option<&Span> {
        self.spans.iter().find(|span| span.field == field)
    }

    /// The bytes of the first span with this meaning.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<&[u8]> {
        self.bytes.get(self.find(field)?.range())
    }

    /// What is inside a sealed leaf, if the one who wrote it said so.
    #[must_use]
    pub fn inside(&self, span: &Span) -> Option<&Arc<Self>> {
        self.inside.as_ref().filter(|(at, _)| span.leaf && *at == span.start).map(|(_, it)| it)
    }

    /// The sealed layer below this one, if any: a packet has one (its frame), and so has a
    /// frame that carries an envelope (its content).
    #[must_use]
    pub fn below(&self) -> Option<&Arc<Self>> {
        self.inside.as_ref().map(|(_, it)| it)
    }

    /// This layer and the ones below it, outermost first.
    pub fn layers(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |layer| layer.below().map(Arc::as_ref))
    }

    /// The same bytes with one bit changed (`bit` counts from the most significant bit of
    /// the first byte); what was inside is no longer what its bytes say, so it is dropped.
    /// A bit beyond the end changes nothing.
    #[must_use]
    pub fn with_flipped_bit(&self, bit: u32) -> Self {
        let mut out = self.clone();
        if let Some(byte) = out.bytes.get_mut(bit as usize / 8) {
            *byte ^= 0x80 >> (bit % 8);
        }
        out.inside = None;
        out
    }

    /// The same bytes and spans without what is inside.
    #[must_use]
    pub fn without_inside(&self) -> Self {
        Self { inside: None, ..self.clone() }
    }

    /// The part that the first span with this meaning covers, with its spans and insides.
    #[must_use]
    pub fn part(&self, field: Field) -> Option<Self> {
        let index = self.spans.iter().position(|span| span.field == field)?;
        let whole = *self.spans.get(index)?;
        let within = |at: u16| whole.start <= at && at < whole.end;
        Some(Self {
            bytes: self.bytes.get(whole.range())?.into(),
            spans: self
                .spans
                .iter()
                .skip(index)
                .enumerate()
                .take_while(|(i, span)| *i == 0 || span.depth > whole.depth)
                .map(|(_, span)| Span {
                    start: span.start - whole.start,
                    end: span.end - whole.start,
                    depth: span.depth - whole.depth,
                    ..*span
                })
                .collect(),
            inside: self
                .inside
                .as_ref()
                .filter(|(at, _)| within(*at))
                .map(|(at, it)| (at - whole.start, Arc::clone(it))),
        })
    }

    /// Memory held by this layer in bytes, without the layers below (they are shared).
    #[must_use]
    pub fn footprint(&self) -> usize {
        size_of::<Self>() + self.bytes.len() + self.spans.len() * size_of::<Span>()
    }

    /// Checks that every byte lies in exactly one leaf and every span inside its parent.
    ///
    /// # Errors
    ///
    /// The first byte or field that breaks the rule.
    pub fn check(&self) -> Result<(), CoverageError> {
        let mut next = 0;
        for leaf in self.leaves() {
            if leaf.start() > next {
                return Err(CoverageError::Uncovered(next));
            }
            if leaf.start() < next {
                return Err(CoverageError::Overlap(leaf.start()));
            }
            next = leaf.end();
        }
        if next < self.bytes.len() {
            return Err(CoverageError::Uncovered(next));
        }
        let mut parents: Vec<&Span> = Vec::new();
        for span in &self.spans {
            parents.truncate(span.depth as usize);
            let outside = parents.last().map_or(span.end() > self.bytes.len(), |p| {
                span.start < p.start || span.end > p.end
            });
            if outside {
                return Err(CoverageError::Outside(span.field));
            }
            parents.push(span);
        }
        Ok(())
    }
}

/// Writes fields in order; see [`Annotated::encode`].
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    spans: Vec<Span>,
    inside: Option<(u16, Arc<Annotated>)>,
    depth: u8,
}

impl Writer {
    /// Writes one leaf.
    pub fn leaf(&mut self, field: Field, bytes: &[u8]) {
        let start = self.offset();
        self.bytes.extend_from_slice(bytes);
        let end = self.offset();
        self.spans.push(Span { field, start, end, depth: self.depth, leaf: true });
    }

    /// Writes a leaf of one byte.
    pub fn u8(&mut self, field: Field, value: u8) {
        self.leaf(field, &[value]);
    }

    /// Writes a leaf of two bytes, big-endian.
    pub fn u16(&mut self, field: Field, value: u16) {
        self.leaf(field, &value.to_be_bytes());
    }

    /// Writes a leaf of four bytes, big-endian.
    pub fn u32(&mut self, field: Field, value: u32) {
        self.leaf(field, &value.to_be_bytes());
    }

    /// Writes a leaf of eight bytes, big-endian.
    pub fn u64(&mut self, field: Field, value: u64) {
        self.leaf(field, &value.to_be_bytes());
    }

    /// Writes a sealed leaf and remembers what is inside. A layer has one sealed leaf whose
    /// inside is known.
    pub fn sealed(&mut self, field: Field, bytes: &[u8], inside: Option<Arc<Annotated>>) {
        if let Some(inside) = inside {
            self.inside = Some((self.offset(), inside));
        }
        self.leaf(field, bytes);
    }

    /// Writes a group: what `write` puts becomes its parts.
    pub fn group(&mut self, field: Field, write: impl FnOnce(&mut Self)) {
        let start = self.offset();
        let index = self.spans.len();
        self.spans.push(Span { field, start, end: start, depth: self.depth, leaf: false });
        self.depth += 1;
        write(self);
        self.depth -= 1;
        let end = self.offset();
        if let Some(span) = self.spans.get_mut(index) {
            span.end = end;
        }
    }

    /// Writes what was encoded before, with its spans and what is inside.
    pub fn append(&mut self, part: &Annotated) {
        let offset = self.offset();
        self.bytes.extend_from_slice(&part.bytes);
        self.spans.extend(part.spans.iter().map(|span| span.moved(offset, self.depth)));
        if let Some((at, inside)) = &part.inside {
            self.inside = Some((at + offset, Arc::clone(inside)));
        }
    }

    /// Where the next byte goes. A layer has less than 64 KiB: Noise's records end there, and
    /// a text is at most a quarter of it.
    fn offset(&self) -> u16 {
        u16::try_from(self.bytes.len()).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Annotated {
        let inner = Arc::new(Annotated::encode(|w| w.leaf(Field::ContentText, b"hi")));
        Annotated::encode(|w| {
            w.group(Field::Message, |w| {
                w.sealed(Field::MessageCiphertext, &[1, 2], Some(inner));
                w.leaf(Field::MessageTag, &[9; 16]);
            });
        })
    }

    #[test]
    fn covers_every_byte_once() {
        assert_eq!(sample().check(), Ok(()));
        let mut broken = sample();
        broken.bytes = [&broken.bytes, &[0][..]].concat().into();
        assert_eq!(broken.check(), Err(CoverageError::Uncovered(18)));
        let mut broken = sample();
        broken.spans[2].start = 1;
        assert_eq!(broken.check(), Err(CoverageError::Overlap(1)));
    }

    #[test]
    fn append_moves_spans_and_inside() {
        let outer = Annotated::encode(|w| {
            w.u8(Field::FrameKind, 1);
            w.append(&sample());
        });
        assert_eq!(outer.check(), Ok(()));
        let leaf = outer.leaf_at(1).copied().unwrap();
        assert_eq!(leaf.field, Field::MessageCiphertext);
        assert_eq!(outer.inside(&leaf).map(|it| it.bytes()), Some(&b"hi"[..]));
        assert_eq!(outer.layers().count(), 2);
        assert_eq!(outer.part(Field::Message), Some(sample()));
    }

    #[test]
    fn a_flipped_bit_changes_one_bit_and_drops_the_inside() {
        let flipped = sample().with_flipped_bit(8);
        assert_eq!(flipped.bytes()[..2], [1, 0x82]);
        assert!(flipped.below().is_none());
        assert_eq!(sample().with_flipped_bit(10_000).bytes(), sample().bytes());
    }
}
