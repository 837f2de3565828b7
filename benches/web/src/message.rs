//! One message through everything that a phone does: content, ratchet, envelope, frame,
//! record, packet, and all of it back.

use crate::peer::{Peer, TEXT};
use keyhole::crypto::secret::RecordKey;
use keyhole::protocol::header::{Message, MessageKind};
use keyhole::protocol::transport::{RecordReceiver, RecordSender};
use keyhole::wire::{
    Account, Content, Endpoint, Envelope, EnvelopeKind, Frame, MessageId, NetworkHeader, Packet,
    PacketKind,
};
use std::sync::Arc;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Two people with a session and a connection, without a provider in between.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Line {
    peers: [Peer; 2],
    send: RecordSender,
    receive: RecordReceiver,
}

#[wasm_bindgen]
impl Line {
    /// Agrees on a session.
    ///
    /// # Errors
    /// When the protocol fails.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        let key = RecordKey::from_bytes([0x42; 32]);
        Ok(Self {
            peers: Peer::pair()?,
            send: RecordSender::new(key.clone()),
            receive: RecordReceiver::new(key),
        })
    }

    /// Seals `n` messages with the explanation of every byte, and opens them; in turns, so
    /// that each makes a step of the DH ratchet.
    ///
    /// # Errors
    /// When the protocol fails.
    pub fn messages(&mut self, n: u32) -> Result<(), JsError> {
        for _ in 0..n {
            let packet = self.seal()?;
            self.open(&packet)?;
            self.peers.reverse();
        }
        Ok(())
    }

    fn seal(&mut self) -> Result<Vec<u8>, JsError> {
        let [from, _] = &mut self.peers;
        let content = Arc::new(Content::Text(TEXT.to_owned()).encode());
        let message = from.seal(content.bytes())?;
        let envelope = Envelope {
            id: MessageId(1),
            from: Account::new("alice"),
            from_device: 1,
            to: Account::new("bob"),
            to_device: 1,
            time: 0,
            kind: EnvelopeKind::Message,
            message: message.to_bytes(),
            access: None,
            commitment: None,
        };
        let explained = envelope.encode(&message.encode(Some(content)), None);
        let frame = Arc::new(Frame::Submit(envelope).encode(1, Some(&explained)));
        let record = self.send.seal(frame.bytes())?;
        Ok(Packet::encode_record(&HEADER, &record, Some(frame)).bytes().to_vec())
    }

    fn open(&mut self, packet: &[u8]) -> Result<(), JsError> {
        let [_, to] = &mut self.peers;
        let record = Packet::decode(packet)?.payload;
        let frame = self.receive.open(&record)?;
        let (_, Frame::Submit(envelope)) = Frame::decode(&frame)? else {
            return Err(JsError::new("another frame than was sent"));
        };
        let message = Message::from_bytes(MessageKind::Ratchet, &envelope.message)?;
        let content = Content::decode(&to.open(&message)?)?;
        if content.text() == TEXT {
            Ok(())
        } else {
            Err(JsError::new("another text than was sent"))
        }
    }
}

const HEADER: NetworkHeader = NetworkHeader {
    source: Endpoint { address: [192, 0, 2, 41], port: 50_000 },
    destination: Endpoint { address: [203, 0, 113, 7], port: 443 },
    kind: PacketKind::Data,
};
