//! Split escrow: the agency's key exists only as shares, until a ceremony puts it together.

use super::{
    App, Draw, Ended, Handed, Idea, Institution, Institutions, Order, Ordered, Regime, Secret,
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
        // Shares carry no proof: whether the key is the agency's, its public half shows.
        let private = sharing::combine(one, two).ok();
        let rebuilt = private.map(|private| StandingKey::from_private(self.agency.id, private));
        self.rebuilt = rebuilt.filter(|key| key.public() == self.agency);
        let handed =
            [one, two].map(|share| Handed::secret(Institution::Ceremony, self.secret(share)));
        Ordered { handed: handed.into(), ..Ordered::default() }
    }

    /// After the last order the ceremony destroys the key; the next one puts it together again.
    fn order_ended(&mut self, _: &Order, others: &[Order], _: &mut KeyedRng) -> Ended {
        if others.is_empty() {
            self.rebuilt = None;
        }
        Ended::default()
    }

    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        self.rebuilt.as_ref().map(|key| released(key, envelope)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{ActionId, Time},
    };

    /// A share of which a bit is another gives another key, which is not taken for the agency's.
    #[test]
    fn a_ceremony_holds_its_key_against_the_public_one() {
        let seed = RunSeed::from_bytes([7; 32]);
        let draw = Draw::new(&seed);
        let dealt = standing_key(draw);
        let shares = sharing::split(dealt.pair.private(), &mut draw.rng("dealer", "key shares"));
        let shares = Vec::from(shares.unwrap());
        let mut custodians = Custodians { agency: dealt.public(), shares, rebuilt: None };
        let order = Order {
            id: ActionId(2),
            target: Party::Alice,
            start: Time(0),
            end: None,
            demand: None,
        };
        let ordered = |custodians: &mut Custodians| {
            let mut rng = draw.rng("test", "order");
            custodians.ordered(&order, &Party::Alice.account(), &mut rng);
            custodians.rebuilt.clone()
        };
        assert_eq!(ordered(&mut custodians), Some(dealt));
        let mut bytes = *custodians.shares[1].reveal();
        bytes[20] ^= 1;
        custodians.shares[1] = KeyShare::from_bytes(bytes);
        assert_eq!(ordered(&mut custodians), None);
    }
}
