//! Client-side scanning: the app compares every message with a list that it can't read.

use super::{
    App, Draw, Handed, Idea, Institution, Institutions, Receiver, Regime, SealedMessage, Secret,
    What,
};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        secret::{ListKey, ScanKey},
    },
    mechanism::{
        Layout,
        scan::{ScanTable, Scanner, SimilarityDigest},
    },
    wire::{AccessField, AccessKind, Annotated},
    world::{Event, Party},
};
use std::{num::NonZeroU8, sync::Arc};

/// Every message carries a voucher; its list's owner opens those that match, once there are
/// enough of them.
#[derive(Debug, Clone, Copy)]
pub struct ClientSideScanning;

/// The texts whose digests are on the list: invented, so that there is something to match.
/// Nobody but the list's owner can tell what they are.
const LIST: &[&str] = &[
    "Shall I bring a cake?",
    "Yes, with pleasure! Shall I bring a cake?",
    "Chocolate then.",
    "See you at eight.",
];

/// What is on it once it was swapped: no more remarkable than what was there before.
const OTHER_LIST: &[&str] = &[
    "Dinner at ours on Thursday?",
    "Please do. Bob’s sister is coming too.",
    "Please do.",
    "Perfect.",
    "I am at the station.",
];

/// How many matches of one phone open them.
const THRESHOLD: NonZeroU8 = NonZeroU8::MIN.saturating_add(1);

impl Regime for ClientSideScanning {
    fn key(&self) -> &'static str {
        "client-side-scanning"
    }

    fn idea(&self) -> Idea {
        Idea::LooksFirst
    }

    fn app(&self, draw: Draw<'_>, party: Party) -> Box<dyn App> {
        match table(draw) {
            Some(table) => Box::new(ScanningApp {
                table: Arc::new(table),
                key: ScanKey::generate(&mut draw.rng(party.key(), "scanning key")),
                made: 0,
            }),
            None => Box::new(super::NoApp),
        }
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        Box::new(ListOwner { key: list_key(draw) })
    }
}

fn list_key(draw: Draw<'_>) -> ListKey {
    ListKey::generate(&mut draw.rng("list owner", "list key"))
}

/// The list as every app comes with it: blinded.
fn table(draw: Draw<'_>) -> Option<ScanTable> {
    published(&list_key(draw), LIST, &mut draw.rng("list owner", "table"))
}

/// Blinds what is on a list.
fn published(key: &ListKey, list: &[&str], rng: &mut KeyedRng) -> Option<ScanTable> {
    let list: Vec<_> = list.iter().map(|text| SimilarityDigest::of(text)).collect();
    ScanTable::publish(key, &list, rng).ok()
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ScanningApp {
    table: Arc<ScanTable>,
    key: ScanKey,
    /// How many vouchers this key has made.
    made: u8,
}

impl App for ScanningApp {
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        if self.made == u8::MAX {
            (self.key, self.made) = (ScanKey::generate(rng), 0);
        }
        self.made += 1;
        let scanner = Scanner { table: &self.table, key: &self.key, threshold: THRESHOLD };
        let (digest, number) = (SimilarityDigest::of(sealed.text), NonZeroU8::new(self.made)?);
        let header = sealed.message.header.to_bytes();
        let voucher = scanner.voucher(&digest, number, sealed.seed, &header, rng).ok()?;
        Some(AccessField::new(AccessKind::Voucher, voucher))
    }

    /// The app can't read the list that it had, nor the one that it gets.
    fn notice(&mut self, notice: &[u8]) -> Result<Event, String> {
        self.table = Arc::new(ScanTable::decode(notice).map_err(|error| error.to_string())?);
        Ok(Event::ListReplaced)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ListOwner {
    key: ListKey,
}

impl Institutions for ListOwner {
    fn holdings(&self) -> Vec<Handed> {
        let key = Secret::ListKey(self.key.clone());
        let threshold = What::ScanThreshold(THRESHOLD);
        vec![
            Handed::secret(Institution::ListOwner, key),
            Handed { to: Receiver::Everybody, what: threshold },
        ]
    }

    fn swap_list(&mut self, rng: &mut KeyedRng) -> Option<Annotated> {
        Some(published(&self.key, OTHER_LIST, rng)?.encode())
    }

    fn has_list(&self) -> bool {
        true
    }

    /// The provider passes every envelope's copy on: without an order, of everybody.
    fn passed(&self, envelope: &Arc<Annotated>) -> Vec<Handed> {
        let to = Receiver::Institution(Institution::ListOwner);
        vec![Handed { to, what: What::Envelope(Arc::clone(envelope)) }]
    }
}
