//! The entries of the log: activations, and their ends.
//!
//! ```text
//! entry = activation (kind 1 or 2)
//!       | kind (1): 3 ‖ index of the activation (8) ‖ until (8)                     17 bytes
//! ```
//!
//! A log only grows: what an activation says of its end when it is written can't be changed any
//! more. So the end of an order is an entry of its own. It names its activation by the place in
//! the log, which tells nothing about the target of a secret one.

use super::Activation;
use crate::mechanism::Layout;
use crate::wire::{DecodeError, Field, Reader, Writer};

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// From now on a key may open somebody's messages.
    Activation(Activation),
    /// An activation of this log covers nothing any more.
    End(ActivationEnd),
}

/// The end of an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActivationEnd {
    /// The place of the activation in the log, from 0.
    pub index: u64,
    /// The first message time that is covered no more.
    pub until: u64,
}

impl Layout for Entry {
    fn write(&self, w: &mut Writer) {
        match self {
            Self::Activation(activation) => activation.write(w),
            Self::End(ActivationEnd { index, until }) => w.group(Field::ActivationEnd, |w| {
                w.u8(Field::ActivationKind, END);
                w.u64(Field::LogIndex, *index);
                w.u64(Field::ActivationUntil, *until);
            }),
        }
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // The kind is the first byte of an activation too, which reads it itself.
        let mut ahead = r.clone();
        if ahead.u8(Field::ActivationKind)? != END {
            return Ok(Self::Activation(Activation::read(r)?));
        }
        *r = ahead;
        let index = r.u64(Field::LogIndex)?;
        Ok(Self::End(ActivationEnd { index, until: r.u64(Field::ActivationUntil)? }))
    }
}

const END: u8 = 3;

#[cfg(test)]
mod tests {
    use super::super::Target;
    use super::*;
    use crate::hex;
    use crate::mechanism::testing::check_layout;
    use crate::wire::Account;

    #[test]
    fn an_end_is_no_activation() {
        let end = Entry::End(ActivationEnd { index: 2, until: 1000 });
        check_layout(&end, 17);
        assert_eq!(hex::encode(end.encode().bytes()), "03000000000000000200000000000003e8");
        assert!(Activation::decode(end.encode().bytes()).is_err());
        let target = Target::Named(Account::new("alice"));
        let activation = Activation { target, from: 1000, until: None, key: 7 };
        let entry = Entry::Activation(activation.clone());
        check_layout(&entry, 27);
        assert_eq!(entry.encode().bytes(), activation.encode().bytes());
    }
}
