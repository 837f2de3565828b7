//! Proofs about the log, and their checks.
//!
//! ```text
//! inclusion proof   = index (8) ‖ size (8) ‖ count (1) ‖ count × hash (32)
//! consistency proof = old size (8) ‖ size (8) ‖ count (1) ‖ count × hash (32)
//! ```
//!
//! The hashes alone don't fix the size: the same path can fit logs of several sizes. So a proof
//! is held against a head, root and size together.

use super::tree::{leaf_hash, node_hash};
use super::{Tree, TreeHash, TreeHead};
use crate::mechanism::Layout;
use crate::wire::{DecodeError, Field, Reader, Writer};
use core::fmt;

/// Shows that an entry stands at an index of a log of a certain size: a "Merkle audit path"
/// (RFC 6962, section 2.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// The place of the entry, from 0.
    pub index: u64,
    /// The size of the log.
    pub size: u64,
    /// The hashes beside the way from the entry up to the root.
    pub path: Vec<TreeHash>,
}

/// Shows that a log of one size is the beginning of a log of another (RFC 6962,
/// section 2.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The size of the older log.
    pub old_size: u64,
    /// The size of the newer log.
    pub size: u64,
    /// The hashes from which both roots can be computed.
    pub path: Vec<TreeHash>,
}

impl InclusionProof {
    /// Checks that `entry` stands in the log with this head (RFC 9162, section 2.1.3.2).
    ///
    /// # Errors
    /// [`ProofError`] when it does not follow.
    pub fn verify(&self, entry: &[u8], head: &TreeHead) -> Result<(), ProofError> {
        let Self { index, size, ref path } = *self;
        if size != head.size {
            return Err(ProofError::OtherSize { expected: head.size, actual: size });
        }
        if index >= size {
            return Err(ProofError::OutOfRange);
        }
        let (mut index, mut last, mut hash) = (index, size - 1, leaf_hash(entry));
        for beside in path {
            if last == 0 {
                return Err(ProofError::TooLong);
            }
            if climbs_on_the_right(&mut index, &mut last) {
                hash = node_hash(beside, &hash);
            } else {
                hash = node_hash(&hash, beside);
            }
        }
        finish(last, hash == head.root)
    }
}

impl ConsistencyProof {
    /// Checks that the log with the head `old` is the beginning of the one with the head `new`
    /// (RFC 9162, section 2.1.4.2).
    ///
    /// # Errors
    /// [`ProofError`] when it does not follow.
    pub fn verify(&self, old: &TreeHead, new: &TreeHead) -> Result<(), ProofError> {
        let Self { old_size, size, ref path } = *self;
        for (expected, actual) in [(old.size, old_size), (new.size, size)] {
            if expected != actual {
                return Err(ProofError::OtherSize { expected, actual });
            }
        }
        if old_size > size {
            return Err(ProofError::OutOfRange);
        }
        if old_size == 0 || old_size == size {
            // Each log is its own beginning, and every log begins as an empty one: there is
            // nothing to prove.
            let known = if old_size == size { new.root } else { Tree::new().head().root };
            return match path.is_empty() {
                true => finish(0, old.root == known),
                false => Err(ProofError::TooLong),
            };
        }
        // A complete old tree is itself the first hash, and the proof leaves it out.
        let (first, path) = if old_size.is_power_of_two() {
            (&old.root, path.as_slice())
        } else {
            path.split_first().ok_or(ProofError::TooShort)?
        };
        let (mut index, mut last) = (old_size - 1, size - 1);
        let complete = index.trailing_ones();
        index >>= complete;
        last >>= complete;
        let (mut old_hash, mut new_hash) = (*first, *first);
        for beside in path {
            if last == 0 {
                return Err(ProofError::TooLong);
            }
            if climbs_on_the_right(&mut index, &mut last) {
                old_hash = node_hash(beside, &old_hash);
                new_hash = node_hash(beside, &new_hash);
            } else {
                new_hash = node_hash(&new_hash, beside);
            }
        }
        finish(last, old_hash == old.root && new_hash == new.root)
    }
}

