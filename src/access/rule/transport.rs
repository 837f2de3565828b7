//! What a packet shows by itself, and what a transport key opens.

use super::{Found, Rule};
use crate::{
    access::{Fact, FactId, Fields, Kind, Known, Reading},
    crypto::aead,
    protocol::transport::record_nonce,
    wire::Packet,
};

/// A packet shows that something was sent: when, between which addresses, how long.
pub(super) const SEE_PACKET: Rule = Rule::new("see-packet", &[Kind::Packet], see_packet);

/// A record opens with the transport key of its direction and the counter that its place in
/// the connection gives (Noise, revision 34, section 5.1).
pub(super) const OPEN_RECORD: Rule =
    Rule::new("open-record", &[Kind::Packet, Kind::RecordKey], open_record);

/// connection (4), before the counter (8) in a packet's name.
const CONNECTION: usize = 4;

fn see_packet(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    if let Some(fact) = known.fact(new) {
        let fields = Reading::read(Fields::TIME | Fields::SIZE | Fields::ADDRESS);
        found.push(Found::that(&[new], fields.fact(&fact.name)));
    }
}

fn open_record(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    let Some(fact) = known.fact(new) else { return };
    if fact.kind == Kind::Packet {
        let connection = fact.name.as_slice().get(..CONNECTION).unwrap_or_default();
        let keys = known.named(Kind::RecordKey, connection);
        found.extend(keys.filter_map(|(id, key)| open((id, key), (new, fact))));
    } else {
        let packets = known.named(Kind::Packet, fact.name.as_slice());
        found.extend(packets.filter_map(|packet| open((new, fact), packet)));
    }
}

fn open((key_id, key): (FactId, &Fact), (packet_id, packet): (FactId, &Fact)) -> Option<Found> {
    let premises = [packet_id, key_id];
    let counter = u64::from_be_bytes(*packet.name.as_slice().last_chunk()?);
    let payload = Packet::decode(packet.value.as_slice()).ok()?.payload;
    let opened = aead::open(&key.secret()?, &record_nonce(counter), &[], &payload);
    Some(match opened {
        Ok(frame) => Found::that(&premises, Fact::new(Kind::Frame, packet.name.clone(), frame)),
        Err(_) => Found::nothing(&premises),
    })
}
