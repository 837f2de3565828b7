//! A bubble of the chat.

use crate::ui::prelude::*;
use crate::{
    l10n, t,
    ui::{
        components::{Glyph, icon},
        moment,
        regime::order_button,
    },
    world::{ChatBody, ChatItem, Delivery},
};
use std::{borrow::Cow, sync::Arc};

/// What a bubble shows.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BubbleProps {
    /// The message.
    pub item: Arc<ChatItem>,
    /// Whether it is the newest.
    pub newest: bool,
}

/// One message.
#[component]
pub fn Bubble(BubbleProps { item, newest }: &BubbleProps) -> Html {
    let text = match &item.body {
        ChatBody::Outgoing { text, .. } | ChatBody::Incoming { text } => text.as_ref(),
        ChatBody::Unreadable { .. } => "…",
    };
    let time = html! {
        <>
            { order_button(item.action, text, *newest) }
            <time class="figures">{ moment::in_minutes(item.time) }</time>
        </>
    };
    match &item.body {
        ChatBody::Outgoing { text, state, .. } => html! {
            <li class="bubble bubble--out" data-testid="bubble">
                <p dir="auto">{ text.to_string() }</p>
                <span class="bubble__foot">{ time }<Ticks state={*state} /></span>
            </li>
        },
        ChatBody::Incoming { text } => html! {
            <li class="bubble bubble--in" data-testid="bubble">
                <p dir="auto">{ text.to_string() }</p>
                <span class="bubble__foot">{ time }</span>
            </li>
        },
        ChatBody::Unreadable { error } => html! {
            <li class="bubble bubble--unreadable" data-testid="bubble">
                <p class="bubble__alert">
                    { icon(Glyph::Warning) }
                    <span>{ t!("phone-unreadable", why = reason(error).into_owned()) }</span>
                </p>
                <span class="bubble__foot">{ time }</span>
            </li>
        },
    }
}

fn reason(error: &str) -> Cow<'static, str> {
    l10n::text(&format!("error-{error}"), &[]).unwrap_or_else(|| t!("phone-unreadable-why"))
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct TicksProps {
    state: Delivery,
}

/// How far a sent message has come, as a drawing with a name.
#[component]
fn Ticks(TicksProps { state }: &TicksProps) -> Html {
    let text = l10n::text_or_id(&format!("phone-delivery-{}", state.key()), &[]);
    let glyph = match state {
        Delivery::Waiting => Glyph::Clock,
        Delivery::Accepted => Glyph::Tick,
        Delivery::Delivered => Glyph::Ticks,
        Delivery::Failed => Glyph::Warning,
    };
    html! {
        <span class={classes!("ticks", state.key())} title={text.clone()}>
            { icon(glyph) }<span class="aloud">{ text }</span>
        </span>
    }
}
