//! "Who else?": rows for those who have what the investigator's orders rest on, and no order.

use super::{model::Matrix, table::cells};
use crate::ui::prelude::*;
use crate::{
    access::{Access, Capable, Finding},
    l10n::text_or_id,
    t,
    ui::components::{Glyph, icon},
    world::World,
};

/// What they read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoElse {
    /// Whether there is a secret that could be in other hands.
    is_anything_held: bool,
    /// For each of them what it gets, one finding for each message.
    findings: [(Capable, Vec<Finding>); 3],
}

impl WhoElse {
    /// At this moment of the run.
    #[must_use]
    #[inline(never)]
    pub fn new(access: &Access, world: &World) -> Self {
        Self {
            is_anything_held: !world.standing_secrets().is_empty() || world.provider_has_secrets(),
            findings: Capable::ALL.map(|who| (who, access.capable(world, who))),
        }
    }
}

/// A row for what they have, and one for each of them.
#[inline(never)]
pub(super) fn rows(matrix: &Matrix, WhoElse { is_anything_held, findings }: &WhoElse) -> Html {
    let span = matrix.columns.len() + 2;
    let words = if *is_anything_held { t!("who-else-held") } else { t!("who-else-nothing-held") };
    let row = |(who, findings): &(Capable, Vec<Finding>)| {
        let id = format!("who-else-{}", who.key());
        html! {
            <tr key={id.clone()} class="matrix__row" data-testid={id.clone()}>
                <th scope="row" class="matrix__name">
                    <span class="matrix__label">
                        { icon(Glyph::Key) }
                        <span>{ text_or_id(&id, &[]) }{ " " }<span class="matrix__has">{ text_or_id(&format!("{id}.has"), &[]) }</span></span>
                    </span>
                </th>
                { cells(matrix, findings) }
            </tr>
        }
    };
    html! {
        <>
            <tr key="who-else" class="matrix__row matrix__row--else">
                <td class="matrix__hint" colspan={span.to_string()} data-testid="who-else"><span class="matrix__lead">{ words }</span></td>
            </tr>
            { for findings.iter().map(row) }
        </>
    }
}
