//! What happens when the Rust side panics: boot.js is told, and starts a fresh instance.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, prelude::wasm_bindgen};

/// The event on `window` by which the browser tests provoke a panic. It reveals nothing and
/// loses nothing: the page restarts as it does after any panic.
pub const PROVOKE: &str = "keyhole-provoke-panic";

/// Reports panics to boot.js from now on. Call it before anything that could panic.
pub fn install() {
    // By way of Yew, which would otherwise set a hook of its own when it mounts.
    yew::set_custom_panic_hook(Box::new(|info| report_panic(&info.to_string())));
    listen_for_provocation();
}

#[expect(clippy::panic, reason = "this panic is asked for, to test the restart")]
fn listen_for_provocation() {
    let provoked = Closure::<dyn FnMut()>::new(|| panic!("provoked by the event {PROVOKE}"));
    if let Some(window) = web_sys::window()
        && window
            .add_event_listener_with_callback(PROVOKE, provoked.as_ref().unchecked_ref())
            .is_ok()
    {
        // It listens for as long as this instance lives.
        provoked.forget();
    }
}

#[wasm_bindgen(js_namespace = keyhole)]
extern "C" {
    #[wasm_bindgen(js_name = reportPanic)]
    fn report_panic(message: &str);
}
