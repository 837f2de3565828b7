//! What the colours and edges of the bytes mean.

use super::layers::LayerView;
use crate::ui::prelude::*;
use crate::{l10n::explain, t, wire::Class};
use std::rc::Rc;

/// What the legend needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LegendProps {
    /// The layers that are shown.
    pub layers: Rc<Vec<LayerView>>,
}

/// The classes that occur in what is shown.
#[component]
pub fn Legend(LegendProps { layers }: &LegendProps) -> Html {
    let occurs = |class: &Class| {
        layers.iter().any(|layer| layer.bytes.leaves().any(|leaf| leaf.field.class() == *class))
    };
    let entries = Class::ALL.into_iter().filter(occurs).map(|class| {
        let (name, meaning) = explain::class(class);
        html! {
            <li class={format!("meaning-{}", class.key())} title={meaning.to_string()}>
                <span class="chip"><span class="chip__mark" aria-hidden="true" />{ name }</span>
            </li>
        }
    });
    html! { <ul class="legend" aria-label={t!("inspector-legend")}>{ for entries }</ul> }
}
