//! Everything that the code can name has its words.

use crate::english;
use keyhole::access::{Fields, Finding, Kind, Observer, Origin, rule};
use keyhole::l10n;
use keyhole::wire::{Class, Field, Frame, Layer};
use keyhole::world::regime::{self, Idea, Retention, sources};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_field_class_layer_and_frame_has_its_words() {
    let complete = english();
    let mut wanted = BTreeSet::new();
    let mut want = |prefix: &str, key: &str, attributes: &[&str]| {
        wanted.insert(format!("{prefix}-{key}"));
        wanted.extend(attributes.iter().map(|attribute| format!("{prefix}-{key}.{attribute}")));
    };
    for field in Field::ALL {
        want("field", field.key(), &["meaning", "purpose"]);
    }
    for class in Class::ALL {
        want("class", class.key(), &["meaning"]);
    }
    for layer in Layer::ALL {
        want("layer", layer.key(), &["meaning", "readers"]);
    }
    for key in (0..=u8::MAX).filter_map(Frame::key_of_code) {
        want("frame", key, &["meaning"]);
    }
    let written: BTreeSet<String> = complete
        .messages
        .iter()
        .filter(|(_, message)| message.at.file.ends_with("/fields.ftl"))
        .map(|(id, _)| id.clone())
        .collect();
    assert_eq!(wanted, written, "fields.ftl and the code must name the same things");
}

#[test]
fn everything_that_access_finds_has_its_words() {
    let complete = english();
    let mut missing = Vec::new();
    let mut want = |prefix: &str, key: &str, attributes: &[&str]| {
        let id = format!("{prefix}-{key}");
        let with = attributes.iter().map(|attribute| format!("{id}.{attribute}"));
        missing.extend(
            [id.clone()].into_iter().chain(with).filter(|id| l10n::text(id, &[]).is_none()),
        );
    };
    for observer in Observer::ALL {
        want("observer", observer.key(), &["subject", "within"]);
    }
    for finding in [
        Finding::Nothing,
        Finding::Exists,
        Finding::Metadata,
        Finding::after_trials(28),
        Finding::Content,
    ] {
        want("finding", finding.key(), &["cell"]);
    }
    for (_, key) in Fields::ALL {
        want("metadata", key, &[]);
    }
    for kind in Kind::ALL {
        want("kind", kind.key(), &["within"]);
    }
    for origin in Origin::KEYS {
        want("origin", origin, &[]);
    }
    for rule in rule::ALL {
        want("rule", rule.key, &["exact"]);
    }
    assert!(missing.is_empty(), "access.ftl lacks {missing:?}");
    let here = complete.messages.iter().filter(|(_, it)| it.at.file.ends_with("/access.ftl"));
    let rules = here.filter_map(|(id, _)| id.strip_prefix("rule-"));
    let unknown: Vec<_> = rules
        .filter(|id| !id.contains('.') && !rule::ALL.iter().any(|rule| rule.key == *id))
        .collect();
    assert!(unknown.is_empty(), "access.ftl has words for rules that are not: {unknown:?}");
}

#[test]
fn every_regime_has_its_words_and_its_sources() {
    let english = english();
    let has = |id: String| assert!(english.messages.contains_key(&id), "`{id}` is missing");
    for idea in Idea::ALL {
        has(format!("idea-{}", idea.key()));
    }
    for retention in Retention::ALL {
        has(format!("retention-{}", retention.key()));
        has(format!("retention-{}.meaning", retention.key()));
    }
    let always =
        ["sentence", "mechanism", "real", "simplified", "missing", "gain", "others", "notice"];
    for regime in regime::ALL {
        let key = regime.key();
        has(format!("regime-{key}"));
        for attribute in always {
            has(format!("regime-{key}.{attribute}"));
        }
        assert!(sources::ALL.iter().any(|(listed, _)| *listed == key), "`{key}` has no sources");
    }
    let mut cited = BTreeSet::new();
    for (key, of) in sources::ALL {
        for (what, ids) in [("pro", of.pro), ("con", of.con), ("case", of.case)] {
            // What has no source isn't stated, and what is stated has one.
            let stated = english.messages.contains_key(&format!("regime-{key}.{what}"));
            assert_eq!(stated, !ids.is_empty(), "`regime-{key}.{what}` and its sources");
            cited.extend(ids.iter().map(|id| format!("source-{id}")));
        }
    }
    cited.iter().cloned().for_each(has);
}

/// docs/REGIMES.md has the same table as the code.
#[test]
fn the_documented_sources_are_those_of_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/REGIMES.md");
    let documented = std::fs::read_to_string(path).unwrap();
    let list = |ids: &[&str]| if ids.is_empty() { "–".to_owned() } else { ids.join(", ") };
    for (key, of) in sources::ALL {
        let row = format!("| {key} | {} | {} | {} |", list(of.pro), list(of.con), list(of.case));
        assert!(documented.contains(&row), "docs/REGIMES.md lacks {row}");
    }
}

/// Whoever lives in a town of the dialog "Who knows whom?" has a name, short enough for the drawing.
#[test]
fn everybody_in_town_has_a_name() {
    let names = l10n::text("contacts-names", &[]).unwrap();
    let names: BTreeSet<&str> = names.split(' ').collect();
    assert_eq!(names.len(), 66, "as `src/ui/contacts/view.rs` has it");
    assert!(names.iter().all(|it| (2..=4).contains(&it.chars().count())));
}

#[test]
fn explanations_come_from_the_files() {
    let tag = l10n::explain::field(Field::MessageTag);
    assert_eq!(tag.name, "Message tag");
    assert_eq!(l10n::explain::field_name(Field::MessageTag), tag.name);
    assert!(tag.meaning.ends_with('.') && tag.purpose.ends_with('.'));
    assert_eq!(l10n::explain::class(Class::Tag).0, "Authentication tag");
    assert_eq!(l10n::explain::layer(Layer::Content).0, "Content");
    assert_eq!(l10n::explain::readers(Layer::Content), "Whoever has the message’s key.");
    assert_eq!(l10n::explain::frame("deliver").0, "Delivery");
}
