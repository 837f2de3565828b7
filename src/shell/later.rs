//! The part of the WebAssembly that a first visit does without.
//!
//! The build moves it to a file of its own (`xtask/src/bundle/later`), and www/boot/boot.js
//! loads that when a visitor first does something. A function that lives there can be called
//! at any time: if need be, the call waits for the file and blocks the page meanwhile. So what
//! a visitor asks for goes through [`come`] first.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// It could not be loaded: there is no connection, or something blocks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

/// Waits until it is there.
///
/// # Errors
/// If it can't be loaded. The next call tries again.
pub async fn come() -> Result<(), Missing> {
    JsFuture::from(port::later()).await.map_err(|_: JsValue| Missing)?;
    port::need_later();
    Ok(())
}

/// Waits for it in the background, and then goes on.
pub fn then(go_on: impl FnOnce(Result<(), Missing>) + 'static) {
    wasm_bindgen_futures::spawn_local(async { go_on(come().await) });
}

mod port {
    use super::wasm_bindgen;

    #[wasm_bindgen(js_namespace = keyhole)]
    extern "C" {
        /// A promise that its file is loaded and compiled.
        pub(super) fn later() -> js_sys::Promise;
        /// Joins it to this instance, and loads it before if need be. The build's stubs call
        /// this too.
        #[wasm_bindgen(js_name = needLater)]
        pub(super) fn need_later();
    }
}
