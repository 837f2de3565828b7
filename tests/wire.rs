//! The wire: what is written can be read, nothing random can break the reading, and every
//! byte is explained.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use keyhole::wire::{
    AccessKind, Account, Annotated, Content, DecodeError, Endpoint, Envelope, EnvelopeKind,
    FailureCode, Field, Frame, MessageId, NetworkHeader, OneTimePrekey, Packet, PacketKind,
    PublishedBundle, Reader, SignedPrekey,
};
use keyhole::{
    crypto::secret::FrankingKey,
    mechanism::franking::{Report, Stamp},
};
use proptest::prelude::*;

fn account() -> impl Strategy<Value = Account> {
    "[^\\p{C}]{1,40}".prop_map(|name| Account::new(&name))
}

fn envelope() -> impl Strategy<Value = Envelope> {
    let kind = prop_oneof![
        Just(EnvelopeKind::Prekey),
        Just(EnvelopeKind::Message),
        Just(EnvelopeKind::Text)
    ];
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    let access = prop::option::of((prop::sample::select(AccessKind::ALL.to_vec()), bytes(100)));
    let commitment = prop::option::of(any::<[u8; 32]>());
    let rest = (any::<u64>(), kind, bytes(300), access, commitment);
    (any::<u64>(), account(), any::<u8>(), account(), any::<u8>(), rest).prop_map(
        |(id, from, from_device, to, to_device, (time, kind, message, access, commitment))| {
            Envelope {
                id: MessageId(id),
                from,
                from_device,
                to,
                to_device,
                time,
                kind,
                message,
                access,
                commitment,
            }
        },
    )
}

fn signed_prekey() -> impl Strategy<Value = SignedPrekey> {
    (any::<u32>(), any::<[u8; 32]>(), any::<[u8; 32]>()).prop_map(|(id, key, half)| SignedPrekey {
        id,
        key,
        signature: [half, half].concat().try_into().unwrap(),
    })
}

fn one_time_prekey() -> impl Strategy<Value = OneTimePrekey> {
    (1_u32.., any::<[u8; 32]>()).prop_map(|(id, key)| OneTimePrekey { id, key })
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (any::<u64>(), any::<[u8; 32]>()).prop_map(|(time, mac)| Stamp { time, mac })
}

fn frame() -> impl Strategy<Value = Frame> {
    let bundle = (
        account(),
        any::<u8>(),
        any::<[u8; 32]>(),
        signed_prekey(),
        prop::option::of(one_time_prekey()),
        prop::collection::vec(any::<u8>(), 0..4),
    );
    prop_oneof![
        (account(), any::<u8>(), any::<[u8; 32]>()).prop_map(|(account, device, identity_key)| {
            Frame::Register { account, device, identity_key }
        }),
        (
            signed_prekey(),
            prop::collection::vec(one_time_prekey(), 0..6),
            prop::collection::vec(any::<u8>(), 0..4)
        )
            .prop_map(|(signed_prekey, one_time_prekeys, suites)| Frame::UploadPrekeys {
                signed_prekey,
                one_time_prekeys,
                suites
            }),
        Just(Frame::Done),
        account().prop_map(|account| Frame::FetchBundle { account }),
        (prop::option::of(any::<bool>()), any::<[u8; 64]>(), bundle).prop_map(
            |(
                new,
                signature,
                (account, device, identity_key, signed_prekey, one_time_prekey, suites),
            )| {
                let device = PublishedBundle {
                    account,
                    device,
                    identity_key,
                    signed_prekey,
                    one_time_prekey,
                    suites: if new.is_some() { Vec::new() } else { suites },
                };
                match new {
                    Some(true) => Frame::SignedDevice { device, signature },
                    Some(false) => Frame::NewDevice(device),
                    None => Frame::Bundle(device),
                }
            }
        ),
        (account(), any::<u8>())
            .prop_map(|(account, device)| Frame::RemovedDevice { account, device }),
        envelope().prop_map(Frame::Submit),
        Just(Frame::Accepted),
        envelope().prop_map(Frame::Deliver),
        (stamp(), envelope())
            .prop_map(|(stamp, envelope)| Frame::DeliverStamped { stamp, envelope }),
        (prop::option::of(account()), "[^\\p{C}]{0,40}", any::<[u8; 32]>(), stamp()).prop_map(
            |(sender, text, key, stamp)| {
                let sender = sender.unwrap_or_else(|| Account::new(""));
                Frame::Report(Report { sender, text, key: FrankingKey::from_bytes(key), stamp })
            }
        ),
        Just(Frame::Acknowledge),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Frame::Backup),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Frame::Notice),
        any::<u64>().prop_map(|id| Frame::Receipt { id: MessageId(id) }),
        prop_oneof![
            Just(FailureCode::UnknownAccount),
            Just(FailureCode::NotRegistered),
            Just(FailureCode::Malformed),
            Just(FailureCode::NotOpened),
        ]
        .prop_map(Frame::Failure),
    ]
}

