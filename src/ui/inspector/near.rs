//! Whether an element is in sight or close to it, so that long lists draw only what is seen.

use crate::ui::prelude::*;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How far outside of the visible part something still counts as near.
const MARGIN: &str = "240px";

/// Whether the element is near the visible part of the page; `always` saves the watching.
#[hook]
pub fn use_near(node: &NodeRef, always: bool) -> bool {
    let near = use_state_eq(|| false);
    let (node, setter) = (node.clone(), near.setter());
    use_effect_with(always, move |always| {
        let watch = (!always).then(|| Watch::new(&node, setter));
        move || drop(watch)
    });
    always || *near
}

struct Watch {
    observer: Option<IntersectionObserver>,
    _call: Closure<dyn FnMut(Array)>,
}

impl Watch {
    fn new(node: &NodeRef, near: UseStateSetter<bool>) -> Self {
        let call = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
                near.set(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        // Browsers that don't know it draw a row when it is seen, not before.
        let _ = Reflect::set(&options, &"scrollMargin".into(), &JsValue::from_str(MARGIN));
        let function = call.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(function, &options).ok();
        if let (Some(observer), Some(element)) = (&observer, node.cast::<Element>()) {
            observer.observe(&element);
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
