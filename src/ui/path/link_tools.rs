//! What one can do to the link on which the tap stands.

use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        components::{Glyph, icon},
        phone,
        state::{Intent, press, use_app},
    },
    world::{Action, ConnectionState, Party},
};

/// Cut the link, or take its phone off the network. There is nothing at the other points.
#[component]
pub fn LinkTools() -> Html {
    let app = use_app();
    let point = app.tap;
    let Some(party) = point.party().filter(|_| point.is_link()) else { return html! {} };
    let connection = app.timeline().world().phone(party).connection();
    let online = app.timeline().world().phone(party).online();
    let act = |action: Action| press(&app, Intent::Do(action));
    let name = phone::name(party);
    let side = match party {
        Party::Alice => "link-tools--alice",
        Party::Bob => "link-tools--bob",
    };
    html! {
        <div class={classes!("link-tools", side)}>
            <button
                type="button"
                class="button button--line button--small"
                disabled={connection != ConnectionState::Connected}
                data-testid="cut"
                onclick={act(Action::Cut { link: party })}
            >
                { icon(Glyph::Cut) }{ t!("stage-cut") }
            </button>
            if online {
                <button
                    type="button"
                    class="button button--line button--small"
                    onclick={act(Action::GoOffline { party })}
                >
                    { icon(Glyph::Offline) }{ t!("stage-offline", name = name) }
                </button>
            } else {
                <button
                    type="button"
                    class="button button--line button--small"
                    onclick={act(Action::GoOnline { party })}
                >
                    { icon(Glyph::Online) }{ t!("stage-online", name = name) }
                </button>
            }
        </div>
    }
}
