//! A backup: the messages that a phone keeps, sealed under one key and left with the provider.
//!
//! Who holds the key decides everything, and is no business of this module: a key that the
//! provider holds too makes the backup readable to it; one that only the user holds does not.
//!
//! ```text
//! backup = nonce (12) ‖ AES-256-GCM(backup key, nonce, associated data = account name, store)
//! store  = count (2) ‖ count × entry
//! entry  = action (8) ‖ direction (1): 1 sent, 2 received ‖ time (8) ‖ length (2) ‖ text, UTF-8
//! ```
//!
//! A backup has 28 bytes more than its store (nonce and tag). The nonce is random, so that one
//! key can seal many backups. The account name is authenticated: a backup that is handed out
//! under another name does not open.
//!
//! Simplified, compared to WhatsApp ("Security of End-To-End Encrypted Backups", 2021), which
//! seals to a random key that the user keeps as 64 digits or hides behind a password in a
//! hardware vault: here the key is 32 random bytes, a backup holds texts only, and it is
//! written whole. It has to fit into one record, so a store ends at [`MAX_STORE`] bytes.

use super::sealing::write_sealed;
use crate::crypto::aead::{self, AeadError, TAG_LENGTH};
use crate::crypto::secret::BackupKey;
use crate::wire::{Account, Annotated, DecodeError, Field, Reader};
use core::fmt;
use rand_core::CryptoRng;
use std::sync::Arc;

/// Bytes that sealing adds to a store: nonce and tag.
pub const OVERHEAD: usize = NONCE_LENGTH + TAG_LENGTH;

/// The longest store, in bytes. A record of the transport has at most 65,535.
pub const MAX_STORE: usize = 60_000;

/// One message that a phone keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of the action that sent it.
    pub action: u64,
    /// Whether the phone's owner wrote it.
    pub direction: Direction,
    /// Milliseconds of the logical clock when it was sealed.
    pub time: u64,
    /// The text.
    pub text: String,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From this phone.
    Sent,
    /// To this phone.
    Received,
}

/// Seals messages. Draws 12 bytes.
///
/// # Errors
/// [`BackupError::TooLong`] when the store has more than [`MAX_STORE`] bytes; nothing is drawn
/// then.
pub fn seal(
    key: &BackupKey,
    account: &Account,
    entries: &[Entry],
    rng: &mut impl CryptoRng,
) -> Result<Annotated, BackupError> {
    let store = encode_store(entries)?;
    let mut nonce = [0; NONCE_LENGTH];
    rng.fill_bytes(&mut nonce);
    let sealed = aead::seal(key.reveal(), &nonce, account.as_str().as_bytes(), store.bytes());
    Ok(Annotated::encode(|w| {
        w.group(Field::Backup, |w| {
            w.leaf(Field::BackupNonce, &nonce);
            let fields = [Field::BackupCiphertext, Field::BackupTag];
            write_sealed(w, fields, &sealed, Some(Arc::new(store)));
        });
    }))
}

/// Opens a backup of this account.
///
/// # Errors
/// [`BackupError`] when it is too short, was sealed under another key or for another account,
/// was changed, or holds no store.
pub fn open(key: &BackupKey, account: &Account, backup: &[u8]) -> Result<Vec<Entry>, BackupError> {
    let truncated = || BackupError::Truncated { expected: OVERHEAD, actual: backup.len() };
    let (nonce, sealed) = backup.split_first_chunk().ok_or_else(truncated)?;
    let store = aead::open(key.reveal(), nonce, account.as_str().as_bytes(), sealed);
    let store = store.map_err(|error| match error {
        AeadError::Truncated { .. } => truncated(),
        AeadError::AuthenticationFailed => BackupError::AuthenticationFailed,
    })?;
    decode_store(&store).map_err(BackupError::Malformed)
}

/// Encodes a store, as it lies in a backup.
///
/// # Errors
/// [`BackupError::TooLong`] above [`MAX_STORE`] bytes.
pub fn encode_store(entries: &[Entry]) -> Result<Annotated, BackupError> {
    let actual = 2 + entries.iter().map(|entry| 19 + entry.text.len()).sum::<usize>();
    if actual > MAX_STORE {
        return Err(BackupError::TooLong { limit: MAX_STORE, actual });
    }
    // Below the limit every count and every length fits into two bytes.
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    Ok(Annotated::encode(|w| {
        w.group(Field::BackupStore, |w| {
            w.u16(Field::BackupCount, short(entries.len()));
            for Entry { action, direction, time, text } in entries {
                w.group(Field::BackupEntry, |w| {
                    w.u64(Field::BackupAction, *action);
                    w.u8(Field::BackupDirection, direction.code());
                    w.u64(Field::BackupTime, *time);
                    w.u16(Field::BackupLength, short(text.len()));
                    w.leaf(Field::BackupText, text.as_bytes());
                });
            }
        });
    }))
}

/// Decodes a store.
///
/// # Errors
/// A [`DecodeError`] that names the field.
pub fn decode_store(bytes: &[u8]) -> Result<Vec<Entry>, DecodeError> {
    let mut r = Reader::new(bytes);
    let count = r.u16(Field::BackupCount)?;
    let entries = (0..count).map(|_| read_entry(&mut r)).collect::<Result<_, _>>()?;
    r.finish()?;
    Ok(entries)
}

