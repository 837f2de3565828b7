//! Tabs within a dialog.

use super::rove;
use crate::ui::prelude::*;

/// What tabs need.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// What the tabs choose between.
    pub name: AttrValue,
    /// The tab of `key` is `<prefix>-tab-<key>`, and what it shows is `<prefix>-panel-<key>`.
    pub prefix: &'static str,
    /// For each tab its stable name and its words.
    pub tabs: Vec<(&'static str, String)>,
    /// Which one is chosen, from 0.
    pub at: usize,
    /// Another one is chosen.
    pub choose: Callback<usize>,
}

/// A row of tabs; the arrows move among them and choose.
#[component]
pub fn Tabs(TabsProps { name, prefix, tabs, at, choose }: &TabsProps) -> Html {
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        rove(&event, "[role=tab]", ["ArrowLeft", "ArrowRight"]);
    });
    let tab = |(nth, (key, words)): (usize, &(&'static str, String))| {
        let selected = nth == *at;
        let id = format!("{prefix}-tab-{key}");
        let (click, focus) = (choose.clone(), choose.clone());
        html! {
            <button
                key={*key}
                type="button"
                role="tab"
                id={id.clone()}
                aria-selected={selected.to_string()}
                aria-controls={format!("{prefix}-panel-{key}")}
                tabindex={if selected { "0" } else { "-1" }}
                data-testid={id}
                onclick={move |_: MouseEvent| click.emit(nth)}
                onfocus={move |_: FocusEvent| focus.emit(nth)}
            >
                { words }
            </button>
        }
    };
    html! {
        <div class="segments" role="tablist" aria-label={name} {onkeydown}>
            { for tabs.iter().enumerate().map(tab) }
        </div>
    }
}
