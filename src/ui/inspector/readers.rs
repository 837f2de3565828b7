//! Who can read a field, and how far the provider can read what passes it: of a text, worked out
//! for the message that is shown.

use crate::{
    access::{Access, Fields, Finding, Observer},
    l10n::explain,
    t,
    ui::{matrix::wording, state::App},
    wire::{Class, Field, Layer},
    world::{ActionId, Entry},
};
use std::borrow::Cow;

/// Who can read a field of what is shown.
pub(super) fn of_field(app: &App, field: Field) -> Cow<'static, str> {
    match field {
        Field::HandshakeStatic => t!("inspector-readers-handshake-static"),
        _ if !is_content(field) => explain::readers(field.layer()),
        _ => message_shown(app).map_or_else(
            || explain::readers(Layer::Content),
            |message| wording::answer(of_message(&app.access(), message)),
        ),
    }
}

/// Whether it is what a message says, sealed or open.
fn is_content(field: Field) -> bool {
    field == Field::MessageCiphertext
        || field.layer() == Layer::Content
        || field.class() == Class::Plaintext
}

/// The message that the packet that is shown carries.
fn message_shown(app: &App) -> Option<ActionId> {
    let timeline = app.timeline();
    let recorded = timeline.recording().entries().get(app.shown()?)?;
    match &recorded.entry {
        Entry::Transmission { transmission, .. } => transmission.message,
        _ => None,
    }
}

/// Whether who stands at the tap reads the message that is shown, sealed as it passes.
pub(super) fn opens_what_is_shown(app: &App) -> bool {
    let observer = Observer::at(app.tap);
    message_shown(app)
        .is_some_and(|message| app.access().finding(observer, message) == Finding::Content)
}

/// Who reads a message at once, and who after trials alone.
fn of_message(access: &Access, message: ActionId) -> (Vec<Observer>, Vec<Observer>) {
    let with = |wanted: fn(Finding) -> bool| {
        let all = access.observers().into_iter();
        all.filter(|it| wanted(access.finding(*it, message))).collect()
    };
    (with(|it| it == Finding::Content), with(|it| it.trials().is_some()))
}

/// What the provider can tell of what has passed it.
pub(super) fn provider_opens(access: &Access) -> Cow<'static, str> {
    let provider = Observer::Provider;
    let findings = || access.messages().map(|it| access.finding(provider, it));
    let (Some(least), Some(best)) = (findings().min(), findings().max()) else {
        return t!("inspector-envelopes-none");
    };
    let names = |it: ActionId| access.reading(provider, it).read.has(Fields::FROM);
    let envelopes = if access.messages().all(names) {
        t!("inspector-envelopes-named")
    } else {
        t!("inspector-envelopes-unnamed")
    };
    let messages = match (least, best) {
        (Finding::Content, _) => t!("inspector-messages-open"),
        (_, Finding::Content) => t!("inspector-messages-open-some"),
        (_, Finding::Trials { .. }) => t!("inspector-messages-searched"),
        _ => t!("inspector-messages-sealed"),
    };
    format!("{envelopes} {messages}").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{
            Party, Position, Timeline, conversation,
            regime::{self, Regime},
        },
    };

    fn judged(regime: &'static dyn Regime) -> Access {
        let texts = [(Party::Alice, "one"), (Party::Bob, "two")];
        let run = conversation(RunSeed::from_bytes([3; 32]), true, &texts).under(regime);
        let mut timeline = Timeline::new(run);
        timeline.seek(Position::after(timeline.len()));
        let mut access = Access::default();
        access.update(&timeline);
        access
    }

    #[test]
    fn what_the_provider_opens_is_said_as_the_rule_has_it() {
        let said = |key| provider_opens(&judged(regime::of_key(key).unwrap()));
        let [sealed, open] = ["The messages stay sealed.", "And it reads the messages."];
        assert!(said("end-to-end").ends_with(sealed) && said("key-escrow").ends_with(sealed));
        assert!(said("transport-only").ends_with(open));
        assert!(said("key-substitution").ends_with(open));
        assert!(said("work-factor").contains("search"));
        assert!(said("sealed-sender").contains("not from whom"));
        // Nothing is said of messages that there are not.
        assert!(provider_opens(&Access::default()).ends_with("No message has passed yet."));
    }

    #[test]
    fn who_reads_a_message_is_asked_of_the_table() {
        let readers = |key| {
            let access = judged(regime::of_key(key).unwrap());
            let first = access.messages().next().unwrap();
            of_message(&access, first)
        };
        let owners = Party::ALL.map(Observer::Owner);
        assert_eq!(readers("end-to-end"), (owners.to_vec(), Vec::new()));
        let all = [&owners[..], &[Observer::Provider]].concat();
        assert_eq!(readers("transport-only"), (all, Vec::new()));
        assert_eq!(readers("work-factor"), (owners.to_vec(), vec![Observer::Provider]));
    }
}
