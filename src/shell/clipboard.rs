//! Copying text, with what the browser allows.

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement, Navigator};

/// The browser allowed no way to copy; the page should offer the text to be copied by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyRefused;

/// Puts `text` on the clipboard. Call it from a click or a key press: browsers demand that.
///
/// # Errors
/// [`CopyRefused`] when the browser refuses, as it may inside a frame.
pub async fn copy(text: &str) -> Result<(), CopyRefused> {
    let navigator = web_sys::window().ok_or(CopyRefused)?.navigator();
    if has_clipboard(&navigator)
        && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
    {
        return Ok(());
    }
    copy_by_selection(text).ok_or(CopyRefused)
}

/// Over plain http `navigator.clipboard` is undefined, against its declaration.
fn has_clipboard(navigator: &Navigator) -> bool {
    Reflect::get(navigator, &JsValue::from_str("clipboard")).is_ok_and(|value| value.is_object())
}

/// The old way: select the text in an element, and run the browser's own copy command.
fn copy_by_selection(text: &str) -> Option<()> {
    let document: HtmlDocument = web_sys::window()?.document()?.dyn_into().ok()?;
    let focused = document.active_element();
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_read_only(true);
    document.body()?.append_child(&area).ok()?;
    area.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    area.remove();
    if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Where the focus can't be put back there is nothing left to do.
        let _ = focused.focus();
    }
    copied.then_some(())
}
