//! How the keyboard moves over the bytes, without the web.

use super::layers::LayerView;

/// A byte of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Which layer, counted from the outside.
    pub depth: usize,
    /// Which byte of that layer.
    pub offset: usize,
}

/// How many rows a page is.
const PAGE: usize = 8;

/// Where a key leads from a byte; nothing if the key is not one of the grid's.
#[must_use]
pub fn moved(
    layer: &LayerView,
    columns: usize,
    from: usize,
    (key, control): (&str, bool),
) -> Option<usize> {
    let last = layer.bytes.bytes().len().checked_sub(1)?;
    let rows = rows(layer, columns);
    let row = rows.iter().position(|(start, end)| (*start..*end).contains(&from))?;
    let column = from - rows.get(row)?.0;
    let at = |row: usize| {
        let (start, end) = rows.get(row.min(rows.len() - 1)).copied().unwrap_or((0, 1));
        (start + column).min(end - 1)
    };
    Some(match (key, control) {
        ("ArrowLeft", _) => from.saturating_sub(1),
        ("ArrowRight", _) => (from + 1).min(last),
        ("ArrowUp", _) => at(row.saturating_sub(1)),
        ("ArrowDown", _) => at(row + 1),
        ("PageUp", _) => at(row.saturating_sub(PAGE)),
        ("PageDown", _) => at(row + PAGE),
        ("Home", true) => 0,
        ("End", true) => last,
        ("Home", false) => rows.get(row)?.0,
        ("End", false) => rows.get(row)?.1 - 1,
        _ => return None,
    })
}

/// Start and end of each row; a new section begins a new row.
fn rows(layer: &LayerView, columns: usize) -> Vec<(usize, usize)> {
    let sections = layer.sections();
    let rows = sections.iter().flat_map(|section| {
        let end = section.range.end;
        let starts = section.range.clone().step_by(columns.max(1));
        starts.map(move |start| (start, (start + columns).min(end)))
    });
    rows.collect()
}

/// Where the keyboard enters the bytes: the first byte of the innermost layer that is open.
#[must_use]
pub fn first_stop(layers: &[LayerView]) -> Spot {
    let depth = layers.iter().rfind(|layer| layer.opened).map_or(0, |layer| layer.depth);
    Spot { depth, offset: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Endpoint, NetworkHeader, Packet, PacketKind};
    use std::sync::Arc;

    #[test]
    fn keys_move_over_sections() {
        let end = Endpoint { address: [192, 0, 2, 1], port: 443 };
        let header = NetworkHeader { source: end, destination: end, kind: PacketKind::Data };
        let bytes = Arc::new(Packet::encode_record(&header, &[7; 40], None));
        let layer = LayerView { depth: 0, bytes, opened: true, sealed: None };
        let go = |from, key| moved(&layer, 16, from, (key, false));
        assert_eq!(go(0, "ArrowDown"), Some(15), "the record begins a new row");
        assert_eq!(go(14, "ArrowDown"), Some(29));
        assert_eq!(go(15, "ArrowUp"), Some(0));
        assert_eq!(go(56, "ArrowRight"), Some(56), "the end");
        assert_eq!(go(20, "Home"), Some(15));
        assert_eq!(go(20, "x"), None);
        assert_eq!(moved(&layer, 16, 20, ("End", true)), Some(56));
    }
}
