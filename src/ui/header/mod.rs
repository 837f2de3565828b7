//! The bar at the top.

mod seed;
mod start_over;
mod theme;

use super::{
    components::{Glyph, Popover, icon},
    regime::Picker,
    state::{Dialog, Intent, press, use_app},
};
use crate::t;
use crate::ui::prelude::*;
use seed::SeedLabel;
use start_over::StartOver;
use std::borrow::Cow;
use theme::ThemeChoice;

/// The bar at the top: what this is, which rule is in force and which orders, where its
/// randomness comes from, and the tools.
#[component]
pub fn Header() -> Html {
    html! {
        <header class="header">
            <div class="header__name">
                <svg class="header__mark" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M12 1.8a10.2 10.2 0 1 0 0 20.4 10.2 10.2 0 0 0 0-20.4m0 4.7a3.4 3.4 0 0 1 1.8 6.3l1.3 5.2H8.9l1.3-5.2A3.4 3.4 0 0 1 12 6.5" />
                </svg>
                <h1>{ t!("app-title") }</h1>
                <p class="header__promise">{ t!("app-promise") }</p>
            </div>
            <Picker />
            <SeedLabel />
            <div class="header__tools" role="group" aria-label={t!("app-tools")}>
                <div class="header__wide">
                    <StartOver />
                </div>
                <History />
                <div class="header__wide">
                    <ThemeChoice />
                    <Links />
                </div>
                <div class="header__narrow">
                    <Popover
                        label={AttrValue::from(t!("app-more"))}
                        class="button--icon"
                        button={html! { { icon(Glyph::More) } }}
                        sheet={Callback::from(sheet)}
                    />
                </div>
            </div>
        </header>
    }
}

/// On a narrow page, what finds no room in the bar.
fn sheet(close: Callback<()>) -> Html {
    html! {
        <div class="header__sheet">
            <StartOver close={close.clone()} />
            <ThemeChoice />
            <Links {close} />
        </div>
    }
}

#[component]
fn History() -> Html {
    let app = use_app();
    let (can_undo, can_redo) = {
        let timeline = app.timeline();
        (timeline.can_undo(), timeline.can_redo())
    };
    let button =
        |name: Cow<'static, str>, glyph, intent: Intent, can: bool, testid: &'static str| {
            let onclick = press(&app, can.then_some(intent));
            html! {
                <button
                    type="button"
                    class="button button--icon"
                    aria-label={name.clone()}
                    title={name}
                    aria-disabled={(!can).then_some("true")}
                    data-testid={testid}
                    {onclick}
                >
                    { icon(glyph) }
                </button>
            }
        };
    html! {
        <>
            { button(t!("app-undo"), Glyph::Undo, Intent::Undo, can_undo, "undo") }
            { button(t!("app-redo"), Glyph::Redo, Intent::Redo, can_redo, "redo") }
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LinksProps {
    /// Closes the sheet in which they are.
    #[prop_or_default]
    close: Callback<()>,
}

#[component]
fn Links(LinksProps { close }: &LinksProps) -> Html {
    let app = use_app();
    let open = |dialog: Dialog| {
        let (app, close) = (app.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            // The focus comes back to where it is now: not into a closed sheet.
            close.emit(());
            app.dispatch(Intent::Open(Some(dialog)));
        })
    };
    html! {
        <>
            <button type="button" class="button" onclick={open(Dialog::Real)} data-testid="open-real">
                { t!("app-real") }
            </button>
            <button type="button" class="button" onclick={open(Dialog::Help)} data-testid="open-help">
                { t!("app-help") }
            </button>
        </>
    }
}
