//! JSON as far as a run needs it: texts, whole numbers, lists, objects.
//!
//! `serde_json` with the derived code for a run made the page 26 kB larger (brotli); this
//! makes it 3 kB larger.

use std::{borrow::Cow, fmt};

/// How deep lists and objects may lie in one another.
const MAX_DEPTH: usize = 16;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number, not negative.
    Number(u64),
    /// A whole number that may be negative: to be written only.
    Signed(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Names and values, in the order in which they are written.
    Object(Vec<(Cow<'static, str>, Self)>),
}

/// Why a text is not such JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonError {
    /// Where, in bytes.
    pub at: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {} was expected", self.at, self.expected)
    }
}

impl std::error::Error for JsonError {}

impl Json {
    /// An object with these names and values.
    #[must_use]
    pub fn object(entries: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// Reads a text that holds one value.
    ///
    /// # Errors
    ///
    /// A [`JsonError`] that says where it is not JSON, or not what is supported here.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut parser = Parser { text, at: 0 };
        let value = parser.value(0)?;
        parser.skip_blanks();
        if parser.at == text.len() { Ok(value) } else { Err(parser.expected("the end")) }
    }

    /// What stands under this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(it, _)| it == name).map(|(_, it)| it),
            _ => None,
        }
    }

    /// The text under this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The number under this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The list under this name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&[Self]> {
        match self.get(name)? {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(true) => f.write_str("true"),
            Self::Bool(false) => f.write_str("false"),
            Self::Number(number) => number.fmt(f),
            Self::Signed(number) => number.fmt(f),
            Self::Text(text) => write_text(f, text),
            Self::List(items) => {
                let mut before = "[";
                for item in items {
                    f.write_str(before)?;
                    item.fmt(f)?;
                    before = ",";
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Self::Object(entries) => {
                let mut before = "{";
                for (name, value) in entries {
                    f.write_str(before)?;
                    write_text(f, name)?;
                    f.write_str(":")?;
                    value.fmt(f)?;
                    before = ",";
                }
                f.write_str(if entries.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    use fmt::Write as _;
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\0'..='\x1f' => write!(f, "\\u{:04x}", u32::from(c))?,
            _ => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn expected(&self, expected: &'static str) -> JsonError {
        JsonError { at: self.at, expected }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn skip_blanks(&mut self) {
        while let Some(' ' | '\n' | '\r' | '\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Takes `word` if it stands here.
    fn takes(&mut self, word: &str) -> bool {
        let is_there = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if is_there {
            self.at += word.len();
        }
        is_there
    }

    fn value(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.skip_blanks();
        if depth > MAX_DEPTH {
            return Err(self.expected("something less deep"));
        }
        match self.peek() {
            Some('"') => self.string().map(Json::Text),
            Some('0'..='9') => self.number(),
            Some('[') => {
                let mut items = Vec::new();
                self.items(']', |parser| {
                    items.push(parser.value(depth + 1)?);
                    Ok(())
                })?;
                Ok(Json::List(items))
            }
            Some('{') => {
                let mut entries = Vec::new();
                self.items('}', |parser| {
                    let name = parser.string()?;
                    parser.skip_blanks();
                    if !parser.takes(":") {
                        return Err(parser.expected("a colon"));
                    }
                    entries.push((name.into(), parser.value(depth + 1)?));
                    Ok(())
                })?;
                Ok(Json::Object(entries))
            }
            _ if self.takes("null") => Ok(Json::Null),
            _ if self.takes("true") => Ok(Json::Bool(true)),
            _ if self.takes("false") => Ok(Json::Bool(false)),
            _ => Err(self.expected("a value")),
        }
    }

    /// What stands between brackets, separated by commas.
    fn items(
        &mut self,
        end: char,
        mut item: impl FnMut(&mut Self) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        self.at += 1;
        self.skip_blanks();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.skip_blanks();
            item(self)?;
            self.skip_blanks();
            match self.next() {
                Some(',') => {}
                Some(c) if c == end => return Ok(()),
                _ => return Err(self.expected("a comma or a closing bracket")),
            }
        }
    }

    fn number(&mut self) -> Result<Json, JsonError> {
        let mut number = 0_u64;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let next = number.checked_mul(10).and_then(|it| it.checked_add(digit.into()));
            number = next.ok_or_else(|| self.expected("a smaller number"))?;
            self.at += 1;
        }
        match self.peek() {
            Some('.' | 'e' | 'E') => Err(self.expected("a whole number")),
            _ => Ok(Json::Number(number)),
        }
    }

    fn string(&mut self) -> Result<String, JsonError> {
        if !self.takes("\"") {
            return Err(self.expected("a text"));
        }
        let mut out = String::new();
        loop {
            match self.next() {
                Some('"') => return Ok(out),
                Some('\\') => out.push(self.escaped()?),
                Some('\0'..='\x1f') | None => return Err(self.expected("the end of the text")),
                Some(c) => out.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, JsonError> {
        match self.next() {
            Some('n') => Ok('\n'),
            Some('t') => Ok('\t'),
            Some('r') => Ok('\r'),
            Some('b') => Ok('\x08'),
            Some('f') => Ok('\x0c'),
            Some(c @ ('"' | '\\' | '/')) => Ok(c),
            Some('u') => {
                let first = self.unit()?;
                let second = if (0xd800..0xdc00).contains(&first) && self.takes("\\u") {
                    Some(self.unit()?)
                } else {
                    None
                };
                let units = std::iter::once(first).chain(second);
                let decoded = char::decode_utf16(units).next().and_then(Result::ok);
                decoded.ok_or_else(|| self.expected("a character"))
            }
            _ => Err(self.expected("a character that can be escaped")),
        }
    }

    fn unit(&mut self) -> Result<u16, JsonError> {
        let digits = self.text.get(self.at..self.at + 4);
        let unit = digits
            .filter(|it| it.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|it| u16::from_str_radix(it, 16).ok());
        self.at += 4;
        unit.ok_or_else(|| self.expected("four hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Json::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn reads_what_it_writes() {
        let value = Json::object([
            ("text", "\"a\\b\"\n\u{1}é👋".into()),
            ("list", Json::List(vec![Json::Null, Json::Bool(true), 7.into(), Json::List(vec![])])),
            ("object", Json::object([])),
        ]);
        let text = value.to_string();
        assert_eq!(
            text,
            "{\"text\":\"\\\"a\\\\b\\\"\\n\\u0001é👋\",\"list\":[null,true,7,[]],\"object\":{}}"
        );
        assert_eq!(Json::parse(&text), Ok(value));
    }

    #[test]
    fn reads_what_others_write() {
        let value =
            Json::parse(" { \"a\" : [ 1 , false ] , \"b\\u0020\" : \"\\ud83d\\udc4b\\/\" } ");
        assert_eq!(
            value,
            Ok(Json::Object(vec![
                ("a".into(), Json::List(vec![1.into(), Json::Bool(false)])),
                ("b ".into(), "👋/".into())
            ]))
        );
        assert_eq!(Json::parse("18446744073709551615"), Ok(u64::MAX.into()));
    }

    #[test]
    fn says_where_it_is_no_json() {
        assert_eq!(error("{"), "at byte 1: a text was expected");
        assert_eq!(error("[1 2]"), "at byte 4: a comma or a closing bracket was expected");
        assert_eq!(error("[1] 2"), "at byte 4: the end was expected");
        assert_eq!(error("1.5"), "at byte 1: a whole number was expected");
        assert_eq!(error("18446744073709551616"), "at byte 19: a smaller number was expected");
        assert_eq!(error("\"\\ud83d\""), "at byte 7: a character was expected");
        assert!(error("\"\\u12é\"").contains("four hexadecimal digits"));
        assert!(error(&"[".repeat(1_000)).contains("something less deep"));
        for text in
            ["", "-1", "tru", "\"", "\"\n\"", "{1:2}", "{\"a\" 1}", "\"\\x\"", "[,]", "[1,]"]
        {
            assert!(Json::parse(text).is_err(), "{text}");
        }
    }
}
