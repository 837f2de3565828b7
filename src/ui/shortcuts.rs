//! The keyboard, where no control wants it for itself: Space plays and pauses, the arrows
//! step, Shift with them goes by actions, Ctrl+Z takes back. No letter alone does anything.

use super::{
    clock::Listener,
    state::{App, Intent},
};
use crate::ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent};

/// What uses the arrows or Space itself.
const OWNERS: &str = "input, textarea, select, summary, dialog, [contenteditable], [role=slider], \
    [role=grid], [role=tree], [role=tablist], [role=radiogroup], [role=toolbar], [role=menu], \
    [role=log], [role=listbox]";

/// Listens to the keyboard for the whole page.
#[hook]
pub fn use_shortcuts(app: &App) {
    let app = app.dispatcher();
    use_effect_with((), move |()| {
        let listener = Listener::on_window("keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if let Some(intent) = intent(event) {
                event.prevent_default();
                app.dispatch(intent);
            }
        });
        move || drop(listener)
    });
}

fn intent(event: &KeyboardEvent) -> Option<Intent> {
    if event.default_prevented() || event.is_composing() {
        return None;
    }
    let typing = within(event, "input, textarea, select, [contenteditable], dialog");
    if (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
        return match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            _ if typing => None,
            ("z", false) => Some(Intent::Undo),
            ("z", true) | ("y", false) => Some(Intent::Redo),
            _ => None,
        };
    }
    if event.alt_key() || within(event, OWNERS) {
        return None;
    }
    match (event.key().as_str(), event.shift_key()) {
        (" ", false) if !within(event, "button, a") => Some(Intent::PlayPause),
        ("ArrowRight", false) => Some(Intent::Step),
        ("ArrowLeft", false) => Some(Intent::StepBack),
        ("ArrowRight", true) => Some(Intent::NextAction),
        ("ArrowLeft", true) => Some(Intent::PreviousAction),
        _ => None,
    }
}

fn within(event: &Event, selector: &str) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}
