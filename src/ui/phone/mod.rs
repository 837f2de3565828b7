//! A phone: it looks like one, and one can type into it.

pub mod bubble;
pub mod chat;
pub mod composer;
pub mod status;

use super::{
    components::{Glyph, icon},
    state::{Dialog, Intent, press, use_app},
};
use crate::ui::prelude::*;
use crate::{l10n, t, world::Party};
use chat::Chat;
use composer::Composer;
use status::{NetworkSwitch, StatusBar};

/// Whose phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Properties)]
pub struct PhoneProps {
    /// The owner.
    pub party: Party,
}

/// What a party is called.
pub(super) fn name(party: Party) -> String {
    l10n::text_or_id(&format!("party-{}", party.key()), &[]).into_owned()
}

/// One of the two phones.
#[component]
pub fn Phone(PhoneProps { party }: &PhoneProps) -> Html {
    let party = *party;
    let title = t!("phone-name", name = name(party));
    html! {
        <section
            class={classes!("phone", format!("phone--{}", party.key()))}
            aria-label={title.clone()}
            data-testid={format!("phone-{}", party.key())}
        >
            <div class="phone__title">
                <h2>{ title }</h2>
                <NetworkSwitch {party} />
            </div>
            <div class="phone__body">
                <div class="phone__screen">
                    <StatusBar {party} />
                    <ChatHeader {party} />
                    <Chat {party} />
                    <Composer {party} />
                </div>
            </div>
        </section>
    }
}

#[component]
fn ChatHeader(PhoneProps { party }: &PhoneProps) -> Html {
    let app = use_app();
    let (party, peer) = (*party, name(party.peer()));
    let open = |dialog: Dialog| press(&app, Intent::Open(Some(dialog)));
    html! {
        <div class="phone__header">
            <span class="phone__avatar" aria-hidden="true">{ peer.chars().next() }</span>
            <div class="phone__peer">
                <h3>{ peer }</h3>
                <div class="phone__tools">
                    <button
                        type="button"
                        class="phone__tool"
                        data-testid={format!("keys-{}", party.key())}
                        onclick={open(Dialog::Keys(party))}
                    >
                        { icon(Glyph::Key) }{ t!("phone-keys") }
                    </button>
                    <button
                        type="button"
                        class="phone__tool"
                        data-testid={format!("safety-{}", party.key())}
                        onclick={open(Dialog::SafetyNumber(party))}
                    >
                        { icon(Glyph::Shield) }{ t!("phone-safety-number") }
                    </button>
                </div>
            </div>
        </div>
    }
}
