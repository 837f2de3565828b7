//! Arrow keys that move the focus among the parts of one control.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Moves the focus among what matches `selector` inside the element that listens: `back` and
/// `further` by one, Home and End to the ends. Nothing happens when none of them has it.
pub fn rove(event: &KeyboardEvent, selector: &str, [back, further]: [&str; 2]) {
    // A part that is gone needs no focus.
    let _ = moved(event, selector, [back, further]);
}

fn moved(event: &KeyboardEvent, selector: &str, [back, further]: [&str; 2]) -> Option<()> {
    let root: Element = event.current_target()?.dyn_into().ok()?;
    let found = root.query_selector_all(selector).ok()?;
    let all: Vec<HtmlElement> =
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect();
    let focused = root.owner_document()?.active_element()?;
    let place = all.iter().position(|it| **it == focused)?;
    let last = all.len() - 1;
    let to = match event.key().as_str() {
        key if key == back => place.saturating_sub(1),
        key if key == further => (place + 1).min(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    event.prevent_default();
    all.get(to)?.focus().ok()
}
