//! What the provider stamps, and what it makes of a report.

use super::{ACTOR, Provider};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        secret::{ReportKey, RunSeed},
    },
    mechanism::franking::{Report, Stamp},
    wire::{Envelope, FailureCode, Frame},
    world::{ActionId, Event, Party, Point, effect::Context},
};

impl Provider {
    /// Whether this provider, in a run with this seed, has relayed what a report of the phone on
    /// this link says.
    #[must_use]
    pub fn verifies(&self, seed: &RunSeed, report: &Report, link: Party) -> bool {
        self.account(link).is_some_and(|recipient| report.verify(&report_key(seed), recipient))
    }

    /// A phone reports a message. The provider can tell whether it has relayed it; what becomes of
    /// it then is not a matter of cryptography.
    pub(super) fn take_report(
        &self,
        ctx: &mut Context<'_>,
        link: Party,
        report: &Report,
        message: Option<ActionId>,
    ) -> Frame {
        let is_true = self.verifies(ctx.seed, report, link);
        ctx.note(Point::Provider, message, Event::Reported { is_true });
        if is_true { Frame::Done } else { Frame::Failure(FailureCode::Malformed) }
    }
}

/// Beside an envelope that can be reported.
#[inline(never)]
pub(super) fn stamp(ctx: &Context<'_>, envelope: &Envelope, commitment: &[u8; 32]) -> Stamp {
    let accounts = (&envelope.from, &envelope.to);
    Stamp::new(&report_key(ctx.seed), commitment, accounts, ctx.now)
}

/// The provider has one such key; it is drawn when it is needed.
fn report_key(seed: &RunSeed) -> ReportKey {
    ReportKey::generate(&mut KeyedRng::new(seed, ACTOR, 0, "report key"))
}
