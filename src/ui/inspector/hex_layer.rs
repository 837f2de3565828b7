//! The bytes of one layer, by groups of fields.

use super::{
    hex_block::HexBlock,
    hex_rows,
    layer_section::LayerSection,
    layers::{LayerView, Section},
    sealed::Sealed,
};
use crate::ui::prelude::*;
use crate::{l10n::explain, t, ui::regime::NewFields};
use std::ops::Range;

/// A layer with no more rows than this is drawn at once.
const FEW_ROWS: usize = 24;

/// What a layer needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HexLayerProps {
    /// The layer.
    pub layer: LayerView,
    /// What is new in it under the rule in force.
    pub new: NewFields,
    /// Bytes in a row.
    pub columns: usize,
    /// Whether it is folded at first.
    pub folded: bool,
    /// The bytes that are marked.
    pub marked: Option<Range<usize>>,
    /// The byte that the keyboard is at.
    pub cursor: Option<usize>,
    /// The byte in which a bit is flipped here.
    pub struck: Option<usize>,
}

/// One layer of a capture.
#[component]
pub fn HexLayer(props: &HexLayerProps) -> Html {
    html! {
        <LayerSection layer={props.layer.clone()} folded={props.folded}>
            { sections(props) }
        </LayerSection>
    }
}

fn sections(props: &HexLayerProps) -> Html {
    let HexLayerProps { layer, new, columns, marked, cursor, struck, .. } = props;
    let columns = *columns;
    let sections = layer.sections();
    let rows = |section: &Section| section.range.len().div_ceil(columns);
    let few = sections.iter().map(rows).sum::<usize>() <= FEW_ROWS;
    let mut drawn = 0;
    let blocks = sections.iter().map(|section| {
        let label = label(layer, section);
        let count = rows(section);
        let blocks = hex_rows::blocks(&section.range, columns, 1);
        let grid = blocks.into_iter().map(|block| {
            drawn += block.rows(columns);
            let within = |range: &Range<usize>| {
                let range = range.start.max(block.range.start)..range.end.min(block.range.end);
                (!range.is_empty()).then_some(range)
            };
            html! {
                <HexBlock
                    key={block.range.start}
                    layer={layer.clone()}
                    {columns}
                    marked={marked.as_ref().and_then(within)}
                    cursor={cursor.filter(|offset| block.range.contains(offset))}
                    struck={struck.filter(|offset| block.range.contains(offset))}
                    always={few || drawn <= FEW_ROWS}
                    block={block.clone()}
                />
            }
        });
        html! {
            <div class="hex__section" key={section.range.start}>
                { head(layer, new, section, &label) }
                <div role="grid" class="hex" aria-label={label} aria-rowcount={count.to_string()}>
                    { for grid }
                </div>
            </div>
        }
    });
    html! { <>{ for blocks }</> }
}

fn label(layer: &LayerView, section: &Section) -> String {
    section
        .group
        .and_then(|group| layer.span(group))
        .map(|span| explain::field_name(span.field).into_owned())
        .unwrap_or_default()
}

fn head(layer: &LayerView, new: &NewFields, section: &Section, label: &str) -> Html {
    let sealed = layer
        .sealed
        .and_then(|index| layer.span(index))
        .filter(|span| section.range.contains(&span.start()));
    html! {
        <div class="hex__label">
            <span class="hex__group">{ label.to_owned() }</span>
            <span class="hex__count figures">{ t!("app-bytes", count = section.range.len()) }</span>
            { section.group.and_then(|it| layer.span(it)).map(|group| new.badge(group.field)) }
            if let Some(span) = sealed {
                <Sealed count={span.len()} />
            }
        </div>
    }
}
