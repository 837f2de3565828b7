//! A row of tiny pairs of phones, each filled by the share of its messages that somebody reads.

use crate::ui::prelude::*;
use std::fmt::Write as _;

/// Width and height of a pair in the drawing's own units.
const WIDTH: usize = 16;
const HEIGHT: usize = 16;
/// How many stand in a row: few, and large, where there are not many.
const IN_A_ROW: [usize; 2] = [12, 24];

/// The drawing: `read` messages of `of` for each pair. What it shows stands beside it as a number.
pub(super) fn strip(read: &[u8], of: u8) -> Html {
    let [few, many] = IN_A_ROW;
    let in_a_row = if read.len() <= 2 * few { few } else { many };
    let rows = read.len().div_ceil(in_a_row).max(1);
    let (mut outlines, mut fills) = (String::new(), String::new());
    for (nth, read) in read.iter().enumerate() {
        let (left, top) = (nth % in_a_row * WIDTH, nth / in_a_row * HEIGHT);
        for phone in [1, 8] {
            let (x, y) = (left + phone, top + 2);
            // Writing into a string does not fail.
            let _ = write!(outlines, "M{x} {y}h5v12h-5z");
            let height = 12 * usize::from(*read) / usize::from(of.max(1));
            if height > 0 {
                let _ = write!(fills, "M{x} {}h5v{height}h-5z", y + 12 - height);
            }
        }
    }
    let view = format!("0 0 {} {}", in_a_row * WIDTH, rows * HEIGHT);
    html! {
        <svg class="people__strip" viewBox={view} aria-hidden="true">
            <path class="people__read" d={fills} />
            <path class="people__phones" d={outlines} />
        </svg>
    }
}
