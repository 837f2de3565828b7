//! The bytes of a layer as rows of cells, without the web.

use super::layers::LayerView;
use crate::wire::{Class, Field};
use std::{ops::Range, str};

/// One byte, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its place in the layer.
    pub offset: usize,
    /// The byte.
    pub byte: u8,
    /// The leaf that explains it, as an index into the layer's spans.
    pub leaf: usize,
    /// Its class.
    pub class: Class,
    /// Whether a field begins here.
    pub first: bool,
    /// Whether a field ends here.
    pub last: bool,
    /// What stands for it in the text column.
    pub text: char,
}

/// A run of rows that is drawn, or left blank, at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes.
    pub range: Range<usize>,
    /// Number of its first row in the whole layer, counted from 1.
    pub first_row: usize,
}

impl Block {
    /// How many rows it has.
    #[must_use]
    pub const fn rows(&self, columns: usize) -> usize {
        (self.range.end - self.range.start).div_ceil(columns)
    }
}

/// How many rows are drawn at once.
pub const ROWS_PER_BLOCK: usize = 8;

/// Cuts a range of bytes into blocks; `first_row` is the number of its first row.
#[must_use]
pub fn blocks(range: &Range<usize>, columns: usize, first_row: usize) -> Vec<Block> {
    let step = columns * ROWS_PER_BLOCK;
    range
        .clone()
        .step_by(step.max(1))
        .enumerate()
        .map(|(nth, start)| Block {
            range: start..(start + step).min(range.end),
            first_row: first_row + nth * ROWS_PER_BLOCK,
        })
        .collect()
}

/// The cells of some bytes of a layer.
#[must_use]
pub fn cells(layer: &LayerView, range: &Range<usize>) -> Vec<Cell> {
    let bytes = layer.bytes.bytes();
    let mut cells = Vec::with_capacity(range.len());
    for (leaf, span) in layer.bytes.spans().iter().enumerate() {
        if !span.leaf || span.end() <= range.start || span.start() >= range.end {
            continue;
        }
        let class = span.field.class();
        let readable = is_text(span.field);
        let from = span.start().max(range.start);
        for offset in from..span.end().min(range.end) {
            let byte = bytes.get(offset).copied().unwrap_or_default();
            let text = if readable {
                character(bytes.get(span.range()).unwrap_or_default(), offset - span.start())
            } else {
                None
            };
            cells.push(Cell {
                offset,
                byte,
                leaf,
                class,
                first: offset == span.start(),
                last: offset + 1 == span.end(),
                text: text.unwrap_or_else(|| printable(byte)),
            });
        }
    }
    cells
}

/// Whether a field holds text, and not numbers that happen to look like it.
const fn is_text(field: Field) -> bool {
    matches!(
        field,
        Field::ReportedText
            | Field::ContentText
            | Field::AccountName
            | Field::EnvelopeFrom
            | Field::EnvelopeTo
    )
}

/// A byte in a dump's text column: ASCII as it is, everything else a dot.
const fn printable(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { '·' }
}

/// The character that begins at this byte of a text, if one longer than a byte does.
fn character(text: &[u8], at: usize) -> Option<char> {
    let rest = text.get(at..)?;
    let length = match rest.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let found = str::from_utf8(rest.get(..length)?).ok()?.chars().next()?;
    (!found.is_control() && !joins(found)).then_some(found)
}

/// Characters that show nothing alone or change their neighbours.
const fn joins(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Content;
    use std::sync::Arc;

    fn content(text: &str) -> LayerView {
        let bytes = Arc::new(Content::Text(text.into()).encode());
        LayerView { depth: 2, bytes, opened: true, sealed: None }
    }

    #[test]
    fn cells_tell_field_and_text() {
        let layer = content("hi, Bob ☕");
        let cells = cells(&layer, &(0..layer.bytes.bytes().len()));
        let text: String = cells.iter().map(|cell| cell.text).collect();
        assert_eq!(text, "··\u{b}hi, Bob ☕··".replace('\u{b}', "·"));
        assert_eq!(cells.iter().filter(|cell| cell.first).count(), 3);
        assert_eq!(cells[3].class, Class::Plaintext);
    }

    #[test]
    fn blocks_cover_the_range_once() {
        let blocks = blocks(&(10..1000), 16, 3);
        assert_eq!(blocks.first().map(|it| it.range.start), Some(10));
        assert_eq!(blocks.iter().map(|it| it.range.len()).sum::<usize>(), 990);
        assert_eq!(blocks[1].first_row, 3 + ROWS_PER_BLOCK);
        assert_eq!(blocks.iter().map(|it| it.rows(16)).sum::<usize>(), 62);
    }
}
