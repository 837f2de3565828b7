//! Changed bytes give clear findings and never a panic, and the phones do what their rule
//! promises: where they can check, they refuse.
//!
//! | module | what is changed |
//! |---|---|
//! | [`envelopes`] | an envelope, inside the provider |
//! | [`apps`] | what an app makes |
//! | [`institutions`] | what institutions hand out |
//! | [`wire`] | what passes on a link |
//! | [`decoders`] | any bytes |

mod apps;
mod decoders;
mod envelopes;
mod institutions;
mod wire;

use crate::case::{Case, JOINS};
use keyhole::{
    access::Access,
    world::{ActionId, ChatBody, Party, Timeline},
};

fn id_of(place: usize) -> ActionId {
    Case::under("end-to-end").run().steps[JOINS + place].id
}

/// What the phone of the recipient shows for a message: nothing, the text, or an error.
fn shown(timeline: &Timeline, party: Party, place: usize) -> Option<&'static str> {
    let chat = timeline.world().phone(party).chat();
    let item = chat.iter().find(|it| it.action == id_of(place))?;
    Some(match &item.body {
        ChatBody::Incoming { .. } => "text",
        ChatBody::Unreadable { error } => error,
        ChatBody::Outgoing { .. } => panic!("it is not from the peer"),
    })
}

fn failed(access: &Access, rule: &str) -> usize {
    access.graph().failures().iter().filter(|it| it.rule == rule).count()
}
