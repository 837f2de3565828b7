//! A backup opens with its account's key, and holds the texts of messages.

use super::{Found, Rule};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::secret::BackupKey,
    mechanism::backup,
    wire::{Account, Content},
    world::ActionId,
};

/// AES-256-GCM under the account's backup key.
pub(super) const OPEN_BACKUP: Rule =
    Rule::new("open-backup", &[Kind::Backup, Kind::BackupKey], open_backup);

fn open_backup(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let account = fact.name.as_slice();
    let other = if fact.kind == Kind::Backup { Kind::BackupKey } else { Kind::Backup };
    for (id, partner) in known.named(other, account) {
        let ((key_id, key), (backup_id, backup)) = match fact.kind {
            Kind::Backup => ((id, partner), (new, fact)),
            _ => ((new, fact), (id, partner)),
        };
        let premises = [backup_id, key_id];
        match opened(key, backup) {
            Some(entries) => {
                for entry in entries {
                    let name = entry.action.to_be_bytes();
                    let bytes = Content::Text(entry.text).encode();
                    let content = Fact::text(name.as_slice(), bytes.bytes());
                    let about = Some(ActionId(entry.action));
                    found.push(Found::that(&premises, Fact { about, ..content }));
                }
            }
            None => found.push(Found::nothing(&premises)),
        }
    }
}

fn opened(key: &Fact, backup: &Fact) -> Option<Vec<backup::Entry>> {
    let account = Account::new(std::str::from_utf8(backup.name.as_slice()).ok()?);
    let key = BackupKey::from_bytes(key.secret()?);
    backup::open(&key, &account, backup.value.as_slice()).ok()
}
