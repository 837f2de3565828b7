//! Ghost device: while there is an order the provider has a silent device on an account, and
//! every app encrypts to it too.

use super::{
    AddedDevice, App, Draw, Ended, Handed, Idea, Institution, Institutions, NoApp, Order, Ordered,
    Receiver, Regime, What, device::Device,
};
use crate::{
    crypto::{keyed_rng::KeyedRng, keys::PublicKey},
    mechanism::device_list,
    wire::{Account, Annotated, Envelope},
    world::Party,
};
use std::sync::Arc;

/// The apps encrypt to every device of the peer and of their own account (Sesame), and say
/// nothing of one that came silently.
#[derive(Debug, Clone, Copy)]
pub struct GhostDevice {
    /// Whether apps take only devices that the account's owner has signed. The provider then signs
    /// with the only key it has, the ghost's.
    pub signed: bool,
}

impl Regime for GhostDevice {
    fn key(&self) -> &'static str {
        if self.signed { "ghost-device-signed" } else { "ghost-device" }
    }

    fn idea(&self) -> Idea {
        Idea::Joins
    }

    fn app(&self, _: Draw<'_>, _: Party) -> Box<dyn App> {
        if self.signed { Box::new(CarefulApp) } else { Box::new(NoApp) }
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let possible = Party::ALL.map(|party| ghost(draw, &party.account())).into();
        Box::new(Ghosts { possible, present: Vec::new(), signs: self.signed })
    }
}

/// An app that encrypts to a device only if the account's owner has signed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CarefulApp;

impl App for CarefulApp {
    fn admit(&self, device: &AddedDevice, owner: Option<&PublicKey>) -> Result<(), String> {
        let owner = owner.ok_or("this phone does not know the owner's key yet")?;
        let signature = device.signature.as_ref().ok_or("nobody has signed it")?;
        let signed = device_list::verify(owner, &device.bundle, signature);
        signed.map_err(|_| "the account's owner has not signed it".into())
    }
}

/// The number of a ghost among the devices of its account: the phone is 1.
const GHOST: u8 = 2;

fn ghost(draw: Draw<'_>, account: &Account) -> Device {
    Device::generate(account.clone(), GHOST, &mut draw.rng("ghost", account.as_str()))
}

/// Devices of the investigator, inside the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ghosts {
    /// One for each account, to be added when an order comes.
    possible: Vec<Device>,
    /// Whose ghosts are there.
    present: Vec<Account>,
    /// Whether the provider says by a signature that a ghost is the account's.
    signs: bool,
}

impl Institutions for Ghosts {
    /// Which keys the sessions have is no secret: they stand in bundles and prekey headers.
    fn holdings(&self) -> Vec<Handed> {
        let identity = |it: &Device| What::IdentityKey(it.account().clone(), it.identity());
        let ghosts = self.possible.iter().map(identity);
        ghosts.map(|what| Handed { to: Receiver::Everybody, what }).collect()
    }

    fn ordered(&mut self, _: &Order, target: &Account, rng: &mut KeyedRng) -> Ordered {
        if self.present.contains(target) {
            return Ordered::default();
        }
        self.present.push(target.clone());
        let Some(ghost) = self.possible.iter_mut().find(|it| it.account() == target) else {
            return Ordered::default();
        };
        let handed = vec![Handed::to_investigator(ghost.identity_secret())];
        let device = ghost.bundle_for_many().map(|bundle| {
            let signature = self.signs.then(|| ghost.sign(&bundle, rng));
            AddedDevice { bundle, signature }
        });
        Ordered { handed, device, ..Ordered::default() }
    }

    /// With the last order on an account its ghost goes.
    fn order_ended(&mut self, order: &Order, others: &[Order], _: &mut KeyedRng) -> Ended {
        let account = order.target.account();
        if others.iter().any(|other| other.target == order.target) {
            return Ended::default();
        }
        let place = self.present.iter().position(|it| *it == account);
        let device = place.map(|place| (self.present.remove(place), GHOST));
        Ended { device, ..Ended::default() }
    }

    fn deliver(
        &mut self,
        envelope: &Envelope,
        bytes: &Arc<Annotated>,
        rng: &mut KeyedRng,
    ) -> Vec<Handed> {
        if !self.present.contains(&envelope.to) {
            return Vec::new();
        }
        let is_for =
            |it: &&mut Device| (it.account(), it.number()) == (&envelope.to, envelope.to_device);
        let Some(ghost) = self.possible.iter_mut().find(is_for) else { return Vec::new() };
        let to = Receiver::Institution(Institution::Investigator);
        let envelope_copy = Handed { to, what: What::Envelope(Arc::clone(bytes)) };
        let opened = ghost.open(envelope, rng);
        let seed = opened.map(|it| Handed { to, what: What::Secret(it.seed) });
        [envelope_copy].into_iter().chain(seed).collect()
    }
}
