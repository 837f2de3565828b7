//! A language is held against the complete one.

use super::{
    COMPLETE,
    message::Locale,
    mistake::{Mistake, mistake},
};

pub(super) fn compare(complete: &Locale, other: &Locale, mistakes: &mut Vec<Mistake>) {
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
