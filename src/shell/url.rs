//! The part of the address after `#`: the only part that the page reads or writes. Browsers
//! don't send it to the server.

use wasm_bindgen::JsValue;

/// What stands after `#` in the address; empty without one.
#[must_use]
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// An address that holds a text itself (RFC 2397): nothing is requested, it can be saved.
#[must_use]
pub fn of_content(mime: &str, content: &str) -> String {
    let content = js_sys::encode_uri_component(content);
    format!("data:{mime};charset=utf-8,{}", String::from(content))
}

/// Replaces what stands after `#`, without a new entry in the history. Frames may forbid it.
pub fn replace_fragment(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let url = format!("#{fragment}");
        // Best effort: the address bar then shows what it showed before.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}
