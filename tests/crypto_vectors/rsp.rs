//! Reads lists of `Name = value` entries separated by empty lines.

use std::collections::BTreeMap;

pub type Entry<'a> = BTreeMap<&'a str, &'a str>;

/// All entries in which `wanted` has a value; a line without `=` is a name without a value.
pub fn entries<'a>(text: &'a str, wanted: &str) -> Vec<Entry<'a>> {
    let entries: Vec<_> = text
        .split("\n\n")
        .map(|block| {
            block
                .lines()
                .filter(|line| !line.starts_with(['#', '[']) && !line.trim().is_empty())
                .map(|line| line.split_once('=').unwrap_or((line, "")))
                .map(|(name, value)| (name.trim(), value.trim()))
                .collect::<Entry<'_>>()
        })
        .filter(|entry| entry.contains_key(wanted))
        .collect();
    assert!(!entries.is_empty());
    entries
}
