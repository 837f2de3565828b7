//! The rules by which one thing follows from others, each with the real algorithm.
//!
//! A rule is told every new fact of the kinds that it needs, looks for partners by name, and
//! says what follows, or that something should have opened and failed to authenticate. A rule
//! knows no regime, and none looks at [`Fact::about`] or at a text before it has opened it.

pub(super) mod agreement;
mod backup;
pub(super) mod chain;
mod envelope;
mod escrow;
mod layer;
mod leaf;
mod log;
pub(super) mod message;
mod puzzle;
mod ratchet;
mod scan;
mod sealed;
mod store;
mod transport;
pub(super) mod weak;

use super::{Fact, FactId, Kind, Known};

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable name, used in locale files and vectors.
    pub key: &'static str,
    /// The kinds of facts that it needs, one of each. It is told every new fact of one of them,
    /// once there are facts of all.
    pub needs: &'static [Kind],
    /// The kinds of facts that it takes into account where they are there; it is told those too.
    pub also: &'static [Kind],
    /// What follows from a new fact together with those that are known.
    pub apply: fn(FactId, Known<'_>, &mut Vec<Found>),
}

impl Rule {
    const fn new(
        key: &'static str,
        needs: &'static [Kind],
        apply: fn(FactId, Known<'_>, &mut Vec<Found>),
    ) -> Self {
        Self { key, needs, also: &[], apply }
    }

    const fn and(self, also: &'static [Kind]) -> Self {
        Self { also, ..self }
    }
}

/// What a rule found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The rule; the graph writes it in.
    pub(super) rule: &'static str,
    /// What it used.
    pub premises: Vec<FactId>,
    /// What follows; nothing if it failed to authenticate.
    pub conclusion: Option<Fact>,
}

impl Found {
    /// Something follows.
    #[must_use]
    pub fn that(premises: &[FactId], conclusion: Fact) -> Self {
        Self { rule: "", premises: premises.to_vec(), conclusion: Some(conclusion) }
    }

    /// A secret that applies was tried, and the tag does not fit.
    #[must_use]
    pub fn nothing(premises: &[FactId]) -> Self {
        Self { rule: "", premises: premises.to_vec(), conclusion: None }
    }
}

/// Whether whoever can open something by this rule could have sealed it as well.
#[must_use]
pub fn is_symmetric(rule: &str) -> bool {
    let own = [message::OPEN_MESSAGE, envelope::READ_ENVELOPE, layer::OPEN_LAYER, weak::OPEN_WEAK];
    own.iter().any(|it| it.key == rule)
}

/// Every rule.
pub const ALL: &[Rule] = &[
    transport::SEE_PACKET,
    transport::OPEN_RECORD,
    envelope::READ_FRAME,
    envelope::READ_ENVELOPE,
    envelope::SEE_ENVELOPE,
    log::SEE_LOG_LINE,
    chain::ADVANCE_CHAIN,
    agreement::AGREE,
    ratchet::TURN_RATCHET,
    message::OPEN_MESSAGE,
    envelope::READ_ACCESS_FIELD,
    escrow::OPEN_ESCROW,
    escrow::COMBINE_SHARES,
    leaf::OPEN_LEAF,
    leaf::JOIN_HALVES,
    leaf::UNWRAP_SESSION_KEY,
    leaf::SEED_FROM_SESSION_KEY,
    scan::OPEN_VOUCHER,
    scan::RECOVER_SCAN_KEY,
    scan::OPEN_SCANNED_SEED,
    weak::PRICE_WEAK_KEY,
    weak::PRICE_SUITE,
    weak::OPEN_WORK_FACTOR,
    weak::PRICE_KNOWN_BITS,
    weak::OPEN_WEAK,
    sealed::READ_ADDRESSES,
    sealed::OPEN_SEALED,
    sealed::INFER_SENDER,
    puzzle::PRICE_PUZZLE,
    puzzle::PRICE_PUZZLE_ALONE,
    backup::OPEN_BACKUP,
    layer::OPEN_LAYER,
    store::OPEN_STORE,
];
