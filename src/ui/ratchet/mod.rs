//! The keys of a phone: what it holds now, and which step made which key.
//!
//! What is shown is worked out without the web ([`history`], [`holdings`], [`key`]).

pub mod chip;
pub mod history;
pub mod holdings;
pub mod key;
pub mod turns;

use crate::ui::prelude::*;
use crate::{
    t,
    ui::{
        inspector::wording,
        state::{App, Dialog, Intent, press, use_app},
    },
    world::{ActionId, Party, SeenWhat},
};
use chip::KeyChip;
use holdings::{Holdings, SessionHoldings};
use std::rc::Rc;
use turns::Turns;

/// What the view needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RatchetProps {
    /// Whose phone.
    pub party: Party,
}

/// The keys of a phone.
#[component]
pub fn Ratchet(RatchetProps { party }: &RatchetProps) -> Html {
    let app = use_app();
    let party = *party;
    let shown = use_state_eq(|| false);
    let turns = use_memo((app.version(), party), |_| {
        Rc::new(history::history(app.timeline().recording(), party))
    });
    let held = use_memo((app.version(), party), |_| {
        holdings::holdings(app.timeline().world().phone(party))
    });
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let name = wording::name(party);
    html! {
        <>
            <div class="ratchet__bar">
                <p class="dialog__lead">{ t!("ratchet-lead") }</p>
                <button
                    type="button"
                    class="button button--main"
                    aria-pressed={shown.to_string()}
                    data-testid="show-keys"
                    onclick={toggle}
                >
                    if *shown { { t!("ratchet-hide-keys") } } else { { t!("ratchet-show-keys") } }
                </button>
            </div>
            <p class="dialog__note">{ t!("ratchet-demo") }</p>
            <div class="ratchet">
                <section class="ratchet__now">
                    <h3>{ t!("ratchet-now", name = name.as_ref()) }</h3>
                    { now(&app, party, &held, *shown) }
                </section>
                <section class="ratchet__past">
                    <h3>{ t!("ratchet-past") }</h3>
                    <p class="dialog__note">{ t!("ratchet-past-note") }</p>
                    <p class="dialog__note">{ t!("ratchet-healing") }</p>
                    <Turns turns={(*turns).clone()} selected={selected(&app)} shown={*shown} />
                    if turns.is_empty() { <p>{ t!("ratchet-nothing") }</p> }
                </section>
            </div>
        </>
    }
}

/// The message that the panel shows.
fn selected(app: &App) -> Option<ActionId> {
    let shown = app.shown()?;
    let timeline = app.timeline();
    let mut seen = timeline.recording().seen_at(app.tap);
    match seen.find(|seen| seen.index == shown)?.what {
        SeenWhat::Capture(capture) => capture.transmission.message,
        SeenWhat::Note(_) => None,
    }
}

fn now(app: &App, party: Party, held: &Holdings, shown: bool) -> Html {
    let safety = press(app, Intent::Open(Some(Dialog::SafetyNumber(party))));
    html! {
        <>
            <h4>{ t!("ratchet-identity") }</h4>
            { for held.identity.iter().map(|view| html! { <KeyChip view={view.clone()} {shown} /> }) }
            <p>
                <button type="button" class="button button--small button--line" onclick={safety}>
                    { t!("ratchet-safety") }
                </button>
            </p>
            <p class="ratchet__fact figures">{ t!("ratchet-prekeys", count = held.one_time_prekeys) }</p>
            if let Some(session) = &held.session {
                { session_now(session, shown) }
            } else {
                <p class="ratchet__fact">{ t!("ratchet-no-session") }</p>
            }
        </>
    }
}

fn session_now(session: &SessionHoldings, shown: bool) -> Html {
    let (sending, sent) = &session.sending;
    html! {
        <>
            <h4>{ t!("ratchet-session") }</h4>
            <p class="ratchet__fact">
                { if session.initiated { t!("ratchet-initiator") } else { t!("ratchet-responder") } }
            </p>
            { for session.keys.iter().map(|view| html! { <KeyChip view={view.clone()} {shown} /> }) }
            <h4>{ t!("ratchet-sending") }</h4>
            <KeyChip view={sending.clone()} {shown} />
            <p class="ratchet__fact figures">{ t!("ratchet-sent", count = *sent, previous = session.previous) }</p>
            <h4>{ t!("ratchet-receiving") }</h4>
            if let Some((chain, next)) = &session.receiving {
                <KeyChip view={chain.clone()} {shown} />
                <p class="ratchet__fact figures">{ t!("ratchet-next", number = *next) }</p>
            } else {
                <p class="ratchet__fact">{ t!("ratchet-no-chain") }</p>
            }
            <h4>{ t!("ratchet-skipped") }</h4>
            if session.skipped.is_empty() {
                <p class="ratchet__fact">{ t!("ratchet-no-skipped") }</p>
            }
            { for session.skipped.iter().map(|(view, number)| html! {
                <>
                    <p class="ratchet__fact figures">{ t!("ratchet-skipped-number", number = *number) }</p>
                    <KeyChip view={view.clone()} {shown} />
                </>
            }) }
        </>
    }
}
