//! Random bytes before every decoder.

use crate::case::{Case, seed};
use keyhole::{
    crypto::secret::{BackupKey, RecordKey},
    mechanism::{Layout, abrasion, backup, crumple, escrow, leaf, log, scan, suites, work_factor},
    protocol::transport::RecordReceiver,
    wire::{AccessKind, Account, Envelope, Field, Frame, Reader},
    world::{
        Entry, Party, Traffic,
        regime::{self, Draw},
    },
};
use proptest::prelude::*;

/// What decodes is written back as it was.
fn decode<T: Layout>(bytes: &[u8]) {
    if let Ok(it) = T::decode(bytes) {
        assert_eq!(it.encode().bytes(), bytes);
    }
}

fn decode_all(bytes: &[u8]) {
    decode::<abrasion::AbrasionField>(bytes);
    decode::<crumple::PuzzleField>(bytes);
    decode::<escrow::EscrowField>(bytes);
    decode::<leaf::LeafField>(bytes);
    decode::<log::Activation>(bytes);
    decode::<log::ConsistencyProof>(bytes);
    decode::<log::InclusionProof>(bytes);
    decode::<log::Opening>(bytes);
    decode::<log::SignedHead>(bytes);
    decode::<scan::ScanTable>(bytes);
    decode::<scan::Voucher>(bytes);
    decode::<suites::SuiteList>(bytes);
    decode::<work_factor::WorkFactorField>(bytes);
    let _ = backup::decode_store(bytes);
    let key = BackupKey::from_bytes([1; 32]);
    assert!(backup::open(&key, &Account::new("alice"), bytes).is_err());
    assert!(RecordReceiver::new(RecordKey::from_bytes([1; 32])).open(bytes).is_err());
}

fn envelope_with(kind: u8, length: Option<u16>, field: &[u8]) -> Vec<u8> {
    let (timeline, _) = &*Case::under("end-to-end").messages(1).scene();
    let entries = timeline.recording().entries().iter();
    let mut envelope = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } => {
            let is_submit = transmission.traffic == Traffic::Frame("submit");
            transmission.packet.below().filter(|_| is_submit)?.part(Field::Envelope)
        }
        _ => None,
    });
    let mut bytes = envelope.next_back().unwrap().bytes().to_vec();
    let message = Envelope::decode(Reader::new(&bytes)).unwrap().message.len();
    let place = bytes.len() - message - 3;
    bytes[place] |= 0x80;
    let length = length.unwrap_or_else(|| u16::try_from(field.len()).unwrap());
    [bytes.as_slice(), &[kind], &length.to_be_bytes(), field].concat()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_bytes_are_errors_and_no_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        decode_all(&bytes);
        let seed = seed();
        for it in regime::ALL {
            let mut app = it.app(Draw::new(&seed), Party::Alice);
            let before = app.clone();
            prop_assert!(app.notice(&bytes).is_err());
            prop_assert!(app == before);
        }
    }

    /// Access fields of all kinds and lengths, from random bytes: an envelope that decodes is
    /// written back as it was, and whatever it holds is judged.
    #[test]
    fn random_access_fields_are_read_or_refused(
        kind in 0..10_u8,
        length in prop::option::of(any::<u16>()),
        field in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes = envelope_with(kind, length, &field);
        match Envelope::decode(Reader::new(&bytes)) {
            Ok(envelope) => {
                let (found, inside) = envelope.access.clone().unwrap();
                prop_assert_eq!((found.code(), inside), (kind, field));
                let encoded = envelope.encode_unexplained();
                prop_assert_eq!(encoded.bytes(), bytes.as_slice());
            }
            Err(_) => {
                let known = AccessKind::ALL.iter().any(|it| it.code() == kind);
                let fits = length.is_none_or(|it| usize::from(it) == field.len());
                prop_assert!(!known || !fits);
            }
        }
        let frame = [&[8, 0, 0, 0, 1], bytes.as_slice()].concat();
        let _ = Frame::decode(&frame);
    }
}
