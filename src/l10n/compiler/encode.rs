//! Messages and ids become the data of the tables; `encoding.rs` says how.

use super::{
    encoding::{
        CHOICE, END, GROUPED, NAME, NUMBER, OTHERWISE, SEPARATOR, SHARED, STRIDE, VARIABLE,
    },
    message::{Key, Locale, Piece},
};

pub(super) fn ids<'a>(ids: impl Iterator<Item = &'a String>) -> (Vec<usize>, Vec<u8>) {
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
pub(super) fn messages(locale: &Locale, wanted: impl Fn(&str) -> bool) -> (Vec<usize>, String) {
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
