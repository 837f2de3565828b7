//! Devices that somebody who had a phone in hand has added to its account, and scanning lists that
//! were swapped: what the provider then tells every app.

use super::{ACTOR, Provider, mail::MailKind};
use crate::{
    crypto::{keyed_rng::KeyedRng, keys::IdentityKeyPair},
    mechanism::device_list,
    wire::{Account, Annotated, Envelope},
    world::{
        Party,
        effect::Context,
        regime::{AddedDevice, Handed, Receiver, What, device::Device},
    },
};
use std::sync::Arc;

/// The number of a linked device among those of its account: the phone is 1.
const LINKED: u8 = 3;

impl Provider {
    /// The device of this account with this number, if it was linked.
    pub(super) fn linked(&mut self, account: &Account, number: u8) -> Option<&mut Device> {
        let device = self.linked.get_mut(Party::of_account(account)?).as_deref_mut();
        device.filter(|it| it.number() == number)
    }

    /// Whoever has an unlocked phone in hand links a device of their own: the phone signs it into
    /// its account, and every app is told. A second one changes nothing.
    pub(in crate::world) fn link_device(
        &mut self,
        ctx: &mut Context<'_>,
        party: Party,
        owner: &IdentityKeyPair,
    ) {
        let account = party.account();
        if self.linked(&account, LINKED).is_some() {
            return;
        }
        let mut rng = ctx.rng(ACTOR, ctx.action, "linked device");
        let mut device = Device::generate(account.clone(), LINKED, &mut rng);
        let Some(bundle) = device.bundle_for_many() else { return };
        // Which keys the sessions have is no secret: they stand in bundles and prekey headers.
        let identity = What::IdentityKey(account, device.identity());
        ctx.hand(None, Handed { to: Receiver::Everybody, what: identity });
        ctx.hand(None, Handed::to_investigator(device.identity_secret()));
        let signature = Some(device_list::sign(owner, &bundle, &mut rng));
        *self.linked.get_mut(party) = Some(Box::new(device));
        self.pass_on(ctx, &MailKind::NewDevice(Arc::new(AddedDevice { bundle, signature })));
    }

    /// Other things are put on the scanning list, if there is one: every app gets it.
    pub(in crate::world) fn swap_list(&mut self, ctx: &mut Context<'_>) {
        let mut rng = ctx.rng(ACTOR, ctx.action, "other list");
        if let Some(list) = self.institutions.swap_list(&mut rng) {
            self.pass_on(ctx, &MailKind::Notice(Arc::new(list)));
        }
    }
}

/// What comes of an envelope for a linked device: whoever has the device has the envelope, and the
/// seed if it opened.
pub(super) fn delivered(
    device: &mut Device,
    envelope: &Envelope,
    bytes: &Arc<Annotated>,
    rng: &mut KeyedRng,
) -> Vec<Handed> {
    let envelope_copy = Handed::to_investigator(What::Envelope(Arc::clone(bytes)));
    let opened = device.open(envelope, rng);
    let seed = opened.map(|it| Handed::to_investigator(What::Secret(it.seed)));
    [envelope_copy].into_iter().chain(seed).collect()
}
