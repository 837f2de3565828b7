//! Fluent files to tables: part of the build, not of the page.
//!
//! `build.rs` and `tests/locales.rs` include this file by path. Terms and references are put
//! in place here, so that the page only joins texts and arguments.

use super::encoding::{
    CHOICE, END, GROUPED, NAME, NUMBER, OTHERWISE, SEPARATOR, SHARED, STRIDE, VARIABLE, is_mark,
};
use super::plural;
use fluent_syntax::ast::{self, Expression, InlineExpression, PatternElement, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::path::Path;

/// The language that is complete; every other one is held against it.
pub const COMPLETE: &str = "en";

/// Before the messages that come later, and after them: the build of the page moves what is
/// between to the part of the WebAssembly that a first visit does without
/// (`xtask/src/bundle/later/texts.rs`).
const LATER: &str = "[keyhole: later[";
/// See [`LATER`].
const SO_FAR: &str = "]keyhole: so far]";

/// Every name that a plural category can have in any language.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// One Fluent file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The folder's name: `en`, `pt-BR`.
    pub locale: String,
    /// The path as a mistake names it.
    pub file: String,
    /// What the file says.
    pub content: String,
}

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

/// A place in a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The file's path.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What is wrong, where, and how to mend it.
#[derive(Clone, Debug)]
pub struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn mistake(at: &Place, what: impl fmt::Display) -> Mistake {
    Mistake(format!("{at}: {what}"))
}

/// Reads every `*.ftl` file of every folder in `root`, which mistakes call `shown`.
///
/// # Errors
///
/// If a folder or file can't be read.
pub fn read(root: &Path, shown: &str) -> Result<Vec<Source>, Mistake> {
    let failed = |path: &Path, error: std::io::Error| {
        Mistake(format!("{} can't be read ({error}); check that it is there", path.display()))
    };
    let list = |folder: &Path| -> Result<Vec<_>, Mistake> {
        let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, error))?;
        let mut paths = entries
            .map(|entry| entry.map(|entry| entry.path()).map_err(|error| failed(folder, error)))
            .collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        Ok(paths)
    };
    let mut sources = Vec::new();
    for folder in list(root)?.into_iter().filter(|path| path.is_dir()) {
        let locale = name(&folder);
        for path in list(&folder)? {
            if path.extension().is_some_and(|extension| extension == "ftl") {
                sources.push(Source {
                    locale: locale.clone(),
                    file: format!("{shown}/{locale}/{}", name(&path)),
                    content: std::fs::read_to_string(&path)
                        .map_err(|error| failed(&path, error))?
                        .replace("\r\n", "\n"),
                });
            }
        }
    }
    Ok(sources)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Compiles all locales; the first of the result is the complete one.
///
/// # Errors
///
/// Every mistake in the files.
pub fn compile(sources: &[Source]) -> Result<Vec<Locale>, Vec<Mistake>> {
    let tags: BTreeSet<&str> = sources.iter().map(|source| source.locale.as_str()).collect();
    let mut mistakes = Vec::new();
    let mut locales = Vec::new();
    for tag in tags {
        match plural::rule(tag) {
            Some(rule) => locales.push(compile_locale(tag, rule, sources, &mut mistakes)),
            None => mistakes.push(Mistake(format!(
                "the locale folder `{tag}` has a language whose way to count isn't known here; \
                 add the language to src/l10n/plural.rs, or rename the folder"
            ))),
        }
    }
    locales.sort_by_key(|locale| locale.tag != COMPLETE);
    match locales.split_first() {
        Some((complete, others)) if complete.tag == COMPLETE => {
            // A file that can't be read makes every other comparison noise.
            if mistakes.is_empty() {
                others.iter().for_each(|other| compare(complete, other, &mut mistakes));
            }
        }
        _ => mistakes.push(Mistake(format!(
            "there is no locale folder `{COMPLETE}` with messages; every other language is held \
             against it, so put it back"
        ))),
    }
    if mistakes.is_empty() { Ok(locales) } else { Err(mistakes) }
}

fn compare(complete: &Locale, other: &Locale, mistakes: &mut Vec<Mistake>) {
    for (id, message) in &complete.messages {
        let Some(translated) = other.messages.get(id) else {
            mistakes.push(mistake(
                &message.at,
                format_args!("`{id}` has no translation in `{tag}`; add it there", tag = other.tag),
            ));
            continue;
        };
        for variable in translated.variables.difference(&message.variables) {
            mistakes.push(mistake(
                &translated.at,
                format_args!(
                    "`{id}` uses ${variable}, which the message in `{COMPLETE}` ({at}) doesn't \
                     have; use the same arguments",
                    at = message.at,
                ),
            ));
        }
    }
    for (id, message) in &other.messages {
        if !complete.messages.contains_key(id) {
            mistakes.push(mistake(
                &message.at,
                format_args!("`{id}` doesn't exist in `{COMPLETE}`; add it there or remove it"),
            ));
        }
    }
}

// -- One locale ------------------------------------------------------------------------------

type Pattern<'s> = ast::Pattern<&'s str>;

