//! What outlives a crash of this WebAssembly: one string in the memory of boot.js.

use wasm_bindgen::prelude::wasm_bindgen;

/// Why this instance was started, as boot.js says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestartReason {
    /// By a visitor who opened the page; nothing is kept.
    Fresh,
    /// After a crash: what was kept should be restored, and the page should say so.
    Restarted,
    /// After a second crash in a row: what was kept should be restored without its last
    /// action, which may be what crashes, and the page should say so.
    RestartedWithoutLast,
}

/// Keeps `text` in place of what was kept before. It is never stored and never sent.
pub fn keep(text: &str) {
    port::keep(text);
}

/// What was kept last, by this instance or by the one that crashed.
#[must_use]
pub fn load() -> Option<String> {
    port::kept()
}

/// Why this instance was started.
#[must_use]
pub fn restart_reason() -> RestartReason {
    match port::restart_reason().as_str() {
        "restarted" => RestartReason::Restarted,
        "restarted-without-last" => RestartReason::RestartedWithoutLast,
        _ => RestartReason::Fresh,
    }
}

/// Tells boot.js that the page stands.
pub fn mounted() {
    port::mounted();
}

mod port {
    use super::wasm_bindgen;

    #[wasm_bindgen(js_namespace = keyhole)]
    extern "C" {
        pub(super) fn keep(text: &str);
        pub(super) fn kept() -> Option<String>;
        pub(super) fn mounted();
        #[wasm_bindgen(js_name = restartReason)]
        pub(super) fn restart_reason() -> String;
    }
}
