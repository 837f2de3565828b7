//! What the owners of the phones could notice, each on their own phone.

use crate::ui::prelude::*;
use crate::{
    access::{Evidence, evidence},
    l10n::text_or_id,
    t,
    ui::{inspector::wording, state::use_app},
    world::{Party, Point},
};

/// A list for each phone.
#[component]
pub fn EvidenceList() -> Html {
    let app = use_app();
    let found = use_memo(app.version(), |_| {
        let timeline = app.timeline();
        Party::ALL.map(|party| (party, evidence(timeline.world(), timeline.recording(), party)))
    });
    html! {
        <>
            <p class="dialog__lead">{ t!("evidence-lead") }</p>
            <div class="evidence">{ for found.iter().map(|(party, found)| phone(*party, found)) }</div>
            <p class="dialog__note">{ t!("evidence-note") }</p>
        </>
    }
}

fn phone(party: Party, found: &[Evidence]) -> Html {
    let title = text_or_id(&format!("point-{}", Point::phone(party).key()), &[]);
    let peer = wording::name(party.peer());
    html! {
        <section class="evidence__phone" data-testid={format!("evidence-{}", party.key())}>
            <h3>{ title }</h3>
            if found.is_empty() {
                <p>{ t!("evidence-none") }</p>
            }
            <ul class="evidence__list">{ for found.iter().map(|it| item(*it, &peer)) }</ul>
        </section>
    }
}

fn item(it: Evidence, peer: &str) -> Html {
    let id = format!("evidence-{}", it.key());
    let says = |id: &str| text_or_id(id, &[("count", it.count().into()), ("peer", peer.into())]);
    html! {
        <li key={it.key()} data-evidence={it.key()}>
            <strong>{ says(&id) }</strong>
            <span>{ says(&format!("{id}.where")) }</span>
        </li>
    }
}
