//! The messages on a phone, the newest at the bottom.

use super::{PhoneProps, bubble::Bubble, name};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        regime::{order_at, rove_orders},
        state::{Dialog, Intent, use_app},
    },
};
use std::sync::Arc;
use web_sys::Element;

/// How many messages are shown; older ones are a click away.
const PAGE: usize = 60;

/// The chat, as a log that screen readers follow.
#[component]
pub fn Chat(PhoneProps { party }: &PhoneProps) -> Html {
    let app = use_app();
    let log = use_node_ref();
    let pages = use_state_eq(|| 1_usize);
    let timeline = app.timeline();
    let phone = timeline.world().phone(*party);
    let (items, online) = (phone.chat(), phone.online());
    let hidden = items.len().saturating_sub(*pages * PAGE);
    use_newest_in_view(&log, items.len());

    let more = Callback::from(move |_: MouseEvent| pages.set(*pages + 1));
    let bubbles = items.iter().enumerate().skip(hidden).map(|(index, item)| {
        let newest = index + 1 == items.len();
        let key = format!("{index}-{}", item.action.0);
        html! { <Bubble {key} item={Arc::clone(item)} {newest} /> }
    });
    let onclick = {
        let app = app.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(message) = order_at(&event) {
                app.dispatch(Intent::Open(Some(Dialog::Order(message))));
            }
        })
    };
    html! {
        <div
            class="chat"
            role="log"
            tabindex="0"
            aria-label={t!("phone-chat", name = name(party.peer()))}
            ref={log}
            onkeydown={|event: KeyboardEvent| rove_orders(&event)}
            {onclick}
        >
            if hidden > 0 {
                <button type="button" class="button button--small chat__more" onclick={more}>
                    { t!("phone-earlier", count = hidden) }
                </button>
            }
            if items.is_empty() {
                <p class="chat__empty">
                    { match (phone.chat_was_deleted(), online) {
                        (true, _) => t!("phone-deleted"),
                        (false, true) => t!("phone-empty"),
                        (false, false) => t!("phone-empty-offline"),
                    } }
                </p>
            } else {
                <ol class="chat__list">{ for bubbles }</ol>
            }
        </div>
    }
}

/// Scrolls to the newest message when there is a new one.
#[hook]
fn use_newest_in_view(log: &NodeRef, count: usize) {
    let log = log.clone();
    use_effect_with(count, move |_| {
        if let Some(log) = log.cast::<Element>() {
            log.set_scroll_top(log.scroll_height());
        }
    });
}
