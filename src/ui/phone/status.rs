//! The time and the connection of a phone.

use super::{PhoneProps, name};
use crate::{
    l10n, t,
    ui::{
        components::{Glyph, Icon},
        state::{Intent, use_app},
    },
    world::{Action, ConnectionState},
};
use yew::prelude::*;

/// The bar at the top of the screen: the logical time, and whether the phone is connected.
#[component]
pub fn StatusBar(PhoneProps { party }: &PhoneProps) -> Html {
    let app = use_app();
    let timeline = app.timeline();
    let world = timeline.world();
    let connection = world.phone(*party).connection();
    let text = l10n::text_or_id(&format!("phone-connection-{}", connection.key()), &[]);
    let glyph = match connection {
        ConnectionState::Offline => Glyph::Offline,
        _ => Glyph::Online,
    };
    html! {
        <div class="phone__status">
            <time class="figures">{ world.now().hours_minutes() }</time>
            <span class={classes!("phone__connection", connection.key())}>
                { text }<Icon {glyph} />
            </span>
        </div>
    }
}

/// Takes the phone off the network, or brings it back.
#[component]
pub fn NetworkSwitch(PhoneProps { party }: &PhoneProps) -> Html {
    let app = use_app();
    let party = *party;
    let online = app.timeline().world().phone(party).online();
    let toggle = Callback::from(move |_: MouseEvent| {
        app.dispatch(Intent::Do(if online {
            Action::GoOffline { party }
        } else {
            Action::GoOnline { party }
        }));
    });
    html! {
        <button
            type="button"
            role="switch"
            class="switch"
            aria-checked={online.to_string()}
            aria-label={t!("phone-network", name = name(party))}
            data-testid={format!("network-{}", party.key())}
            onclick={toggle}
        >
            { if online { t!("phone-online") } else { t!("phone-offline") } }
        </button>
    }
}
