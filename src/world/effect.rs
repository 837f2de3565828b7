//! What a phone or the provider wants to happen: they are pure and touch nothing themselves.

use super::{ActionId, Agreed, Direction, Event, Party, Point, Traffic, regime::Handed};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        secret::{HandshakeSeed, RecordKey, RunSeed},
    },
    protocol::trace::Step as ProtocolStep,
    wire::Annotated,
};
use rand_core::Rng;
use std::sync::Arc;

/// One wish.
#[derive(Debug)]
pub(super) enum Effect {
    /// Put a packet on a link.
    Packet {
        /// Whose link.
        link: Party,
        /// Which way.
        direction: Direction,
        /// What kind of traffic.
        traffic: Traffic,
        /// The action that sent the message which it carries or confirms.
        message: Option<ActionId>,
        /// The packet, with what is inside.
        packet: Annotated,
    },
    /// Write a note into the log of a point.
    Note {
        /// Where.
        point: Point,
        /// The action that sent the message which it is about.
        message: Option<ActionId>,
        /// What happened.
        event: Event,
    },
    /// Keep the transport keys that a handshake has given to one end of a connection.
    Agreed(Arc<Agreed>),
    /// Keep what somebody was handed.
    Handed {
        /// Who, and what.
        handed: Arc<Handed>,
        /// The action that gave the order under which it was; none if there was no order.
        order: Option<ActionId>,
        /// The action that sent the message which it is about.
        message: Option<ActionId>,
    },
    /// Keep the steps of a computation.
    Protocol {
        /// Whose phone computed.
        party: Party,
        /// The action that sent the message which it is about.
        message: Option<ActionId>,
        /// The steps.
        steps: Arc<[ProtocolStep]>,
    },
}

/// What every operation of a phone or of the provider gets besides its own state: the seed
/// and the action that is under way to draw by, numbers for requests and connections, and a
/// place for its wishes.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// What all randomness comes from.
    pub(super) seed: &'a RunSeed,
    /// The action that is under way.
    pub(super) action: ActionId,
    /// Milliseconds of the logical clock.
    pub(super) now: u64,
    /// How many requests were made during this action.
    pub(super) requests: &'a mut u32,
    /// How many connections were begun during this action.
    pub(super) connections: &'a mut u32,
    /// The wishes, in order.
    pub(super) effects: &'a mut Vec<Effect>,
}

impl Context<'_> {
    /// The generator for one purpose of `action` at `actor`.
    pub(super) fn rng(&self, actor: &str, action: ActionId, purpose: &str) -> KeyedRng {
        KeyedRng::new(self.seed, actor, action.0, purpose)
    }

    /// 32 bytes for one side of a handshake during this action.
    pub(super) fn handshake_seed(&self, actor: &str, purpose: &str) -> HandshakeSeed {
        let mut bytes = [0; HandshakeSeed::LENGTH];
        self.rng(actor, self.action, purpose).fill_bytes(&mut bytes);
        HandshakeSeed::from_bytes(bytes)
    }

    /// A number for a request that no other request has: the action's number and a count.
    #[allow(clippy::cast_possible_truncation, reason = "numbers wrap after 2^20 actions")]
    pub(super) fn next_request(&mut self) -> u32 {
        let request = (self.action.0 as u32) << 12 | (*self.requests & 0xfff);
        *self.requests += 1;
        request
    }

    pub(super) fn note(&mut self, point: Point, message: Option<ActionId>, event: Event) {
        self.effects.push(Effect::Note { point, message, event });
    }

    /// A handshake has given its keys to one end: those to the provider and to the phone.
    pub(super) fn agreed(
        &mut self,
        point: Point,
        (link, port): (Party, u16),
        [to_provider, to_phone]: [&RecordKey; 2],
    ) {
        let (to_provider, to_phone) = (to_provider.clone(), to_phone.clone());
        let agreed = Agreed { point, link, port, to_provider, to_phone };
        self.effects.push(Effect::Agreed(Arc::new(agreed)));
    }

    /// Somebody has something in its hands now, without any order.
    pub(super) fn hand(&mut self, message: Option<ActionId>, handed: Handed) {
        let handed = Arc::new(handed);
        self.effects.push(Effect::Handed { handed, order: None, message });
    }

    pub(super) fn protocol(
        &mut self,
        party: Party,
        message: Option<ActionId>,
        steps: Vec<ProtocolStep>,
    ) {
        if !steps.is_empty() {
            let steps = steps.into();
            self.effects.push(Effect::Protocol { party, message, steps });
        }
    }
}

/// A frame on its way into a record: its bytes with their explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SealedFrame {
    /// The frame, with what is inside.
    pub(super) frame: Arc<Annotated>,
    /// What kind of traffic it is.
    pub(super) traffic: Traffic,
    /// The action that sent the message which it carries or confirms.
    pub(super) message: Option<ActionId>,
}
