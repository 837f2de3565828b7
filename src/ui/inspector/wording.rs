//! Packets and events in words.

use super::log_lines::{PacketLine, PacketSeen};
use crate::{
    l10n::{Arg, text, text_or_id},
    t,
    world::{Event, Party},
};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// The name of a person.
#[must_use]
pub fn name(party: Party) -> Text {
    match party {
        Party::Alice => t!("party-alice"),
        Party::Bob => t!("party-bob"),
    }
}

/// Which way a packet went.
#[must_use]
pub fn way(packet: &PacketLine) -> Text {
    let name = name(packet.link);
    if packet.to_provider {
        t!("inspector-from-phone", name = name.as_ref())
    } else {
        t!("inspector-to-phone", name = name.as_ref())
    }
}

/// Which way a packet went, in short.
#[must_use]
pub fn way_in_short(packet: &PacketLine) -> Text {
    let name = name(packet.link);
    if packet.to_provider {
        t!("inspector-from", name = name.as_ref())
    } else {
        t!("inspector-to", name = name.as_ref())
    }
}

/// What a packet is.
#[must_use]
pub fn packet(kind: PacketSeen) -> Text {
    let own = text(&kind.text_id(), &[]);
    own.unwrap_or_else(|| match kind {
        // Most kinds of requests are called what their first byte is called.
        PacketSeen::Frame(key) => text_or_id(&format!("frame-{key}"), &[]),
        _ => Cow::default(),
    })
}

/// What happened, in one sentence.
#[must_use]
pub fn event(event: &Event) -> Text {
    let id = format!("note-{}", event.key());
    match event {
        Event::Resent { count }
        | Event::TextsDisappeared { count }
        | Event::DevicesListed { count } => text_or_id(&id, &[("count", Arg::from(*count))]),
        Event::Registered { party }
        | Event::IdentityPinned { party }
        | Event::Queued { party }
        | Event::Ordered { target: party } => {
            let name = name(*party);
            text_or_id(&id, &[("name", Arg::from(name.as_ref()))])
        }
        Event::MessageRejected { error, .. } => {
            let why = error_text(error);
            text_or_id(&id, &[("why", Arg::from(why.as_ref()))])
        }
        Event::FrameRejected { detail } => {
            text_or_id(&id, &[("detail", Arg::from(detail.as_str()))])
        }
        _ => text_or_id(&id, &[]),
    }
}

/// Why a message was refused.
#[must_use]
pub fn error_text(error: &str) -> Text {
    text(&format!("error-{error}"), &[]).unwrap_or_else(|| t!("error-other"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Frame;

    #[test]
    fn every_kind_of_request_has_a_name() {
        for key in (0..=u8::MAX).filter_map(Frame::key_of_code) {
            let name = packet(PacketSeen::Frame(key));
            assert!(!name.is_empty() && !name.starts_with("frame-"), "{key}: {name}");
        }
    }
}
