//! What lies over the page: help, what is real, safety numbers, keys, the check.

mod about;
mod events;
mod evidence;
mod help;
pub mod modal;
mod safety;

use super::{
    check::Check,
    contacts::Contacts,
    inspector::wording,
    people::People,
    ratchet::Ratchet,
    regime::{self, OrderForm},
    state::{Dialog, Intent, use_app},
};
use crate::t;
use crate::ui::prelude::*;
use about::About;
use events::Events;
use evidence::EvidenceList;
use help::Help;
use modal::Modal;
use safety::Safety;

/// The dialog that is open, if one is.
#[component]
pub fn Dialogs() -> Html {
    let app = use_app();
    let Some(dialog) = app.dialog else { return html! {} };
    let onclose = {
        let app = app.dispatcher();
        Callback::from(move |()| app.dispatch(Intent::Open(None)))
    };
    match dialog {
        Dialog::Help => html! {
            <Modal key="help" title={t!("help-title")} testid="dialog-help" {onclose}><Help /></Modal>
        },
        Dialog::Real => html! {
            <Modal key="about" title={t!("about-title")} testid="dialog-about" wide=true {onclose}><About /></Modal>
        },
        Dialog::SafetyNumber(_) => html! {
            <Modal key="safety" title={t!("safety-title")} testid="dialog-safety" wide=true {onclose}><Safety /></Modal>
        },
        Dialog::Keys(party) => {
            let name = wording::name(party);
            html! {
                <Modal
                    key={format!("keys-{}", party.key())}
                    title={t!("ratchet-title", name = name.as_ref())}
                    testid={format!("dialog-keys-{}", party.key())}
                    wide=true
                    {onclose}
                >
                    <Ratchet {party} />
                </Modal>
            }
        }
        Dialog::Rule => {
            let rule = app.timeline().run().regime;
            html! {
                <Modal key="rule" title={regime::name(rule)} testid="dialog-rule" wide=true {onclose}>
                    { regime::about(rule) }
                </Modal>
            }
        }
        Dialog::Order(message) => html! {
            <Modal key="order" title={t!("order-title")} testid="dialog-order" {onclose}><OrderForm {message} /></Modal>
        },
        Dialog::Events => html! {
            <Modal key="events" title={t!("events-title")} testid="dialog-events" wide=true {onclose}><Events /></Modal>
        },
        Dialog::Evidence => html! {
            <Modal key="evidence" title={t!("evidence-title")} testid="dialog-evidence" wide=true {onclose}><EvidenceList /></Modal>
        },
        Dialog::People => html! {
            <Modal key="people" title={t!("people-title")} testid="dialog-people" wide=true {onclose}><People /></Modal>
        },
        Dialog::Contacts => html! {
            <Modal key="contacts" title={t!("contacts-title")} testid="dialog-contacts" wide=true {onclose}><Contacts /></Modal>
        },
        Dialog::Check => html! {
            <Modal key="check" title={t!("check-title")} testid="dialog-check" wide=true {onclose}><Check /></Modal>
        },
    }
}
