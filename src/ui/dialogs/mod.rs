//! What lies over the page: help, what is real, safety numbers, keys, the check.

mod about;
mod events;
mod evidence;
mod help;
pub mod modal;
mod safety;

use super::{
    check::Check,
    compare::Compare,
    components::Tabs,
    contacts::Contacts,
    inspector::wording,
    people::People,
    ratchet::Ratchet,
    regime::{self, OrderForm},
    state::{App, Dialog, Intent, use_app},
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
        Dialog::People | Dialog::Contacts => html! {
            <Modal key="people" title={t!("people-title")} testid="dialog-people" wide=true {onclose}>
                { others(&app, dialog) }
            </Modal>
        },
        Dialog::Compare => html! {
            <Modal key="compare" title={t!("compare-title")} testid="dialog-compare" wide=true {onclose}><Compare /></Modal>
        },
        Dialog::Check => html! {
            <Modal key="check" title={t!("check-title")} testid="dialog-check" wide=true {onclose}><Check /></Modal>
        },
    }
}

/// What there is to say of everybody else, under two tabs: each counts only while it is shown.
fn others(app: &App, dialog: Dialog) -> Html {
    let all = [
        (Dialog::People, "read", t!("people-tab-read")),
        (Dialog::Contacts, "contacts", t!("contacts-title")),
    ];
    let at = usize::from(dialog == Dialog::Contacts);
    let choose = {
        let app = app.clone();
        Callback::from(move |nth: usize| {
            let dialog = if nth == 0 { Dialog::People } else { Dialog::Contacts };
            app.dispatch(Intent::Open(Some(dialog)));
        })
    };
    let tabs = all.each_ref().map(|(_, key, words)| (*key, words.clone().into_owned())).to_vec();
    let panel = |(of, key, _): &(Dialog, &str, _)| {
        html! {
            <div
                class="people__panel"
                id={format!("people-panel-{key}")}
                role="tabpanel"
                aria-labelledby={format!("people-tab-{key}")}
                hidden={*of != dialog}
            >
                if *of != dialog {} else if dialog == Dialog::People { <People /> } else { <Contacts /> }
            </div>
        }
    };
    html! {
        <>
            <Tabs name={t!("people-title")} prefix="people" {tabs} {at} {choose} />
            { for all.iter().map(panel) }
        </>
    }
}
