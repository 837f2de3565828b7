//! Crumple zone: the key of each message lies behind a puzzle that anybody may pay for.

use super::{App, Draw, Idea, Regime, SealedMessage};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::RootKey},
    mechanism::{
        Layout,
        abrasion::{Abrasion, Group},
        crumple::{Cost, PuzzleField},
    },
    protocol::session::SessionId,
    wire::{AccessField, AccessKind, Annotated, Reader},
    world::Party,
};

/// A discrete logarithm once for each session, and a hash puzzle for each message.
#[derive(Debug, Clone, Copy)]
pub struct CrumpleZone {
    /// Bits of the prime of the session's logarithm, 24 to 62.
    pub prime_bits: u8,
    /// Bits of each message's puzzle, 8 to 40.
    pub puzzle_bits: u8,
}

impl CrumpleZone {
    /// About 2^29 steps for the session and 2^27 for each message.
    pub const DEFAULT: Self = Self { prime_bits: 56, puzzle_bits: 28 };
}

impl Regime for CrumpleZone {
    fn key(&self) -> &'static str {
        "crumple-zone"
    }

    fn idea(&self) -> Idea {
        Idea::HowStrong
    }

    fn app(&self, _: Draw<'_>, _: Party) -> Box<dyn App> {
        match (Group::new(self.prime_bits), Cost::new(self.puzzle_bits)) {
            (Some(group), Some(cost)) => Box::new(CrumpleApp { group, cost, sessions: Vec::new() }),
            _ => Box::new(super::NoApp),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct CrumpleApp {
    group: Group,
    cost: Cost,
    sessions: Vec<(SessionId, Abrasion)>,
}

impl CrumpleApp {
    fn abrasion(&self, session: SessionId) -> Option<&Abrasion> {
        self.sessions.iter().find(|(id, _)| *id == session).map(|(_, abrasion)| abrasion)
    }
}

impl App for CrumpleApp {
    fn session_started(&mut self, session: SessionId, root_key: &RootKey) {
        self.sessions.push((session, Abrasion::derive(root_key.reveal(), self.group)));
    }

    /// Messages that can be the first of their session carry its abrasion too.
    fn access_field(&mut self, sealed: SealedMessage<'_>, _: &mut KeyedRng) -> Option<AccessField> {
        let abrasion = self.abrasion(sealed.session)?;
        let header = sealed.message.header.to_bytes();
        let puzzle = PuzzleField::make(sealed.seed, self.cost, &abrasion.constant(), &header);
        let begins = sealed.message.prekey.is_some();
        let bytes = Annotated::encode(|w| {
            if begins {
                abrasion.field().write(w);
            }
            puzzle.write(w);
        });
        Some(AccessField::new(kind_of(begins), bytes))
    }

    fn check(
        &self,
        opened: SealedMessage<'_>,
        field: Option<(AccessKind, &[u8])>,
    ) -> Result<(), String> {
        let missing = || "the puzzle of this rule is missing".to_owned();
        let abrasion = self.abrasion(opened.session).ok_or_else(missing)?;
        let begins = opened.message.prekey.is_some();
        let (kind, bytes) = field.ok_or_else(missing)?;
        if kind != kind_of(begins) {
            return Err(missing());
        }
        let mut r = Reader::new(bytes);
        if begins {
            let field = crate::mechanism::abrasion::AbrasionField::read(&mut r);
            if field.map_err(|error| error.to_string())? != abrasion.field() {
                return Err("the abrasion is not that of this session".into());
            }
        }
        let puzzle = PuzzleField::read(&mut r).map_err(|error| error.to_string())?;
        r.finish().map_err(|error| error.to_string())?;
        let header = opened.message.header.to_bytes();
        let checked = puzzle.check(opened.seed, &abrasion.constant(), &header);
        checked.map_err(|error| error.to_string())
    }
}

/// What stands beside a message that can be the first of its session, and beside all others.
const fn kind_of(begins: bool) -> AccessKind {
    if begins { AccessKind::AbrasionAndPuzzle } else { AccessKind::Puzzle }
}
