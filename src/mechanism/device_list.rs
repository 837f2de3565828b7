//! Devices that the owner of an account has signed.
//!
//! ```text
//! signature = XEdDSA by the account's identity key over
//!             "Keyhole device" ‖ account length (1) ‖ account ‖ device (1) ‖ identity key (32)
//! ```
//!
//! A signature has 64 bytes. Without one whoever keeps the list of devices can put one of its own
//! on it. With one a phone that has the account's identity key takes only what the owner signed;
//! who replaces that key as well deceives it, and shows another safety number.
//!
//! Source for the attack: Levy, Robinson, "Principles for a More Informed Exceptional Access
//! Debate", Lawfare, 29 November 2018. Simplified: devices are signed one by one, so that one that
//! was signed once stays good.

use crate::{
    crypto::{
        keys::{IdentityKeyPair, PublicKey, Signature},
        xeddsa::{self, BadSignature},
    },
    wire::{Account, PublishedBundle},
};
use rand_core::CryptoRng;

/// The owner of `owner` takes a device into its account. Draws 64 bytes.
#[must_use]
pub fn sign(
    owner: &IdentityKeyPair,
    device: &PublishedBundle,
    rng: &mut impl CryptoRng,
) -> Signature {
    xeddsa::sign(owner, &message(&device.account, device.device, &device.identity_key), rng)
}

/// Checks that the owner of an account took a device into it.
///
/// # Errors
/// [`BadSignature`] if it was signed by another key, or for another device.
pub fn verify(
    owner: &PublicKey,
    device: &PublishedBundle,
    signature: &Signature,
) -> Result<(), BadSignature> {
    let message = message(&device.account, device.device, &device.identity_key);
    xeddsa::verify(owner, &message, signature)
}

fn message(account: &Account, device: u8, identity_key: &[u8; 32]) -> Vec<u8> {
    let name = account.as_str().as_bytes();
    let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
    [b"Keyhole device".as_slice(), &[length], name, &[device], identity_key].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{mechanism::testing::rng, wire::SignedPrekey};

    fn device(account: &str, device: u8, key: u8) -> PublishedBundle {
        PublishedBundle {
            account: Account::new(account),
            device,
            identity_key: [key; 32],
            signed_prekey: SignedPrekey { id: 1, key: [0; 32], signature: [0; 64] },
            one_time_prekey: None,
            suites: Vec::new(),
        }
    }

    #[test]
    fn a_signature_is_good_for_one_device_of_one_owner() {
        let mut rng = rng(0x64);
        let [owner, other] = [(); 2].map(|()| IdentityKeyPair::generate(&mut rng));
        let signed = device("alice", 2, 9);
        let signature = sign(&owner, &signed, &mut rng);
        assert_eq!(verify(&owner.public(), &signed, &signature), Ok(()));
        for another in [device("bob", 2, 9), device("alice", 3, 9), device("alice", 2, 8)] {
            assert!(verify(&owner.public(), &another, &signature).is_err());
        }
        assert!(verify(&other.public(), &signed, &signature).is_err());
    }
}
