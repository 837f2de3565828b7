//! Which modules of the page a first visit does without.

/// Paths of modules, types and functions, as they stand in the names of functions.
const LATER: &[&str] = &[
    "keyhole::access::rule::",
    "keyhole::access::ways::",
    "keyhole::crypto::weak::",
    "keyhole::l10n::tables::Texts>::later",
    "keyhole::mechanism::",
    "keyhole::ui::check::",
    "keyhole::ui::dialogs::",
    "keyhole::ui::header::seed::",
    "keyhole::ui::matrix::answer::",
    "keyhole::ui::matrix::how::",
    "keyhole::ui::ratchet::",
    "keyhole::ui::regime::",
    "keyhole::world::regime::",
    "vsss_rs::",
];

/// Exceptions: what of those a first visit runs.
const FIRST: &[&str] =
    &["keyhole::world::regime::end_to_end", "keyhole::world::regime::app::NoApp"];

/// Whether a function comes later: its name has a path of [`LATER`] in it, and none of [`FIRST`].
pub(super) fn is_later(name: &str) -> bool {
    let name = without_hashes(name);
    let has = |path: &&str| name.contains(path);
    LATER.iter().any(|path| has(&path)) && !FIRST.iter().any(|path| has(&path))
}

/// `keyhole[0123456789abcdef]::ui` is `keyhole::ui`.
fn without_hashes(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        match after.split_once(']') {
            Some((hash, after)) if hash.bytes().all(|it| it.is_ascii_hexdigit()) => rest = after,
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_without_hashes() {
        assert!(is_later("<keyhole[0123456789abcdef]::mechanism::leaf::Leaf>::open"));
        assert!(is_later("keyhole::mechanism::leaf::open::<[u8; 4]>"));
        assert!(!is_later("keyhole[0123456789abcdef]::protocol::x3dh::run::<[u8; 4]>"));
    }
}