impl Layout for InclusionProof {
    fn write(&self, w: &mut Writer) {
        w.group(Field::InclusionProof, |w| {
            w.u64(Field::LogIndex, self.index);
            w.u64(Field::LogSize, self.size);
            write_path(w, &self.path);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (index, size) = (r.u64(Field::LogIndex)?, r.u64(Field::LogSize)?);
        Ok(Self { index, size, path: read_path(r)? })
    }
}

impl Layout for ConsistencyProof {
    fn write(&self, w: &mut Writer) {
        w.group(Field::ConsistencyProof, |w| {
            w.u64(Field::LogOldSize, self.old_size);
            w.u64(Field::LogSize, self.size);
            write_path(w, &self.path);
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (old_size, size) = (r.u64(Field::LogOldSize)?, r.u64(Field::LogSize)?);
        Ok(Self { old_size, size, path: read_path(r)? })
    }
}

/// Why a proof does not prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// The proof is about a log of another size.
    OtherSize {
        /// The size in the head.
        expected: u64,
        /// The size in the proof.
        actual: u64,
    },
    /// The proof speaks of an entry that the log does not have, or of a log that shrank.
    OutOfRange,
    /// The proof has fewer hashes than the way to the root needs.
    TooShort,
    /// The proof has more hashes than the way to the root needs.
    TooLong,
    /// The hashes do not lead to the root.
    WrongRoot,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSize { expected, actual } => {
                write!(f, "the proof is about a log of {actual} entries, the head of {expected}")
            }
            Self::OutOfRange => {
                f.write_str("the proof speaks of an entry beyond the end of the log")
            }
            Self::TooShort => f.write_str("the proof has too few hashes"),
            Self::TooLong => f.write_str("the proof has too many hashes"),
            Self::WrongRoot => f.write_str("the hashes of the proof don't lead to the root"),
        }
    }
}

impl core::error::Error for ProofError {}

/// Goes up from `index` in a tree whose last index is `last`, past the next hash of a path:
/// whether that hash stands on the left.
const fn climbs_on_the_right(index: &mut u64, last: &mut u64) -> bool {
    let right = *index & 1 == 1 || *index == *last;
    if right {
        // At the right edge of the tree there are levels with nothing beside the way.
        let alone = index.trailing_zeros();
        *index >>= alone;
        *last >>= alone;
    }
    *index >>= 1;
    *last >>= 1;
    right
}

const fn finish(last: u64, roots: bool) -> Result<(), ProofError> {
    match (last, roots) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::WrongRoot),
        _ => Err(ProofError::TooShort),
    }
}

fn write_path(w: &mut Writer, path: &[TreeHash]) {
    // A tree of 2^64 entries has paths of 64 or 65 hashes.
    let count = u8::try_from(path.len()).unwrap_or(u8::MAX);
    w.u8(Field::ProofCount, count);
    for hash in path.iter().take(count.into()) {
        w.leaf(Field::ProofHash, &hash.0);
    }
}

fn read_path(r: &mut Reader<'_>) -> Result<Vec<TreeHash>, DecodeError> {
    let count = r.u8(Field::ProofCount)?;
    (0..count).map(|_| r.array(Field::ProofHash).map(TreeHash)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::testing::check_layout;
    use proptest::prelude::*;

    #[test]
    fn every_proof_of_small_logs_proves_its_own_claim_only() {
        let entries: Vec<[u8; 1]> = (0..20).map(|n| [n]).collect();
        let mut tree = Tree::new();
        entries.iter().for_each(|entry| _ = tree.append(entry));
        let heads: Vec<_> = (0..=20).map(|size| tree.head_at(size).unwrap()).collect();
        for size in 0..=20 {
            for index in 0..size {
                let proof = tree.inclusion_proof(index, size).unwrap();
                for (entry, head) in
                    entries.iter().flat_map(|it| heads.iter().map(move |h| (it, h)))
                {
                    let holds = entry == &entries[index as usize] && head.size == size;
                    assert_eq!(proof.verify(entry, head).is_ok(), holds);
                }
            }
            for old in 0..=size {
                let proof = tree.consistency_proof(old, size).unwrap();
                for (first, second) in heads.iter().flat_map(|a| heads.iter().map(move |b| (a, b)))
                {
                    let holds = first.size == old && second.size == size;
                    assert_eq!(proof.verify(first, second).is_ok(), holds);
                }
            }
        }
    }

    #[test]
    fn changed_proofs_prove_nothing() {
        let mut tree = Tree::new();
        (0..7_u8).for_each(|entry| _ = tree.append(&[entry]));
        let (entry, head) = ([5], tree.head());
        let proof = tree.inclusion_proof(5, 7).unwrap();
        check_layout(&proof, 17 + 3 * 32);
        check_changes(&proof, |it: &InclusionProof| it.verify(&entry, &head));
        let old = tree.head_at(3).unwrap();
        let proof = tree.consistency_proof(3, 7).unwrap();
        check_layout(&proof, 17 + 4 * 32);
        check_changes(&proof, |it: &ConsistencyProof| it.verify(&old, &head));
    }

    fn check_changes<P: Layout>(proof: &P, verify: impl Fn(&P) -> Result<(), ProofError>) {
        assert_eq!(verify(proof), Ok(()));
        let encoded = proof.encode();
        for bit in 0..u32::try_from(encoded.bytes().len() * 8).unwrap() {
            if let Ok(changed) = P::decode(encoded.with_flipped_bit(bit).bytes()) {
                assert!(verify(&changed).is_err(), "{bit}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_numbers_are_refused_without_a_panic(
            numbers in any::<[u64; 2]>(),
            shifts in (0_u32..64, 0_u32..64),
            count in 0_usize..70,
        ) {
            let [a, b] = [numbers[0] >> shifts.0, numbers[1] >> shifts.1];
            let path = vec![TreeHash([7; 32]); count];
            for (a, b) in [(a, b), (b, b), (1 << 63, (1 << 63) + 1)] {
                let [old, new] = [(a, 8), (b, 7)]
                    .map(|(size, byte)| TreeHead { size, root: TreeHash([byte; 32]) });
                let proof = InclusionProof { index: a, size: b, path: path.clone() };
                prop_assert!(proof.verify(b"", &new).is_err());
                let proof = ConsistencyProof { old_size: a, size: b, path: path.clone() };
                prop_assert!(proof.verify(&old, &new).is_err());
            }
        }
    }
}
