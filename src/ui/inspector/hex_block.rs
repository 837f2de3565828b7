//! Some rows of bytes: drawn when they are near, blank space of the same height when not.

use super::{
    hex_rows::{self, Block, Cell},
    layers::LayerView,
    near::use_near,
};
use crate::ui::prelude::*;
use crate::{l10n::explain, t};
use std::ops::Range;

/// The height of a row of bytes, as www/styles/inspector.css has it, in hundredths of a rem.
const ROW_HEIGHT: usize = 125;

/// What a block of rows needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HexBlockProps {
    /// The layer.
    pub layer: LayerView,
    /// Which of its rows.
    pub block: Block,
    /// Bytes in a row.
    pub columns: usize,
    /// The marked bytes of this block.
    pub marked: Option<Range<usize>>,
    /// The byte of this block that the keyboard is at.
    pub cursor: Option<usize>,
    /// The byte of this block in which a bit is flipped here.
    pub struck: Option<usize>,
    /// Whether it is drawn even when it is far.
    pub always: bool,
}

/// Some rows of bytes.
#[component]
pub fn HexBlock(props: &HexBlockProps) -> Html {
    let HexBlockProps { layer, block, columns, marked, cursor, struck, always } = props;
    let marks = Marks { marked: marked.as_ref(), cursor: *cursor, struck: *struck };
    let node = use_node_ref();
    let near = use_near(&node, *always) || cursor.is_some() || struck.is_some();
    let cells = use_memo((near, layer.clone(), block.clone()), |(near, layer, block)| {
        if *near { drawn(layer, hex_rows::cells(layer, &block.range)) } else { Vec::new() }
    });
    if !near {
        let height = block.rows(*columns) * ROW_HEIGHT;
        let height = format!("{}.{:02}rem", height / 100, height % 100);
        return html! {
            <div ref={node} class="hex__blank"><svg width="1" {height} aria-hidden="true" /></div>
        };
    }
    let rows = cells
        .chunks((*columns).max(1))
        .enumerate()
        .map(|(nth, cells)| row(layer, block.first_row + nth, cells, marks));
    html! { <div ref={node} class="hex__block" role="rowgroup">{ for rows }</div> }
}

/// A cell with its texts, worked out once for all the times that it is drawn.
#[derive(Debug, Clone, PartialEq)]
struct Drawn {
    cell: Cell,
    offset: AttrValue,
    hex: AttrValue,
    class: AttrValue,
    name: AttrValue,
}

/// What is special about some of the bytes.
#[derive(Debug, Clone, Copy)]
struct Marks<'a> {
    marked: Option<&'a Range<usize>>,
    cursor: Option<usize>,
    struck: Option<usize>,
}

/// Cells with their readable names: "byte 12, 9f, ratchet key".
fn drawn(layer: &LayerView, cells: Vec<Cell>) -> Vec<Drawn> {
    let mut last = None;
    let mut field = String::new();
    cells
        .into_iter()
        .map(|cell| {
            if last != Some(cell.leaf) {
                last = Some(cell.leaf);
                field = layer
                    .span(cell.leaf)
                    .map(|span| explain::field_name(span.field).into_owned())
                    .unwrap_or_default();
            }
            let byte = format!("{:02x}", cell.byte);
            let name = t!(
                "inspector-byte-name",
                offset = cell.offset,
                byte = byte.as_str(),
                field = field.as_str()
            );
            Drawn {
                offset: cell.offset.to_string().into(),
                class: class(layer, &cell).into(),
                name: name.into(),
                hex: byte.into(),
                cell,
            }
        })
        .collect()
}

/// What never changes about a cell's look.
fn class(layer: &LayerView, cell: &Cell) -> String {
    let mut class = format!("meaning-{}", cell.class.key());
    for (is, name) in [
        (cell.first, " is-first"),
        (cell.last, " is-last"),
        (layer.sealed == Some(cell.leaf), " is-sealed"),
    ] {
        if is {
            class.push_str(name);
        }
    }
    class
}

fn row(layer: &LayerView, number: usize, cells: &[Drawn], marks: Marks<'_>) -> Html {
    let offset = cells.first().map_or(0, |drawn| drawn.cell.offset);
    html! {
        <div
            key={number}
            role="row"
            class="hex__row"
            aria-rowindex={number.to_string()}
            data-layer={layer.key()}
        >
            <span role="rowheader" class="hex__offset">{ format!("{offset:04}") }</span>
            <span class="hex__bytes">{ for cells.iter().map(|drawn| byte(drawn, marks)) }</span>
            <span class="hex__text" aria-hidden="true">
                { for cells.iter().map(|drawn| character(drawn, marks)) }
            </span>
        </div>
    }
}

impl Marks<'_> {
    /// What a cell is besides its class, as more classes.
    fn of(&self, offset: usize) -> &'static str {
        let marked = self.marked.is_some_and(|range| range.contains(&offset));
        match (marked, self.struck == Some(offset)) {
            (false, false) => "",
            (true, false) => "is-marked",
            (false, true) => "is-struck",
            (true, true) => "is-marked is-struck",
        }
    }
}

fn byte(drawn: &Drawn, marks: Marks<'_>) -> Html {
    let tabindex = if marks.cursor == Some(drawn.cell.offset) { "0" } else { "-1" };
    html! {
        <span
            role="gridcell"
            class={classes!("hex__byte", &drawn.class, marks.of(drawn.cell.offset))}
            aria-label={drawn.name.clone()}
            data-o={drawn.offset.clone()}
            {tabindex}
        >
            { drawn.hex.clone() }
        </span>
    }
}

fn character(drawn: &Drawn, marks: Marks<'_>) -> Html {
    html! {
        <span
            class={classes!("hex__char", &drawn.class, marks.of(drawn.cell.offset))}
            data-o={drawn.offset.clone()}
        >
            { drawn.cell.text }
        </span>
    }
}
