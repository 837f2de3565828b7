//! What a language and a message are made of.

use super::mistake::Place;
use std::collections::{BTreeMap, BTreeSet};

/// All messages of one language.
#[derive(Clone, Debug)]
pub struct Locale {
    /// The folder's name: `en`, `pt-BR`.
    pub tag: String,
    /// Messages by id; an attribute is `id.attribute`.
    pub messages: BTreeMap<String, Message>,
}

/// A message with terms and references in place.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it is written.
    pub at: Place,
    /// What it is made of.
    pub pieces: Vec<Piece>,
    /// The arguments it takes.
    pub variables: BTreeSet<String>,
    /// Whether a first visit does without it.
    pub comes_later: bool,
}

/// A part of a message; `encoding.rs` says how the tables hold it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// `{ $name }`
    Variable(String),
    /// `{ NUMBER($name) }`
    Grouped(String),
    /// `{ $on -> [key] … *[key] … }`
    Choice {
        /// The argument that decides.
        on: String,
        /// The texts with their keys, without the default.
        options: Vec<(Key, Vec<Piece>)>,
        /// The default.
        otherwise: Vec<Piece>,
    },
}

/// When an option fits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Key {
    /// `[0]`
    Number(i64),
    /// `[one]`, `[alice]`
    Name(String),
}
