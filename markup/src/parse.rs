//! From tokens to markup.

use crate::tree::{Attribute, Component, Element, Name, Node, Value};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use std::iter::Peekable;

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) span: Span,
    pub(crate) what: String,
}

type Result<T> = std::result::Result<T, Error>;

/// Elements that have no children and no end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "path", "wbr"];

/// All that is there.
///
/// # Errors
///
/// Where it isn't markup.
pub(crate) fn nodes(tokens: TokenStream) -> Result<Vec<Node>> {
    let mut tokens = Tokens::new(tokens);
    let nodes = tokens.children()?;
    match tokens.next() {
        None => Ok(nodes),
        Some(token) => Err(error(token.span(), "an end tag without its start tag")),
    }
}

fn error(span: Span, what: impl Into<String>) -> Error {
    Error { span, what: what.into() }
}

struct Tokens {
    rest: Peekable<proc_macro2::token_stream::IntoIter>,
    /// Of the last token, for what is missing at the end.
    last: Span,
}

impl Tokens {
    fn new(tokens: TokenStream) -> Self {
        Self { rest: tokens.into_iter().peekable(), last: Span::call_site() }
    }

    fn next(&mut self) -> Option<TokenTree> {
        let token = self.rest.next();
        if let Some(token) = &token {
            self.last = token.span();
        }
        token
    }

    fn is_punct(&mut self, what: char) -> bool {
        matches!(self.rest.peek(), Some(TokenTree::Punct(it)) if it.as_char() == what)
    }

    fn take(&mut self, what: char) -> bool {
        let is = self.is_punct(what);
        if is {
            self.next();
        }
        is
    }

    fn need(&mut self, what: char) -> Result<()> {
        if self.take(what) { Ok(()) } else { Err(self.wanted(&format!("`{what}`"))) }
    }

    fn wanted(&mut self, what: &str) -> Error {
        let span = self.rest.peek().map_or(self.last, TokenTree::span);
        error(span, format!("wanted {what} here"))
    }

    fn ident(&mut self) -> Result<Ident> {
        match self.rest.peek() {
            Some(TokenTree::Ident(_)) => {}
            _ => return Err(self.wanted("a name")),
        }
        match self.next() {
            Some(TokenTree::Ident(it)) => Ok(it),
            _ => Err(self.wanted("a name")),
        }
    }

    fn literal(&mut self) -> Option<Literal> {
        let is = matches!(self.rest.peek(), Some(TokenTree::Literal(_)));
        match is.then(|| self.next()).flatten() {
            Some(TokenTree::Literal(it)) => Some(it),
            _ => None,
        }
    }

    fn braces(&mut self) -> Option<Group> {
        let is = matches!(self.rest.peek(), Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Brace);
        match is.then(|| self.next()).flatten() {
            Some(TokenTree::Group(it)) => Some(it),
            _ => None,
        }
    }

    /// Up to an end tag, or to the end.
    fn children(&mut self) -> Result<Vec<Node>> {
        let mut nodes = Vec::new();
        loop {
            if self.is_punct('<') {
                let mut ahead = self.rest.clone();
                ahead.next();
                if matches!(ahead.peek(), Some(TokenTree::Punct(it)) if it.as_char() == '/') {
                    return Ok(nodes);
                }
                nodes.push(self.tag()?);
            } else if let Some(literal) = self.literal() {
                nodes.push(Node::Text(literal));
            } else if let Some(group) = self.braces() {
                nodes.push(block(&group));
            } else {
                match self.rest.peek() {
                    None => return Ok(nodes),
                    Some(TokenTree::Ident(it)) if *it == "if" => nodes.push(self.condition()?),
                    Some(_) => return Err(self.wanted("an element, a text, `{ … }` or `if`")),
                }
            }
        }
    }

    fn condition(&mut self) -> Result<Node> {
        self.next();
        let mut condition = TokenStream::new();
        let then = loop {
            if let Some(group) = self.braces() {
                break nodes(group.stream())?;
            }
            match self.next() {
                Some(token) => condition.extend([token]),
                None => return Err(self.wanted("`{ … }` after `if`")),
            }
        };
        let is_else = matches!(self.rest.peek(), Some(TokenTree::Ident(it)) if *it == "else");
        let otherwise = if is_else {
            self.next();
            Some(match self.braces() {
                Some(group) => nodes(group.stream())?,
                None => vec![self.condition()?],
            })
        } else {
            None
        };
        Ok(Node::If { condition, then, otherwise })
    }

