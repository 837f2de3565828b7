//! Who has to keep to the rules: the smallest groups that read without an order.

use crate::access::{Access, Finding, Holders, Observer};

/// Larger groups are not looked for.
pub(super) const MOST: usize = 4;

/// The smallest groups of outsiders who together read the content of a message, each in the order
/// of the rows; a group of nobody if all of them together do, and no [`MOST`]; nothing if they don't.
pub(super) fn smallest(access: &Access) -> Vec<Vec<Observer>> {
    let outsiders = access.observers().into_iter().filter(|it| !matches!(it, Observer::Owner(_)));
    let outsiders: Vec<_> = outsiders.collect();
    let reads = |group: &[Observer]| {
        let holders: Holders = group.iter().copied().collect();
        access.together(holders).contains(&Finding::Content)
    };
    // If all of them together don't, no few of them do.
    if !reads(&outsiders) {
        return Vec::new();
    }
    let mut groups = vec![Vec::new()];
    for _ in 0..MOST {
        groups = groups.iter().flat_map(|group| larger(group, &outsiders)).collect();
        let found: Vec<_> = groups.iter().filter(|it| reads(it)).cloned().collect();
        if !found.is_empty() {
            return found;
        }
    }
    vec![Vec::new()]
}

/// The group with one more, who stands after all of it.
fn larger(group: &[Observer], all: &[Observer]) -> Vec<Vec<Observer>> {
    let after = group.last().and_then(|last| all.iter().position(|it| it == last));
    let rest = all.iter().skip(after.map_or(0, |it| it + 1));
    rest.map(|one| group.iter().chain([one]).copied().collect()).collect()
}
