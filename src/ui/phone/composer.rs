//! Where one types.

use super::{PhoneProps, name};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        state::{Intent, use_app},
    },
    wire::Content,
};
use web_sys::HtmlTextAreaElement;

/// A field that grows with its text: Enter sends, Shift and Enter make a new line.
#[component]
pub fn Composer(PhoneProps { party }: &PhoneProps) -> Html {
    let app = use_app();
    let party = *party;
    let draft = app.drafts.of(party).clone();
    let too_long = draft.len() > Content::MAX_TEXT;
    let ready = !too_long && !draft.trim().is_empty();
    let label = t!("phone-write", name = name(party.peer()));

    let oninput = {
        let app = app.clone();
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            app.dispatch(Intent::Draft(party, area.value().into()));
        })
    };
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if ready {
            app.dispatch(Intent::Send(party));
        }
    });
    let hint = format!("too-long-{}", party.key());

    html! {
        <form class="composer" {onsubmit}>
            if too_long {
                <p class="composer__hint" id={hint.clone()} role="status">
                    { t!("phone-too-long", bytes = draft.len() as i64, limit = Content::MAX_TEXT as i64) }
                </p>
            }
            <div class="composer__field" data-value={draft.to_string()}>
                <textarea
                    rows="1"
                    dir="auto"
                    autocomplete="off"
                    enterkeyhint="send"
                    placeholder={label.clone()}
                    aria-label={label}
                    aria-describedby={too_long.then_some(hint)}
                    aria-invalid={too_long.then_some("true")}
                    value={draft.to_string()}
                    data-testid={format!("composer-{}", party.key())}
                    onkeydown={|event: KeyboardEvent| send_on_enter(&event)}
                    {oninput}
                />
            </div>
            <button
                type="submit"
                class="composer__send"
                aria-label={t!("phone-send")}
                title={t!("phone-send")}
                aria-disabled={(!ready).to_string()}
                data-testid={format!("send-{}", party.key())}
            >
                { icon(Glyph::Send) }
            </button>
        </form>
    }
}

fn send_on_enter(event: &KeyboardEvent) {
    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
        event.prevent_default();
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        if let Some(form) = area.form() {
            // It always holds: nothing in the form is required.
            let _ = form.request_submit();
        }
    }
}
