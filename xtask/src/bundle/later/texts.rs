//! Texts that come later: stretches of the initial memory between two marks.
//!
//! `src/l10n/compiler/emit.rs` puts the marks around the texts of the locale files that say
//! `### Comes later`. Until the later part writes them in their place, there are zeros.

use anyhow::{Result, bail};
use wasm_encoder::{ConstExpr, DataSection};

/// Before such texts.
pub(super) const BEGIN: &[u8] = b"[keyhole: later[";
/// After them.
pub(super) const END: &[u8] = b"]keyhole: so far]";

/// A stretch of the initial memory: its address and its bytes.
pub(super) type Stretch<'a> = (u32, &'a [u8]);

/// The initial memory without such texts, and the texts.
///
/// Where texts have a run of zeros, wasm-opt has made two stretches of one.
///
/// # Errors
/// When texts begin and don't end.
pub(super) fn cut<'a>(memory: &[Stretch<'a>]) -> Result<(Vec<Stretch<'a>>, Vec<Stretch<'a>>)> {
    let (mut rest, mut texts) = (Vec::new(), Vec::new());
    let mut within = false;
    for (address, bytes) in memory {
        let (mut address, mut bytes) = (*address, *bytes);
        loop {
            let to =
                if within { find(bytes, END).map(|at| at + END.len()) } else { find(bytes, BEGIN) };
            let (before, after) = bytes.split_at(to.unwrap_or(bytes.len()));
            if !before.is_empty() {
                if within { &mut texts } else { &mut rest }.push((address, before));
            }
            if to.is_none() {
                break;
            }
            within = !within;
            address += u32::try_from(before.len())?;
            bytes = after;
        }
    }
    if within {
        bail!("texts that come later have no end");
    }
    Ok((rest, texts))
}

/// Stretches of the initial memory as a section of a module.
pub(super) fn section(stretches: &[Stretch<'_>]) -> DataSection {
    let mut section = DataSection::new();
    for (address, bytes) in stretches {
        let offset = ConstExpr::i32_const(address.cast_signed());
        section.active(0, &offset, bytes.iter().copied());
    }
    section
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_between_marks_are_cut_out_and_the_rest_stays_in_place() {
        let one = [b"ab", BEGIN, b"later"].concat();
        let two = [b"more", END, b"cd"].concat();
        let (rest, texts) = cut(&[(100, &one), (200, &two)]).unwrap();
        let after = 204 + u32::try_from(END.len()).unwrap();
        assert_eq!(rest, [(100, &b"ab"[..]), (after, &b"cd"[..])]);
        assert_eq!(
            texts,
            [(102, &[BEGIN, b"later"].concat()[..]), (200, &[b"more", END].concat()[..])]
        );
    }

    #[test]
    fn texts_without_an_end_are_refused() {
        assert!(cut(&[(0, BEGIN)]).is_err());
        assert_eq!(cut(&[(5, b"ab")]).unwrap(), (vec![(5, &b"ab"[..])], vec![]));
    }
}