/// What a file defines, by id; a term's id starts with `-`.
type Definitions<'s> = BTreeMap<String, Definition<'s>>;

/// Where a message stands, what it says, and whether it comes later.
type Definition<'s> = (Place, &'s Pattern<'s>, bool);

fn compile_locale(
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

/// What comes later, as the comments of a file say.
///
/// A line `Comes later.` in a comment of a file (`###`) or a group (`##`) means all messages
/// there; one that goes on (``Comes later: `.meaning` ``) means the attributes that the comment
/// names from there on. A comment of a group or of a message (`#`) that says `Comes first: ` and
/// names attributes takes those out.
#[derive(Default)]
struct Later {
    of_file: Option<String>,
    of_group: Option<String>,
    /// What comments of the group and of the message take out.
    not_of_group: Option<String>,
    not: Option<String>,
}

impl Later {
    fn read(&mut self, entry: &ast::Entry<&str>) {
        let says = |comment: &ast::Comment<&str>, what: &str| {
            let mut lines = comment.content.iter();
            match lines.find_map(|line| line.strip_prefix(what))? {
                "." => Some(String::new()),
                list => Some(lines.fold(list.to_owned(), |list, line| list + line)),
            }
        };
        match entry {
            ast::Entry::ResourceComment(comment) => self.of_file = says(comment, "Comes later"),
            ast::Entry::GroupComment(comment) => {
                self.of_group = says(comment, "Comes later");
                self.not_of_group = says(comment, "Comes first");
            }
            ast::Entry::Message(message) => {
                let comment = message.comment.as_ref();
                self.not = comment.and_then(|comment| says(comment, "Comes first"));
            }
            _ => {}
        }
    }

    fn has(&self, attribute: Option<&str>) -> bool {
        let names = |list: &String| {
            list.is_empty() || attribute.is_some_and(|name| list.contains(&format!("`.{name}`")))
        };
        [&self.of_file, &self.of_group].into_iter().flatten().any(names)
            && ![&self.not_of_group, &self.not].into_iter().flatten().any(names)
    }
}

fn place(source: &Source, offset: usize) -> Place {
    let before = source.content.as_bytes().iter().take(offset);
    let line = 1 + before.filter(|byte| **byte == b'\n').count();
    Place { file: source.file.clone(), line }
}

/// The place of a slice that the parser cut out of the file.
fn place_of(source: &Source, slice: &str) -> Place {
    place(source, (slice.as_ptr() as usize).saturating_sub(source.content.as_ptr() as usize))
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

/// The arguments of a term, known while building.
type TermArguments = BTreeMap<String, Value>;

#[derive(Clone, Debug, Eq, PartialEq)]
enum Value {
    Text(String),
    Number(i64),
}

struct Resolver<'a, 's> {
    tag: &'a str,
    rule: plural::Rule,
    definitions: &'a Definitions<'s>,
    /// The definitions that are being resolved, outermost first.
    path: Vec<String>,
}

impl Resolver<'_, '_> {
    fn definition(
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

/// A line break is a space; an empty line starts a new paragraph.
fn fold_lines(text: &str) -> String {
    let mut out = String::new();
    let mut breaks = 0;
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            breaks += 1;
        }
        let is_last_or_text = !line.trim().is_empty();
        if is_last_or_text {
            flush(&mut out, breaks);
            out.push_str(if breaks > 0 { line.trim_start() } else { line });
            breaks = 0;
        } else if number == 0 {
            out.push_str(line);
        }
    }
    flush(&mut out, breaks);
    out
}

fn flush(out: &mut String, breaks: usize) {
    if breaks > 0 {
        out.truncate(out.trim_end_matches(' ').len());
        out.push_str(if breaks == 1 { " " } else { "\n\n" });
    }
}

// -- Rust source -----------------------------------------------------------------------------

/// The tables as Rust source for `src/l10n/tables.rs`.
#[must_use]
pub fn emit(locales: &[Locale]) -> String {
    let mut out = String::new();
    // Writing into a String can't fail.
    let _ = emit_into(&mut out, locales);
    out
}

fn emit_into(out: &mut String, locales: &[Locale]) -> fmt::Result {
    let Some(complete) = locales.first() else { return Ok(()) };
    let count = complete.messages.len();

    writeln!(out, "/// A language of the page.")?;
    writeln!(out, "#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]")?;
    writeln!(out, "#[repr(u8)]")?;
    writeln!(out, "pub enum Locale {{")?;
    for locale in locales {
        writeln!(out, "    /// `{}`", locale.tag)?;
        writeln!(out, "    {},", variant(&locale.tag))?;
    }
    writeln!(out, "}}\n\nimpl Locale {{")?;
    writeln!(out, "    /// Every language, English first.")?;
    let all: Vec<_> =
        locales.iter().map(|locale| format!("Self::{}", variant(&locale.tag))).collect();
    writeln!(out, "    pub const ALL: &'static [Self] = &[{}];\n", all.join(", "))?;
    writeln!(out, "    /// The tag, as in `<html lang>`.")?;
    writeln!(out, "    #[must_use]\n    pub const fn tag(self) -> &'static str {{")?;
    writeln!(out, "        match self {{")?;
    for locale in locales {
        writeln!(out, "            Self::{} => {:?},", variant(&locale.tag), locale.tag)?;
    }
    writeln!(out, "        }}\n    }}\n")?;
    writeln!(out, "    pub(super) fn texts(self) -> &'static Texts {{")?;
    writeln!(out, "        match self {{")?;
    for locale in locales {
        let variant = variant(&locale.tag);
        writeln!(out, "            Self::{variant} => &{},", variant.to_uppercase())?;
    }
    writeln!(out, "        }}\n    }}\n")?;
    writeln!(out, "    pub(super) fn rule(self) -> Option<Rule> {{")?;
    writeln!(out, "        match self {{")?;
    for locale in locales {
        let (variant, language) = (variant(&locale.tag), plural::language(&locale.tag));
        writeln!(
            out,
            "            Self::{variant} => const {{ plural::of_language({language:?}) }},"
        )?;
    }
    writeln!(out, "        }}\n    }}\n}}\n")?;

    writeln!(out, "/// Every id, sorted; for the compiler alone.")?;
    writeln!(out, "pub(super) static NAMES: [&str; {count}] = [")?;
    for id in complete.messages.keys() {
        writeln!(out, "    {id:?},")?;
    }
    writeln!(out, "];\n\n/// The arguments of each message, likewise.")?;
    writeln!(out, "pub(super) static VARIABLES: [&[&str]; {count}] = [")?;
    for message in complete.messages.values() {
        let names: Vec<_> = message.variables.iter().map(|name| format!("{name:?}")).collect();
        writeln!(out, "    &[{}],", names.join(", "))?;
    }
    writeln!(out, "];")?;

    let (starts, data) = encode_ids(complete.messages.keys());
    writeln!(out, "\n/// Every id, for the page.")?;
    writeln!(out, "pub(super) static IDS: Ids = Ids {{\n    starts: &{starts:?},")?;
    writeln!(out, "    data: b\"{}\",\n}};", data.escape_ascii())?;
    for locale in locales {
        let name = variant(&locale.tag).to_uppercase();
        let comes_later = |id: &str| complete.messages.get(id).is_some_and(|it| it.comes_later);
        let (starts, data) = encode_messages(locale, |id| !comes_later(id));
        let (later_starts, later) = encode_messages(locale, comes_later);
        let later_starts: Vec<_> = later_starts.iter().map(|at| at + LATER.len()).collect();
        let later = format!("{LATER}{later}{}{SO_FAR}", char::from(SEPARATOR));
        writeln!(out, "\nstatic {name}: Texts = Texts {{")?;
        writeln!(out, "    starts: &{starts:?},\n    data: {data:?},")?;
        writeln!(out, "    later_starts: &{later_starts:?},\n    later: {later:?},\n}};")?;
    }
    Ok(())
}

fn encode_ids<'a>(ids: impl Iterator<Item = &'a String>) -> (Vec<usize>, Vec<u8>) {
    let (mut starts, mut data) = (Vec::new(), Vec::new());
    let mut before = "";
    for (place, id) in ids.enumerate() {
        if place % STRIDE == 0 {
            starts.push(data.len());
            before = "";
        }
        let pairs = before.bytes().zip(id.bytes());
        let shared = pairs.take(usize::from(!SHARED)).take_while(|(a, b)| a == b).count();
        data.extend(u8::try_from(shared).map(|shared| SHARED + shared));
        data.extend(id.bytes().skip(shared));
        before = id;
    }
    (starts, data)
}

/// Those messages that are wanted; in place of each of the others stands nothing.
fn encode_messages(locale: &Locale, wanted: impl Fn(&str) -> bool) -> (Vec<usize>, String) {
    let (mut starts, mut data) = (Vec::new(), String::new());
    for (place, (id, message)) in locale.messages.iter().enumerate() {
        if place > 0 {
            data.push(char::from(SEPARATOR));
        }
        if place % STRIDE == 0 {
            starts.push(data.len());
        }
        if wanted(id) {
            encode(&mut data, &message.pieces);
        }
    }
    (starts, data)
}

fn encode(out: &mut String, pieces: &[Piece]) {
    fn named(out: &mut String, mark: u8, name: &str) {
        out.push(char::from(mark));
        out.push_str(name);
        out.push(char::from(END));
    }
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Variable(name) => named(out, VARIABLE, name),
            Piece::Grouped(name) => named(out, GROUPED, name),
            Piece::Choice { on, options, otherwise } => {
                named(out, CHOICE, on);
                for (key, text) in options {
                    match key {
                        Key::Number(number) => named(out, NUMBER, &number.to_string()),
                        Key::Name(name) => named(out, NAME, name),
                    }
                    encode(out, text);
                }
                out.push(char::from(OTHERWISE));
                encode(out, otherwise);
                out.push(char::from(END));
            }
        }
    }
}

/// `en` → `En`, `pt-BR` → `PtBr`.
fn variant(tag: &str) -> String {
    let mut out = String::new();
    for part in tag.split('-') {
        let mut letters = part.chars().filter(char::is_ascii_alphanumeric);
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    out
}
