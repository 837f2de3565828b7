//! What an app would search that looks for a false LEAF at the present position.

use super::{Action, Forged, Party, Recording, Step, Timeline};
use crate::{
    crypto::keyed_rng::KeyedRng,
    mechanism::{
        forgery::Forgery,
        leaf::{Iv, Leaf, LeafField},
    },
};
use rand_core::Rng as _;
use std::sync::Arc;

/// The search of this party's app, if its [`Action::Forge`] were the next action at the present
/// position: for the session that it would begin, which is tried on a copy of the world. Its IV and
/// its candidates are keyed by that action, so the same search finds the same.
///
/// Nothing if there is no chip to ask, or no new session: the phone has no network, or the peer has
/// published no keys.
#[must_use]
#[inline(never)]
pub fn forgery(timeline: &Timeline, party: Party) -> Option<Forgery> {
    let mut world = timeline.world().clone();
    let mut recording = Recording::default();
    // What is under way comes to its end first.
    while world.step(&mut recording) {}
    let chip = world.phone(party).chip()?.clone();
    let before: Vec<_> =
        world.phone(party).sessions().sessions().iter().map(|session| session.id()).collect();
    let id = timeline.next_id();
    let field = LeafField { iv: Iv([0; 8]), leaf: Leaf([0; 16]) };
    let action = Action::Forge(Arc::new(Forged { party, field, tried: 0 }));
    world.begin(&Step { id, action }, &mut recording);
    while world.step(&mut recording) {}
    let session =
        world.phone(party).sessions().current().filter(|it| !before.contains(&it.id()))?;
    let session_key = session.view().ratchet.session_key?;
    let mut rng = KeyedRng::new(&timeline.run().seed, party.key(), id.0, "LEAFs to try");
    let (mut iv, mut order) = (Iv([0; 8]), [0; 16]);
    rng.fill_bytes(&mut iv.0);
    rng.fill_bytes(&mut order);
    Some(Forgery { chip, session_key, iv, order })
}
