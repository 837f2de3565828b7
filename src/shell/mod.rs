//! The web as ports: each module is one thing that the page needs from the browser.
//!
//! Nothing here decides anything, and nothing here fails the page: in a sandboxed frame
//! there is no storage, no history and often no clipboard, so those are best effort.
//!
//! [`kept`] and [`mod@panic`] talk to `www/boot/boot.js`, which starts this WebAssembly, keeps
//! what must outlive a crash, and starts a fresh instance when this one has panicked:
//!
//! ```text
//!   boot.js ── start ──▶ wasm ── keep(run, drafts) ──▶ boot.js      (whenever they change)
//!                        wasm ── report_panic ───────▶ boot.js ── start ──▶ fresh wasm
//!                                                         kept() ◀── reads what was kept
//! ```

pub mod clipboard;
pub mod kept;
pub mod later;
pub mod panic;
pub mod rng;
pub mod storage;
pub mod url;
pub mod worker;

/// The element that the page is mounted in: what index.html has there until then is the
/// skeleton, and after a crash boot.js puts an empty one in its place.
#[must_use]
pub fn mount_point() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id("app")
}
