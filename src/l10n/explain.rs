//! What the bytes are called and what they are for, by [`Field`], [`Class`] and [`Layer`].

use super::text_or_id;
use crate::wire::{Class, Field, Layer};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// A field in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
    /// What it is called.
    pub name: Text,
    /// What it is: first in plain words, then exactly.
    pub meaning: Text,
    /// What it is for.
    pub purpose: Text,
}

/// Explains a field.
#[must_use]
pub fn field(field: Field) -> Explanation {
    let id = format!("field-{}", field.key());
    Explanation {
        name: text_or_id(&id, &[]),
        meaning: attribute(&id, "meaning"),
        purpose: attribute(&id, "purpose"),
    }
}

/// The name of a field alone.
#[must_use]
pub fn field_name(field: Field) -> Text {
    text_or_id(&format!("field-{}", field.key()), &[])
}

/// The name of a class, and what it means.
#[must_use]
pub fn class(class: Class) -> (Text, Text) {
    named(&format!("class-{}", class.key()))
}

/// The name of a layer, and what it means.
#[must_use]
pub fn layer(layer: Layer) -> (Text, Text) {
    named(&format!("layer-{}", layer.key()))
}

/// Who can read a layer.
#[must_use]
pub fn readers(layer: Layer) -> Text {
    attribute(&format!("layer-{}", layer.key()), "readers")
}

/// The name of a request or answer, and what it means; `key` is [`Frame::key`].
///
/// [`Frame::key`]: crate::wire::Frame::key
#[must_use]
pub fn frame(key: &str) -> (Text, Text) {
    named(&format!("frame-{key}"))
}

fn named(id: &str) -> (Text, Text) {
    (text_or_id(id, &[]), attribute(id, "meaning"))
}

fn attribute(id: &str, attribute: &str) -> Text {
    text_or_id(&format!("{id}.{attribute}"), &[])
}
