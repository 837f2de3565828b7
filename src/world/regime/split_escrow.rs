//! Split escrow: the agency's key exists only as shares, until a ceremony puts it together.

use super::{
    App, Draw, Handed, Idea, Institution, Institutions, Order, Ordered, Regime, Secret,
    key_escrow::{EscrowApp, released, standing_key},
};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::KeyShare},
    mechanism::{
        escrow::{AgencyKey, StandingKey},
        sharing,
    },
    wire::{Account, Envelope},
    world::Party,
};

/// Two of three custodians bring their shares to a key ceremony, which opens what an order
/// covers.
#[derive(Debug, Clone, Copy)]
pub struct SplitEscrow;

impl Regime for SplitEscrow {
    fn key(&self) -> &'static str {
        "split-escrow"
    }

    fn idea(&self) -> Idea {
        Idea::HoldsAKey
    }

    fn app(&self, draw: Draw<'_>, _: Party) -> Box<dyn App> {
        Box::new(EscrowApp { agency: standing_key(draw).public() })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        // The dealer draws the key, deals the shares, and forgets it.
        let dealt = standing_key(draw);
        let shares = sharing::split(dealt.pair.private(), &mut draw.rng("dealer", "key shares"));
        let shares = shares.map(Vec::from).unwrap_or_default();
        Box::new(Custodians { agency: dealt.public(), shares, rebuilt: None })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Custodians {
    agency: AgencyKey,
    shares: Vec<KeyShare>,
    /// The ceremony keeps the key as long as there is an order.
    rebuilt: Option<StandingKey>,
}

impl Custodians {
    fn secret(&self, share: &KeyShare) -> Secret {
        Secret::KeyShare { agency: self.agency, share: share.clone() }
    }
}

impl Institutions for Custodians {
    fn holdings(&self) -> Vec<Handed> {
        let shares = self.shares.iter().map(|share| {
            Handed::secret(Institution::Custodian(share.custodian()), self.secret(share))
        });
        [Handed::published(self.agency)].into_iter().chain(shares).collect()
    }

    /// The first two custodians come to the ceremony.
    fn ordered(&mut self, _: &Order, _: &Account, _: &mut KeyedRng) -> Ordered {
        let [one, two, ..] = self.shares.as_slice() else { return Ordered::default() };
        let private = sharing::combine(one, two).ok();
        self.rebuilt = private.map(|private| StandingKey::from_private(self.agency.id, private));
        let handed =
            [one, two].map(|share| Handed::secret(Institution::Ceremony, self.secret(share)));
        Ordered { handed: handed.into(), ..Ordered::default() }
    }

    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        self.rebuilt.as_ref().map(|key| released(key, envelope)).unwrap_or_default()
    }
}
