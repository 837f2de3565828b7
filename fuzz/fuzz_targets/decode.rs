//! Random bytes into every decoder: errors, never a panic; what can be read is written back
//! as it was.

#![no_main]

use keyhole::{
    mechanism::{Layout, abrasion, backup, crumple, escrow, leaf, log, scan, sealed_sender, suites, work_factor},
    protocol::header::{Message, MessageKind},
    wire::{Content, Envelope, Frame, Packet, Reader},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Packet::decode(bytes);
    let _ = Envelope::decode(Reader::new(bytes));
    if let Ok((request, frame)) = Frame::decode(bytes) {
        let again = frame.encode(request, None);
        assert_eq!(again.bytes(), bytes);
        assert_eq!(again.check(), Ok(()));
    }
    if let Ok(content) = Content::decode(bytes) {
        assert_eq!(content.encode().bytes(), bytes);
    }
    for kind in [MessageKind::Prekey, MessageKind::Ratchet] {
        if let Ok(message) = Message::from_bytes(kind, bytes) {
            assert_eq!(message.to_bytes(), bytes);
        }
    }
    if let Ok(entries) = backup::decode_store(bytes) {
        // What is longer than a backup may be decodes, and is refused when it is written.
        if let Ok(store) = backup::encode_store(&entries) {
            assert_eq!(store.bytes(), bytes);
        }
    }
    check::<abrasion::AbrasionField>(bytes);
    check::<crumple::PuzzleField>(bytes);
    check::<escrow::EscrowField>(bytes);
    check::<leaf::LeafField>(bytes);
    check::<log::Activation>(bytes);
    check::<log::ConsistencyProof>(bytes);
    check::<log::InclusionProof>(bytes);
    check::<log::LogRequest>(bytes);
    check::<log::Opening>(bytes);
    check::<log::SignedHead>(bytes);
    check::<scan::ScanTable>(bytes);
    check::<scan::Voucher>(bytes);
    check::<sealed_sender::SenderCertificate>(bytes);
    check::<suites::SuiteList>(bytes);
    check::<work_factor::WorkFactorField>(bytes);
});

fn check<T: Layout>(bytes: &[u8]) {
    if let Ok(it) = T::decode(bytes) {
        let again = it.encode();
        assert_eq!(again.bytes(), bytes);
        assert_eq!(again.check(), Ok(()));
    }
}
