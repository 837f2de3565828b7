//! The mark of a finding: a shape and a colour of its own.

use crate::access::Finding;
use crate::ui::prelude::*;

/// The mark of a finding.
pub fn mark(finding: Finding) -> Html {
    let class = format!("mark mark--{}", finding.key());
    if let Some(log) = finding.trials() {
        // The style sheet draws the figures: what is drawn need not be in the name of a button.
        return html! { <span {class} data-log={log.to_string()} aria-hidden="true" /> };
    }
    let (shape, line) = match finding {
        Finding::Content => (
            "M5 4h14a2.5 2.5 0 0 1 2.5 2.5v8A2.5 2.5 0 0 1 19 17h-7.5l-5 4v-4H5a2.5 2.5 0 0 1-2.5-2.5v-8A2.5 2.5 0 0 1 5 4",
            "M7 8.5h10M7 12.5h6",
        ),
        Finding::Metadata => (
            "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1",
            "m3.5 6.5 8.5 6.5 8.5-6.5",
        ),
        Finding::Exists => ("M12 6.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11", ""),
        Finding::Nothing | Finding::Trials { .. } => ("", "M9.5 12h5"),
    };
    html! {
        <svg {class} viewBox="0 0 24 24" aria-hidden="true">
            <path class="mark__shape" d={shape} />
            <path class="mark__line" d={line} />
        </svg>
    }
}
