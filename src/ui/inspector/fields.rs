//! The Fields view: the layers of a capture as a tree of fields with their values.

use super::{
    explained::Explained, explanation::Explanation, layer_section::LayerSection, layers::LayerView,
    sealed::Sealed, value,
};
use crate::ui::prelude::*;
use crate::{
    l10n::explain,
    t,
    ui::{
        regime::NewFields,
        state::{App, Intent, Selection, press, use_app},
    },
    wire::{Class, Span},
};
use std::rc::Rc;

/// How many bytes of a value without words are shown.
const SHORT: usize = 8;

/// What the Fields view needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FieldsProps {
    /// The layers, as they are to be shown.
    pub layers: Rc<Vec<LayerView>>,
    /// What is new in them under the rule in force.
    pub new: NewFields,
}

/// The page, and what is new under the rule in force.
type Around<'a> = (&'a App, &'a NewFields);

/// The fields of a capture.
#[component]
pub fn Fields(FieldsProps { layers, new }: &FieldsProps) -> Html {
    let app = use_app();
    let selected = app
        .selection
        .map(|it| (it.layer, it.span))
        .or_else(|| super::explained::default_span(layers));
    let opened = layers.iter().filter(|layer| layer.opened).count();
    let explained =
        selected.and_then(|(depth, span)| Explained::new(layers.get(depth)?, span, None));
    html! {
        <div class="bytes">
            <div class="bytes__layers fields" data-testid="fields">
                { for layers.iter().map(|layer| view_layer((&app, new), layer, layer.depth + 1 < opened, selected)) }
            </div>
            <aside class="bytes__aside" aria-label={t!("inspector-explanation")}>
                if let Some(explained) = explained { <Explanation {explained} bytes=true /> }
            </aside>
        </div>
    }
}

fn view_layer(
    around: Around<'_>,
    layer: &LayerView,
    folded: bool,
    selected: Option<(usize, usize)>,
) -> Html {
    html! {
        <LayerSection key={layer.depth} layer={layer.clone()} {folded}>
            { branch(around, layer, selected, 0, layer.bytes.spans().len(), 0) }
        </LayerSection>
    }
}

/// The spans from `from` to `to` that lie `depth` groups deep, with what is inside them.
fn branch(
    around: Around<'_>,
    layer: &LayerView,
    selected: Option<(usize, usize)>,
    from: usize,
    to: usize,
    depth: u8,
) -> Html {
    let spans = layer.bytes.spans();
    let heads: Vec<usize> =
        (from..to).filter(|index| spans.get(*index).is_some_and(|it| it.depth == depth)).collect();
    let items = heads.iter().enumerate().filter_map(|(nth, index)| {
        let span = spans.get(*index)?;
        let end = heads.get(nth + 1).copied().unwrap_or(to);
        let inside =
            (!span.leaf).then(|| branch(around, layer, selected, index + 1, end, depth + 1));
        Some(html! {
            <li key={*index}>
                { line(around, layer, *index, span, selected == Some((layer.depth, *index))) }
                { inside.unwrap_or_default() }
            </li>
        })
    });
    html! { <ul class="fields__list">{ for items }</ul> }
}

fn line(
    (app, new): Around<'_>,
    layer: &LayerView,
    index: usize,
    span: &Span,
    selected: bool,
) -> Html {
    let selection = Selection { layer: layer.depth, span: index };
    let onclick = press(app, Intent::SelectSpan(Some(selection)));
    let class = span.field.class();
    let sealed = layer.sealed == Some(index);
    html! {
        <button
            type="button"
            class={classes!("fields__line", format!("meaning-{}", class.key()), (!span.leaf).then_some("fields__line--group"))}
            aria-pressed={selected.to_string()}
            data-testid={format!("field-{}", span.field.key())}
            {onclick}
        >
            <span class="fields__name">
                if span.leaf { <span class="chip__mark" aria-hidden="true" /> }
                { explain::field_name(span.field) }
                if !span.leaf { { new.badge(span.field) } }
            </span>
            <span class="fields__value">
                if sealed {
                    <Sealed count={span.len()} />
                } else if span.leaf {
                    { value_of(layer, span) }
                } else {
                    <span class="fields__size figures">{ t!("app-bytes", count = span.len()) }</span>
                }
            </span>
            if span.leaf { <span class="aloud">{ explain::class(class).0 }</span> }
        </button>
    }
}

fn value_of(layer: &LayerView, span: &Span) -> Html {
    let bytes = layer.bytes.bytes().get(span.range()).unwrap_or_default();
    if let Some(value) = value::decoded(span.field, bytes) {
        let text = span.field.class() == Class::Plaintext;
        return html! { <span class={text.then_some("fields__text")} dir="auto">{ value }</span> };
    }
    let (shown, more) = bytes.split_at(bytes.len().min(SHORT));
    let digits: Vec<_> = shown.iter().map(|byte| format!("{byte:02x}")).collect();
    html! {
        <>
            <span class="mono">{ digits.join(" ") }{ if more.is_empty() { "" } else { " …" } }</span>
            <span class="fields__size figures">{ t!("app-bytes", count = bytes.len()) }</span>
        </>
    }
}
