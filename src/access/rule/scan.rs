//! What the owner of a scanning list opens: vouchers that match, and above the threshold the
//! seeds in them.

use super::{Found, Rule, message};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::secret::{ListKey, ScanKey, ScanShare},
    mechanism::{
        Layout,
        scan::{Matched, Share, Voucher, scan_key},
    },
};
use std::num::NonZeroU8;

/// The list's key opens a voucher if its message is on the list; otherwise it is as closed to
/// the owner as to everybody.
pub(super) const OPEN_VOUCHER: Rule =
    Rule::new("open-voucher", &[Kind::Voucher, Kind::ListKey, Kind::Message], open_voucher);

/// As many matches of one phone as the threshold says give its scanning key (Shamir).
pub(super) const RECOVER_SCAN_KEY: Rule =
    Rule::new("recover-scan-key", &[Kind::VoucherMatch], recover_scan_key);

/// The scanning key opens the seed in each voucher that matched.
pub(super) const OPEN_SCANNED_SEED: Rule =
    Rule::new("open-scanned-seed", &[Kind::VoucherMatch, Kind::ScanKey], open_scanned_seed);

/// ratchet key (32) ‖ number (4), at the end of a voucher's name.
const PLACE: usize = 36;

/// Whose voucher it is: length (1) ‖ account; then the place of its message.
fn split_name(fact: &Fact) -> (&[u8], &[u8]) {
    let name = fact.name.as_slice();
    name.split_at(name.len().saturating_sub(PLACE))
}

fn open_voucher(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let vouchers: Vec<_> = match fact.kind {
        Kind::Voucher => vec![(new, fact)],
        Kind::Message => {
            let ours = |(_, it): &(FactId, &Fact)| split_name(it).1 == message::place(fact);
            known.named(Kind::Voucher, &[]).filter(ours).collect()
        }
        _ => known.named(Kind::Voucher, &[]).collect(),
    };
    for (voucher_id, voucher) in vouchers {
        for (key_id, key) in known.named(Kind::ListKey, &[]) {
            for (message_id, message) in known.named(Kind::Message, split_name(voucher).1) {
                let opened = opened(voucher, key, message);
                let premises = [message_id, voucher_id, key_id];
                found.extend(opened.map(|it| Found::that(&premises, it)));
            }
        }
    }
}

/// number (1) ‖ share (32) ‖ sealed seed (48).
fn opened(voucher: &Fact, key: &Fact, message: &Fact) -> Option<Fact> {
    let header = message::parsed(message)?.header;
    let opened = Voucher::decode(voucher.value.as_slice()).ok()?;
    let matched = opened.open(&ListKey::from_bytes(key.secret()?), &header.to_bytes())?;
    let share = &matched.share;
    let value = [&[share.number.get()], &share.value.reveal()[..], &matched.sealed_seed].concat();
    Some(Fact::new(Kind::VoucherMatch, voucher.name.clone(), value))
}

fn recover_scan_key(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    let Some((threshold_id, threshold)) = known.named(Kind::ScanThreshold, &[]).next() else {
        return;
    };
    let Some(threshold) = threshold.value.as_slice().first().copied().and_then(NonZeroU8::new)
    else {
        return;
    };
    let (account, _) = split_name(fact);
    let others = known.named(Kind::VoucherMatch, account);
    let others: Vec<_> =
        others.filter(|(id, it)| *id != new && split_name(it).0 == account).collect();
    // Each choice is a way of its own: others hold other matches, and one that is no share of
    // this key must not hide those that are. Thresholds are small.
    for way in choices(&others, usize::from(threshold.get()) - 1) {
        let shares: Option<Vec<_>> =
            [fact].into_iter().chain(way.iter().map(|(_, it)| *it)).map(matched).collect();
        let key = shares.and_then(|shares| scan_key(threshold, &shares).ok());
        if let Some(key) = key {
            let premises: Vec<_> = [new]
                .into_iter()
                .chain(way.iter().map(|(id, _)| *id))
                .chain([threshold_id])
                .collect();
            let key = Fact::new(Kind::ScanKey, account, key.reveal().as_slice());
            found.push(Found::that(&premises, key));
        }
    }
}

/// Every choice of so many of them.
fn choices<T: Copy>(from: &[T], count: usize) -> Vec<Vec<T>> {
    let Some(fewer) = count.checked_sub(1) else { return vec![Vec::new()] };
    let with = |(place, one): (usize, &T)| {
        let after = from.get(place + 1..).unwrap_or_default();
        let rest = choices(after, fewer).into_iter();
        rest.map(|rest| [vec![*one], rest].concat()).collect::<Vec<_>>()
    };
    from.iter().enumerate().flat_map(with).collect()
}

fn open_scanned_seed(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    if fact.kind == Kind::VoucherMatch {
        for (key_id, key) in known.named(Kind::ScanKey, split_name(fact).0) {
            found.extend(seed(fact, key).map(|it| Found::that(&[new, key_id], it)));
        }
    } else {
        for (id, voucher) in known.named(Kind::VoucherMatch, fact.name.as_slice()) {
            found.extend(seed(voucher, fact).map(|it| Found::that(&[id, new], it)));
        }
    }
}

fn seed(voucher: &Fact, key: &Fact) -> Option<Fact> {
    let seed = matched(voucher)?.seed(&ScanKey::from_bytes(key.secret()?)).ok()?;
    Some(Fact::new(Kind::MessageSeed, split_name(voucher).1, seed.reveal().as_slice()))
}

fn matched(fact: &Fact) -> Option<Matched> {
    let ([number], rest) = fact.value.as_slice().split_first_chunk()?;
    let (value, sealed_seed) = rest.split_first_chunk()?;
    let share = Share { number: NonZeroU8::new(*number)?, value: ScanShare::from_bytes(*value) };
    Some(Matched { share, sealed_seed: sealed_seed.try_into().ok()? })
}
