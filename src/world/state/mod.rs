//! The whole world, and what changes it.
//!
//! `begin` (in `acting`) starts an action; `step` lets the next packet arrive. Both depend on nothing but
//! the world and the action, so that a run gives the same bytes on every machine.

mod acting;
mod elsewhere;

use super::{
    ActionId, Direction, Disconnect, Entry, Event, Fate, Interference, Note, Party, Phone, Point,
    Provider, Recording, Target, Time, Transmission, TransmissionId,
    connection::Line,
    effect::{Context, Effect},
    pair::Pair,
    phone::ONE_TIME_PREKEYS,
    provider::Explained,
    regime::{Draw, Institution, Receiver, Regime, Retention},
    seizure,
};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::RunSeed},
    wire::Annotated,
};
use rand_core::Rng as _;
use std::{collections::VecDeque, sync::Arc};

/// How long a packet takes on a link, in milliseconds.
const LATENCY: Pair<u64> = Pair { alice: 32, bob: 41 };
/// How long phone and provider wait for an answer, in milliseconds.
const TIMEOUT: u64 = 5_000;
/// Actions begin on multiples of this, in milliseconds: people write in seconds, not in
/// packets.
const PACE: u64 = 20_000;

/// A packet on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct InFlight {
    transmission: Arc<Transmission>,
    entry: usize,
}

/// What belongs to the action that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct UnderWay {
    id: ActionId,
    packets: Pair<u32>,
    envelopes: u32,
    requests: u32,
    connections: Pair<u32>,
    arrivals: u32,
}

/// Two phones, two links, a provider, a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// What provider and institutions draw from.
    seed: RunSeed,
    /// What the phones draw from: the same, but for those of other people.
    own_seed: RunSeed,
    now: Time,
    under_way: UnderWay,
    phones: Pair<Phone>,
    provider: Provider,
    /// Once the owners use another app: what they left behind.
    left: Option<Box<elsewhere::Left>>,
    flight: VecDeque<InFlight>,
    rules: Vec<(Target, Interference)>,
}

impl World {
    /// The world before anything was done.
    #[must_use]
    pub fn new(seed: &RunSeed, pair: u32, regime: &dyn Regime, retention: Retention) -> Self {
        let own_seed = if pair == 0 { seed.clone() } else { seed_of(seed, pair) };
        let mut under_way = UnderWay::default();
        let mut effects = Vec::new();
        let ctx = Context {
            seed,
            action: ActionId(0),
            now: Time::START.0,
            requests: &mut under_way.requests,
            connections: &mut under_way.connections.alice,
            effects: &mut effects,
        };
        let provider = Provider::new(regime, retention, &ctx);
        let pinned = provider.transport_key().public();
        let draw = Draw::new(seed);
        let ctx = Context { seed: &own_seed, ..ctx };
        // Other people's phones have one: only one is ever used, and it is quicker.
        let prekeys = if pair == 0 { ONE_TIME_PREKEYS } else { 1 };
        let phone = |party| Phone::new(party, pinned, regime, (draw, prekeys), &ctx);
        let phones = Pair { alice: phone(Party::Alice), bob: phone(Party::Bob) };
        Self {
            seed: seed.clone(),
            own_seed,
            now: Time::START,
            under_way: UnderWay::default(),
            phones,
            provider,
            left: None,
            flight: VecDeque::new(),
            rules: Vec::new(),
        }
    }

    /// The logical clock.
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// A phone.
    #[must_use]
    pub const fn phone(&self, party: Party) -> &Phone {
        self.phones.get(party)
    }

    /// The provider through which the phones write now.
    #[must_use]
    pub const fn provider(&self) -> &Provider {
        &self.provider
    }

    /// The institutions that have held a secret from the beginning: what can be stolen.
    #[must_use]
    pub fn standing_secrets(&self) -> Vec<Institution> {
        let has = |it: &Institution| {
            let held = seizure::held_by(self.ruled().institutions(), Receiver::Institution(*it));
            !held.is_empty()
        };
        Institution::ALL.into_iter().filter(has).collect()
    }

    /// Whether the provider itself has held a secret from the beginning.
    #[must_use]
    pub fn provider_has_secrets(&self) -> bool {
        !seizure::held_by(self.ruled().institutions(), Receiver::Provider).is_empty()
    }

    /// The packets that are on their way, the next to arrive first.
    pub fn in_flight(&self) -> impl Iterator<Item = &Arc<Transmission>> {
        self.flight.iter().map(|packet| &packet.transmission)
    }

