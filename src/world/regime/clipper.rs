//! Clipper, 1993: a chip in every phone, an access field with identifiers, two escrow agents.

use super::{
    App, Draw, Handed, Idea, Institution, Institutions, Order, Regime, SealedMessage, Secret,
};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        secret::{FamilyKey, LeafSessionKey, RootKey, UnitKey, UnitKeyHalf},
    },
    mechanism::{
        Layout,
        chip::Chip,
        leaf::{Iv, LeafField, UnitId},
    },
    protocol::{
        session::SessionId,
        terms::{self, Seeds, Terms},
    },
    wire::{AccessField, AccessKind, Envelope},
    world::Party,
};
use rand_core::Rng;

/// The two escrow agents, by number.
const AGENTS: [u8; 2] = [1, 2];

/// One LEAF for each session, made by the chip of the phone that begins it.
#[derive(Debug, Clone, Copy)]
pub struct Clipper;

impl Regime for Clipper {
    fn key(&self) -> &'static str {
        "clipper"
    }

    fn idea(&self) -> Idea {
        Idea::HoldsAKey
    }

    fn terms(&self) -> Terms {
        Terms { seeds: Seeds::SessionKey, ..Terms::default() }
    }

    fn app(&self, draw: Draw<'_>, party: Party) -> Box<dyn App> {
        let (unit, unit_key) = unit(draw, party);
        let chip = Chip { unit, unit_key, family_key: family_key(draw) };
        Box::new(ChipApp { chip, sessions: Vec::new(), forged: None })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let units = Party::ALL.map(|party| {
            let (id, key) = unit(draw, party);
            Unit { id, halves: key.halves(&mut draw.rng(party.key(), "unit key halves")) }
        });
        Box::new(Agents { family_key: family_key(draw), units: units.into() })
    }
}

fn family_key(draw: Draw<'_>) -> FamilyKey {
    FamilyKey::generate(&mut draw.rng("chip maker", "family key"))
}

fn unit(draw: Draw<'_>, party: Party) -> (UnitId, UnitKey) {
    let mut rng = draw.rng(party.key(), "chip");
    (UnitId(rng.next_u32()), UnitKey::generate(&mut rng))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ChipApp {
    chip: Chip,
    sessions: Vec<ChipSession>,
    /// What the owner's app has found for a session that has not begun yet.
    forged: Option<LeafField>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ChipSession {
    id: SessionId,
    key: LeafSessionKey,
    /// Made once, and repeated until the session is answered.
    leaf: Option<LeafField>,
    /// Whether the chip has accepted a LEAF for it that it has not made.
    is_forged: bool,
}

impl App for ChipApp {
    fn session_started(&mut self, id: SessionId, root_key: &RootKey) {
        let key = terms::session_key(root_key);
        // The app asks its own chip: what is for another session would be refused by the peer's.
        let fits = |it: &mut LeafField| self.chip.check(&it.leaf, &key, it.iv).is_ok();
        let leaf = self.forged.take_if(fits);
        self.sessions.push(ChipSession { id, key, leaf, is_forged: leaf.is_some() });
    }

    fn chip(&self) -> Option<&Chip> {
        Some(&self.chip)
    }

    fn forge(&mut self, leaf: LeafField) {
        self.forged = Some(leaf);
    }

    fn keeps_to(&self) -> Option<SessionId> {
        self.sessions.iter().rfind(|it| it.is_forged).map(|it| it.id)
    }

    /// The session key of a session travels in its LEAF, beside the messages that can be the
    /// first of it.
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        sealed.message.prekey?;
        let session = self.sessions.iter_mut().find(|it| it.id == sealed.session)?;
        let leaf = session.leaf.get_or_insert_with(|| {
            let mut iv = Iv([0; 8]);
            rng.fill_bytes(&mut iv.0);
            LeafField { iv, leaf: self.chip.make_leaf(&session.key, iv) }
        });
        Some(AccessField::new(AccessKind::Leaf, leaf.encode()))
    }

    /// A chip decrypts nothing without a valid LEAF.
    fn check(
        &self,
        opened: SealedMessage<'_>,
        field: Option<(AccessKind, &[u8])>,
    ) -> Result<(), String> {
        if opened.message.prekey.is_none() {
            return Ok(());
        }
        let session = self.sessions.iter().find(|it| it.id == opened.session);
        let key = &session.ok_or("the chip does not know the session")?.key;
        // The agents look for a LEAF under its own kind: under another one it is none.
        let Some((AccessKind::Leaf, bytes)) = field else { return Err("there is no LEAF".into()) };
        let field = LeafField::decode(bytes);
        let LeafField { iv, leaf } = field.map_err(|error| error.to_string())?;
        self.chip.check(&leaf, key, iv).map_err(|error| error.to_string())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    id: UnitId,
    halves: [UnitKeyHalf; 2],
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Agents {
    family_key: FamilyKey,
    units: Vec<Unit>,
}

impl Agents {
    fn halves<'a>(
        unit: &'a Unit,
        to: impl Fn(u8) -> Institution + 'a,
    ) -> impl Iterator<Item = Handed> + 'a {
        AGENTS.into_iter().zip(&unit.halves).map(move |(agent, half)| {
            let secret = Secret::UnitKeyHalf { unit: unit.id, agent, half: half.clone() };
            Handed::secret(to(agent), secret)
        })
    }
}

impl Institutions for Agents {
    fn holdings(&self) -> Vec<Handed> {
        let family = Secret::FamilyKey(self.family_key.clone());
        let family = Handed::secret(Institution::Investigator, family);
        let halves = self.units.iter().flat_map(|it| Self::halves(it, Institution::EscrowAgent));
        [family].into_iter().chain(halves).collect()
    }

    /// The family key shows which unit made the LEAF; both agents then hand out their halves
    /// of its key, and with them all its sessions, earlier and later ones alike.
    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        let field = envelope.access_of(AccessKind::Leaf).map(LeafField::decode);
        let Some(Ok(field)) = field else { return Vec::new() };
        let id = field.leaf.open(&self.family_key).unit;
        let unit = self.units.iter().find(|it| it.id == id);
        let halves = unit.map(|it| Self::halves(it, |_| Institution::Investigator).collect());
        halves.unwrap_or_default()
    }
}
