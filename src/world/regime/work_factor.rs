//! Reduced work factor: message keys of few secret bits, some of them wrapped to an agency.

use super::{
    App, Draw, Handed, Idea, Institution, Institutions, Order, Regime, SealedMessage, Secret, What,
    key_escrow::{header_of, standing_key},
};
use crate::{
    crypto::{keyed_rng::KeyedRng, suite::Suite},
    mechanism::{
        Layout,
        escrow::{AgencyKey, StandingKey},
        work_factor::{WeakKey, WorkFactor, WorkFactorField},
    },
    protocol::{header::Header, terms::Terms},
    wire::{AccessField, AccessKind, Envelope},
    world::Party,
};

/// n secret bits, of which the agency is told k.
#[derive(Debug, Clone, Copy)]
pub struct ReducedWorkFactor {
    /// n and k.
    pub factor: WorkFactor,
}

impl ReducedWorkFactor {
    /// Lotus Notes, international edition, 1996: 64 bits, 24 of them for the agency.
    pub const LOTUS: Self = Self { factor: WorkFactor::LOTUS };
}

impl Regime for ReducedWorkFactor {
    fn key(&self) -> &'static str {
        "work-factor"
    }

    fn idea(&self) -> Idea {
        Idea::HowStrong
    }

    fn terms(&self) -> Terms {
        let suite = Suite::Reduced { secret_bits: self.factor.secret_bits() };
        Terms { suite, ..Terms::default() }
    }

    fn app(&self, draw: Draw<'_>, _: Party) -> Box<dyn App> {
        Box::new(WeakApp { factor: self.factor, agency: standing_key(draw).public() })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        Box::new(Agency { key: standing_key(draw) })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct WeakApp {
    factor: WorkFactor,
    agency: AgencyKey,
}

impl App for WeakApp {
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        let key = WeakKey::derive(sealed.seed, self.factor);
        let header = sealed.message.header.to_bytes();
        let field = WorkFactorField::wrap(&key, &self.agency, &header, rng).ok()?;
        Some(AccessField::new(AccessKind::WorkFactor, field.encode()))
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

    /// The agency opens the wrapped bits of a covered message; the rest must be searched.
    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        let bits = known_bits(&self.key, envelope).map(What::Secret);
        bits.map(Handed::to_investigator).into_iter().collect()
    }
}

fn known_bits(key: &StandingKey, envelope: &Envelope) -> Option<Secret> {
    let header = header_of(envelope)?;
    let field = envelope.access_of(AccessKind::WorkFactor)?;
    let field = WorkFactorField::decode(field).ok()?;
    let top = field.known_bits(key, &header.to_bytes()).ok()?;
    let Header { ratchet_key, message_number, .. } = header;
    Some(Secret::KnownBits { ratchet_key, message_number, factor: field.factor, top })
}
