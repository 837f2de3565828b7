//! Records: what travels on a link after the handshake.

use super::MAX_LENGTH;
use super::error::TransportError;
use crate::crypto::aead::{self, TAG_LENGTH};
use crate::crypto::secret::RecordKey;

/// The nonce of the record with this counter: 4 zero bytes ‖ counter, big-endian.
#[must_use]
pub fn record_nonce(counter: u64) -> [u8; 12] {
    let mut nonce = [0; 12];
    if let Some(last) = nonce.last_chunk_mut::<8>() {
        *last = counter.to_be_bytes();
    }
    nonce
}

/// The sending direction of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSender {
    key: RecordKey,
    counter: u64,
}

/// The receiving direction of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordReceiver {
    key: RecordKey,
    counter: u64,
}

impl RecordSender {
    /// A direction at its beginning.
    #[must_use]
    pub const fn new(key: RecordKey) -> Self {
        Self { key, counter: 0 }
    }

    /// The key of this direction.
    #[must_use]
    pub const fn key(&self) -> &RecordKey {
        &self.key
    }

    /// The counter of the next record.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.counter
    }

    /// Seals the next record.
    ///
    /// # Errors
    /// [`TransportError::TooLong`] above 65,535 bytes, [`TransportError::CounterExhausted`]
    /// after 2^64 − 1 records.
    pub fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, TransportError> {
        let actual = plaintext.len().saturating_add(TAG_LENGTH);
        if actual > MAX_LENGTH {
            return Err(TransportError::TooLong { limit: MAX_LENGTH, actual });
        }
        let next = self.counter.checked_add(1).ok_or(TransportError::CounterExhausted)?;
        let record = aead::seal(self.key.reveal(), &record_nonce(self.counter), &[], plaintext);
        self.counter = next;
        Ok(record)
    }
}

impl RecordReceiver {
    /// A direction at its beginning.
    #[must_use]
    pub const fn new(key: RecordKey) -> Self {
        Self { key, counter: 0 }
    }

    /// The key of this direction.
    #[must_use]
    pub const fn key(&self) -> &RecordKey {
        &self.key
    }

    /// The counter of the next record.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.counter
    }

    /// Opens the next record.
    ///
    /// # Errors
    /// [`TransportError`] when it is not the record that comes next; nothing changes then.
    pub fn open(&mut self, record: &[u8]) -> Result<Vec<u8>, TransportError> {
        if record.len() > MAX_LENGTH {
            return Err(TransportError::TooLong { limit: MAX_LENGTH, actual: record.len() });
        }
        let next = self.counter.checked_add(1).ok_or(TransportError::CounterExhausted)?;
        let plaintext = aead::open(self.key.reveal(), &record_nonce(self.counter), &[], record)?;
        self.counter = next;
        Ok(plaintext)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_next_record_opens() {
        let key = RecordKey::from_bytes([1; 32]);
        let (mut sender, mut receiver) = (RecordSender::new(key.clone()), RecordReceiver::new(key));
        let records: Vec<_> =
            [b"one", b"two"].iter().map(|text| sender.seal(*text).unwrap()).collect();
        let before = receiver.clone();
        assert_eq!(receiver.open(&records[1]), Err(TransportError::AuthenticationFailed));
        assert_eq!(receiver, before);
        assert_eq!(receiver.open(&records[0]).unwrap(), b"one");
        assert_eq!(receiver.open(&records[0]), Err(TransportError::AuthenticationFailed));
        assert_eq!(receiver.open(&records[1]).unwrap(), b"two");
        assert_eq!(
            receiver.open(&[0; 15]),
            Err(TransportError::Truncated { expected: 16, actual: 15 })
        );
    }

    #[test]
    fn limits() {
        let mut sender = RecordSender::new(RecordKey::from_bytes([1; 32]));
        assert_eq!(sender.seal(&[0; 65_519]).unwrap().len(), MAX_LENGTH);
        assert_eq!(
            sender.seal(&[0; 65_520]),
            Err(TransportError::TooLong { limit: 65_535, actual: 65_536 })
        );
        sender.counter = u64::MAX;
        assert_eq!(sender.seal(b""), Err(TransportError::CounterExhausted));
        assert_eq!(record_nonce(0x0102), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    }
}
