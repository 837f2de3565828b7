//! What a phone asks the log.
//!
//! ```text
//! request = kind (1) ‖ body
//! kind 1    head:   the size that the phone knows (8), 0 for none
//! kind 2    entry:  index (8) ‖ size of the log that the proof is to be for (8)
//! ```
//!
//! The answer to 1 is a signed head ‖ a consistency proof, to 2 an entry ‖ an inclusion
//! proof. A phone that asks for every entry tells nobody which one it is waiting for.

use crate::mechanism::Layout;
use crate::wire::{DecodeError, Field, Reader, Writer};

/// What a phone asks the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogRequest {
    /// The newest head, and that it continues the one that the phone knows.
    Head {
        /// The size of the log that the phone knows; 0 if it knows none.
        known: u64,
    },
    /// An entry, and that it is in the log.
    Entry {
        /// Its place, from 0.
        index: u64,
        /// The size of the log in which it is to be proved.
        size: u64,
    },
}

impl Layout for LogRequest {
    fn write(&self, w: &mut Writer) {
        w.group(Field::LogRequest, |w| match *self {
            Self::Head { known } => {
                w.u8(Field::LogRequestKind, HEAD);
                w.u64(Field::LogOldSize, known);
            }
            Self::Entry { index, size } => {
                w.u8(Field::LogRequestKind, ENTRY);
                w.u64(Field::LogIndex, index);
                w.u64(Field::LogSize, size);
            }
        });
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match r.u8(Field::LogRequestKind)? {
            HEAD => Ok(Self::Head { known: r.u64(Field::LogOldSize)? }),
            ENTRY => {
                Ok(Self::Entry { index: r.u64(Field::LogIndex)?, size: r.u64(Field::LogSize)? })
            }
            found => {
                let field = Field::LogRequestKind;
                Err(DecodeError::BadValue { field, found: found.into() })
            }
        }
    }
}

const HEAD: u8 = 1;
const ENTRY: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::log::{Activation, ConsistencyProof, InclusionProof, SignedHead};
    use crate::mechanism::testing::{check_layout, rng};

    #[test]
    fn requests_are_read_as_written() {
        check_layout(&LogRequest::Head { known: 0x0102 }, 9);
        check_layout(&LogRequest::Entry { index: 3, size: 4 }, 17);
    }

    /// A phone follows a growing log: the parts of an answer can be read one after the other.
    #[test]
    fn a_phone_follows_the_log() {
        use crate::crypto::keys::LogKeyPair;
        use crate::mechanism::log::{Target, Tree};
        use crate::wire::{Account, Annotated};

        let key = LogKeyPair::generate(&mut rng(1));
        let mut tree = Tree::new();
        let mut known = tree.head();
        for name in ["alice", "bob", "carol"] {
            let target = Target::Named(Account::new(name));
            let activation = Activation { target, from: 5, until: None, key: 1 };
            let index = tree.append(activation.encode().bytes());

            let head = SignedHead::sign(&key, tree.head(), &mut rng(2));
            let answer = Annotated::encode(|w| {
                head.write(w);
                tree.consistency_proof(known.size, tree.size()).unwrap().write(w);
                activation.write(w);
                tree.inclusion_proof(index, tree.size()).unwrap().write(w);
            });

            let mut r = Reader::new(answer.bytes());
            let signed = SignedHead::read(&mut r).unwrap();
            signed.verify(&key.public()).unwrap();
            let head = signed.head;
            ConsistencyProof::read(&mut r).unwrap().verify(&known, &head).unwrap();
            let entry = Activation::read(&mut r).unwrap();
            let included = InclusionProof::read(&mut r).unwrap();
            included.verify(entry.encode().bytes(), &head).unwrap();
            assert!(entry.covers(&Account::new(name), 5));
            r.finish().unwrap();
            known = head;
        }
    }
}
