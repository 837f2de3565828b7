//! The explanation of a field, ready to be shown.

use super::{layers::LayerView, value};
use crate::wire::{Class, Field};
use std::ops::Range;

/// A field and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Which layer, counted from the outside.
    pub depth: usize,
    /// Which span of that layer.
    pub span: usize,
    /// The field.
    pub field: Field,
    /// Its bytes in the layer.
    pub range: Range<usize>,
    /// The bytes as hexadecimal digits.
    pub hex: String,
    /// What they say, where they say something.
    pub value: Option<String>,
    /// The byte that is pointed at.
    pub byte: Option<(usize, u8)>,
    /// Whether it is sealed to this point.
    pub sealed: bool,
    /// Whether the point can see these bytes at all.
    pub opened: bool,
}

impl Explained {
    /// Explains a span; `byte` is the byte of it that is pointed at.
    #[must_use]
    pub fn new(layer: &LayerView, index: usize, byte: Option<usize>) -> Option<Self> {
        let span = layer.span(index)?;
        let bytes = layer.bytes.bytes().get(span.range())?;
        let byte = byte
            .filter(|offset| span.covers(*offset))
            .and_then(|offset| Some((offset, *layer.bytes.bytes().get(offset)?)));
        Some(Self {
            depth: layer.depth,
            span: index,
            field: span.field,
            range: span.range(),
            hex: crate::hex::encode(bytes),
            value: span.leaf.then(|| value::decoded(span.field, bytes)).flatten(),
            byte,
            sealed: layer.sealed == Some(index),
            opened: layer.opened,
        })
    }

    /// The class of its bytes.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.field.class()
    }
}

/// The span that is explained when nobody chose one: what stays sealed to the point, else the
/// longest leaf of the innermost layer that it opens.
#[must_use]
pub fn default_span(layers: &[LayerView]) -> Option<(usize, usize)> {
    let innermost = layers.iter().rfind(|layer| layer.opened)?;
    let longest = || {
        let leaves = innermost.bytes.spans().iter().enumerate().filter(|(_, span)| span.leaf);
        leaves.max_by_key(|(index, span)| (span.len(), usize::MAX - index)).map(|(index, _)| index)
    };
    let span = innermost.sealed.or_else(longest)?;
    Some((innermost.depth, span))
}
