//! How texts are written.

use crate::compiler::message::{Message, Piece};
use crate::english;

#[test]
fn prose_is_typeset() {
    let mut faults = Vec::new();
    each_text(|id, message, text| {
        let rules = [
            (text.contains('"'), "has straight quotes; write “…”"),
            (text.contains('\''), "has a straight apostrophe; write ’"),
            (text.contains("..."), "has three dots; write …"),
            (text.contains("--"), "has two hyphens; write –, or better a full stop"),
            (text.contains("  "), "has two spaces in a row"),
            (text.contains(['\u{2068}', '\u{2069}']), "has isolation marks; see `l10n::isolate`"),
        ];
        for (fault, what) in rules {
            if fault {
                faults.push(format!("{}: `{id}` {what}", message.at));
            }
        }
    });
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn texts_keep_their_length() {
    let mut faults = Vec::new();
    for (id, message) in english().messages {
        let length = longest(&message.pieces);
        let limit = match id.rsplit(['.', '-']).next() {
            Some("title" | "heading" | "label" | "button") => 60,
            _ if is_name(&id) => 40,
            _ => 400,
        };
        if length > limit {
            faults.push(format!(
                "{}: `{id}` has {length} characters; {limit} are enough",
                message.at
            ));
        }
        if id.starts_with("field-") && !is_name(&id) && length > 200 {
            faults.push(format!("{}: `{id}` is no single sentence any more", message.at));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The name of a field, a class, a layer or a frame.
fn is_name(id: &str) -> bool {
    ["field-", "class-", "layer-", "frame-"].iter().any(|prefix| id.starts_with(prefix))
        && !id.contains('.')
}

fn each_text(mut check: impl FnMut(&str, &Message, &str)) {
    fn walk(pieces: &[Piece], check: &mut impl FnMut(&str)) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => check(text),
                Piece::Variable(_) | Piece::Grouped(_) => {}
                Piece::Choice { options, otherwise, .. } => {
                    options.iter().for_each(|(_, pieces)| walk(pieces, check));
                    walk(otherwise, check);
                }
            }
        }
    }
    for (id, message) in english().messages {
        walk(&message.pieces, &mut |text| check(&id, &message, text));
    }
}

fn longest(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.chars().count(),
            Piece::Variable(_) | Piece::Grouped(_) => 5,
            Piece::Choice { options, otherwise, .. } => options
                .iter()
                .map(|(_, pieces)| longest(pieces))
                .chain([longest(otherwise)])
                .max()
                .unwrap_or(0),
        })
        .sum()
}
