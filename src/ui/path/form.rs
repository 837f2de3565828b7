//! The form that a packet has at each point of the path, without the web.

use crate::{
    hex, l10n,
    ui::{components::Glyph, movement::carries_message},
    wire::{Annotated, Field},
    world::{Point, Traffic, Transmission},
};

/// How many characters of a text, and bytes of a record, a packet shows.
const CHARACTERS: usize = 16;
const BYTES: usize = 4;

/// What a packet looks like to one who stands at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The drawing.
    pub glyph: Glyph,
    /// The class that gives it its colour.
    pub meaning: &'static str,
    /// Whether the text is bytes.
    pub mono: bool,
    /// What it says; small packets say nothing on a link.
    pub text: String,
}

/// The form of a packet at a point.
#[must_use]
pub fn form(transmission: &Transmission, point: Point) -> Form {
    match transmission.traffic {
        traffic if carries_message(traffic) => message(&transmission.packet, point),
        Traffic::Handshake(_) => {
            let text = if point.is_link() { String::new() } else { kind(transmission.traffic) };
            Form { glyph: Glyph::Handshake, meaning: "meaning-key", mono: false, text }
        }
        traffic if point.is_link() => Form {
            glyph: if traffic == Traffic::Close { Glyph::Cut } else { Glyph::Lock },
            meaning: "meaning-ciphertext",
            mono: false,
            text: String::new(),
        },
        traffic => Form {
            glyph: Glyph::Receipt,
            meaning: "meaning-metadata",
            mono: false,
            text: kind(traffic),
        },
    }
}

/// What kind of traffic this is, in words.
#[must_use]
pub fn kind(traffic: Traffic) -> String {
    let id = match traffic {
        Traffic::Frame(key) => format!("frame-{key}"),
        other => format!("traffic-{}", other.key()),
    };
    l10n::text_or_id(&id, &[]).into_owned()
}

fn message(packet: &Annotated, point: Point) -> Form {
    match point {
        Point::AlicePhone | Point::BobPhone => Form {
            glyph: Glyph::Bubble,
            meaning: "meaning-plaintext",
            mono: false,
            text: excerpt(&text_inside(packet, Field::ContentText)),
        },
        Point::AliceLink | Point::BobLink => {
            let sealed = packet.value(Field::RecordCiphertext).unwrap_or_default();
            Form {
                glyph: Glyph::Lock,
                meaning: "meaning-ciphertext",
                mono: true,
                text: first_bytes(sealed),
            }
        }
        Point::Provider => Form {
            glyph: Glyph::Envelope,
            meaning: "meaning-metadata",
            mono: true,
            text: format!(
                "{} → {}",
                text_inside(packet, Field::EnvelopeFrom),
                text_inside(packet, Field::EnvelopeTo)
            ),
        },
    }
}

fn text_inside(packet: &Annotated, field: Field) -> String {
    packet
        .layers()
        .find_map(|layer| layer.value(field))
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .unwrap_or_default()
}

fn excerpt(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= CHARACTERS {
        return line;
    }
    let cut: String = line.chars().take(CHARACTERS - 1).collect();
    format!("{}…", cut.trim_end())
}

fn first_bytes(bytes: &[u8]) -> String {
    let mut shown: Vec<String> =
        bytes.iter().take(BYTES).map(|byte| hex::encode(&[*byte])).collect();
    if bytes.len() > BYTES {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_bytes_are_cut() {
        assert_eq!(excerpt("short\n one"), "short one");
        assert_eq!(excerpt("Are we still on for Thursday?"), "Are we still on…");
        assert_eq!(first_bytes(&[1, 2]), "01 02");
        assert_eq!(first_bytes(&[1, 2, 3, 4, 5]), "01 02 03 04 …");
    }
}
