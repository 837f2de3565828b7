//! Terms and references are put in place.

use super::{
    lines::fold_lines,
    locale::{Definitions, Pattern},
    message::{Key, Piece},
    mistake::{Mistake, Place, mistake},
    plural,
};
use fluent_syntax::{
    ast::{self, Expression, InlineExpression, PatternElement, VariantKey},
    unicode::unescape_unicode_to_string,
};
use std::collections::BTreeMap;

/// Every name that a plural category can have in any language.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The arguments of a term, known while building.
pub(super) type TermArguments = BTreeMap<String, Value>;

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
}

pub(super) struct Resolver<'a, 's> {
    pub(super) tag: &'a str,
    pub(super) rule: plural::Rule,
    pub(super) definitions: &'a Definitions<'s>,
    /// The definitions that are being resolved, outermost first.
    pub(super) path: Vec<String>,
}

impl Resolver<'_, '_> {
    pub(super) fn definition(
        &mut self,
        id: &str,
        at: &Place,
        pattern: &Pattern<'_>,
        term: Option<&TermArguments>,
    ) -> Result<Vec<Piece>, Mistake> {
        if self.path.iter().any(|outer| outer == id) {
            let path = self.path.join(" → ");
            return Err(mistake(
                at,
                format_args!("`{id}` contains itself ({path} → {id}); take one reference out"),
            ));
        }
        self.path.push(id.to_owned());
        let pieces = self.pattern(at, pattern, term)?;
        self.path.pop();
        Ok(pieces)
    }

    fn pattern(
        &mut self,
        at: &Place,
        pattern: &Pattern<'_>,
        term: Option<&TermArguments>,
    ) -> Result<Vec<Piece>, Mistake> {
        let mut pieces = Vec::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => push_text(&mut pieces, value),
                PatternElement::Placeable { expression } => {
                    self.expression(&mut pieces, at, expression, term)?;
                }
            }
        }
        for piece in &mut pieces {
            if let Piece::Text(text) = piece {
                *text = fold_lines(text);
            }
        }
        Ok(pieces)
    }

    fn expression(
        &mut self,
        pieces: &mut Vec<Piece>,
        at: &Place,
        expression: &Expression<&str>,
        term: Option<&TermArguments>,
    ) -> Result<(), Mistake> {
        match expression {
            Expression::Inline(inline) => self.inline(pieces, at, inline, term),
            Expression::Select { selector, variants } => {
                self.select(pieces, at, selector, variants, term)
            }
        }
    }

    fn inline(
        &mut self,
        pieces: &mut Vec<Piece>,
        at: &Place,
        inline: &InlineExpression<&str>,
        term: Option<&TermArguments>,
    ) -> Result<(), Mistake> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                push_text(pieces, &unescape_unicode_to_string(value));
            }
            InlineExpression::NumberLiteral { value } => push_text(pieces, value),
            InlineExpression::VariableReference { id } => match term {
                None => pieces.push(Piece::Variable(id.name.to_owned())),
                Some(arguments) => match arguments.get(id.name) {
                    Some(Value::Text(text)) => push_text(pieces, text),
                    Some(Value::Number(number)) => push_text(pieces, &number.to_string()),
                    None => {
                        return Err(mistake(
                            at,
                            format_args!(
                                "a term here needs ${name}; write `{{ -term({name}: \"…\") }}`",
                                name = id.name,
                            ),
                        ));
                    }
                },
            },
            InlineExpression::FunctionReference { .. } => {
                pieces.push(Piece::Grouped(grouped(at, inline)?));
            }
            InlineExpression::MessageReference { id, attribute } => {
                let id = with_attribute(id.name, attribute.as_ref());
                append(pieces, self.reference(at, &id, None)?);
            }
            InlineExpression::TermReference { id, attribute: None, arguments } => {
                let arguments = term_arguments(at, arguments.as_ref(), term)?;
                append(pieces, self.reference(at, &format!("-{}", id.name), Some(&arguments))?);
            }
            InlineExpression::TermReference { id, .. } => {
                return Err(mistake(
                    at,
                    format_args!(
                        "an attribute of the term -{} can only choose (`{{ -{}.… -> … }}`); \
                         write the text out instead",
                        id.name, id.name,
                    ),
                ));
            }
            InlineExpression::Placeable { expression } => {
                self.expression(pieces, at, expression, term)?;
            }
        }
        Ok(())
    }

    fn reference(
        &mut self,
        at: &Place,
        id: &str,
        term: Option<&TermArguments>,
    ) -> Result<Vec<Piece>, Mistake> {
        let Some((_, pattern, _)) = self.definitions.get(id) else {
            return Err(mistake(
                at,
                format_args!(
                    "{{ {id} }} refers to something that `{}` doesn't define; define it or mend \
                     the name",
                    self.tag,
                ),
            ));
        };
        self.definition(id, at, pattern, term)
    }

    fn select(
        &mut self,
        pieces: &mut Vec<Piece>,
        at: &Place,
        selector: &InlineExpression<&str>,
        variants: &[ast::Variant<&str>],
        term: Option<&TermArguments>,
    ) -> Result<(), Mistake> {
        self.check_plurals(at, variants)?;
        let on = match (selector, term) {
            (InlineExpression::VariableReference { id }, None) => id.name.to_owned(),
            (InlineExpression::FunctionReference { .. }, None) => grouped(at, selector)?,
            (InlineExpression::VariableReference { id }, Some(arguments)) => {
                let value = arguments.get(id.name).cloned();
                return self.select_now(pieces, at, value.as_ref(), variants, term);
            }
            (InlineExpression::TermReference { id, attribute: Some(attribute), .. }, _) => {
                let id = format!("-{}.{}", id.name, attribute.name);
                let value = match self.reference(at, &id, Some(&TermArguments::new()))?.as_slice() {
                    [Piece::Text(text)] => Some(Value::Text(text.clone())),
                    _ => None,
                };
                return self.select_now(pieces, at, value.as_ref(), variants, term);
            }
            _ => {
                return Err(mistake(
                    at,
                    "only an argument or a term’s attribute can choose; write `{ $name -> … }`",
                ));
            }
        };
        let mut options = Vec::new();
        let mut otherwise = Vec::new();
        for variant in variants {
            let text = self.pattern(at, &variant.value, term)?;
            if variant.default {
                otherwise = text;
            } else {
                options.push((key(at, &variant.key)?, text));
            }
        }
        pieces.push(Piece::Choice { on, options, otherwise });
        Ok(())
    }

    /// Chooses while building, because the value is known.
    fn select_now(
        &mut self,
        pieces: &mut Vec<Piece>,
        at: &Place,
        value: Option<&Value>,
        variants: &[ast::Variant<&str>],
        term: Option<&TermArguments>,
    ) -> Result<(), Mistake> {
        let fits = |variant: &&ast::Variant<&str>| match (&variant.key, value) {
            (VariantKey::Identifier { name }, Some(Value::Text(text))) => name == text,
            (VariantKey::Identifier { name }, Some(Value::Number(number))) => {
                (self.rule.category)(number.unsigned_abs()) == *name
            }
            (VariantKey::NumberLiteral { value }, Some(Value::Number(number))) => {
                value.parse() == Ok(*number)
            }
            _ => false,
        };
        let chosen =
            variants.iter().find(fits).or_else(|| variants.iter().find(|variant| variant.default));
        if let Some(chosen) = chosen {
            append(pieces, self.pattern(at, &chosen.value, term)?);
        }
        Ok(())
    }

    fn check_plurals(&self, at: &Place, variants: &[ast::Variant<&str>]) -> Result<(), Mistake> {
        for variant in variants {
            if let VariantKey::Identifier { name } = variant.key
                && CATEGORIES.contains(&name)
                && !variant.default
                && !self.rule.categories.contains(&name)
            {
                return Err(mistake(
                    at,
                    format_args!(
                        "`{}` counts with {}, so [{name}] is never chosen; remove it",
                        self.tag,
                        self.rule.categories.join(", "),
                    ),
                ));
            }
        }
        Ok(())
    }
}

