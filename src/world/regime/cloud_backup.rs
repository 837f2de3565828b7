//! Cloud backup: phones leave what they keep with the provider, sealed.

use super::{
    App, Draw, Handed, Idea, Institutions, Order, Ordered, Receiver, Regime, Secret, What,
};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::BackupKey},
    mechanism::backup::{self, Entry},
    wire::{Account, Annotated},
    world::Party,
};
use std::sync::Arc;

/// Every message that a phone sends or reads is backed up.
#[derive(Debug, Clone, Copy)]
pub struct CloudBackup {
    /// Who has the key.
    pub key: KeyHolder,
}

/// Who has the key of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyHolder {
    /// The provider too.
    Provider,
    /// The user alone.
    User,
}

impl Regime for CloudBackup {
    fn key(&self) -> &'static str {
        match self.key {
            KeyHolder::Provider => "cloud-backup",
            KeyHolder::User => "cloud-backup-user-key",
        }
    }

    fn idea(&self) -> Idea {
        Idea::KeepsACopy
    }

    fn app(&self, draw: Draw<'_>, party: Party) -> Box<dyn App> {
        Box::new(BackupApp { account: party.account(), key: backup_key(draw, party) })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let keys = Party::ALL.map(|party| (party.account(), backup_key(draw, party))).into();
        Box::new(Backups { holder: self.key, keys, kept: Vec::new() })
    }
}

fn backup_key(draw: Draw<'_>, party: Party) -> BackupKey {
    BackupKey::generate(&mut draw.rng(party.key(), "backup key"))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct BackupApp {
    account: Account,
    key: BackupKey,
}

impl App for BackupApp {
    fn backup(&mut self, entry: &Entry, rng: &mut KeyedRng) -> Option<Annotated> {
        backup::seal(&self.key, &self.account, std::slice::from_ref(entry), rng).ok()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Backups {
    holder: KeyHolder,
    keys: Vec<(Account, BackupKey)>,
    kept: Vec<(Account, Arc<Annotated>)>,
}

impl Institutions for Backups {
    fn holdings(&self) -> Vec<Handed> {
        let mut handed = Vec::new();
        for (account, key) in &self.keys {
            let key = || What::Secret(Self::secret(account, key));
            let owner = Party::of_account(account).map(Receiver::Owner);
            handed.extend(owner.map(|to| Handed { to, what: key() }));
            if self.holder == KeyHolder::Provider {
                handed.push(Handed { to: Receiver::Provider, what: key() });
            }
        }
        handed
    }

    fn ordered(&mut self, _: &Order, target: &Account, _: &mut KeyedRng) -> Ordered {
        Ordered { handed: self.backups(target), ..Ordered::default() }
    }

    /// The provider hands out what it has: the backups so far, and the key if it holds one.
    fn backups(&self, target: &Account) -> Vec<Handed> {
        let mut handed: Vec<_> = self
            .kept
            .iter()
            .filter(|(account, _)| account == target)
            .map(|(account, backup)| What::Backup(account.clone(), Arc::clone(backup)))
            .collect();
        if self.holder == KeyHolder::Provider {
            let keys = self.keys.iter().filter(|(account, _)| account == target);
            handed.extend(keys.map(|(account, key)| What::Secret(Self::secret(account, key))));
        }
        handed.into_iter().map(Handed::to_investigator).collect()
    }

    fn backed_up(
        &mut self,
        account: &Account,
        backup: &Arc<Annotated>,
        under_order: bool,
    ) -> Vec<Handed> {
        self.kept.push((account.clone(), Arc::clone(backup)));
        let copy = || What::Backup(account.clone(), Arc::clone(backup));
        under_order.then(|| Handed::to_investigator(copy())).into_iter().collect()
    }
}

impl Backups {
    fn secret(account: &Account, key: &BackupKey) -> Secret {
        Secret::BackupKey { account: account.clone(), key: key.clone() }
    }
}
