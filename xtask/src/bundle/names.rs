//! Names of what the WebAssembly imports that compress.
//!
//! wasm-bindgen ends each of them in 16 hexadecimal digits of a hash, which no compression
//! makes smaller, and each stands in both files. Here a count takes the place of the hash; the
//! length stays, so nothing else in the WebAssembly moves.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

const DIGITS: usize = 16;

/// The glue and the WebAssembly with counts in place of hashes.
///
/// # Errors
/// When a name doesn't stand in the WebAssembly exactly once, as it does where wasm-bindgen
/// 0.2.130 wrote it.
pub fn make_plain(glue: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let names = plain_names(glue);
    let mut wasm = wasm.to_vec();
    for (name, plain) in &names {
        let mut places =
            wasm.windows(name.len()).enumerate().filter(|(_, it)| *it == name.as_bytes());
        let (Some((at, _)), None) = (places.next(), places.next()) else {
            bail!("wasm-bindgen has changed: `{name}` should stand in the WebAssembly once");
        };
        if let Some(place) = wasm.get_mut(at..at + name.len()) {
            place.copy_from_slice(plain.as_bytes());
        }
    }
    let glue = words(glue).map(|word| names.get(word).map_or(word, String::as_str)).collect();
    Ok((glue, wasm))
}

/// The plain name for each import's hashed name in the glue.
fn plain_names(glue: &str) -> BTreeMap<&str, String> {
    let mut names = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for word in words(glue) {
        let Some((stem, hash)) = word.split_at_checked(word.len().saturating_sub(DIGITS)) else {
            continue;
        };
        let is_hash = hash.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        if is_hash && stem.starts_with("__wb") && !names.contains_key(word) {
            let count = counts.entry(stem).or_insert(0_u32);
            names.insert(word, format!("{stem}{count:0DIGITS$}"));
            *count += 1;
        }
    }
    names
}

/// Identifiers, and what is between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let inside = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let end = rest.find(|c| inside(c) != inside(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "__wbg_get_0123456789abcdef: (a) => a.get(),\n\
        __wbg_get_fedcba9876543210: (a) => wasm.f__h00112233445566aa(a),\n";
    const WASM: &[u8] = b"\x1a__wbg_get_fedcba9876543210\x00\x1a__wbg_get_0123456789abcdef\x00\
        \x14f__h00112233445566aa";

    #[test]
    fn both_sides_get_the_same_plain_names() {
        let (glue, wasm) = make_plain(GLUE, WASM).unwrap();
        assert_eq!(
            glue,
            "__wbg_get_0000000000000000: (a) => a.get(),\n\
             __wbg_get_0000000000000001: (a) => wasm.f__h00112233445566aa(a),\n"
        );
        assert_eq!(
            wasm,
            b"\x1a__wbg_get_0000000000000001\x00\x1a__wbg_get_0000000000000000\x00\
              \x14f__h00112233445566aa"
        );
    }

    #[test]
    fn a_name_that_stands_elsewhere_too_is_refused() {
        assert!(make_plain(GLUE, b"").is_err());
        assert!(make_plain(GLUE, &[WASM, WASM].concat()).is_err());
    }
}