fn with_attribute(id: &str, attribute: Option<&ast::Identifier<&str>>) -> String {
    attribute.map_or_else(|| id.to_owned(), |attribute| format!("{id}.{}", attribute.name))
}

/// The name in `NUMBER($name)`, the only function there is.
fn grouped(at: &Place, inline: &InlineExpression<&str>) -> Result<String, Mistake> {
    if let InlineExpression::FunctionReference { id, arguments } = inline
        && id.name == "NUMBER"
        && arguments.named.is_empty()
        && let [InlineExpression::VariableReference { id }] = arguments.positional.as_slice()
    {
        return Ok(id.name.to_owned());
    }
    Err(mistake(at, "the only function here is NUMBER with one argument; write `NUMBER($name)`"))
}

fn term_arguments(
    at: &Place,
    arguments: Option<&ast::CallArguments<&str>>,
    outer: Option<&TermArguments>,
) -> Result<TermArguments, Mistake> {
    let mut known = TermArguments::new();
    for argument in arguments.into_iter().flat_map(|arguments| &arguments.named) {
        let value = match &argument.value {
            InlineExpression::StringLiteral { value } => {
                Some(Value::Text(unescape_unicode_to_string(value).into_owned()))
            }
            InlineExpression::NumberLiteral { value } => value.parse().ok().map(Value::Number),
            InlineExpression::VariableReference { id } => {
                outer.and_then(|outer| outer.get(id.name)).cloned()
            }
            _ => None,
        };
        let Some(value) = value else {
            return Err(mistake(
                at,
                format_args!(
                    "a term’s argument `{}` must be a text or a whole number",
                    argument.name.name
                ),
            ));
        };
        known.insert(argument.name.name.to_owned(), value);
    }
    Ok(known)
}

fn key(at: &Place, key: &VariantKey<&str>) -> Result<Key, Mistake> {
    match key {
        VariantKey::Identifier { name } => Ok(Key::Name((*name).to_owned())),
        VariantKey::NumberLiteral { value } => value
            .parse()
            .map(Key::Number)
            .map_err(|_| mistake(at, format_args!("[{value}] must be a whole number"))),
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

fn append(pieces: &mut Vec<Piece>, more: Vec<Piece>) {
    for piece in more {
        match piece {
            Piece::Text(text) => push_text(pieces, &text),
            other => pieces.push(other),
        }
    }
}
