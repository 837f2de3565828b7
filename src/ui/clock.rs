//! Timers, frames and listeners that end when they are dropped.

use js_sys::Promise;
use wasm_bindgen::{JsCast as _, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

/// Milliseconds since the page began to load.
#[must_use]
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |it| it.now())
}

/// Date and time as the reader's clock has them, in UTC (ISO 8601).
#[must_use]
pub fn date() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// Lets the browser do what it has to do, and goes on.
pub async fn breathe() {
    let turn = Promise::new(&mut |go_on, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer the page would go on at once, which is no harm.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&go_on, 0);
        }
    });
    // A timer never fails.
    let _ = JsFuture::from(turn).await;
}

/// Calls once, after a while.
#[derive(Debug)]
pub struct Timeout {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Calls `call` in `ms` milliseconds, unless it is dropped before.
    #[must_use]
    pub fn after(ms: u32, call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(call);
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        let id = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    call.as_ref().unchecked_ref(),
                    ms,
                )
                .ok()
        });
        Self { id, _call: call }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let (Some(window), Some(id)) = (web_sys::window(), self.id) {
            window.clear_timeout_with_handle(id);
        }
    }
}

/// Calls once, before the next paint.
#[derive(Debug)]
pub struct Frame {
    id: Option<i32>,
    _call: Closure<dyn FnMut()>,
}

impl Frame {
    /// Calls `call` before the next paint, unless it is dropped before.
    #[must_use]
    pub fn next(call: impl FnOnce() + 'static) -> Self {
        let call = Closure::once(call);
        let id = web_sys::window()
            .and_then(|window| window.request_animation_frame(call.as_ref().unchecked_ref()).ok());
        Self { id, _call: call }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let (Some(window), Some(id)) = (web_sys::window(), self.id) {
            // A frame that has come can't be taken back, and need not be.
            let _ = window.cancel_animation_frame(id);
        }
    }
}

/// Listens on the window.
#[derive(Debug)]
pub struct Listener {
    kind: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `call` at every event of this kind, until it is dropped.
    #[must_use]
    pub fn on_window(kind: &'static str, call: impl FnMut(Event) + 'static) -> Self {
        let call = Closure::new(call);
        if let Some(window) = web_sys::window() {
            // A window always takes a listener.
            let _ = window
                .add_event_listener_with_callback(kind, Closure::as_ref(&call).unchecked_ref());
        }
        Self { kind, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            // What is not there need not be removed.
            let _ = window
                .remove_event_listener_with_callback(self.kind, self.call.as_ref().unchecked_ref());
        }
    }
}
