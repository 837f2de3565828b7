//! What markup consists of.

use proc_macro2::{Ident, Literal, TokenStream};

/// One thing among the children of another.
#[derive(Debug)]
pub(crate) enum Node {
    /// `<p class="x">…</p>`.
    Element(Element),
    /// `<Name a={b}>…</Name>`.
    Component(Component),
    /// `<Name<Parameter> a={b}>…</Name<Parameter>>`.
    Provider {
        /// What stands between the first `<` and `>`.
        open: TokenStream,
        /// The name, for the end tag.
        name: TokenStream,
        /// What is in it.
        children: Vec<Node>,
    },
    /// `<>…</>`.
    Fragment(Vec<Node>),
    /// `{ it }`.
    Block(TokenStream),
    /// `{ for them }`.
    Each(TokenStream),
    /// `"text"`.
    Text(Literal),
    /// `if … { … } else { … }`.
    If {
        /// Between `if` and the brace.
        condition: TokenStream,
        /// In the braces.
        then: Vec<Node>,
        /// After `else`, if there is one.
        otherwise: Option<Vec<Node>>,
    },
}

/// A component.
#[derive(Debug)]
pub(crate) struct Component {
    /// Its name: `Name`.
    pub(crate) name: Ident,
    /// Its properties, in order.
    pub(crate) props: Vec<Attribute>,
    /// Nothing, if it closes itself.
    pub(crate) children: Option<Vec<Node>>,
}

/// An element of the document.
#[derive(Debug)]
pub(crate) struct Element {
    /// Its name: `p`.
    pub(crate) name: Ident,
    /// Its attributes, in order.
    pub(crate) attributes: Vec<Attribute>,
    /// What is in it, in order.
    pub(crate) children: Vec<Node>,
}

/// An attribute of an element, or a property of a component.
#[derive(Debug)]
pub(crate) struct Attribute {
    /// Its name: `aria-label`.
    pub(crate) name: Name,
    /// What it is.
    pub(crate) value: Value,
}

/// An attribute's name.
#[derive(Debug)]
pub(crate) struct Name {
    /// As it is in the document.
    pub(crate) text: String,
    /// Its first word, for where it stands.
    pub(crate) first: Ident,
}

/// An attribute's value.
#[derive(Debug)]
pub(crate) enum Value {
    /// `"text"`.
    Text(Literal),
    /// `{it}`, or another literal.
    Worked(TokenStream),
}
