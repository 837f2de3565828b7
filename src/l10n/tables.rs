//! The locale files as the build compiled them.

#![allow(clippy::octal_escapes, reason = "a text may begin with a digit, after the separator")]

use super::encoding::{SEPARATOR, SHARED, STRIDE};
use super::plural::{self, Rule};

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The messages of one language, in the order of the ids.
#[derive(Clone, Copy, Debug)]
pub(super) struct Texts {
    /// Where every [`STRIDE`]th message starts.
    starts: &'static [u32],
    /// The messages; empty where one comes later.
    data: &'static str,
    /// The same for the messages that come later.
    later_starts: &'static [u32],
    /// Those.
    later: &'static str,
}

impl Texts {
    /// The encoded message at a place.
    pub(super) fn get(&self, place: u16) -> Option<&'static str> {
        let place = usize::from(place);
        match message(self.starts, self.data, place)? {
            "" => {
                // Not a call that an optimiser could put the function in place of.
                let later = std::hint::black_box(Self::later as fn(&Self) -> &'static str);
                message(self.later_starts, later(self), place)
            }
            message => Some(message),
        }
    }

    /// What comes later. In the page this function comes together with it
    /// (`xtask/src/bundle/later/rooms.rs` knows it by name), so whoever calls it has both.
    #[inline(never)]
    fn later(&self) -> &'static str {
        std::hint::black_box(self.later)
    }
}

fn message(starts: &[u32], data: &'static str, place: usize) -> Option<&'static str> {
    let start = *starts.get(place / STRIDE)?;
    let messages = data.get(start as usize..)?;
    messages.split(char::from(SEPARATOR)).nth(place % STRIDE)
}

/// The ids, sorted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ids {
    /// Where every [`STRIDE`]th id starts.
    starts: &'static [u32],
    /// The ids.
    data: &'static [u8],
}

impl Ids {
    /// The place of an id.
    pub(super) fn place(&self, id: &str) -> Option<u16> {
        let strides_until = self.starts.partition_point(|start| {
            self.from(*start).next().is_some_and(|(_, first)| first <= id.as_bytes())
        });
        let stride = strides_until.checked_sub(1)?;
        let mut known = Vec::new();
        let offset =
            self.from(*self.starts.get(stride)?).take(STRIDE).position(|(shared, rest)| {
                known.truncate(shared);
                known.extend_from_slice(rest);
                known == id.as_bytes()
            })?;
        u16::try_from(stride * STRIDE + offset).ok()
    }

    /// The ids from a start on: how much each shares with the one before, and the rest of it.
    fn from(&self, start: u32) -> impl Iterator<Item = (usize, &'static [u8])> {
        let mut data = self.data.get(start as usize..).unwrap_or_default();
        std::iter::from_fn(move || {
            let (mark, rest) = data.split_first()?;
            let end = rest.iter().position(|byte| *byte >= SHARED).unwrap_or(rest.len());
            let (id, others) = rest.split_at_checked(end)?;
            data = others;
            Some((usize::from(mark - SHARED), id))
        })
    }
}