/// Why messages could not be backed up, or a backup not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupError {
    /// The messages together are too long for one backup.
    TooLong {
        /// The most bytes a store can have.
        limit: usize,
        /// The bytes it would have.
        actual: usize,
    },
    /// The backup is shorter than its nonce and tag.
    Truncated {
        /// The fewest bytes there can be.
        expected: usize,
        /// The bytes found.
        actual: usize,
    },
    /// Another key, another account, or changed bytes.
    AuthenticationFailed,
    /// It opens, but there is no store in it.
    Malformed(DecodeError),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit, actual } => {
                write!(f, "a backup holds at most {limit} bytes; these messages have {actual}")
            }
            Self::Truncated { expected, actual } => {
                write!(f, "a backup has at least {expected} bytes; this one has {actual}")
            }
            Self::AuthenticationFailed => {
                f.write_str("this is not a backup of this account under this key, unchanged")
            }
            Self::Malformed(error) => write!(f, "the backup holds no messages: {error}"),
        }
    }
}

impl core::error::Error for BackupError {}

impl Direction {
    const fn code(self) -> u8 {
        match self {
            Self::Sent => 1,
            Self::Received => 2,
        }
    }
}

fn read_entry(r: &mut Reader<'_>) -> Result<Entry, DecodeError> {
    let action = r.u64(Field::BackupAction)?;
    let direction = match r.u8(Field::BackupDirection)? {
        1 => Direction::Sent,
        2 => Direction::Received,
        found => {
            let field = Field::BackupDirection;
            return Err(DecodeError::BadValue { field, found: found.into() });
        }
    };
    let time = r.u64(Field::BackupTime)?;
    let length = r.u16(Field::BackupLength)?;
    let text = r.text(Field::BackupText, length.into())?.to_owned();
    Ok(Entry { action, direction, time, text })
}

const NONCE_LENGTH: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;
    use crate::mechanism::testing::{check_decoder, rng};

    fn entry(action: u64, direction: Direction, text: &str) -> Entry {
        Entry { action, direction, time: 32_400_000 + action, text: text.into() }
    }

    fn sealed() -> (BackupKey, Account, Vec<Entry>, Annotated) {
        let (key, alice) = (BackupKey::from_bytes([0x42; 32]), Account::new("alice"));
        let entries =
            vec![entry(1, Direction::Sent, "Are you home yet?"), entry(2, Direction::Received, "")];
        let backup = seal(&key, &alice, &entries, &mut rng(7)).unwrap();
        (key, alice, entries, backup)
    }

    #[test]
    fn opens_for_its_key_and_account_only() {
        let (key, alice, entries, backup) = sealed();
        assert_eq!(backup.check(), Ok(()));
        assert_eq!(backup.below().unwrap().check(), Ok(()));
        assert_eq!(backup.bytes().len(), OVERHEAD + 2 + 2 * 19 + 17);
        assert_eq!(open(&key, &alice, backup.bytes()), Ok(entries));
        let failed = Err(BackupError::AuthenticationFailed);
        assert_eq!(open(&BackupKey::from_bytes([0x43; 32]), &alice, backup.bytes()), failed);
        assert_eq!(open(&key, &Account::new("bob"), backup.bytes()), failed);
        for bit in 0..backup.bytes().len() * 8 {
            let changed = backup.with_flipped_bit(bit.try_into().unwrap());
            assert_eq!(open(&key, &alice, changed.bytes()), failed, "{bit}");
        }
        for length in 0..OVERHEAD {
            let truncated = BackupError::Truncated { expected: OVERHEAD, actual: length };
            assert_eq!(open(&key, &alice, &backup.bytes()[..length]), Err(truncated));
        }
    }

    /// Computed with Python's `cryptography`: the nonce is the first 12 bytes of the `ChaCha20`
    /// keystream under 32 bytes 7.
    #[test]
    fn known_answer() {
        assert_eq!(
            hex::encode(sealed().3.bytes()),
            "f400927857aaf64114f561ba4423909b617ec2250e8ec912a88efa1e3efdf048361ad054b7b84f35835f\
             84c3fc2385655ab3aa8ecb37c72ecb1df58afe59d607a5d121fb59d5cbb445ea03252565e848f55de4eb69"
        );
    }

    #[test]
    fn stores_are_read_as_written() {
        let (_, _, entries, backup) = sealed();
        let store = backup.below().unwrap();
        assert_eq!(decode_store(store.bytes()), Ok(entries));
        check_decoder(store.bytes(), |bytes| {
            let entries = decode_store(bytes).ok()?;
            Some(encode_store(&entries).unwrap().bytes().to_vec())
        });
    }

    #[test]
    fn a_store_has_a_limit() {
        let at = |length| [entry(1, Direction::Sent, &"x".repeat(length))];
        assert_eq!(encode_store(&at(MAX_STORE - 21)).unwrap().bytes().len(), MAX_STORE);
        let too_long = BackupError::TooLong { limit: MAX_STORE, actual: MAX_STORE + 1 };
        assert_eq!(encode_store(&at(MAX_STORE - 20)), Err(too_long));
    }
}
