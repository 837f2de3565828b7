//! Workers: instances of this WebAssembly beside the page, which run pieces of searches.
//!
//! `www/boot/boot.js` starts one from a Blob that holds the glue and hands it both compiled parts of
//! the WebAssembly, so that nothing is fetched or compiled again. Bytes go in, bytes come out: what
//! they mean says [`crate::jobs`]. Where workers can't be started (a strict sandbox, say), whoever
//! wanted one does the work in slices.

use crate::jobs::Runner;
use std::cell::RefCell;
use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};

/// A worker; it ends when this is dropped.
#[derive(Debug)]
pub struct Worker {
    handle: port::Handle,
    _answer: Closure<dyn FnMut(Vec<u8>)>,
    _fail: Closure<dyn FnMut()>,
}

/// It could not be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

impl Worker {
    /// Starts one. It calls `answer` with no bytes when it is ready, and then with what comes of
    /// each post; `fail` if it crashed or could not be started after all.
    ///
    /// # Errors
    /// If the browser does not let this page have workers.
    pub fn start(
        answer: impl FnMut(Vec<u8>) + 'static,
        fail: impl FnMut() + 'static,
    ) -> Result<Self, Refused> {
        let (answer, fail) = (Closure::new(answer), Closure::new(fail));
        let handle = port::worker(&answer, &fail).map_err(|_: JsValue| Refused)?;
        Ok(Self { handle, _answer: answer, _fail: fail })
    }

    /// Hands it a piece.
    pub fn post(&self, piece: Vec<u8>) {
        self.handle.post(piece);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.handle.terminate();
    }
}

/// How many there may be: one core is the page's.
#[must_use]
pub fn count() -> usize {
    usize::try_from(port::cores()).unwrap_or_default().saturating_sub(1).clamp(1, 16)
}

thread_local! {
    static RUNNER: RefCell<Runner> = RefCell::default();
}

/// What a worker does with a post.
#[wasm_bindgen]
#[must_use]
pub fn work(piece: &[u8]) -> Vec<u8> {
    RUNNER.with_borrow_mut(|runner| runner.run_bytes(piece))
}

mod port {
    use super::{Closure, JsValue, wasm_bindgen};

    #[wasm_bindgen]
    extern "C" {
        /// The browser's own handle.
        #[derive(Debug)]
        pub(super) type Handle;

        #[wasm_bindgen(method, js_name = postMessage)]
        pub(super) fn post(this: &Handle, piece: Vec<u8>);
        #[wasm_bindgen(method)]
        pub(super) fn terminate(this: &Handle);

        #[wasm_bindgen(js_namespace = keyhole)]
        pub(super) fn cores() -> u32;
        #[wasm_bindgen(js_namespace = keyhole, catch)]
        pub(super) fn worker(
            answer: &Closure<dyn FnMut(Vec<u8>)>,
            fail: &Closure<dyn FnMut()>,
        ) -> Result<Handle, JsValue>;
    }
}
