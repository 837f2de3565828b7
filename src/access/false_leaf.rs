//! LEAFs that name nobody: what whoever opens one can tell of it.

use super::{Graph, Holders, Kind};
use crate::world::ActionId;

/// Whether these holders have opened the LEAF beside a message and found a chip in it of whose key
/// nobody holds a half.
#[inline(never)]
pub(super) fn names_nobody(graph: &Graph, holders: Holders, message: ActionId) -> bool {
    let mut fields = graph.about(message).filter(|(_, it)| it.kind == Kind::LeafField);
    fields.any(|(_, field)| {
        let iv = field.value.as_slice().get(..8).unwrap_or_default();
        let opened = graph.facts().filter(|(id, it)| {
            it.kind == Kind::LeafContents && it.name.as_slice().ends_with(iv) && {
                graph.known(*id).meets(holders)
            }
        });
        let mut units = opened.filter_map(|(_, it)| it.name.as_slice().get(..4));
        units.any(|unit| {
            let mut halves = graph.facts().filter(|(_, it)| it.kind == Kind::UnitKeyHalf);
            !halves.any(|(_, half)| half.name.as_slice().starts_with(unit))
        })
    })
}
