//! What a crumpled message costs. Nothing is searched here: a rule says how far it is.

use super::{Found, Rule, message};
use crate::{
    access::{Fact, FactId, Kind, Known},
    mechanism::{Layout, abrasion::AbrasionField, crumple, crumple::PuzzleField},
};

/// Whoever has a message with its puzzle, and the abrasion of its session, can pay for its
/// content.
pub(super) const PRICE_PUZZLE: Rule =
    Rule::new("price-puzzle", &[Kind::Puzzle, Kind::Abrasion, Kind::Message], price_puzzle);

/// Once a session's entry price has been paid, only the puzzle is left.
pub(super) const PRICE_PUZZLE_ALONE: Rule = Rule::new(
    "price-puzzle-alone",
    &[Kind::Puzzle, Kind::AbrasionConstant, Kind::Message],
    price_puzzle_alone,
);

fn price_puzzle_alone(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let puzzles: Vec<_> = match fact.kind {
        Kind::Puzzle => vec![(new, fact)],
        Kind::AbrasionConstant => known.named(Kind::Puzzle, &[]).collect(),
        _ => known.named(Kind::Puzzle, message::place(fact)).collect(),
    };
    for (puzzle_id, puzzle) in puzzles {
        let Ok(field) = PuzzleField::decode(puzzle.value.as_slice()) else { continue };
        for (constant_id, _) in known.named(Kind::AbrasionConstant, &[]) {
            for (message_id, message) in known.named(Kind::Message, puzzle.name.as_slice()) {
                let premises = [message_id, puzzle_id, constant_id];
                let price = vec![field.cost().log2_hashes()];
                let trials = Fact::new(Kind::Trials, message.name.clone(), price);
                found.push(Found::that(&premises, trials));
            }
        }
    }
}

fn price_puzzle(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let puzzles: Vec<_> = match fact.kind {
        Kind::Puzzle => vec![(new, fact)],
        Kind::Abrasion => known.named(Kind::Puzzle, &[]).collect(),
        _ => known.named(Kind::Puzzle, message::place(fact)).collect(),
    };
    for (puzzle_id, puzzle) in puzzles {
        let abrasions: Vec<_> = match fact.kind {
            Kind::Abrasion => vec![(new, fact)],
            _ => known.named(Kind::Abrasion, &[]).collect(),
        };
        for (message_id, message) in known.named(Kind::Message, puzzle.name.as_slice()) {
            for (abrasion_id, abrasion) in &abrasions {
                let Some(price) = price(puzzle, abrasion) else { continue };
                let premises = [message_id, puzzle_id, *abrasion_id];
                let trials = Fact::new(Kind::Trials, message.name.clone(), vec![price]);
                found.push(Found::that(&premises, trials));
            }
        }
    }
}

/// The base-2 logarithm of the steps for this message alone: the session's logarithm, then its
/// puzzle.
fn price(puzzle: &Fact, abrasion: &Fact) -> Option<u8> {
    let group = AbrasionField::decode(abrasion.value.as_slice()).ok()?.group();
    let cost = PuzzleField::decode(puzzle.value.as_slice()).ok()?.cost();
    Some(crumple::log2_total(group, cost, 1))
}
