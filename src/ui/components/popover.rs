//! A button with a sheet that opens from it.

use crate::ui::prelude::*;
use crate::{
    shell::later,
    ui::state::{Intent, use_app},
};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// What a popover needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PopoverProps {
    /// What the button shows.
    pub button: Html,
    /// What the button is called, if it shows no text.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The button's classes.
    #[prop_or_default]
    pub class: &'static str,
    /// For the browser tests.
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    /// What the sheet holds.
    #[prop_or_default]
    pub children: Html,
    /// The same for a sheet that closes itself: it is given what closes it and takes the focus
    /// back to the button.
    #[prop_or_default]
    pub sheet: Option<Callback<Callback<()>, Html>>,
}

/// A sheet that opens from a button: closed by Escape, by a click elsewhere, and when the
/// focus leaves it. If something in it is selected, that gets the focus.
#[component]
pub fn Popover(props: &PopoverProps) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let button = use_node_ref();

    let app = use_app();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| {
            if *open {
                return open.set(false);
            }
            // What is in the sheet may come later.
            let (open, app) = (open.setter(), app.dispatcher());
            later::then(move |came| {
                app.dispatch(Intent::LaterCame(came.is_ok()));
                open.set(came.is_ok());
            });
        })
    };
    let close = {
        let (open, button) = (open.setter(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            if let Some(button) = button.cast::<HtmlElement>() {
                // A button that is gone needs no focus.
                let _ = button.focus();
            }
        })
    };
    let onkeydown = {
        let (open, close) = (open.clone(), close.clone());
        Callback::from(move |event: KeyboardEvent| {
            if *open && event.key() == "Escape" {
                event.stop_propagation();
                close.emit(());
            }
        })
    };
    let onfocusout = {
        let (open, root) = (open.clone(), root.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|target| wasm_bindgen::JsCast::dyn_into(target).ok());
            let inside = root
                .cast::<web_sys::Node>()
                .is_some_and(|root| to.is_some_and(|to: web_sys::Node| root.contains(Some(&to))));
            if !inside && event.related_target().is_some() {
                open.set(false);
            }
        })
    };
    use_close_on_outside_click(&root, &open);
    {
        let root = root.clone();
        use_effect_with(*open, move |open| {
            let selected = root.cast::<Element>().filter(|_| *open).and_then(|root| {
                root.query_selector(".menu__sheet [aria-selected=true]").ok().flatten()
            });
            if let Some(selected) = selected.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // What is gone needs no focus.
                let _ = selected.focus();
            }
        });
    }

    html! {
        <div class="menu" ref={root} {onkeydown} {onfocusout}>
            <button
                type="button"
                ref={button}
                class={classes!("button", props.class)}
                aria-expanded={open.to_string()}
                aria-label={props.label.clone()}
                title={props.label.clone()}
                data-testid={props.testid.clone()}
                onclick={toggle}
            >
                { props.button.clone() }
            </button>
            if *open {
                <div class="menu__sheet">
                    { props.children.clone() }
                    { props.sheet.as_ref().map(|sheet| sheet.emit(close)) }
                </div>
            }
        </div>
    }
}

#[hook]
fn use_close_on_outside_click(root: &NodeRef, open: &UseStateHandle<bool>) {
    let (root, open) = (root.clone(), open.clone());
    use_effect_with(*open, move |is_open| {
        let listener = is_open.then(|| {
            crate::ui::clock::Listener::on_window("pointerdown", move |event| {
                let target = event.target().and_then(|it| wasm_bindgen::JsCast::dyn_into(it).ok());
                let inside = root.cast::<web_sys::Node>().is_some_and(|root| {
                    target.is_some_and(|it: web_sys::Node| root.contains(Some(&it)))
                });
                if !inside {
                    open.set(false);
                }
            })
        });
        move || drop(listener)
    });
}
