//! Which modules of the page a first visit does without.

/// Paths of modules, types and functions, as they stand in the names of functions.
const LATER: &[&str] = &[
    // AES with short keys is Clipper's and the weak suites'.
    "aes128::",
    "aes::Aes128",
    "keyhole::ui::playback::scrubber::shift",
    // A run and what is known of it are copied to try something.
    "keyhole::world::recording::Recorded> as core::clone::Clone",
    // Short lists are sorted otherwise.
    "core::slice::sort::unstable::quicksort::quicksort",
    // What is said of something that was changed on the way.
    "keyhole::protocol::header::HeaderError as core::fmt::Display",
    "keyhole::protocol::transport::error::TransportError as core::convert::From",
    "keyhole::wire::reader::DecodeError as core::fmt::Display",
    // What panics say.
    "<char as core::fmt::Debug>",
    "core::str::slice_error_fail",
    "keyhole::access::derivation::",
    "keyhole::access::fact::is_layered",
    "keyhole::access::gather::Gatherer>::read_event",
    "keyhole::access::gather::Gatherer>::read_handed",
    "keyhole::access::gather::handed_over",
    "keyhole::access::impersonate::",
    "keyhole::access::false_leaf::",
    "keyhole::access::rule::",
    "keyhole::access::ways::",
    "keyhole::crypto::weak::",
    "keyhole::json::Parser",
    "keyhole::mechanism::",
    "keyhole::ui::check::",
    "keyhole::ui::components::tabs::",
    "keyhole::ui::dialogs::",
    "keyhole::ui::header::seed::SeedSheet",
    "keyhole::ui::header::sheet",
    "keyhole::ui::inspector::fields::",
    "keyhole::ui::inspector::log::",
    "keyhole::ui::inspector::log_row::",
    "keyhole::ui::matrix::answer::",
    "keyhole::ui::matrix::how::",
    "keyhole::ui::matrix::panel::",
    "keyhole::ui::matrix::who_else::",
    "keyhole::access::kept::Access>::capable",
    "keyhole::world::provider::Provider>::has_copy",
    "keyhole::world::state::World>::standing_secrets",
    "keyhole::ui::ratchet::",
    "keyhole::ui::regime::",
    "keyhole::ui::search::",
    "keyhole::ui::engine::",
    "keyhole::ui::people::",
    "keyhole::people::",
    "keyhole::world::state::seed_of",
    "keyhole::world::script::played",
    "keyhole::jobs::",
    "keyhole::shell::worker::",
    "keyhole::access::quest::",
    "keyhole::world::connection::close_packet",
    "keyhole::world::forging::",
    "keyhole::world::phone::forging::",
    "keyhole::protocol::session_store::SessionStore>::choose",
    "keyhole::world::provider::Provider>::pass_on",
    "keyhole::world::provider::Provider>::release_line",
    "keyhole::world::provider::mail::take",
    "keyhole::world::regime::",
    "keyhole::world::rehearsal::",
    "keyhole::world::phone::layer::",
    "keyhole::ui::playback::ticks::name_more",
    "keyhole::world::run_json::push_more",
    "keyhole::world::run_json::step",
    "keyhole::world::action::Run as core::convert::TryFrom<&keyhole::json::Json>",
    "keyhole::world::provider::orders::hand_all",
    "keyhole::world::phone::Phone>::add_device",
    "keyhole::world::phone::Phone>::forge",
    "keyhole::world::phone::Phone>::note_forging",
    "keyhole::world::phone::Phone>::remove_device",
    "keyhole::world::phone::Phone>::seal_copies",
    "keyhole::world::phone::Phone>::submit_sealed",
    "keyhole::world::phone::Phone>::unseal",
    "keyhole::world::phone::Phone>::keep_certificate",
    "keyhole::world::phone::Phone>::take_notice",
    "keyhole::world::phone::Phone>::cover",
    "keyhole::world::phone::Phone>::uncover",
    "keyhole::world::phone::messages::garbled",
    "keyhole::world::phone_store::",
    "keyhole::world::phone::Phone>::franked",
    "keyhole::world::phone::Phone>::keep_reportable",
    "keyhole::world::provider::reports::",
    "keyhole::wire::frame::write_report",
    "keyhole::wire::frame::read_report",
    "keyhole::world::seizure::",
    "keyhole::ui::state::State>::apply_more",
    "keyhole::world::state::World>::begin_more",
    "keyhole::world::state::World>::change_app",
    "keyhole::world::state::World>::cut",
    "keyhole::world::state::World>::other_app",
    "keyhole::world::state::elsewhere::",
    "keyhole::world::phone::Phone>::go_on_from",
    "keyhole::world::timeline::Timeline>::restore",
    "vsss_rs::",
];

