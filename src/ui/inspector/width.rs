//! How many bytes fit into a row.

use crate::ui::prelude::*;
use js_sys::Array;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// From this width on, in units of the root font size, sixteen bytes fit into a row, with
/// their text and their name; www/styles/inspector.css says the same.
const WIDE: f64 = 36.0;

/// Sixteen bytes a row where there is room, else eight.
#[hook]
pub fn use_columns(node: &NodeRef) -> usize {
    let columns = use_state_eq(|| 16);
    let (node, setter) = (node.clone(), columns.setter());
    use_effect_with((), move |()| {
        let watch = node.cast::<Element>().map(|element| Watch::new(&element, setter));
        move || drop(watch)
    });
    *columns
}

struct Watch {
    observer: Option<ResizeObserver>,
    _call: Closure<dyn FnMut(Array)>,
}

impl Watch {
    fn new(element: &Element, columns: UseStateSetter<usize>) -> Self {
        let watched = element.clone();
        let call = Closure::<dyn FnMut(Array)>::new(move |_: Array| {
            columns.set(fitting(f64::from(watched.client_width())));
        });
        let observer = ResizeObserver::new(call.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _call: call }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn fitting(width: f64) -> usize {
    if width >= WIDE * root_font_size() { 16 } else { 8 }
}

fn root_font_size() -> f64 {
    let root = web_sys::window().and_then(|window| {
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok().flatten()
    });
    root.and_then(|style| style.get_property_value("font-size").ok())
        .map(|size| js_sys::parse_float(&size))
        .filter(|size| size.is_finite())
        .unwrap_or(16.0)
}
