//! One line of a point's log.

use super::{
    log_lines::{Line, PacketLine, What},
    wording,
};
use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        moment,
    },
};

/// What a line of the log needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LogRowProps {
    /// The line.
    pub line: Line,
    /// Whether the other views show it.
    pub current: bool,
    /// Opens an entry.
    pub open: Callback<usize>,
}

/// One line of the log: a packet opens, a note does not.
#[component]
pub fn LogRow(LogRowProps { line, current, open }: &LogRowProps) -> Html {
    let time = moment::exact(line.time);
    match &line.what {
        What::Packet(packet) => {
            let (open, index) = (open.clone(), line.index);
            html! {
                <div role="listitem" class="log__row">
                    <button
                        type="button"
                        class="log__packet"
                        aria-current={current.then_some("true")}
                        data-testid="log-entry"
                        data-index={index.to_string()}
                        onclick={move |_: MouseEvent| open.emit(index)}
                    >
                        { packet_cells(&time, packet) }
                    </button>
                </div>
            }
        }
        What::Note(event) => html! {
            <div role="listitem" class="log__row log__row--note" data-testid="log-note">
                <span class="log__time figures">{ time }</span>
                <span class="log__note">{ wording::event(event) }</span>
            </div>
        },
    }
}

fn packet_cells(time: &str, packet: &PacketLine) -> Html {
    html! {
        <>
            <span class="log__time figures">{ time.to_owned() }</span>
            <span class="log__way">{ wording::way(packet) }</span>
            <span class="log__what">
                <span class="log__kind">{ wording::packet(packet.kind) }</span>
                if let Some(text) = &packet.text {
                    <span class="log__text" dir="auto">{ text.to_string() }</span>
                }
                if packet.spoiled {
                    <span class="badge badge--tap">
                        { icon(Glyph::Warning) }
                        { t!("inspector-spoiled") }
                    </span>
                }
            </span>
            <span class="log__size figures">{ t!("app-bytes", count = packet.size) }</span>
        </>
    }
}