/// The function that hands out the texts that come later: it has to come with them.
pub(super) const TEXTS: &str = "keyhole::l10n::tables::Texts>::later";

/// Exceptions: what of those a first visit runs.
const FIRST: &[&str] = &[
    // The table asks whether there is an answer to remember.
    "use_memo_base::inner_fn::<core::option::Option<alloc::rc::Rc<keyhole::ui::matrix::how::How",
    // What is the same for values of many types has one of their names.
    "keyhole::ui::kept_value::",
    // What follows from what passes end-to-end.
    "keyhole::access::rule::envelope::",
    "keyhole::access::rule::message::",
    "keyhole::access::rule::sealed::read_addresses",
    "keyhole::access::rule::transport::",
    "keyhole::access::rule::weak::suite",
    "keyhole::ui::check::material::of_capture",
    "keyhole::ui::regime::changed::NewFields",
    "keyhole::ui::regime::changed::use_difference",
    "<keyhole::ui::regime::picker::Picker>",
    "keyhole::ui::regime::name",
    "keyhole::ui::regime::words",
    "keyhole::ui::regime::orders::orders",
    "keyhole::ui::regime::difference::Difference>::of",
    "keyhole::ui::regime::difference::Difference as core::cmp::PartialEq",
    "keyhole::world::regime::Draw>::rng",
    "keyhole::world::regime::Regime as core::cmp::PartialEq",
    "keyhole::world::regime::app::NoApp",
    "keyhole::world::regime::end_to_end",
    "keyhole::world::regime::institutions::Institution>::key",
    "keyhole::world::regime::of_key",
    // What is kept from the last visit.
    "keyhole::world::regime::order::Retention>::of_key",
    // Every provider has this key.
    "keyhole::world::regime::sealed_sender::certificate_key",
];

/// The standard library's own code, for whatever types. wasm-opt keeps short functions once for
/// all types for which they are the same, so other types may use them than those in the name.
const SHARED: &[&str] = &["alloc::", "<alloc::", "core::", "<core::"];
/// So long are functions that are nobody else's.
const OWN: u64 = 400;
/// A function of no more bytes than this stays: a stub would not be smaller, and wasm-opt keeps
/// one of such functions for all that are the same, whatever module they come from.
const WORTH_IT: u64 = 48;

/// Whether a function comes later: its name has a path of [`LATER`] in it, and none of [`FIRST`].
pub(super) fn is_later(name: &str, size: u64) -> bool {
    let name = without_hashes(name);
    let has = |path: &str| name.contains(path);
    if has(TEXTS) {
        return true;
    }
    size > WORTH_IT
        && LATER.iter().any(|path| has(path))
        && !FIRST.iter().any(|path| has(path))
        && (size > OWN || !SHARED.iter().any(|path| name.starts_with(path)))
}

/// `keyhole[0123456789abcdef]::ui` is `keyhole::ui`.
pub(super) fn without_hashes(name: &str) -> String {
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
        assert!(is_later("<keyhole[0123456789abcdef]::mechanism::leaf::Leaf>::open", 100));
        assert!(!is_later("keyhole::mechanism::leaf::open::<[u8; 4]>", 10));
        assert!(is_later("<keyhole::l10n::tables::Texts>::later", 10));
        assert!(is_later("keyhole::mechanism::leaf::open::<[u8; 4]>", 100));
        assert!(!is_later("<alloc::vec::Vec<keyhole::mechanism::leaf::Leaf>>::push", 100));
        assert!(!is_later("keyhole[0123456789abcdef]::protocol::x3dh::run::<[u8; 4]>", 100));
    }
}
