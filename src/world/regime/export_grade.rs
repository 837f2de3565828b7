//! Export grade: bundles list suites, one of them weak, and the provider takes the strong one
//! out.

use super::{App, Draw, Idea, Institutions, Regime, SealedMessage};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{IdentityKeyPair, PublicKey},
        suite::Suite,
    },
    mechanism::{
        Layout,
        suites::{SuiteCode, SuiteList, choose},
    },
    protocol::{session::SessionId, terms::Terms},
    wire::{AccessField, AccessKind, Annotated, Field, PublishedBundle},
    world::Party,
};

/// Both phones have both suites.
#[derive(Debug, Clone, Copy)]
pub struct ExportGrade {
    /// Whether phones sign their lists, and take no list that isn't signed.
    pub signed: bool,
}

const OWN: [SuiteCode; 2] = [SuiteCode::Export, SuiteCode::Aes256Gcm];

impl Regime for ExportGrade {
    fn key(&self) -> &'static str {
        if self.signed { "export-grade-signed" } else { "export-grade" }
    }

    fn idea(&self) -> Idea {
        Idea::HowStrong
    }

    fn app(&self, _: Draw<'_>, _: Party) -> Box<dyn App> {
        Box::new(SuitesApp { signed: self.signed, sessions: Vec::new(), chosen: None })
    }

    fn institutions(&self, _: Draw<'_>) -> Box<dyn Institutions> {
        Box::new(Stripping)
    }
}

const fn terms(code: SuiteCode) -> Terms {
    let suite = match code {
        SuiteCode::Export => Suite::Export,
        SuiteCode::Aes256Gcm => Suite::Aes256Gcm,
    };
    Terms { suite, seeds: crate::protocol::terms::Seeds::Ratchet }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SuitesApp {
    signed: bool,
    sessions: Vec<(SessionId, SuiteCode)>,
    /// For the session that is about to begin.
    chosen: Option<SuiteCode>,
}

impl App for SuitesApp {
    fn offer(&mut self, identity: &IdentityKeyPair, rng: &mut KeyedRng) -> Option<Annotated> {
        let list = if self.signed {
            SuiteList::signed(&OWN, identity, rng)
        } else {
            SuiteList::unsigned(&OWN)
        };
        Some(list.encode())
    }

    fn choose(&mut self, offered: &[u8], identity: &PublicKey) -> Result<Terms, String> {
        let list = SuiteList::decode(offered).map_err(|error| error.to_string())?;
        if self.signed {
            list.verify(identity).map_err(|error| error.to_string())?;
        }
        let code = choose(&OWN, list.suites()).ok_or("there is no suite that both phones have")?;
        self.chosen = Some(code);
        Ok(terms(code))
    }

    /// Which suite a message is in stands beside it.
    fn announced(&mut self, field: Option<&[u8]>) -> Option<Terms> {
        let code = match field {
            Some([code]) if *code == SuiteCode::Export.code() => SuiteCode::Export,
            _ => SuiteCode::Aes256Gcm,
        };
        self.chosen = Some(code);
        Some(terms(code))
    }

    fn session_started(&mut self, session: SessionId, _: &crate::crypto::secret::RootKey) {
        self.sessions.extend(self.chosen.take().map(|code| (session, code)));
    }

    fn access_field(&mut self, sealed: SealedMessage<'_>, _: &mut KeyedRng) -> Option<AccessField> {
        let (_, code) = self.sessions.iter().find(|(id, _)| *id == sealed.session)?;
        let bytes = Annotated::encode(|w| w.u8(Field::SuiteCode, code.code()));
        Some(AccessField::new(AccessKind::Suite, bytes))
    }
}

/// A provider that hands out every bundle without its strong suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stripping;

impl Institutions for Stripping {
    fn bundle(&mut self, published: PublishedBundle) -> PublishedBundle {
        let list = SuiteList::decode(&published.suites);
        match list {
            Ok(list) => {
                let suites = list.stripped_of(SuiteCode::Aes256Gcm).encode().bytes().to_vec();
                PublishedBundle { suites, ..published }
            }
            Err(_) => published,
        }
    }
}
