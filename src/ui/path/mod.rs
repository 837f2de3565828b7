//! The path: five stations, what travels between them, and the tap.

pub mod form;
pub mod link_tools;
pub mod packet;
pub mod station;
pub mod tap;

use super::{movement, state::use_app};
use crate::ui::prelude::*;
use crate::{
    t,
    world::{Party, Point},
};
use link_tools::LinkTools;
use packet::Packet;
use station::Station;
use tap::Tap;

/// The path of a message, from phone to phone.
#[component]
pub fn Path() -> Html {
    let app = use_app();
    let version = app.version();
    let packets =
        app.movements.iter().zip(movement::ranks(&app.movements)).map(|(movement, rank)| {
            let id = movement.transmission.id;
            let key = format!("{}-{}-{}-{version}", id.action.0, id.link.key(), id.nth);
            html! { <Packet {key} movement={movement.clone()} {rank} /> }
        });
    html! {
        <section
            id="path"
            class={classes!("path", format!("path--{}", app.speed.key()))}
            aria-label={t!("stage-path")}
            tabindex="-1"
        >
            <div class="path__track">
                <Wire party={Party::Alice} />
                <Wire party={Party::Bob} />
                <ol class="path__stations">
                    { for Point::ALL.into_iter().map(|point| html! {
                        <Station key={point.key()} {point} />
                    }) }
                </ol>
                <div class="path__packets">{ for packets }</div>
                <Tap />
            </div>
            <LinkTools />
        </section>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct WireProps {
    party: Party,
}

/// The line between a phone and the provider: whole while there is a connection.
#[component]
fn Wire(WireProps { party }: &WireProps) -> Html {
    let app = use_app();
    let connection = app.timeline().world().phone(*party).connection();
    html! {
        <div
            class={classes!(
                "wire",
                format!("wire--{}", party.key()),
                format!("wire--{}", connection.key()),
            )}
            aria-hidden="true"
        />
    }
}
