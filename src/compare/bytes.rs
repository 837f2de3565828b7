//! Figures as bytes: how they come from a worker.
//!
//! ```text
//! figures  = 4 shares (before, after, layered, others) ‖ bytes (8) ‖ messages (2)
//!            ‖ list of standing ‖ list of coalitions ‖ list of evidence
//! share    = read (2) ‖ trials (2) ‖ of (2)
//! standing = observer (1) ‖ share ‖ fields read (1) ‖ fields inferred (1) ‖ fabricates (1) ‖ impersonates (1)
//! coalition = list of observers (1 each)
//! evidence = kind (1) ‖ count (4)
//! list     = count (2) ‖ its parts
//! ```

use super::{Figures, Share, Standing};
use crate::access::{Evidence, Fields, Observer, Reading};

impl Figures {
    /// As bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut w = Vec::new();
        for share in [self.before, self.after, self.layered, self.others] {
            put(&mut w, share);
        }
        w.extend(self.bytes.to_be_bytes());
        w.extend(self.messages.to_be_bytes());
        length(&mut w, self.standing.len());
        for it in &self.standing {
            w.push(place(it.observer));
            put(&mut w, it.share);
            w.extend([it.reading.read.bits(), it.reading.inferred.bits()]);
            w.extend([u8::from(it.fabricates), u8::from(it.impersonates)]);
        }
        length(&mut w, self.coalitions.len());
        for group in &self.coalitions {
            length(&mut w, group.len());
            w.extend(group.iter().map(|it| place(*it)));
        }
        length(&mut w, self.evidence.len());
        for it in &self.evidence {
            let kind = Evidence::KEYS.iter().position(|key| *key == it.key()).unwrap_or_default();
            w.push(u8::try_from(kind).unwrap_or(u8::MAX));
            w.extend(u32::try_from(it.count()).unwrap_or(u32::MAX).to_be_bytes());
        }
        w
    }

    /// Reads one, and leaves what comes after it; nothing for bytes that are none.
    #[must_use]
    pub fn from_bytes(bytes: &mut &[u8]) -> Option<Self> {
        let r = bytes;
        let [before, after, layered, others] = [share(r)?, share(r)?, share(r)?, share(r)?];
        let (sum, messages) = (u64::from_be_bytes(take(r)?), u16::from_be_bytes(take(r)?));
        let standing = list(r, |r| {
            let observer = observer(r)?;
            let share = share(r)?;
            let [read, inferred, fabricates, impersonates] = take(r)?;
            let reading =
                Reading { read: Fields::of_bits(read), inferred: Fields::of_bits(inferred) };
            let (fabricates, impersonates) = (fabricates == 1, impersonates == 1);
            Some(Standing { observer, share, reading, fabricates, impersonates })
        })?;
        let coalitions = list(r, |r| list(r, observer))?;
        let evidence = list(r, |r| {
            let [kind] = take(r)?;
            let count = usize::try_from(u32::from_be_bytes(take(r)?)).ok()?;
            Evidence::of(Evidence::KEYS.get(usize::from(kind))?, count)
        })?;
        Some(Self {
            before,
            after,
            layered,
            standing,
            others,
            bytes: sum,
            messages,
            coalitions,
            evidence,
        })
    }
}

fn put(w: &mut Vec<u8>, Share { read, trials, of }: Share) {
    w.extend([read, trials, of].into_iter().flat_map(u16::to_be_bytes));
}

fn length(w: &mut Vec<u8>, length: usize) {
    w.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
}

/// The place of an observer among all of them.
fn place(observer: Observer) -> u8 {
    let place = Observer::ALL.iter().position(|it| *it == observer).unwrap_or_default();
    u8::try_from(place).unwrap_or(u8::MAX)
}

fn observer(r: &mut &[u8]) -> Option<Observer> {
    let [place] = take(r)?;
    Observer::ALL.get(usize::from(place)).copied()
}

fn share(r: &mut &[u8]) -> Option<Share> {
    let mut number = || Some(u16::from_be_bytes(take(r)?));
    Some(Share { read: number()?, trials: number()?, of: number()? })
}

fn list<T>(r: &mut &[u8], one: impl Fn(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    let count = u16::from_be_bytes(take(r)?);
    (0..count).map(|_| one(r)).collect()
}

fn take<const N: usize>(r: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = r.split_first_chunk()?;
    *r = rest;
    Some(*first)
}
