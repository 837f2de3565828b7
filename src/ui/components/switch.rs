//! Something that is on or off.

use crate::ui::prelude::*;

/// What a switch needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SwitchProps {
    /// Whether it is on.
    pub on: bool,
    /// Called with what it should become.
    pub onswitch: Callback<bool>,
    /// For the browser tests.
    pub testid: AttrValue,
    /// Its name, where what it shows is not enough.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// What stands beside it.
    pub children: Html,
}

/// A switch.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    let on = props.on;
    html! {
        <button
            type="button"
            role="switch"
            class="switch"
            aria-checked={on.to_string()}
            aria-label={props.label.clone()}
            data-testid={props.testid.clone()}
            onclick={props.onswitch.reform(move |_: MouseEvent| !on)}
        >
            { props.children.clone() }
        </button>
    }
}
