//! What there is to search for somebody who could read a message at a price.

use super::{
    Fact, FactId, Graph, Holders, Kind,
    fact::place_in_chain,
    rule::message::{associated, parsed},
};
use crate::{
    crypto::{
        keys::PublicKey,
        secret::{AbrasionConstant, ExportSecret, MessageSeed},
        weak::reduced_secret,
    },
    jobs::{Sealed, Task},
    mechanism::{
        Layout, abrasion::AbrasionField, crumple::PuzzleField, work_factor::WorkFactorField,
    },
    world::ActionId,
};

/// The next search on the way to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quest {
    /// The message.
    pub message: ActionId,
    /// Its chain.
    pub ratchet_key: PublicKey,
    /// Its place in the chain.
    pub message_number: u32,
    /// What is tried.
    pub task: Task,
    /// The first and the last candidate that can be it.
    pub range: (u64, u64),
}

/// The cheapest search that these holders can run for a message.
pub(super) fn of(graph: &Graph, holders: Holders, message: ActionId) -> Option<Quest> {
    let has = |id: &FactId| graph.known(*id).meets(holders);
    let prices = graph.about(message).filter(|(id, it)| it.kind == Kind::Trials && has(id));
    let steps = prices.flat_map(|(id, price)| {
        let steps = graph.steps_to(id).filter(|step| step.premises.iter().all(has));
        steps.map(move |step| (price.value.as_slice().first().copied(), step))
    });
    let (_, step) = steps.min_by_key(|(price, _)| *price)?;
    let premise = |kind: Kind| {
        let mut facts = step.premises.iter().filter_map(|id| graph.fact(*id));
        facts.find(|fact| fact.kind == kind)
    };
    let sealed_message = parsed(premise(Kind::Message)?)?;
    let header = sealed_message.header;
    let sealed = Sealed {
        header: header.to_bytes().to_vec(),
        associated_data: associated(&header, graph.by_name()),
        ciphertext: sealed_message.ciphertext,
    };
    let (task, range) = task(step.rule, premise, sealed)?;
    let (ratchet_key, message_number) = (header.ratchet_key, header.message_number);
    Some(Quest { message, ratchet_key, message_number, task, range })
}

fn task<'a>(
    rule: &str,
    premise: impl Fn(Kind) -> Option<&'a Fact>,
    sealed: Sealed,
) -> Option<(Task, (u64, u64))> {
    let task = match rule {
        "price-suite" => Task::Export(sealed),
        "price-weak-key" => {
            let field = premise(Kind::WorkFactorField)?;
            let field = WorkFactorField::decode(field.value.as_slice()).ok()?;
            Task::Reduced { secret_bits: field.factor.secret_bits(), sealed }
        }
        "price-known-bits" => {
            let known = premise(Kind::KnownBits)?.value.as_slice();
            let ([secret_bits, known_bits], top) = known.split_first_chunk()?;
            let unknown = u32::from(secret_bits.saturating_sub(*known_bits));
            let top = u64::from_be_bytes(top.try_into().ok()?);
            let first = top.checked_shl(unknown).unwrap_or_default();
            let rest = u64::MAX.checked_shr(64_u32.saturating_sub(unknown)).unwrap_or_default();
            let task = Task::Reduced { secret_bits: *secret_bits, sealed };
            return Some((task, (first, first | rest)));
        }
        "price-puzzle" => {
            let field = AbrasionField::decode(premise(Kind::Abrasion)?.value.as_slice()).ok()?;
            Task::Logarithm(field)
        }
        "price-puzzle-alone" => Task::Puzzle {
            field: PuzzleField::decode(premise(Kind::Puzzle)?.value.as_slice()).ok()?,
            constant: AbrasionConstant::from_bytes(premise(Kind::AbrasionConstant)?.secret()?),
            sealed,
        },
        _ => return None,
    };
    let last = task.last().unwrap_or(u64::MAX);
    Some((task, (0, last)))
}

/// The same search over so few candidates that it comes to its end, with the right one among them:
/// an exercise, for which the page tells the other bits. It knows them from the sender's own phone,
/// which nobody who searches does, so what comes of it is in nobody's hands.
pub(super) fn exercise(graph: &Graph, quest: &Quest) -> Option<Quest> {
    let place = place_in_chain(&quest.ratchet_key, quest.message_number);
    let mut seeds = graph.by_name().named(Kind::MessageSeed, &place);
    let seed = MessageSeed::from_bytes(seeds.find_map(|(_, it)| it.secret())?);
    let (right, bits) = match &quest.task {
        Task::Export(_) => (ExportSecret::derive(&seed).number(), EXPORT_EXERCISE),
        Task::Reduced { secret_bits, .. } => {
            let secret = reduced_secret(&seed, *secret_bits);
            (u64::from_be_bytes(*secret.reveal()), REDUCED_EXERCISE)
        }
        Task::Logarithm(_)
        | Task::Puzzle { .. }
        | Task::People { .. }
        | Task::Compare { .. }
        | Task::Contacts { .. }
        | Task::Times { .. }
        | Task::Leaf(_) => return None,
    };
    let rest = (1 << bits) - 1;
    let range = (right & !rest, right | rest);
    let is_shorter = range.1 - range.0 < quest.range.1 - quest.range.0;
    is_shorter.then(|| Quest { range, ..quest.clone() })
}

/// So many bits are left in an exercise: some seconds in one worker.
const EXPORT_EXERCISE: u8 = 23;
const REDUCED_EXERCISE: u8 = 19;
