//! The files of one language become its messages.

use super::{
    encoding::is_mark,
    files::Source,
    later::Later,
    message::{Locale, Message, Piece},
    mistake::{Mistake, Place, mistake, place, place_of},
    plural,
    resolver::Resolver,
};
use fluent_syntax::ast;
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Pattern<'s> = ast::Pattern<&'s str>;

/// What a file defines, by id; a term's id starts with `-`.
pub(super) type Definitions<'s> = BTreeMap<String, Definition<'s>>;

/// Where a message stands, what it says, and whether it comes later.
pub(super) type Definition<'s> = (Place, &'s Pattern<'s>, bool);

pub(super) fn compile(
    tag: &str,
    rule: plural::Rule,
    sources: &[Source],
    mistakes: &mut Vec<Mistake>,
) -> Locale {
    let mut parsed = Vec::new();
    for source in sources.iter().filter(|source| source.locale == tag) {
        match fluent_syntax::parser::parse(source.content.as_str()) {
            Ok(resource) => parsed.push((source, resource)),
            Err((resource, errors)) => {
                for error in errors {
                    let at = place(source, error.pos.start);
                    mistakes.push(mistake(
                        &at,
                        format_args!("this isn't valid Fluent ({}); mend the line", error.kind),
                    ));
                }
                parsed.push((source, resource));
            }
        }
    }

    let mut definitions = Definitions::new();
    for (source, resource) in &parsed {
        let mut later = Later::default();
        for entry in &resource.body {
            later.read(entry);
            let (id, value, attributes) = match entry {
                ast::Entry::Message(message) => {
                    (message.id.name.to_owned(), message.value.as_ref(), &message.attributes)
                }
                ast::Entry::Term(term) => {
                    (format!("-{}", term.id.name), Some(&term.value), &term.attributes)
                }
                _ => continue,
            };
            let at = match entry {
                ast::Entry::Message(message) => place_of(source, message.id.name),
                ast::Entry::Term(term) => place_of(source, term.id.name),
                _ => continue,
            };
            if let Some(value) = value {
                let definition = (at, value, later.has(None));
                define(&mut definitions, id.clone(), definition, mistakes);
            }
            for attribute in attributes {
                let at = place_of(source, attribute.id.name);
                let id = format!("{id}.{}", attribute.id.name);
                let definition = (at, &attribute.value, later.has(Some(attribute.id.name)));
                define(&mut definitions, id, definition, mistakes);
            }
        }
    }

    let mut messages = BTreeMap::new();
    for (id, (at, pattern, comes_later)) in &definitions {
        let mut resolver = Resolver { tag, rule, definitions: &definitions, path: Vec::new() };
        match resolver.definition(id, at, pattern, None) {
            Ok(pieces) if !id.starts_with('-') => {
                if has_mark(&pieces) {
                    let what = format!(
                        "`{id}` has a character below U+0008, which the tables need; take it out"
                    );
                    mistakes.push(mistake(at, what));
                }
                let mut variables = BTreeSet::new();
                collect(&pieces, &mut variables);
                let (at, comes_later) = (at.clone(), *comes_later);
                messages.insert(id.clone(), Message { at, pieces, variables, comes_later });
            }
            // A term is checked where it is used, with its arguments.
            Ok(_) => {}
            Err(_) if id.starts_with('-') => {}
            Err(error) => mistakes.push(error),
        }
    }
    Locale { tag: tag.to_owned(), messages }
}

fn define<'s>(
    definitions: &mut Definitions<'s>,
    id: String,
    definition: Definition<'s>,
    mistakes: &mut Vec<Mistake>,
) {
    if let Some((first, ..)) = definitions.get(&id) {
        let what =
            format!("`{id}` is defined twice (first in {first}); rename or remove one of them");
        mistakes.push(mistake(&definition.0, what));
    } else {
        definitions.insert(id, definition);
    }
}

fn collect(pieces: &[Piece], variables: &mut BTreeSet<String>) {
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Variable(name) | Piece::Grouped(name) => {
                variables.insert(name.clone());
            }
            Piece::Choice { on, options, otherwise } => {
                variables.insert(on.clone());
                options.iter().for_each(|(_, pieces)| collect(pieces, variables));
                collect(otherwise, variables);
            }
        }
    }
}

/// Whether a text contains what the tables use as a mark.
fn has_mark(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Text(text) => text.bytes().any(is_mark),
        Piece::Variable(_) | Piece::Grouped(_) => false,
        Piece::Choice { options, otherwise, .. } => {
            options.iter().any(|(_, pieces)| has_mark(pieces)) || has_mark(otherwise)
        }
    })
}