    /// Whether something is still to happen before the next action can begin.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.flight.is_empty()
            && Party::ALL
                .into_iter()
                .all(|party| !self.phone(party).waits() && !self.provider.waits(party))
    }

    /// Randomness of this run for something that is no action.
    pub(super) fn rng(&self, actor: &str, purpose: &str) -> KeyedRng {
        KeyedRng::new(&self.seed, actor, u64::MAX, purpose)
    }

    /// How many packets have arrived during the action that is under way.
    #[must_use]
    pub const fn arrivals(&self) -> u32 {
        self.under_way.arrivals
    }

    /// Lets the next packet arrive, or, if none is on its way and somebody still waits for an
    /// answer, lets the waiting end. Returns whether anything happened.
    pub(super) fn step(&mut self, recording: &mut Recording) -> bool {
        let Some(InFlight { transmission, entry }) = self.flight.pop_front() else {
            return self.time_out(recording);
        };
        self.under_way.arrivals += 1;
        self.now = self.now.max(transmission.arrives_at);
        let (bytes, explained) = match &transmission.fate {
            Fate::Lost => return true,
            Fate::Intact => (transmission.packet.bytes(), transmission.packet.below()),
            Fate::Altered { arrives, .. } => (arrives.bytes(), None),
        };
        let link = transmission.id.link;
        let mut opened = 1;
        match transmission.direction {
            Direction::ToPhone => self.at_phone(link, recording, |phone, ctx| {
                opened = phone.receive(ctx, bytes, transmission.message);
            }),
            Direction::ToProvider => {
                let mut envelopes = self.under_way.envelopes;
                let action = self.under_way.id;
                let strikes = |at: &Target| at.action == action && at.point == Point::Provider;
                let rules: Vec<_> =
                    self.rules.iter().filter(|(at, _)| strikes(at)).copied().collect();
                self.at_provider(link, recording, |provider, ctx| {
                    let explained = Explained {
                        message: transmission.message,
                        frame: explained.map(Arc::as_ref),
                    };
                    opened = provider.receive(ctx, link, bytes, explained, &mut || {
                        let nth = envelopes;
                        envelopes += 1;
                        interference_at(&rules, Target { action, point: Point::Provider, nth })
                    });
                });
                self.under_way.envelopes = envelopes;
            }
        }
        recording.set_opened(entry, opened);
        true
    }

    fn time_out(&mut self, recording: &mut Recording) -> bool {
        let waiting = |party| self.phone(party).waits() || self.provider.waits(party);
        let Some(party) = Party::ALL.into_iter().find(|party| waiting(*party)) else {
            return false;
        };
        self.under_way.arrivals += 1;
        self.now = self.now.plus(TIMEOUT);
        if self.phone(party).waits() {
            self.at_phone(party, recording, Phone::time_out);
        } else {
            self.at_provider(party, recording, |provider, ctx| {
                provider.close(ctx, party, Line::Known, Disconnect::TimedOut);
            });
        }
        true
    }

    /// The connection on a link ends: what is under way on it is lost, and the phone, if it
    /// has a network, connects again.
    fn cut(&mut self, link: Party, recording: &mut Recording) {
        let note = Note {
            point: Point::link(link),
            message: None,
            event: Event::Interfered(Interference::Cut),
        };
        recording.push(self.now, self.under_way.id, Entry::Note(Arc::new(note)));
        self.flight.retain(|packet| {
            let stays = packet.transmission.id.link != link;
            if !stays {
                recording.set_lost(packet.entry);
            }
            stays
        });
        self.at_provider(link, recording, |provider, ctx| {
            provider.lose_connection(ctx, link, Disconnect::Cut);
        });
        self.at_phone(link, recording, |phone, ctx| {
            if phone.online() {
                phone.reconnect_all(ctx, Disconnect::Cut);
            }
        });
    }

    pub(super) fn at_phone(
        &mut self,
        party: Party,
        recording: &mut Recording,
        act: impl FnOnce(&mut Phone, &mut Context<'_>),
    ) {
        let mut effects = Vec::new();
        let mut ctx = Context {
            seed: &self.own_seed,
            action: self.under_way.id,
            now: self.now.0,
            requests: &mut self.under_way.requests,
            connections: self.under_way.connections.get_mut(party),
            effects: &mut effects,
        };
        act(self.phones.get_mut(party), &mut ctx);
        self.apply(effects, recording);
    }

    pub(super) fn at_provider(
        &mut self,
        link: Party,
        recording: &mut Recording,
        act: impl FnOnce(&mut Provider, &mut Context<'_>),
    ) {
        let mut effects = Vec::new();
        let mut ctx = Context {
            seed: &self.seed,
            action: self.under_way.id,
            now: self.now.0,
            requests: &mut self.under_way.requests,
            connections: self.under_way.connections.get_mut(link),
            effects: &mut effects,
        };
        act(&mut self.provider, &mut ctx);
        self.apply(effects, recording);
    }

    fn apply(&mut self, effects: Vec<Effect>, recording: &mut Recording) {
        let action = self.under_way.id;
        for effect in effects {
            match effect {
                Effect::Note { point, message, event } => {
                    let note = Note { point, message, event };
                    recording.push(self.now, action, Entry::Note(Arc::new(note)));
                }
                Effect::Agreed(agreed) => {
                    recording.push(self.now, action, Entry::Agreed(agreed));
                }
                Effect::Handed { handed, order, message } => {
                    let entry = Entry::Handed { handed, order, message, taken: false };
                    recording.push(self.now, action, entry);
                }
                Effect::Protocol { party, message, steps } => {
                    recording.push(self.now, action, Entry::Protocol { party, message, steps });
                }
                Effect::Packet { link, direction, traffic, message, packet } => {
                    let nth = *self.under_way.packets.get(link);
                    *self.under_way.packets.get_mut(link) += 1;
                    let id = TransmissionId { action, link, nth };
                    let target = Target { action, point: Point::link(link), nth };
                    let interference = interference_at(&self.rules, target);
                    let packet = Arc::new(packet);
                    let transmission = Arc::new(Transmission {
                        id,
                        direction,
                        traffic,
                        sent_at: self.now,
                        arrives_at: self.now.plus(*LATENCY.get(link)),
                        departs_after: self.under_way.arrivals,
                        message,
                        fate: fate(&packet, &interference),
                        packet,
                    });
                    self.depart(transmission, &interference, recording);
                }
            }
        }
    }

    fn depart(
        &mut self,
        transmission: Arc<Transmission>,
        interference: &[Interference],
        recording: &mut Recording,
    ) {
        let TransmissionId { action, link, .. } = transmission.id;
        let message = transmission.message;
        let entry = Entry::Transmission { transmission: Arc::clone(&transmission), opened: None };
        let entry = recording.push(self.now, action, entry);
        let later = |packet: &InFlight| packet.transmission.arrives_at > transmission.arrives_at;
        let index = self.flight.iter().position(later).unwrap_or(self.flight.len());
        self.flight.insert(index, InFlight { transmission, entry });
        for how in interference {
            if *how == Interference::Cut {
                self.cut(link, recording);
            } else if matches!(how, Interference::Drop | Interference::FlipBit { .. }) {
                let event = Event::Interfered(*how);
                let note = Note { point: Point::link(link), message, event };
                recording.push(self.now, action, Entry::Note(Arc::new(note)));
            }
        }
    }
}

/// What the phones of another pair draw from.
#[inline(never)]
fn seed_of(seed: &RunSeed, pair: u32) -> RunSeed {
    let mut own = [0; 32];
    KeyedRng::new(seed, "people", pair.into(), "phones").fill_bytes(&mut own);
    RunSeed::from_bytes(own)
}

/// What becomes of a packet on its link.
fn fate(packet: &Arc<Annotated>, interference: &[Interference]) -> Fate {
    interference.iter().fold(Fate::Intact, |fate, how| match (how, fate) {
        (Interference::Drop | Interference::Cut, _) | (_, Fate::Lost) => Fate::Lost,
        (Interference::FlipBit { bit }, Fate::Intact) => {
            Fate::Altered { bit: *bit, arrives: Arc::new(packet.with_flipped_bit(*bit)) }
        }
        (Interference::FlipBit { bit }, Fate::Altered { arrives, .. }) => {
            Fate::Altered { bit: *bit, arrives: Arc::new(arrives.with_flipped_bit(*bit)) }
        }
        (Interference::Hold | Interference::AfterNext | Interference::Duplicate, fate) => fate,
    })
}

/// What is to be done to the thing that passes here.
fn interference_at(rules: &[(Target, Interference)], target: Target) -> Vec<Interference> {
    rules.iter().filter(|(at, _)| *at == target).map(|(_, how)| *how).collect()
}
