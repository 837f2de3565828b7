//! End-to-end with sealed sender: who writes stands inside the message.

use super::{App, Draw, Idea, Institutions, Nobody, Regime, SealingKit};
use crate::{
    crypto::{
        keys::{CertificateKeyPair, PublicKey},
        secret::DeliveryToken,
    },
    world::Party,
};

/// Messages travel on a line of their own, on which the phone does not say who it is, with a
/// token that the recipient gave to its contacts.
#[derive(Debug, Clone, Copy)]
pub struct SealedSender;

impl Regime for SealedSender {
    fn key(&self) -> &'static str {
        "sealed-sender"
    }

    fn idea(&self) -> Idea {
        Idea::Baseline
    }

    /// The two have given each other their tokens before: in Signal these travel, as profile
    /// keys, inside earlier messages.
    fn app(&self, draw: Draw<'_>, party: Party) -> Box<dyn App> {
        Box::new(SealingApp {
            kit: SealingKit {
                own_token: token(draw, party),
                peer_token: token(draw, party.peer()),
                provider: certificate_key(draw).public(),
            },
        })
    }

    fn institutions(&self, _: Draw<'_>) -> Box<dyn Institutions> {
        Box::new(Nobody)
    }
}

fn token(draw: Draw<'_>, party: Party) -> DeliveryToken {
    DeliveryToken::generate(&mut draw.rng(party.key(), "delivery token"))
}

/// The provider's key that signs sender certificates; apps come with its public half.
pub(in crate::world) fn certificate_key(draw: Draw<'_>) -> CertificateKeyPair {
    CertificateKeyPair::generate(&mut draw.rng("provider", "certificate key"))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SealingApp {
    kit: SealingKit,
}

impl App for SealingApp {
    fn sealing(&self) -> Option<&SealingKit> {
        Some(&self.kit)
    }
}

impl SealingKit {
    /// The key that signs sender certificates.
    #[must_use]
    pub const fn provider(&self) -> &PublicKey {
        &self.provider
    }
}
