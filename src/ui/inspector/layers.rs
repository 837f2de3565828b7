//! A capture as layers: what the point can open, and what stays sealed to it.

use crate::{
    wire::{Annotated, Class, Field, Span},
    world::Capture,
};
use std::{ops::Range, sync::Arc};

/// One layer of a capture, as the panel shows it.
#[derive(Debug, Clone)]
pub struct LayerView {
    /// Which layer, counted from the outside.
    pub depth: usize,
    /// Its bytes and their explanation.
    pub bytes: Arc<Annotated>,
    /// Whether the point can open it; else it is the page's own view.
    pub opened: bool,
    /// The leaf that stays sealed to this point, as an index into the spans.
    pub sealed: Option<usize>,
}

impl PartialEq for LayerView {
    fn eq(&self, other: &Self) -> bool {
        (self.depth, self.opened, self.sealed) == (other.depth, other.opened, other.sealed)
            && Arc::ptr_eq(&self.bytes, &other.bytes)
    }
}

impl LayerView {
    /// Stable name of the layer: `wire`, `record`, `message`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self.depth {
            0 => "wire",
            1 => "record",
            _ => "message",
        }
    }

    /// The span with this index.
    #[must_use]
    pub fn span(&self, index: usize) -> Option<&Span> {
        self.bytes.spans().get(index)
    }

    /// The leaf that explains a byte, as an index into the spans.
    #[must_use]
    pub fn leaf_at(&self, offset: usize) -> Option<usize> {
        self.bytes.spans().iter().position(|span| span.leaf && span.covers(offset))
    }

    /// The runs of leaves that belong to the same group, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let mut groups: Vec<usize> = Vec::new();
        let mut sections: Vec<Section> = Vec::new();
        for (index, span) in self.bytes.spans().iter().enumerate() {
            groups.truncate(span.depth.into());
            if !span.leaf {
                groups.push(index);
                continue;
            }
            let group = groups.last().copied();
            match sections.last_mut() {
                Some(last) if last.group == group => last.range.end = span.end(),
                _ if span.is_empty() => {}
                _ => sections.push(Section { group, range: span.range() }),
            }
        }
        sections
    }
}

/// A run of bytes that belongs to one group of fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The group, as an index into the spans.
    pub group: Option<usize>,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The layers of a capture, outermost first: those that the point can open and, if `inside`
/// is wanted, the ones below.
#[must_use]
pub fn layers(capture: &Capture, inside: bool) -> Vec<LayerView> {
    let all = std::iter::successors(Some(Arc::clone(&capture.bytes)), |layer| {
        layer.below().map(Arc::clone)
    });
    all.enumerate()
        .take_while(|(depth, _)| inside || *depth < capture.opened)
        .map(|(depth, bytes)| {
            let sealed = (depth + 1 >= capture.opened).then(|| sealed_leaf(&bytes)).flatten();
            LayerView { depth, bytes, opened: depth < capture.opened, sealed }
        })
        .collect()
}

/// Whether something lies inside the capture that its point cannot open but the page can.
#[must_use]
pub fn has_inside(capture: &Capture) -> bool {
    capture.all_layers().count() > capture.opened
}

/// The leaf of a layer that holds the next one.
fn sealed_leaf(bytes: &Annotated) -> Option<usize> {
    bytes.spans().iter().position(|span| {
        span.leaf && matches!(span.field, Field::RecordCiphertext | Field::MessageCiphertext)
    })
}

/// The bit that is flipped when nobody chose one: the first of the middle byte of the sealed
/// part, else of the whole.
#[must_use]
pub fn default_byte(layer: &LayerView) -> usize {
    let spans = layer.bytes.spans();
    let target = spans
        .iter()
        .find(|span| span.leaf && span.field.class() == Class::Ciphertext)
        .or_else(|| spans.iter().rfind(|span| span.leaf && !span.is_empty()));
    target.map_or(0, |span| span.start() + span.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Content, Endpoint, NetworkHeader, Packet, PacketKind};

    fn layer(bytes: Annotated) -> LayerView {
        LayerView { depth: 0, bytes: Arc::new(bytes), opened: true, sealed: None }
    }

    fn packet() -> LayerView {
        let end = Endpoint { address: [192, 0, 2, 1], port: 443 };
        let header = NetworkHeader { source: end, destination: end, kind: PacketKind::Data };
        layer(Packet::encode_record(&header, &[7; 40], None))
    }

    #[test]
    fn sections_follow_the_groups_and_cover_everything() {
        let packet = packet();
        let sections = packet.sections();
        let fields: Vec<_> =
            sections.iter().filter_map(|it| Some(packet.span(it.group?)?.field)).collect();
        assert_eq!(fields, [Field::NetworkHeader, Field::Record]);
        let covered: usize = sections.iter().map(|it| it.range.len()).sum();
        assert_eq!(covered, packet.bytes.bytes().len());
    }

    #[test]
    fn an_empty_text_makes_no_section_of_its_own() {
        let content = layer(Content::Text(String::new()).encode());
        assert_eq!(content.sections().len(), 1);
        assert_eq!(content.leaf_at(2).and_then(|it| content.span(it)).unwrap().len(), 2);
    }

    #[test]
    fn the_default_byte_lies_in_the_ciphertext() {
        let packet = packet();
        let leaf = packet.leaf_at(default_byte(&packet)).and_then(|it| packet.span(it)).unwrap();
        assert_eq!(leaf.field, Field::RecordCiphertext);
    }
}
