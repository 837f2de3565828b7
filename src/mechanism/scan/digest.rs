//! A similarity digest of a text: 24 bits that are equal for equal texts, and often for texts
//! that are nearly equal. A stand-in for the perceptual hash of a picture.
//!
//! Source: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002
//! (`SimHash`), over character trigrams.
//!
//! ```text
//! text       letters A to Z as a to z; letters a to z, digits and characters from U+00C0 on
//!            (but not general punctuation, U+2000 to U+206F) are kept, all else is dropped
//! trigrams   every three neighbouring characters; a shorter text is its own only trigram
//! sums       64 sums: for every trigram, bit i of the first 8 bytes of SHA-256(trigram, UTF-8)
//!            adds 1 to sum i if it is set, and −1 if not
//! fold       sum i, sum i + 24 and (for i < 16) sum i + 48 are added up
//! digest     bit i is set if folded sum i is at least the square root of the number of its
//!            addends: one standard deviation of what chance gives
//! ```
//!
//! Bits count from the most significant one of the first byte. Capitals, spaces, punctuation
//! and line breaks change nothing. The last step makes the digest tolerant: most bits are 0,
//! and a bit whose sum is far from the boundary stays when a letter changes. The price is that
//! texts that have nothing in common can collide. Counted over the 242 everyday sentences of
//! `corpus.txt` (see the tests): without one letter in the middle, 76 of the 229 sentences of
//! more than 20 characters keep their digest, and 22 of 40 paragraphs of six sentences; of the
//! 29,161 pairs of different sentences 10 collide.
//!
//! Simplified: Apple's `NeuralHash` is a neural network over pictures, with 96 bits. Like it,
//! this digest is public, so that anybody can look for a harmless text with a wanted digest.

use core::fmt;
use sha2::{Digest, Sha256};

/// The similarity digest of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimilarityDigest(pub [u8; 3]);

impl SimilarityDigest {
    /// The digest of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().filter_map(normalised).collect();
        let mut folded = [Folded::default(); BITS];
        let whole = letters.len().min(3);
        // `windows` takes no length of 0: a text without letters is one empty trigram.
        let trigrams = letters.windows(whole.max(1)).chain((whole == 0).then_some(&[][..]));
        for trigram in trigrams {
            let hash = Sha256::digest(trigram.iter().collect::<String>());
            let bits =
                hash.iter().take(8).flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1));
            for (bit, place) in bits.zip((0..BITS).cycle()) {
                if let Some(folded) = folded.get_mut(place) {
                    folded.sum += if bit == 1 { 1 } else { -1 };
                    folded.addends += 1;
                }
            }
        }
        let mut digest = [0; 3];
        for (byte, sums) in digest.iter_mut().zip(folded.chunks(8)) {
            *byte = sums.iter().fold(0, |byte, folded| byte << 1 | u8::from(folded.stands_out()));
        }
        Self(digest)
    }

    /// The bytes of the digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 3] {
        &self.0
    }
}

impl fmt::Debug for SimilarityDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimilarityDigest({})", crate::hex::encode(&self.0))
    }
}

/// Several of the 64 sums, added up.
#[derive(Clone, Copy, Default)]
struct Folded {
    sum: i64,
    addends: i64,
}

impl Folded {
    const fn stands_out(self) -> bool {
        self.sum > 0 && self.sum * self.sum >= self.addends
    }
}

const fn normalised(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\u{2000}'..='\u{206f}' => None,
        '\u{c0}'.. => Some(c),
        _ => None,
    }
}

const BITS: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    const CORPUS: &str = include_str!("corpus.txt");

    #[track_caller]
    fn check(text: &str, digest: [u8; 3]) {
        assert_eq!(SimilarityDigest::of(text).0, digest, "{text}");
    }

    /// Computed with Python, like all the counts below.
    #[test]
    fn known_answers() {
        check("", [0x00, 0x10, 0xc4]);
        check("!!!", [0x00, 0x10, 0xc4]);
        check("OK", [0x02, 0x00, 0x14]);
        check("Are you home yet?", [0x21, 0x00, 0x40]);
        check("ARE  you\nhome yet", [0x21, 0x00, 0x40]);
        check("Grüße – ça va?", [0x83, 0x40, 0x00]);
    }

    fn collisions(texts: &[&str]) -> usize {
        let digests: Vec<_> = texts.iter().map(|text| SimilarityDigest::of(text)).collect();
        let pairs = (0..digests.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
        pairs.filter(|(i, j)| digests[*i] == digests[*j]).count()
    }

    /// False positives: pairs of different sentences with the same digest.
    #[test]
    fn unlike_texts_seldom_collide() {
        let sentences: Vec<&str> = CORPUS.lines().collect();
        assert_eq!((sentences.len(), collisions(&sentences)), (242, 10));
    }

    /// How many texts keep their digest without the letter in the middle.
    fn kept(texts: &[String]) -> usize {
        let shortened =
            |text: &String| [&text[..text.len() / 2], &text[text.len() / 2 + 1..]].concat();
        let keeps =
            |text: &&String| SimilarityDigest::of(text) == SimilarityDigest::of(&shortened(text));
        texts.iter().filter(keeps).count()
    }

    #[test]
    fn nearly_equal_texts_often_collide() {
        let sentences: Vec<String> = CORPUS.lines().map(str::to_owned).collect();
        let paragraphs: Vec<String> =
            sentences.chunks_exact(6).map(|several| several.join(" ")).collect();
        let long: Vec<String> =
            sentences.into_iter().filter(|sentence| sentence.chars().count() > 20).collect();
        assert_eq!((long.len(), kept(&long)), (229, 76));
        assert_eq!((paragraphs.len(), kept(&paragraphs)), (40, 22));
    }
}
