//! What one does at the tap plays the run again, and while it plays the row of buttons comes and
//! goes: the focus comes back to the button that had it.

use crate::ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement};

/// A button of the row.
const BUTTON: &str = ".tamper button";

/// Keeps the focus in the row of the panel `root`; `settled` when nothing plays any more. What
/// is returned is to be called at every click in the panel.
#[hook]
pub fn use_refocus(root: &NodeRef, settled: bool) -> Callback<MouseEvent> {
    let wanted = use_mut_ref(|| None::<String>);
    {
        let (root, wanted) = (root.clone(), wanted.clone());
        use_effect(move || {
            let name = wanted.borrow().clone();
            if let (Some(name), Some(root)) = (name, root.cast::<HtmlElement>())
                && !bring_back(&root, &name, settled)
            {
                *wanted.borrow_mut() = None;
            }
        });
    }
    Callback::from(move |event: MouseEvent| {
        let button = event
            .target_dyn_into::<Element>()
            .and_then(|target| target.closest(BUTTON).ok().flatten());
        *wanted.borrow_mut() = button.and_then(|it| it.get_attribute("data-testid"));
    })
}

/// Focuses the button of that name, or what is nearest to it, if nothing has the focus. Whether
/// it must still be looked after.
fn bring_back(root: &HtmlElement, name: &str, settled: bool) -> bool {
    if !is_lost(root.owner_document()) {
        return root.contains(focused(root.owner_document()).as_deref());
    }
    let find = |selector: &str| {
        let found = root.query_selector(selector).ok().flatten();
        found.and_then(|it| it.dyn_into::<HtmlElement>().ok())
    };
    let nearest = || if settled { find(BUTTON).or_else(|| Some(root.clone())) } else { None };
    let button = find(&format!(r#".tamper [data-testid="{name}"]"#)).or_else(nearest);
    if let Some(button) = button {
        // What is gone needs no focus.
        let _ = button.focus();
    }
    true
}

fn focused(document: Option<Document>) -> Option<Element> {
    document?.active_element()
}

/// Whether nothing has the focus, which then is at the body.
fn is_lost(document: Option<Document>) -> bool {
    focused(document).is_none_or(|it| it.tag_name().eq_ignore_ascii_case("body"))
}
