//! The export suite: AES-128-GCM with 40 secret bits.
//!
//! ```text
//! secret (5)             = HKDF-SHA256(salt = 0x00 × 32, ikm = message seed, info = "Keyhole export")
//! salt (11) ‖ nonce (12) = first 23 bytes of SHA-256("Keyhole export" ‖ ratchet header)
//! key (16)               = secret ‖ salt
//! ciphertext ‖ tag (16)  = AES-128-GCM(key, nonce, associated data, text)
//! ```
//!
//! Salt and nonce are public, since the header is. They make a table of all 2^40 keys useless
//! for a second message, and nothing else: whoever wants one message tries 2^39 secrets on
//! average. A trial is one AES block: GCM encrypts the first 16 bytes of the text with
//! AES(key, nonce ‖ 2), and the first three bytes of a text message are known (its kind, and its
//! length, which the ciphertext gives away). Of wrong secrets one in 2^24 passes; the tag tells
//! ([`Target::open`]).
//!
//! Source: the form of the export ciphers of SSL 3.0 (RFC 6101, appendix A.6 and section 6.2.2),
//! 40 secret bits stretched to 128 with public ones. Simplified: AES-128-GCM stands in for RC4
//! and RC2, and the public bits come from the header.

use super::{search::Search, trial_aes};
use crate::crypto::aead::{self, AeadError};
use crate::crypto::secret::ExportSecret;
use crate::crypto::weak::ExportPublic;

/// How many bits of a key are secret.
pub const SECRET_BITS: u8 = 40;

/// The base-2 logarithm of the trials that one message costs on average.
pub const TRIALS: u8 = SECRET_BITS - 1;

impl ExportSecret {
    /// Takes the low 40 bits of a number: a candidate of a search.
    #[must_use]
    pub const fn candidate(number: u64) -> Self {
        let [_, _, _, secret @ ..] = number.to_be_bytes();
        Self::from_bytes(secret)
    }

    /// The secret as a number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.reveal().iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Encrypts a message.
#[must_use]
pub fn seal(secret: &ExportSecret, header: &[u8], associated_data: &[u8], text: &[u8]) -> Vec<u8> {
    let public = ExportPublic::of(header);
    aead::seal_128(&public.key(secret), &public.nonce, associated_data, text)
}

/// Decrypts a message.
///
/// # Errors
/// [`AeadError`] when secret, header, associated data or ciphertext is not what it was.
pub fn open(
    secret: &ExportSecret,
    header: &[u8],
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, AeadError> {
    let public = ExportPublic::of(header);
    aead::open_128(&public.key(secret), &public.nonce, associated_data, ciphertext)
}

/// A captured message, as somebody sees it who tries keys on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    public: ExportPublic,
    associated_data: Vec<u8>,
    ciphertext: Vec<u8>,
    /// What the first key stream bytes must be, as far as the text is known.
    key_stream: Vec<u8>,
}

impl Target {
    /// Takes a message and the bytes with which its text is known to begin (of more than 4, the
    /// first 4 are used).
    #[must_use]
    pub fn new(header: &[u8], associated_data: &[u8], ciphertext: &[u8], known: &[u8]) -> Self {
        let text = ciphertext.len().saturating_sub(aead::TAG_LENGTH);
        let key_stream = ciphertext.iter().take(text).zip(known).map(|(c, p)| c ^ p);
        Self {
            public: ExportPublic::of(header),
            associated_data: associated_data.to_vec(),
            ciphertext: ciphertext.to_vec(),
            key_stream: key_stream.take(4).collect(),
        }
    }

    /// The search over all secrets.
    #[must_use]
    pub const fn search() -> Search {
        Search::over_bits(SECRET_BITS as u32)
    }

    /// One trial, one AES block: whether the known bytes come out under this secret.
    #[must_use]
    pub fn matches(&self, secret: &ExportSecret) -> bool {
        let mut block = [0; 16];
        for (to, from) in block.iter_mut().zip(self.public.nonce.iter().chain(&[0, 0, 0, 2])) {
            *to = *from;
        }
        let column = trial_aes::first_column(&self.public.key(secret), &block);
        self.key_stream.iter().zip(&column).all(|(expected, actual)| expected == actual)
    }

    /// Confirms a hit by the tag, and reads the message.
    ///
    /// # Errors
    /// [`AeadError`] when it was no hit.
    pub fn open(&self, secret: &ExportSecret) -> Result<Vec<u8>, AeadError> {
        let key = self.public.key(secret);
        aead::open_128(&key, &self.public.nonce, &self.associated_data, &self.ciphertext)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::secret::MessageSeed;
    use crate::hex;
    use crate::wire::Content;

    fn secret() -> ExportSecret {
        ExportSecret::derive(&MessageSeed::from_bytes([0x5e; 32]))
    }

    /// A text message, and the three bytes of it that everybody knows.
    fn message() -> (Vec<u8>, [u8; 3]) {
        let text = Content::Text("see you at seven".into()).encode().bytes().to_vec();
        (seal(&secret(), b"header", b"data", &text), [1, 0, 16])
    }

    #[test]
    fn round_trip_and_refusals() {
        let (sealed, known) = message();
        let text = open(&secret(), b"header", b"data", &sealed).unwrap();
        assert_eq!(text[..3], known);
        let failed = Err(AeadError::AuthenticationFailed);
        assert_eq!(open(&secret(), b"Header", b"data", &sealed), failed);
        assert_eq!(open(&secret(), b"header", b"Data", &sealed), failed);
        let other = ExportSecret::candidate(secret().number() ^ 1);
        assert_eq!(open(&other, b"header", b"data", &sealed), failed);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 0x80 >> (bit % 8);
            assert_eq!(open(&secret(), b"header", b"data", &changed), failed);
        }
    }

    /// A real search, over the last 2^16 secrets before the right one.
    #[test]
    fn one_block_tells_and_the_tag_confirms() {
        let (sealed, known) = message();
        let target = Target::new(b"header", b"data", &sealed, &known);
        let right = secret().number();
        let mut search = Search::between(right - 0xffff, right);
        let hit = search.run(u64::MAX, |number| target.matches(&ExportSecret::candidate(number)));
        assert_eq!((hit, search.tried()), (Some(right), 1 << 16));
        assert!(target.open(&ExportSecret::candidate(right)).is_ok());
        assert!(target.open(&ExportSecret::candidate(right - 1)).is_err());

        // With one known byte there are false hits, and the tag rejects them.
        let target = Target::new(b"header", b"data", &sealed, &known[..1]);
        let mut search = Search::between(right - 0xffff, right - 1);
        let hit = search.run(u64::MAX, |number| target.matches(&ExportSecret::candidate(number)));
        assert!(target.open(&ExportSecret::candidate(hit.unwrap())).is_err());
    }

    #[test]
    fn short_ciphertexts_do_no_harm() {
        for length in 0..20 {
            let target = Target::new(b"", b"", &[0; 20][..length], &[0; 40]);
            let _ = target.matches(&secret());
            assert!(target.open(&secret()).is_err());
        }
    }

    /// Computed by the Python package `cryptography` from the text at the top of this file.
    #[test]
    fn known_answer() {
        assert_eq!(hex::encode(secret().reveal()), "b09222605c");
        let sealed = seal(&secret(), b"header", b"data", b"text");
        assert_eq!(hex::encode(&sealed), "8ca11e0f40c7c108f356062865d535e755be9244");
    }
}
