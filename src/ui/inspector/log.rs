//! The Log view: what the point has recorded so far, newest at the bottom.

use super::{
    log_lines::{Line, What},
    log_row::LogRow,
    near::use_near,
};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::Switch,
        state::{Intent, View, use_app},
    },
    world::Point,
};
use std::rc::Rc;
use web_sys::Element;

/// How many lines are drawn at once.
const LINES: usize = 40;
/// The height of a line, as www/styles/inspector.css has it, in hundredths of a rem.
const LINE_HEIGHT: usize = 225;

/// What the Log view needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LogProps {
    /// Where.
    pub point: Point,
    /// All lines, oldest first.
    pub lines: Rc<Vec<Line>>,
    /// The entry that the other views show.
    pub shown: Option<usize>,
}

/// The log of a point.
#[component]
pub fn Log(LogProps { point, lines, shown }: &LogProps) -> Html {
    let app = use_app();
    let only = use_state_eq(|| false);
    let list = use_node_ref();
    let can_tell = !point.is_link();
    let filtered = use_memo((lines.clone(), *only && can_tell), |(lines, only)| {
        lines.iter().filter(|line| !only || carries_message(line)).cloned().collect::<Vec<_>>()
    });
    {
        let list = list.clone();
        use_effect_with((*point, filtered.len()), move |_| {
            if let Some(list) = list.cast::<Element>() {
                list.set_scroll_top(list.scroll_height());
            }
        });
    }
    let open = Callback::from(move |index: usize| {
        app.dispatch(Intent::Select(Some(index)));
        app.dispatch(Intent::View(View::Bytes));
    });
    let onswitch = {
        let only = only.setter();
        Callback::from(move |on| only.set(on))
    };
    let total = filtered.len();
    let blocks = filtered.chunks(LINES).enumerate().map(|(nth, lines)| {
        html! {
            <LogBlock
                key={nth}
                lines={Rc::new(lines.to_vec())}
                shown={*shown}
                always={(nth + 2) * LINES > total}
                open={open.clone()}
            />
        }
    });
    html! {
        <div class="log">
            <div class="log__bar">
                <p class="log__count figures">{ t!("inspector-log-count", count = total) }</p>
                if can_tell {
                    <Switch on={*only} {onswitch} testid="messages-only">{ t!("inspector-messages-only") }</Switch>
                } else {
                    <p class="log__cannot">{ t!("inspector-link-cannot-tell") }</p>
                }
            </div>
            if filtered.is_empty() {
                <p class="panel__empty">{ t!("inspector-log-empty") }</p>
            } else {
                <div class="log__list" ref={list} role="list" tabindex="-1">{ for blocks }</div>
            }
        </div>
    }
}

const fn carries_message(line: &Line) -> bool {
    match &line.what {
        What::Packet(packet) => packet.kind.carries_message(),
        What::Note(_) => false,
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LogBlockProps {
    lines: Rc<Vec<Line>>,
    shown: Option<usize>,
    always: bool,
    open: Callback<usize>,
}

#[component]
fn LogBlock(LogBlockProps { lines, shown, always, open }: &LogBlockProps) -> Html {
    let node = use_node_ref();
    if use_near(&node, *always) {
        let rows = lines.iter().map(|line| html! {
            <LogRow key={line.index} line={line.clone()} current={*shown == Some(line.index)} open={open.clone()} />
        });
        return html! { <div ref={node} role="presentation">{ for rows }</div> };
    }
    let height = lines.len() * LINE_HEIGHT;
    let height = format!("{}.{:02}rem", height / 100, height % 100);
    html! {
        <div ref={node} role="presentation"><svg width="1" {height} aria-hidden="true" /></div>
    }
}
