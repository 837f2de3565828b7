//! Cloud backup: the provider stores the history, and it or the user holds the key.

use super::{
    answers::{PHONES, before, found, from, links, provider},
    check,
    hooks::is_secret,
    mutation, verdict,
};
use crate::{
    case::INVESTIGATOR,
    changed::{Changed, Moment, Phone},
};
use keyhole::{
    crypto::{keyed_rng::KeyedRng, secret::BackupKey},
    mechanism::backup,
    wire::Annotated,
    world::{
        Party,
        regime::{CloudBackup, Draw, Handed, KeyHolder, Receiver, Regime, Secret, What},
    },
};

fn backup_key(draw: Draw<'_>, party: Party) -> BackupKey {
    BackupKey::generate(&mut draw.rng(party.key(), "backup key"))
}

fn under_another_key(
    phone: &Phone,
    entry: &backup::Entry,
    rng: &mut KeyedRng,
) -> Option<Annotated> {
    let key = BackupKey::generate(&mut phone.draw().rng("somebody else", "backup key"));
    backup::seal(&key, &phone.party.account(), std::slice::from_ref(entry), rng).ok()
}

#[test]
fn cloud_backup() {
    const CLOUD: &dyn Regime = &CloudBackup { key: KeyHolder::Provider };
    let of = |change| Changed::of(CLOUD, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "C C C C C C"),
        verdict("links", links, ". . . . . ."),
        verdict("history", |it| before(it.order_after(4), 4, &[INVESTIGATOR]), "C C C C"),
        verdict("from on", |it| from(it.order_after(4), 4, &[INVESTIGATOR]), "C C"),
    ];
    const CLOSED: &[(&str, &str)] =
        &[("provider", "m m m m m m"), ("history", "- - - -"), ("from on", "m m")];
    let with = |change, backup| Changed { backup: Some(backup), ..of(change) };
    check(
        CLOUD,
        &verdicts,
        &[
            mutation(
                with("backups are sealed under another key", |phone, _, entry, rng| {
                    under_another_key(phone, entry, rng)
                }),
                CLOSED,
            ),
            mutation(with("phones leave no backups", |_, _, _, _| None), CLOSED),
            mutation(
                with("backups are sealed as another account's", |phone, _, entry, rng| {
                    let key = backup_key(phone.draw(), phone.party);
                    let other = phone.party.peer().account();
                    backup::seal(&key, &other, std::slice::from_ref(entry), rng).ok()
                }),
                CLOSED,
            ),
            mutation(
                of("the provider hands out no history").hand(|_, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        handed.retain(is_secret);
                    }
                    handed
                }),
                &[("history", "- - - -")],
            ),
            mutation(
                of("the provider hands out history only").hand(|_, moment, handed| {
                    if matches!(moment, Moment::BackedUp(..)) { Vec::new() } else { handed }
                }),
                &[("from on", "m m")],
            ),
            mutation(
                of("the provider publishes its keys and every backup").hand(
                    |_, moment, mut handed| {
                        if let Moment::BackedUp(account, backup) = moment {
                            handed.push(Handed {
                                to: Receiver::Everybody,
                                what: What::Backup(account.clone(), backup.clone()),
                            });
                        } else {
                            handed.iter_mut().for_each(|it| it.to = Receiver::Everybody);
                        }
                        handed
                    },
                ),
                &[("links", "C C C C C C")],
            ),
        ],
    );
}

#[test]
fn cloud_backup_with_the_users_key() {
    const CLOUD: &dyn Regime = &CloudBackup { key: KeyHolder::User };
    let of = |change| Changed::of(CLOUD, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "m m m m m m"),
        verdict("order", |it| found(it.order_after(4), &[INVESTIGATOR]), "- - - - m m"),
    ];
    check(
        CLOUD,
        &verdicts,
        &[
            mutation(
                of("the provider has the keys too").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Beginning) {
                        handed.extend(Party::ALL.map(|party| {
                            let (account, key) = (party.account(), backup_key(draw, party));
                            let what = What::Secret(Secret::BackupKey { account, key });
                            Handed { to: Receiver::Provider, what }
                        }));
                    }
                    handed
                }),
                &[("provider", "C C C C C C")],
            ),
            mutation(
                of("the user must hand out the key").hand(|draw, moment, mut handed| {
                    if matches!(moment, Moment::Ordered) {
                        let (account, key) =
                            (Party::Alice.account(), backup_key(draw, Party::Alice));
                        let secret = Secret::BackupKey { account, key };
                        handed.push(Handed::to_investigator(What::Secret(secret)));
                    }
                    handed
                }),
                &[("order", "C C C C C C")],
            ),
        ],
    );
}
