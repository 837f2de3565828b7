//! Starting over: the first messages again, under the rule that is in force.

use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        keeping,
        state::{Intent, use_app},
    },
};

/// What the button needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct StartOverProps {
    /// Closes the sheet in which it is.
    #[prop_or_default]
    pub(super) close: Callback<()>,
}

/// Takes back everything that was done to the run; undo brings it back.
#[component]
pub(super) fn StartOver(StartOverProps { close }: &StartOverProps) -> Html {
    let app = use_app();
    let onclick = {
        let close = close.clone();
        Callback::from(move |_: MouseEvent| {
            let run = keeping::started_over(app.timeline().run());
            close.emit(());
            app.dispatch(Intent::Replace(run));
            app.dispatch(Intent::Announce(t!("app-started-over").into()));
        })
    };
    html! {
        <button
            type="button"
            class="button start-over"
            title={t!("app-start-over.title")}
            data-testid="start-over"
            {onclick}
        >
            { icon(Glyph::Again) }
            <span class="start-over__name">{ t!("app-start-over") }</span>
        </button>
    }
}
