//! Another app: the owners go on with one whose provider the rule does not reach.
//!
//! Phones and provider are then new ones, with keys of their own, end-to-end encrypted. What they
//! leave behind stays what it was: the account at the old provider with its keys, log and backups, and
//! whatever orders reach there. The chat and the owners' own layer are on the phone, not in an app.

use super::World;
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::RunSeed},
    world::{
        ActionId, Disconnect, Event, Party, Phone, Point, Provider, Recording,
        effect::Context,
        pair::Pair,
        phone::ONE_TIME_PREKEYS,
        regime::{Draw, EndToEnd, Retention},
    },
};
use rand_core::Rng as _;

/// What was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    /// The app of before, with its keys.
    pub(super) phones: Pair<Phone>,
    /// The provider that the rule reaches.
    pub(super) provider: Provider,
}

impl World {
    /// Whether the phones use an app that the rule does not reach.
    #[must_use]
    pub const fn is_elsewhere(&self) -> bool {
        self.left.is_some()
    }

    /// The provider that the rule reaches: where orders go, and whoever works through it.
    #[must_use]
    pub fn ruled(&self) -> &Provider {
        self.left.as_ref().map_or(&self.provider, |left| &left.provider)
    }

    /// All that is on a phone: the app in use, and the one that was left.
    pub(super) fn apps(&self, party: Party) -> impl Iterator<Item = &Phone> {
        let left = self.left.as_ref().map(|left| left.phones.get(party));
        [self.phone(party)].into_iter().chain(left)
    }

    /// The app that has an account at the provider which the rule reaches.
    pub(super) fn ruled_app(&self, party: Party) -> &Phone {
        self.left.as_ref().map_or(self.phone(party), |left| left.phones.get(party))
    }

    /// Acts at the provider that the rule reaches.
    pub(super) fn at_ruled(
        &mut self,
        link: Party,
        recording: &mut Recording,
        act: impl FnOnce(&mut Provider, &mut Context<'_>),
    ) {
        let Some(mut left) = self.left.take() else {
            return self.at_provider(link, recording, act);
        };
        std::mem::swap(&mut self.provider, &mut left.provider);
        self.at_provider(link, recording, act);
        std::mem::swap(&mut self.provider, &mut left.provider);
        self.left = Some(left);
    }

    /// Both owners go on with another app. There is one other app: done once more, it changes
    /// nothing.
    pub(super) fn change_app(&mut self, recording: &mut Recording) {
        if self.is_elsewhere() {
            return;
        }
        let (joined, online) = (self.each(Phone::joined), self.each(Phone::online));
        for party in Party::ALL {
            self.at_phone(party, recording, Phone::go_offline);
            self.at_provider(party, recording, |provider, ctx| {
                provider.lose_connection(ctx, party, Disconnect::Offline);
            });
        }
        let (phones, provider) = self.other_app();
        let left = Left {
            phones: std::mem::replace(&mut self.phones, phones),
            provider: std::mem::replace(&mut self.provider, provider),
        };
        let left = self.left.insert(Box::new(left));
        for party in Party::ALL {
            self.phones.get_mut(party).go_on_from(left.phones.get_mut(party));
        }
        for party in Party::ALL {
            self.at_phone(party, recording, |phone, ctx| {
                ctx.note(Point::phone(party), None, Event::AppChanged);
                if *joined.get(party) {
                    phone.register(ctx);
                }
                if *online.get(party) {
                    phone.go_online(ctx);
                }
            });
        }
    }

    fn each(&self, of: fn(&Phone) -> bool) -> Pair<bool> {
        Pair { alice: of(self.phone(Party::Alice)), bob: of(self.phone(Party::Bob)) }
    }

    /// Phones and provider of the other app, as they come.
    fn other_app(&self) -> (Pair<Phone>, Provider) {
        let seed = seed_of(&self.own_seed);
        let (mut requests, mut connections, mut effects) = (0, 0, Vec::new());
        let ctx = Context {
            seed: &seed,
            action: ActionId(0),
            now: self.now.0,
            requests: &mut requests,
            connections: &mut connections,
            effects: &mut effects,
        };
        let provider = Provider::new(&EndToEnd, Retention::UntilDelivered, &ctx);
        let pinned = provider.transport_key().public();
        let draw = (Draw::new(&seed), ONE_TIME_PREKEYS);
        let phone = |party| Phone::new(party, pinned, &EndToEnd, draw, &ctx);
        (Pair { alice: phone(Party::Alice), bob: phone(Party::Bob) }, provider)
    }
}

/// What the other app's phones and provider draw their keys from.
fn seed_of(seed: &RunSeed) -> RunSeed {
    let mut own = [0; 32];
    KeyedRng::new(seed, "owners", 0, "another app").fill_bytes(&mut own);
    RunSeed::from_bytes(own)
}
