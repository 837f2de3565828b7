//! Regimes: the rules about access that a run can be under.
//!
//! A regime decides three things and no more: what its apps put on the wire ([`App`]), which
//! institutions there are and what each of them holds ([`Institutions`]), and what an order
//! releases. Who can read what follows from that, and is computed by [`crate::access`].
//!
//! To add a regime, write a file with a type that implements [`Regime`], and add one line to
//! [`ALL`]. Its texts go into `www/locales/*/regimes.ftl`, its sources into [`sources`].

mod app;
mod dynamic;
mod institutions;
mod order;
pub mod sources;

mod client_side_scanning;
mod clipper;
mod cloud_backup;
mod crumple_zone;
pub(super) mod device;
mod end_to_end;
mod export_grade;
mod ghost_device;
mod key_escrow;
mod key_substitution;
mod sealed_sender;
mod split_escrow;
mod transport_only;
mod warrant_bound;
mod work_factor;

pub use app::{App, NoApp, SealedMessage, SealingKit};
pub use institutions::{
    AddedDevice, Ended, Handed, Institution, Institutions, Nobody, Ordered, Receiver, Relayed,
    Secret, What,
};
pub use order::{Demand, Order, Retention};

pub use client_side_scanning::ClientSideScanning;
pub use clipper::Clipper;
pub use cloud_backup::{CloudBackup, KeyHolder};
pub use crumple_zone::CrumpleZone;
pub use end_to_end::EndToEnd;
pub use export_grade::ExportGrade;
pub use ghost_device::GhostDevice;
pub use key_escrow::KeyEscrow;
pub use key_substitution::KeySubstitution;
pub use sealed_sender::SealedSender;
pub(super) use sealed_sender::certificate_key;
pub use split_escrow::SplitEscrow;
pub use transport_only::TransportOnly;
pub use warrant_bound::WarrantBound;
pub use work_factor::ReducedWorkFactor;

use super::{ActionId, Party};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::RunSeed},
    protocol::terms::Terms,
};
use std::fmt;

/// Every regime, in the order in which the page lists them.
pub const ALL: &[&dyn Regime] = &[
    &TransportOnly,
    &EndToEnd,
    &SealedSender,
    &KeyEscrow,
    &SplitEscrow,
    &Clipper,
    &WarrantBound,
    &GhostDevice { signed: false },
    &GhostDevice { signed: true },
    &KeySubstitution,
    &ClientSideScanning,
    &ReducedWorkFactor::LOTUS,
    &ExportGrade { signed: false },
    &CrumpleZone::DEFAULT,
    &CloudBackup { key: KeyHolder::Provider },
    &CloudBackup { key: KeyHolder::User },
];

/// A rule about access.
pub trait Regime: fmt::Debug + Sync {
    /// Stable name, used in locale files, links and vectors.
    fn key(&self) -> &'static str;

    /// What kind of rule it is.
    fn idea(&self) -> Idea;

    /// Whether messages are encrypted from phone to phone. If not, the text itself stands in
    /// the envelope.
    fn end_to_end(&self) -> bool {
        true
    }

    /// What the phones' sessions are on: their suite, and where seeds come from.
    fn terms(&self) -> Terms {
        Terms::default()
    }

    /// What a phone's app does for this rule.
    fn app(&self, _draw: Draw<'_>, _party: Party) -> Box<dyn App> {
        Box::new(NoApp)
    }

    /// Who else there is, and what they hold.
    fn institutions(&self, _draw: Draw<'_>) -> Box<dyn Institutions> {
        Box::new(Nobody)
    }
}

/// Two regimes are the same when their names are.
impl PartialEq for dyn Regime {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for dyn Regime {}

/// The regime with this name.
#[must_use]
pub fn of_key(key: &str) -> Option<&'static dyn Regime> {
    ALL.iter().copied().find(|regime| regime.key() == key)
}

/// The idea behind a rule; rules are listed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Idea {
    /// No rule about access: what messengers do by themselves.
    Baseline,
    /// Somebody else holds a key.
    HoldsAKey,
    /// Somebody else joins the conversation.
    Joins,
    /// Somebody looks before it is encrypted.
    LooksFirst,
    /// The encryption is made weaker.
    HowStrong,
    /// Somebody else keeps a copy.
    KeepsACopy,
}

impl Idea {
    /// All, in the order in which the page lists them.
    pub const ALL: [Self; 6] = [
        Self::Baseline,
        Self::HoldsAKey,
        Self::Joins,
        Self::LooksFirst,
        Self::HowStrong,
        Self::KeepsACopy,
    ];

    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::HoldsAKey => "holds-a-key",
            Self::Joins => "joins",
            Self::LooksFirst => "looks-first",
            Self::HowStrong => "how-strong",
            Self::KeepsACopy => "keeps-a-copy",
        }
    }
}

/// Gives out generators for what is drawn before the first action.
#[derive(Debug, Clone, Copy)]
pub struct Draw<'a> {
    seed: &'a RunSeed,
}

impl<'a> Draw<'a> {
    /// Draws from the seed of a run.
    #[must_use]
    pub const fn new(seed: &'a RunSeed) -> Self {
        Self { seed }
    }

    /// The generator for one purpose of one actor.
    #[must_use]
    pub fn rng(self, actor: &str, purpose: &str) -> KeyedRng {
        KeyedRng::new(self.seed, actor, ActionId(0).0, purpose)
    }
}
