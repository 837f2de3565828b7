//! How a message of the tables becomes text.

use super::encoding::{CHOICE, END, GROUPED, NAME, NUMBER, OTHERWISE, VARIABLE, is_mark};
use super::plural::Rule;
use std::borrow::Cow;

/// The value of an argument.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Arg<'a> {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(&'a str),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Cow<'_, str>> for Arg<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Self::Text(text)
    }
}

/// What [`t!`](crate::t) takes as an argument: whole numbers and strings of every kind.
pub trait AsArg {
    /// The value, borrowed.
    fn as_arg(&self) -> Arg<'_>;
}

impl AsArg for str {
    fn as_arg(&self) -> Arg<'_> {
        Arg::Text(self)
    }
}

impl AsArg for String {
    fn as_arg(&self) -> Arg<'_> {
        Arg::Text(self)
    }
}

impl AsArg for Cow<'_, str> {
    fn as_arg(&self) -> Arg<'_> {
        Arg::Text(self)
    }
}

impl<T: AsArg + ?Sized> AsArg for &T {
    fn as_arg(&self) -> Arg<'_> {
        (**self).as_arg()
    }
}

macro_rules! number_arguments {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Arg<'_> {
            fn from(number: $integer) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }

        impl AsArg for $integer {
            fn as_arg(&self) -> Arg<'_> {
                Arg::from(*self)
            }
        }
    )*};
}

number_arguments!(u8 u16 u32 u64 usize i32 i64);

/// The text of an encoded message with its arguments in place.
pub(super) fn format(
    message: &'static str,
    args: &[(&str, Arg<'_>)],
    rule: Rule,
) -> Cow<'static, str> {
    if message.bytes().any(is_mark) {
        let mut writer = Writer { rest: message, args, rule, out: String::new() };
        writer.pieces(true);
        Cow::Owned(writer.out)
    } else {
        Cow::Borrowed(message)
    }
}

struct Writer<'a> {
    /// What is not read yet.
    rest: &'a str,
    args: &'a [(&'a str, Arg<'a>)],
    rule: Rule,
    out: String,
}

impl<'a> Writer<'a> {
    /// Reads text and arguments up to a mark that isn't theirs, writes them if they are wanted,
    /// and returns that mark; at the end of the message, [`END`].
    fn pieces(&mut self, wanted: bool) -> u8 {
        loop {
            let (text, mark) = self.until_mark();
            if wanted {
                self.out.push_str(text);
            }
            match mark {
                VARIABLE | GROUPED => {
                    let (name, _) = self.until_mark();
                    if wanted {
                        self.argument(name, mark == GROUPED);
                    }
                }
                CHOICE => self.choice(wanted),
                mark => return mark,
            }
        }
    }

    /// The text before the next mark, and the mark.
    fn until_mark(&mut self) -> (&'a str, u8) {
        let end = self.rest.bytes().position(is_mark).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        let mark = rest.bytes().next().unwrap_or(END);
        self.rest = rest.get(1..).unwrap_or_default();
        (text, mark)
    }

    /// The first option that fits, or the one for everything else.
    fn choice(&mut self, wanted: bool) {
        let (on, _) = self.until_mark();
        let value = self.find(on);
        let (_, mut mark) = self.until_mark();
        let mut open = wanted;
        loop {
            let fits = match mark {
                NUMBER | NAME => {
                    let (key, _) = self.until_mark();
                    match (mark, value) {
                        (NUMBER, Some(Arg::Number(number))) => number.to_string() == key,
                        (NAME, Some(Arg::Number(number))) => {
                            (self.rule.category)(number.unsigned_abs()) == key
                        }
                        (NAME, Some(Arg::Text(text))) => text == key,
                        _ => false,
                    }
                }
                OTHERWISE => true,
                _ => return,
            };
            mark = self.pieces(open && fits);
            open &= !fits;
        }
    }

    fn argument(&mut self, name: &str, grouped: bool) {
        match self.find(name) {
            Some(Arg::Text(text)) => self.out.push_str(text),
            Some(Arg::Number(number)) => {
                self.number(number, if grouped { self.rule.separator } else { "" });
            }
            None => {
                self.out.push_str("{$");
                self.out.push_str(name);
                self.out.push('}');
            }
        }
    }

    fn number(&mut self, number: i64, separator: &str) {
        if number < 0 {
            self.out.push('-');
        }
        let digits = number.unsigned_abs().to_string();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                self.out.push_str(separator);
            }
            self.out.push(digit);
        }
    }

    fn find(&self, name: &str) -> Option<Arg<'a>> {
        self.args.iter().find(|(given, _)| *given == name).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::plural::rule;
    use super::{Arg, format};

    fn check(message: &'static str, args: &[(&str, Arg<'_>)], expect: &str) {
        assert_eq!(format(message, args, rule("en").unwrap()), expect);
    }

    /// `{ $count -> [0] no message [one] one message *[other] { NUMBER($count) } messages }`
    const MESSAGES: &str = "\u{3}count\u{7}\u{4}0\u{7}no message\u{5}one\u{7}one message\
                            \u{6}\u{2}count\u{7} messages\u{7}";

    #[test]
    fn numbers_choose_and_are_grouped() {
        check(MESSAGES, &[("count", 0_usize.into())], "no message");
        check(MESSAGES, &[("count", 1_u8.into())], "one message");
        check(MESSAGES, &[("count", 12_i32.into())], "12 messages");
        check(MESSAGES, &[("count", 1_234_567_u32.into())], "1,234,567 messages");
        check(MESSAGES, &[("count", (-1_000_i64).into())], "-1,000 messages");
        check(MESSAGES, &[("count", u64::MAX.into())], "9,223,372,036,854,775,807 messages");
    }

    #[test]
    fn names_choose_and_stand_as_they_are() {
        /// `{ $who -> [alice] she *[other] { $who } }`
        const WHO: &str = "\u{3}who\u{7}\u{5}alice\u{7}she\u{6}\u{1}who\u{7}\u{7}";
        check(WHO, &[("who", "alice".into())], "she");
        check(WHO, &[("who", "bob".into())], "bob");
        check(WHO, &[("other", (&String::new()).into())], "{$who}");
    }

    #[test]
    fn a_number_fits_no_text_and_stands_ungrouped() {
        check(MESSAGES, &[("count", "0".into())], "0 messages");
        check("\u{1}n\u{7}", &[("n", 4096.into())], "4096");
        check("\u{1}n\u{7}", &[("n", i64::MIN.into())], "-9223372036854775808");
    }

    #[test]
    fn a_choice_stands_in_a_choice_and_text_around_it() {
        /// `a { $x -> [1] b { $y -> [2] c *[other] d } e *[other] f } g`
        const NESTED: &str = "a \u{3}x\u{7}\u{4}1\u{7}b \u{3}y\u{7}\u{4}2\u{7}c\u{6}d\u{7} e\
                              \u{6}f\u{7} g";
        check(NESTED, &[("x", 1.into()), ("y", 2.into())], "a b c e g");
        check(NESTED, &[("x", 1.into()), ("y", 3.into())], "a b d e g");
        check(NESTED, &[("x", 2.into()), ("y", 2.into())], "a f g");
    }
}
