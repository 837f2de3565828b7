//! Key escrow: the key of each message, wrapped to an agency, travels beside it.

use super::{
    App, Draw, Handed, Idea, Institution, Institutions, Order, Regime, SealedMessage, Secret,
};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::MessageSeed},
    mechanism::{
        Layout,
        escrow::{AgencyKey, EscrowField, KeyId, StandingKey},
    },
    protocol::header::{Header, Message, MessageKind},
    wire::{AccessField, AccessKind, Envelope, EnvelopeKind},
    world::Party,
};

/// The agency has one standing key; an order releases message keys and never that key.
#[derive(Debug, Clone, Copy)]
pub struct KeyEscrow;

impl Regime for KeyEscrow {
    fn key(&self) -> &'static str {
        "key-escrow"
    }

    fn idea(&self) -> Idea {
        Idea::HoldsAKey
    }

    fn app(&self, draw: Draw<'_>, _: Party) -> Box<dyn App> {
        Box::new(EscrowApp { agency: standing_key(draw).public() })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        Box::new(Agency { key: standing_key(draw) })
    }
}

/// The agency's key pair; phones come with its public half.
pub(super) fn standing_key(draw: Draw<'_>) -> StandingKey {
    StandingKey::generate(KeyId(1), &mut draw.rng("agency", "standing key"))
}

/// An app that wraps every message's seed to an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EscrowApp {
    pub(super) agency: AgencyKey,
}

impl App for EscrowApp {
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        let header = sealed.message.header.to_bytes();
        let field = EscrowField::wrap(sealed.seed, &self.agency, &header, rng).ok()?;
        Some(AccessField::new(AccessKind::Escrow, field.encode()))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Agency {
    key: StandingKey,
}

impl Institutions for Agency {
    fn holdings(&self) -> Vec<Handed> {
        let agency = self.key.public();
        let private = self.key.pair.private().clone();
        let key = Secret::StandingKey { agency, private };
        vec![Handed::published(agency), Handed::secret(Institution::Agency, key)]
    }

    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        released(&self.key, envelope)
    }
}

/// What the holder of a standing key gives the investigator for one envelope: the seed of
/// this message, if the field opens.
pub(super) fn released(key: &StandingKey, envelope: &Envelope) -> Vec<Handed> {
    let seed = opened(key, envelope).map(|(header, seed)| Secret::MessageSeed {
        ratchet_key: header.ratchet_key,
        message_number: header.message_number,
        seed,
    });
    seed.map(|seed| Handed::secret(Institution::Investigator, seed)).into_iter().collect()
}

fn opened(key: &StandingKey, envelope: &Envelope) -> Option<(Header, MessageSeed)> {
    let header = header_of(envelope)?;
    let field = envelope.access_of(AccessKind::Escrow)?;
    let seed = EscrowField::decode(field).ok()?.unwrap(key, &header.to_bytes()).ok()?;
    Some((header, seed))
}

/// The ratchet header of the message in an envelope.
pub(super) fn header_of(envelope: &Envelope) -> Option<Header> {
    let kind = match envelope.kind {
        EnvelopeKind::Prekey => MessageKind::Prekey,
        EnvelopeKind::Message => MessageKind::Ratchet,
        EnvelopeKind::Text | EnvelopeKind::Sealed => return None,
    };
    Some(Message::from_bytes(kind, &envelope.message).ok()?.header)
}
