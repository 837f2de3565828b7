//! From a message seed to a sealed or opened message.
//!
//! Key and nonce come from the seed by the suite's derivation ([`crate::crypto::suite`]). The
//! associated data of the encryption is `AD ‖ header` (Double Ratchet, rev. 1, section 3.4).

use crate::crypto::aead::AeadError;
use crate::crypto::secret::{MessageSeed, Plaintext};
use crate::crypto::suite::{MessageKeys, Suite};
use crate::protocol::error::DecryptError;
use crate::protocol::header::Header;
use crate::protocol::trace::{Step, Trace};
use crate::protocol::x3dh::AssociatedData;

/// Encrypts the message that belongs to `header`.
pub(super) fn seal(
    suite: Suite,
    seed: MessageSeed,
    (session, header): (&AssociatedData, &Header),
    plaintext: &[u8],
    trace: &mut dyn Trace,
) -> Vec<u8> {
    let keys = derive(suite, seed, header, trace);
    let associated_data = associated_data(session, header);
    let ciphertext = suite.seal(&keys, &associated_data, plaintext);
    trace.step(Step::Seal {
        keys: Box::new(keys),
        associated_data,
        plaintext: Plaintext::from_bytes(plaintext),
        ciphertext: ciphertext.clone(),
    });
    ciphertext
}

/// Decrypts the message that belongs to `header`.
pub(super) fn open(
    suite: Suite,
    seed: MessageSeed,
    (session, header): (&AssociatedData, &Header),
    ciphertext: &[u8],
    trace: &mut dyn Trace,
) -> Result<Vec<u8>, DecryptError> {
    let keys = derive(suite, seed, header, trace);
    let associated_data = associated_data(session, header);
    let opened = suite.open(&keys, &associated_data, ciphertext);
    trace.step(Step::Open {
        keys: Box::new(keys),
        associated_data,
        ciphertext: ciphertext.to_vec(),
        plaintext: opened.as_deref().ok().map(Plaintext::from_bytes),
    });
    opened.map_err(|error| match error {
        AeadError::Truncated { expected, actual } => DecryptError::Truncated { expected, actual },
        AeadError::AuthenticationFailed => DecryptError::AuthenticationFailed {
            ratchet_key: header.ratchet_key,
            message_number: header.message_number,
        },
    })
}

/// `AD ‖ header`, 66 + 41 bytes.
#[must_use]
pub fn associated_data(session: &AssociatedData, header: &Header) -> Vec<u8> {
    [session.to_bytes().as_slice(), &header.to_bytes()].concat()
}

fn derive(suite: Suite, seed: MessageSeed, header: &Header, trace: &mut dyn Trace) -> MessageKeys {
    let keys = suite.derive(&seed, &header.to_bytes());
    let (seed, traced) = (Box::new(seed), Box::new(keys.clone()));
    trace.step(Step::MessageKeyDerivation { suite, seed, keys: traced });
    keys
}
