//! A line of the relay's log: what the provider writes down about every message.

use super::{Account, Annotated, DecodeError, Field, Reader};

/// From whom, to whom, when, how long.
///
/// Layout: time (8) ‖ from length (1) ‖ from ‖ to length (1) ‖ to ‖ length (2). Numbers are
/// big-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Milliseconds of the logical clock when the envelope came in.
    pub time: u64,
    /// The sender's account; the empty name if the envelope didn't say it.
    pub from: Account,
    /// The recipient's account.
    pub to: Account,
    /// Length of the end-to-end message in bytes.
    pub length: u16,
}

impl LogLine {
    /// Encodes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let line = Annotated::encode(|w| {
            w.u64(Field::EnvelopeTime, self.time);
            self.from.write(w, Field::EnvelopeFromLength, Field::EnvelopeFrom);
            self.to.write(w, Field::EnvelopeToLength, Field::EnvelopeTo);
            w.u16(Field::EnvelopeLength, self.length);
        });
        line.bytes().to_vec()
    }

    /// Decodes.
    ///
    /// # Errors
    ///
    /// A [`DecodeError`] that names the field.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut r = Reader::new(bytes);
        let time = r.u64(Field::EnvelopeTime)?;
        let from = Account::read_any(&mut r, Field::EnvelopeFromLength, Field::EnvelopeFrom)?;
        let to = Account::read(&mut r, Field::EnvelopeToLength, Field::EnvelopeTo)?;
        let length = r.u16(Field::EnvelopeLength)?;
        r.finish()?;
        Ok(Self { time, from, to, length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written_and_no_shorter_or_longer() {
        for from in ["alice", ""] {
            let (from, to) = (Account::new(from), Account::new("bob"));
            let line = LogLine { time: 7, from, to, length: 300 };
            let bytes = line.encode();
            assert_eq!(LogLine::decode(&bytes), Ok(line));
            assert!((0..bytes.len()).all(|end| LogLine::decode(&bytes[..end]).is_err()));
            assert!(LogLine::decode(&[&bytes[..], &[0]].concat()).is_err());
        }
    }
}
