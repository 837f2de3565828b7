//! The Merkle tree over the log's entries, as the log itself has it.
//!
//! ```text
//! leaf        = SHA-256(0x00 ‖ entry)             node = SHA-256(0x01 ‖ left ‖ right)
//! empty tree  = SHA-256(no bytes)
//! ```

use super::{ConsistencyProof, InclusionProof, TreeHead};
use core::fmt;
use sha2::{Digest, Sha256};

/// A hash of the tree: of a leaf, of a node, or of the whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TreeHash(pub [u8; 32]);

/// The log's own view: the hash of every entry, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    leaves: Vec<TreeHash>,
}

/// The hash of an entry: `SHA-256(0x00 ‖ entry)`.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> TreeHash {
    hash(&[&[0x00], entry])
}

impl Tree {
    /// A log without entries.
    #[must_use]
    pub const fn new() -> Self {
        Self { leaves: Vec::new() }
    }

    /// Adds an entry; gives back its index.
    pub fn append(&mut self, entry: &[u8]) -> u64 {
        self.leaves.push(leaf_hash(entry));
        self.size() - 1
    }

    /// How many entries there are.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// The head: size and root hash, `MTH` of RFC 6962.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size(), root: root(&self.leaves) }
    }

    /// The head that the log had at an earlier size.
    #[must_use]
    pub fn head_at(&self, size: u64) -> Option<TreeHead> {
        Some(TreeHead { size, root: root(self.first(size)?) })
    }

    /// `PATH(index, D[size])` of RFC 6962, if there is such an entry.
    #[must_use]
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Option<InclusionProof> {
        let leaves = self.first(size)?;
        let place = usize::try_from(index).ok().filter(|place| *place < leaves.len())?;
        Some(InclusionProof { index, size, path: path(place, leaves) })
    }

    /// `PROOF(old_size, D[size])` of RFC 6962, if the log has been that large. From an empty
    /// log there is nothing to prove, and the path is empty.
    #[must_use]
    pub fn consistency_proof(&self, old_size: u64, size: u64) -> Option<ConsistencyProof> {
        let leaves = self.first(size)?;
        let old = usize::try_from(old_size).ok().filter(|old| *old <= leaves.len())?;
        let path = if old == 0 { Vec::new() } else { subproof(old, leaves, true) };
        Some(ConsistencyProof { old_size, size, path })
    }

    fn first(&self, size: u64) -> Option<&[TreeHash]> {
        self.leaves.get(..usize::try_from(size).ok()?)
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeHash({})", crate::hex::encode(&self.0))
    }
}

pub(super) fn node_hash(left: &TreeHash, right: &TreeHash) -> TreeHash {
    hash(&[&[0x01], &left.0, &right.0])
}

fn hash(parts: &[&[u8]]) -> TreeHash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    TreeHash(hash.finalize().into())
}

/// `MTH` of RFC 6962.
fn root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => hash(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = split(leaves);
            node_hash(&root(left), &root(right))
        }
    }
}

/// `PATH` of RFC 6962.
fn path(index: usize, leaves: &[TreeHash]) -> Vec<TreeHash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let (left, right) = split(leaves);
    let (mut below, beside) = match index.checked_sub(left.len()) {
        None => (path(index, left), right),
        Some(index) => (path(index, right), left),
    };
    below.push(root(beside));
    below
}

/// `SUBPROOF` of RFC 6962; `whole` says that these leaves are the whole old log, whose hash
/// the reader has.
fn subproof(old: usize, leaves: &[TreeHash], whole: bool) -> Vec<TreeHash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = split(leaves);
    let (mut below, beside) = match old.checked_sub(left.len()) {
        None | Some(0) => (subproof(old, left, whole), right),
        Some(old) => (subproof(old, right, false), left),
    };
    below.push(root(beside));
    below
}

/// Splits two or more leaves at the largest power of two that is smaller than their number.
fn split(leaves: &[TreeHash]) -> (&[TreeHash], &[TreeHash]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    /// The test tree of the reference implementation of Certificate Transparency, with the root
    /// after each entry, and the hashes of other nodes (transparency-dev/merkle,
    /// `testonly/constants.go`).
    const REFERENCE: [(&str, &str); 8] = [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (
            "606162636465666768696a6b6c6d6e6f",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
    ];

    fn reference(size: usize) -> Tree {
        let mut tree = Tree::new();
        for (entry, root) in &REFERENCE[..size] {
            tree.append(&hex::decode(entry).unwrap());
            assert_eq!(hex::encode(&tree.head().root.0), *root);
        }
        tree
    }

    const LEAF_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    const LEAF_4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    const NODES_2_3: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    const NODES_4_5: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    const NODES_6_7: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    const NODES_4_TO_7: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

    /// The proofs are those of `testonly/reference_test.go` in the same place.
    #[test]
    fn the_reference_tree_has_its_published_roots_and_proofs() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex::encode(&Tree::new().head().root.0), empty);
        let tree = reference(8);
        let [leaf_0, nodes_0_1, nodes_0_to_3] = [0, 1, 3].map(|last| REFERENCE[last].1);
        let texts =
            |path: Vec<TreeHash>| path.iter().map(|it| hex::encode(&it.0)).collect::<Vec<_>>();

        let inclusion = |index, size| texts(tree.inclusion_proof(index, size).unwrap().path);
        assert_eq!(inclusion(0, 1), [""; 0]);
        assert_eq!(inclusion(0, 2), [LEAF_1]);
        assert_eq!(inclusion(1, 2), [leaf_0]);
        assert_eq!(inclusion(2, 3), [nodes_0_1]);
        assert_eq!(inclusion(1, 5), [leaf_0, NODES_2_3, LEAF_4]);
        assert_eq!(inclusion(0, 8), [LEAF_1, NODES_2_3, NODES_4_TO_7]);
        assert_eq!(inclusion(5, 8), [LEAF_4, NODES_6_7, nodes_0_to_3]);
        assert_eq!(tree.inclusion_proof(8, 8), None);
        assert_eq!(tree.inclusion_proof(0, 9), None);

        let consistency = |old, size| texts(tree.consistency_proof(old, size).unwrap().path);
        assert_eq!(consistency(1, 1), [""; 0]);
        assert_eq!(consistency(1, 8), [LEAF_1, NODES_2_3, NODES_4_TO_7]);
        assert_eq!(consistency(2, 5), [NODES_2_3, LEAF_4]);
        assert_eq!(consistency(6, 8), [NODES_4_5, NODES_6_7, nodes_0_to_3]);
        assert_eq!(tree.consistency_proof(9, 8), None);
    }
}
