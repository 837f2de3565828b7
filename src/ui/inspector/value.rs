//! What a field's bytes say, in words or figures.

use crate::{
    l10n::{explain, text},
    ui::moment,
    wire::{Field, Frame},
    world::Time,
};

/// The value of a field, where it makes sense to read it; keys, tags and ciphertext have none
/// but their bytes.
#[must_use]
pub fn decoded(field: Field, bytes: &[u8]) -> Option<String> {
    match field {
        Field::SourceAddress | Field::DestinationAddress => {
            let parts: Vec<_> = bytes.iter().map(u8::to_string).collect();
            Some(parts.join("."))
        }
        Field::SourcePort
        | Field::DestinationPort
        | Field::DeviceNumber
        | Field::SignedPrekeyId
        | Field::OneTimePrekeyId
        | Field::OneTimePrekeyCount
        | Field::FrameRequest
        | Field::EnvelopeFromDevice
        | Field::EnvelopeToDevice
        | Field::PrekeySignedId
        | Field::RatchetVersion => number(bytes).map(|it| it.to_string()),
        Field::PreviousChainLength | Field::MessageNumber | Field::EnvelopeId => {
            number(bytes).map(grouped)
        }
        Field::PayloadLength
        | Field::HandshakeLength
        | Field::RecordLength
        | Field::AccountLength
        | Field::EnvelopeFromLength
        | Field::EnvelopeToLength
        | Field::EnvelopeLength
        | Field::ContentLength => {
            let count = number(bytes)?;
            Some(crate::t!("app-bytes", count = count).into_owned())
        }
        Field::AccountName
        | Field::EnvelopeFrom
        | Field::EnvelopeTo
        | Field::ContentText
        | Field::ReportedText
        | Field::OpenContentText => Some(String::from_utf8_lossy(bytes).into_owned()),
        Field::FrameKind => {
            let code = *bytes.first()?;
            let key = Frame::key_of_code(code)?;
            Some(format!("{code} · {}", explain::frame(key).0))
        }
        Field::EnvelopeTime | Field::StampTime => number(bytes).map(|it| moment::exact(Time(it))),
        Field::PacketKind => coded("packet-kind", bytes),
        Field::EnvelopeKind => coded("envelope-kind", bytes),
        Field::AccessKind => coded("access-kind", bytes),
        Field::FailureCode => coded("failure-code", bytes),
        Field::ContentKind | Field::OpenContentKind => coded("content-kind", bytes),
        Field::PrekeyOneTimeId => match number(bytes)? {
            0 => coded("prekey-one-time-id", bytes),
            id => Some(id.to_string()),
        },
        _ => None,
    }
}

/// A big-endian number.
#[must_use]
pub fn number(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A code and what it stands for.
fn coded(field: &str, bytes: &[u8]) -> Option<String> {
    let code = number(bytes)?;
    let name = text(&format!("inspector-value-{field}-{code}"), &[]);
    Some(match name {
        Some(name) => format!("{code} · {name}"),
        None => code.to_string(),
    })
}

/// Digits in groups of three, with narrow spaces.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let lead = digits.len() % 3;
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == lead {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, bytes: &[u8], expect: Option<&str>) {
        assert_eq!(decoded(field, bytes).as_deref(), expect);
    }

    #[test]
    fn values_read_as_people_read_them() {
        check(Field::SourceAddress, &[192, 0, 2, 7], Some("192.0.2.7"));
        check(Field::DestinationPort, &[1, 187], Some("443"));
        check(Field::EnvelopeTime, &32_400_000_u64.to_be_bytes(), Some("09:00:00.000"));
        check(Field::RecordLength, &[0, 1], Some("1 byte"));
        check(Field::EnvelopeFrom, b"alice", Some("alice"));
        check(Field::MessageNumber, &[0, 0, 4, 0], Some("1\u{202f}024"));
        check(Field::RatchetKey, &[9; 32], None);
    }
}
