//! No message is there that nobody shows.

use crate::{english, page_sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A message is used when its id stands in the code as a string, or when its id begins with a
/// prefix that its file declares (`Computed ids: …` in a comment) and the code computes.
#[test]
fn every_message_is_used() {
    let code = code_of_the_page();
    let declared = declared_prefixes();
    for prefix in &declared {
        let is_built = |prefix: &str| code.contains(&format!("\"{prefix}{{"));
        let extends = |other: &String| prefix.starts_with(other.as_str()) && is_built(other);
        assert!(
            declared.iter().any(extends),
            "a locale file declares computed ids `{prefix}`, but the code never builds one; \
             remove the declaration and the messages"
        );
    }
    let unused: Vec<_> = english()
        .messages
        .into_iter()
        .filter(|(id, _)| !code.contains(&format!("\"{id}\"")))
        .filter(|(id, _)| !declared.iter().any(|prefix| id.starts_with(prefix)))
        .map(|(id, message)| format!("{}: `{id}` is never used; remove it", message.at))
        .collect();
    assert!(unused.is_empty(), "\n{}", unused.join("\n"));
}

/// The code without comments, so that an example in a comment doesn't count as a use.
fn code_of_the_page() -> String {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut code = String::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// Every `` `prefix-` `` that follows `Computed ids:` in a comment of a locale file.
fn declared_prefixes() -> BTreeSet<String> {
    page_sources()
        .iter()
        .flat_map(|source| source.content.lines())
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| line.split_once("Computed ids:"))
        .flat_map(|(_, list)| list.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}
