//! A native modal dialog: Escape closes it, and the focus goes back to where it was.

use crate::ui::components::Close;
use crate::ui::prelude::*;
use std::borrow::Cow;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Event, HtmlDialogElement, HtmlElement};

/// What a dialog needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ModalProps {
    /// Its title.
    pub title: Cow<'static, str>,
    /// For the browser tests.
    pub testid: AttrValue,
    /// Whether it needs more room than a column of text.
    #[prop_or_default]
    pub wide: bool,
    /// Called when it is closed, however that happens.
    pub onclose: Callback<()>,
    /// What it holds.
    pub children: Html,
}

/// A modal dialog, open as long as it is there.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let node = use_node_ref();
    {
        let (node, onclose) = (node.clone(), props.onclose.clone());
        use_effect_with((), move |()| {
            let open = node.cast::<HtmlDialogElement>().map(|dialog| Open::new(dialog, onclose));
            move || drop(open)
        });
    }
    let onclick = {
        let (node, onclose) = (node.clone(), props.onclose.clone());
        Callback::from(move |event: MouseEvent| {
            // A click beside the sheet strikes the dialog itself.
            if event.target() == node.cast::<HtmlElement>().map(Into::into) {
                onclose.emit(());
            }
        })
    };
    html! {
        <dialog
            ref={node}
            class={classes!("dialog", props.wide.then_some("dialog--wide"))}
            aria-labelledby="dialog-title"
            data-testid={props.testid.clone()}
            {onclick}
        >
            <div class="dialog__sheet">
                <header class="dialog__head">
                    <h2 id="dialog-title" class="dialog__title">{ props.title.clone() }</h2>
                    <Close class="button--icon" testid="dialog-close" onclose={props.onclose.clone()} />
                </header>
                <div class="dialog__body" tabindex="0" role="group" aria-labelledby="dialog-title">
                    { props.children.clone() }
                </div>
            </div>
        </dialog>
    }
}

/// An open dialog, and where the focus was before.
struct Open {
    dialog: HtmlDialogElement,
    before: Option<HtmlElement>,
    listener: Closure<dyn FnMut(Event)>,
}

impl Open {
    fn new(dialog: HtmlDialogElement, onclose: Callback<()>) -> Self {
        let before = web_sys::window()
            .and_then(|window| window.document()?.active_element())
            .and_then(|element| element.dyn_into().ok());
        let listener = Closure::<dyn FnMut(Event)>::new(move |_: Event| onclose.emit(()));
        // A dialog always takes a listener; one that is open already stays open.
        let _ = dialog.add_event_listener_with_callback("close", listener.as_ref().unchecked_ref());
        let _ = dialog.show_modal();
        Self { dialog, before, listener }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // What is gone needs no listener and no focus.
        let function = self.listener.as_ref().unchecked_ref();
        let _ = self.dialog.remove_event_listener_with_callback("close", function);
        self.dialog.close();
        if let Some(before) = &self.before {
            let _ = before.focus();
        }
    }
}