    fn tag(&mut self) -> Result<Node> {
        self.need('<')?;
        if self.take('>') {
            let children = self.children()?;
            self.end(None)?;
            return Ok(Node::Fragment(children));
        }
        let name = self.ident()?;
        if name.to_string().starts_with(char::is_uppercase) {
            self.component(name)
        } else {
            self.element(name)
        }
    }

    /// The end tag.
    fn end(&mut self, name: Option<&str>) -> Result<()> {
        self.need('<')?;
        self.need('/')?;
        let mut found = String::new();
        let mut depth = 0_u32;
        while depth > 0 || !self.is_punct('>') {
            let Some(token) = self.next() else { return Err(self.wanted("`>`")) };
            let token = token.to_string();
            match token.as_str() {
                "<" => depth += 1,
                ">" => depth -= 1,
                _ => {}
            }
            found.push_str(&token);
        }
        if found != name.unwrap_or_default() {
            return Err(error(
                self.last,
                format!("`</{found}>` ends `<{}>`", name.unwrap_or_default()),
            ));
        }
        self.need('>')
    }

    fn component(&mut self, name: Ident) -> Result<Node> {
        if self.is_punct('<') {
            return self.provider(name);
        }
        let mut props = Vec::new();
        loop {
            if self.take('/') {
                self.need('>')?;
                return Ok(Node::Component(Component { name, props, children: None }));
            }
            if self.take('>') {
                break;
            }
            props.push(self.attribute()?);
        }
        let children = self.children()?;
        self.end(Some(&name.to_string()))?;
        Ok(Node::Component(Component { name, props, children: Some(children) }))
    }

    /// `Name<Parameter>` has one parameter here, and children.
    fn provider(&mut self, name: Ident) -> Result<Node> {
        let mut whole = TokenStream::from(TokenTree::Ident(name));
        whole.extend(self.next());
        whole.extend([TokenTree::Ident(self.ident()?)]);
        self.need('>')?;
        whole.extend([TokenTree::Punct(Punct::new('>', Spacing::Alone))]);
        let mut open = whole.clone();
        while !self.take('>') {
            match self.next() {
                Some(token) => open.extend([token]),
                None => return Err(self.wanted("`>`")),
            }
        }
        let children = self.children()?;
        let spelled: String = whole.clone().into_iter().map(|it| it.to_string()).collect();
        self.end(Some(&spelled))?;
        Ok(Node::Provider { open, name: whole, children })
    }

    fn element(&mut self, name: Ident) -> Result<Node> {
        let mut attributes = Vec::new();
        loop {
            if self.take('/') {
                self.need('>')?;
                return Ok(Node::Element(Element { name, attributes, children: Vec::new() }));
            }
            if self.take('>') {
                break;
            }
            attributes.push(self.attribute()?);
        }
        let spelled = name.to_string();
        if VOID.contains(&spelled.as_str()) {
            return Err(error(
                name.span(),
                format!("`<{spelled}>` has no children: close it with `/>`"),
            ));
        }
        let children = self.children()?;
        self.end(Some(&spelled))?;
        Ok(Node::Element(Element { name, attributes, children }))
    }

    fn attribute(&mut self) -> Result<Attribute> {
        if let Some(group) = self.braces() {
            let mut inner = Tokens::new(group.stream());
            let first = inner.ident()?;
            let value = Value::Worked(group.stream());
            return Ok(Attribute { name: Name { text: first.to_string(), first }, value });
        }
        let first = self.ident()?;
        let mut text = first.to_string();
        while self.take('-') {
            text.push('-');
            text.push_str(&self.ident()?.to_string());
        }
        self.need('=')?;
        let value = if let Some(literal) = self.literal() {
            let is_text = literal.to_string().starts_with('"');
            if is_text {
                Value::Text(literal)
            } else {
                Value::Worked(TokenTree::Literal(literal).into())
            }
        } else if let Some(group) = self.braces() {
            Value::Worked(group.stream())
        } else {
            // `true` and `false`.
            Value::Worked(TokenTree::Ident(self.ident()?).into())
        };
        // `type` is a word of Rust, and so may be written `r#type` in a shorthand.
        let text = text.trim_start_matches("r#").to_owned();
        Ok(Attribute { name: Name { text, first }, value })
    }
}

fn block(group: &Group) -> Node {
    let mut inner = group.stream().into_iter().peekable();
    match inner.peek() {
        Some(TokenTree::Ident(it)) if *it == "for" => {
            inner.next();
            Node::Each(inner.collect())
        }
        _ => Node::Block(group.stream()),
    }
}
