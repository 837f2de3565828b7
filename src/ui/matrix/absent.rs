//! In place of the answer to "how?": at this moment of the run there is no such message.

use super::answer::focus;
use crate::{
    t,
    ui::state::{Intent, use_app},
};
use web_sys::HtmlElement;
use yew::prelude::*;

/// Says that the message isn't there, and how to go on.
#[component]
pub fn Absent() -> Html {
    let app = use_app();
    let title = use_node_ref();
    {
        let title = title.clone();
        use_effect_with((), move |()| {
            if let Some(title) = title.cast::<HtmlElement>() {
                // It can always be focused.
                let _ = title.focus();
            }
        });
    }
    let close = Callback::from(move |()| {
        app.dispatch(Intent::AskHow(None));
        focus("matrix-title");
    });
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                close.emit(());
            }
        })
    };
    html! {
        <section class="how" aria-labelledby="how-title" data-testid="how-absent" {onkeydown}>
            <header class="how__head">
                <h2 id="how-title" class="how__title" tabindex="-1" ref={title}>{ t!("how-absent-title") }</h2>
            </header>
            <div class="how__body">
                <p>{ t!("how-absent") }</p>
                <p>
                    <button
                        type="button"
                        class="button button--line"
                        data-testid="how-close"
                        onclick={close.reform(|_: MouseEvent| ())}
                    >
                        { t!("app-close") }
                    </button>
                </p>
            </div>
        </section>
    }
}
