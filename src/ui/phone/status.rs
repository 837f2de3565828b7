//! The time and the connection of a phone.

use super::{PhoneProps, name};
use crate::ui::prelude::*;
use crate::{
    l10n, t,
    ui::{
        components::{Glyph, Switch, icon},
        state::{Intent, use_app},
    },
    world::{Action, ConnectionState},
};

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
                { text }{ icon(glyph) }
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
    let onswitch = Callback::from(move |on: bool| {
        app.dispatch(Intent::Do(if on {
            Action::GoOnline { party }
        } else {
            Action::GoOffline { party }
        }));
    });
    html! {
        <Switch
            on={online}
            {onswitch}
            label={t!("phone-network", name = name(party)).to_string()}
            testid={format!("network-{}", party.key())}
        >
            { if online { t!("phone-online") } else { t!("phone-offline") } }
        </Switch>
    }
}