fn header(kind: PacketKind) -> NetworkHeader {
    NetworkHeader {
        source: Endpoint { address: [192, 0, 2, 1], port: 50_000 },
        destination: Endpoint { address: [203, 0, 113, 7], port: 443 },
        kind,
    }
}

proptest! {
    #[test]
    fn a_frame_reads_as_it_was_written(request in any::<u32>(), frame in frame()) {
        let encoded = frame.encode(request, None);
        prop_assert_eq!(encoded.check(), Ok(()));
        prop_assert_eq!(Frame::decode(encoded.bytes()), Ok((request, frame)));
        prop_assert_eq!(Frame::request_of(encoded.bytes()), request);
        for cut in 0..encoded.bytes().len() {
            prop_assert!(Frame::decode(&encoded.bytes()[..cut]).is_err());
        }
        let longer = [encoded.bytes(), &[0]].concat();
        prop_assert_eq!(Frame::decode(&longer), Err(DecodeError::Trailing(1)));
    }

    #[test]
    fn a_text_reads_as_it_was_written(text in ".{0,200}") {
        let encoded = Content::Text(text.clone()).encode();
        prop_assert_eq!(encoded.check(), Ok(()));
        prop_assert_eq!(Content::decode(encoded.bytes()), Ok(Content::Text(text.clone())));
        let franked = Content::Franked { text, key: FrankingKey::from_bytes([7; 32]) };
        for encoded in [franked.encode(), franked.encode_open()] {
            prop_assert_eq!(encoded.check(), Ok(()));
            prop_assert_eq!(Content::decode(encoded.bytes()), Ok(franked.clone()));
        }
    }

    #[test]
    fn a_packet_reads_as_it_was_written(record in prop::collection::vec(any::<u8>(), 16..400)) {
        let encoded = Packet::encode_record(&header(PacketKind::Data), &record, None);
        prop_assert_eq!(encoded.check(), Ok(()));
        let packet = Packet::decode(encoded.bytes()).unwrap();
        prop_assert_eq!(packet.header, header(PacketKind::Data));
        prop_assert_eq!(packet.payload, record);
    }

    #[test]
    fn random_bytes_give_errors_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Packet::decode(&bytes);
        let _ = Frame::decode(&bytes);
        let _ = Content::decode(&bytes);
        let _ = Envelope::decode(Reader::new(&bytes));
    }

    #[test]
    fn a_changed_frame_is_refused_or_is_another_frame(frame in frame(), bit in any::<u32>()) {
        let encoded = frame.encode(9, None);
        let flipped = encoded.with_flipped_bit(bit % (encoded.bytes().len() as u32 * 8));
        if let Ok((request, read)) = Frame::decode(flipped.bytes()) {
            prop_assert!(request != 9 || read != frame);
        }
    }
}

#[test]
fn handshake_messages_and_the_end_of_a_connection_are_explained() {
    for length in [32, 96, 64] {
        let encoded = Packet::encode_handshake(&header(PacketKind::Open), &vec![7; length]);
        assert_eq!(encoded.check(), Ok(()));
        assert_eq!(Packet::decode(encoded.bytes()).unwrap().payload.len(), length);
    }
    let close = Packet::encode_close(&header(PacketKind::Close));
    assert_eq!(close.check(), Ok(()));
    assert_eq!(close.bytes().len(), Packet::HEADER);
    assert!(Packet::decode(close.bytes()).unwrap().payload.is_empty());
}

#[test]
fn errors_name_the_field() {
    let check = |bytes: &[u8], expected: &str| {
        assert_eq!(Frame::decode(bytes).unwrap_err().to_string(), expected);
    };
    check(&[], "frame-kind needs 1 bytes, 0 are left");
    check(&[99, 0, 0, 0, 0], "frame-kind has the value 99, which has no meaning");
    check(&[4, 0, 0, 0, 1, 0], "account-length has the value 0, which has no meaning");
    check(&[4, 0, 0, 0, 1, 1, 0xff], "account-name is not UTF-8 text");
    check(&[3, 0, 0, 0, 1, 0, 0], "2 bytes are left over after the last field");
}

#[test]
fn the_longest_text_fits_into_a_record() {
    let text = "é".repeat(Content::MAX_TEXT / 2);
    let encoded = Content::Text(text.clone()).encode();
    assert_eq!(Content::decode(encoded.bytes()), Ok(Content::Text(text)));
    let whole = Annotated::encode(|w| w.leaf(Field::RecordCiphertext, encoded.bytes()));
    assert!(whole.bytes().len() + 1_000 < usize::from(u16::MAX));
}
