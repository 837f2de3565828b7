//! The steps that a phone made, newest first.

use super::{
    chip::KeyChip,
    history::{StepView, Turn},
};
use crate::ui::prelude::*;
use crate::{l10n::text_or_id, t, ui::moment, world::ActionId};
use std::rc::Rc;
use web_sys::Element;

/// How many turns are drawn before one asks for more.
const FIRST: usize = 12;

/// What the list needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TurnsProps {
    /// All turns, oldest first.
    pub turns: Rc<Vec<Turn>>,
    /// The message that the page shows.
    pub selected: Option<ActionId>,
    /// Whether secrets are shown.
    pub shown: bool,
}

/// The steps, newest first, those of the selected message marked.
#[component]
pub fn Turns(TurnsProps { turns, selected, shown }: &TurnsProps) -> Html {
    let more = use_state_eq(|| FIRST);
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(*selected, move |_| {
            let marked = list
                .cast::<Element>()
                .and_then(|list| list.query_selector(".turn--selected").ok().flatten());
            if let Some(marked) = marked {
                marked.scroll_into_view_with_bool(false);
            }
        });
    }
    let is_selected = |turn: &Turn| selected.is_some() && turn.message == *selected;
    let needed = turns.iter().rev().position(is_selected).map_or(0, |place| place + 1);
    let count = needed.max(*more);
    let rows = turns.iter().rev().take(count).enumerate();
    let show_more = Callback::from(move |_: MouseEvent| more.set(count + FIRST));
    html! {
        <>
            <ol class="turns" reversed=true ref={list}>
                { for rows.map(|(nth, turn)| view(nth, turn, is_selected(turn), *shown)) }
            </ol>
            if count < turns.len() {
                <button type="button" class="button button--line" onclick={show_more}>
                    { t!("ratchet-more", count = turns.len() - count) }
                </button>
            }
        </>
    }
}

fn view(key: usize, turn: &Turn, selected: bool, shown: bool) -> Html {
    html! {
        <li {key} class={classes!("turn", selected.then_some("turn--selected"), format!("turn--{}", turn.kind.key()))}>
            <h4 class="turn__head">
                { text_or_id(&format!("ratchet-turn-{}", turn.kind.key()), &[]) }
                <span class="turn__time figures">{ moment::exact(turn.time) }</span>
                if selected { <span class="badge badge--tap">{ t!("ratchet-selected") }</span> }
            </h4>
            <ol class="turn__steps">{ for turn.steps.iter().map(|step| view_step(step, shown)) }</ol>
        </li>
    }
}

fn view_step(step: &StepView, shown: bool) -> Html {
    let id = format!("ratchet-step-{}", step.key);
    html! {
        <li class={classes!("step", format!("step--{}", step.key))}>
            <p class="step__name">
                <strong>{ text_or_id(&id, &[]) }</strong>
                <span class="step__how">{ text_or_id(&format!("{id}.how"), &[]) }</span>
            </p>
            if !step.inputs.is_empty() || !step.outputs.is_empty() {
                <div class="step__flow">
                    <div class="step__keys">{ for step.inputs.iter().map(|view| html! { <KeyChip view={view.clone()} {shown} /> }) }</div>
                    if !step.outputs.is_empty() {
                        <svg class="step__arrow" viewBox="0 0 24 24" role="img" aria-label={t!("ratchet-gives")}>
                            <path d="M3 12h17m-6-6 6 6-6 6" />
                        </svg>
                        <div class="step__keys">{ for step.outputs.iter().map(|view| html! { <KeyChip view={view.clone()} {shown} /> }) }</div>
                    }
                </div>
            }
        </li>
    }
}
