//! One end of a connection between a phone and the provider: handshake, then records.

use super::{
    Direction, Party, Traffic,
    effect::{Effect, SealedFrame},
};
use crate::{
    crypto::secret::RecordKey,
    protocol::transport::{Handshake, RecordReceiver, RecordSender},
    wire::{Annotated, Endpoint, NetworkHeader, Packet, PacketKind},
};

/// The two ways in which a phone reaches the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The phone shows its transport key (Noise XX).
    Known,
    /// It does not say who it is (Noise NX).
    Anonymous,
}

impl Line {
    /// Both.
    pub(super) const ALL: [Self; 2] = [Self::Known, Self::Anonymous];

    /// The line to which a phone's port belongs.
    pub(super) const fn of_port(port: u16) -> Self {
        if port < FIRST_ANONYMOUS_PORT || is_elsewhere(port) {
            Self::Known
        } else {
            Self::Anonymous
        }
    }

    /// The phone's port of the `count`th connection.
    pub(super) const fn port(self, count: u16) -> u16 {
        match self {
            Self::Known => 50_000 + count % 8_000,
            Self::Anonymous => FIRST_ANONYMOUS_PORT + count % 7_000,
        }
    }
}

const FIRST_ANONYMOUS_PORT: u16 = 58_000;
const FIRST_PORT_ELSEWHERE: u16 = 65_000;

/// The phone's port of the `count`th connection to the provider of another app, which the rule does
/// not reach.
pub(super) const fn elsewhere_port(count: u16) -> u16 {
    FIRST_PORT_ELSEWHERE + count % 500
}

/// Whether a connection goes to the provider of another app, by the phone's port.
pub(crate) const fn is_elsewhere(port: u16) -> bool {
    port >= FIRST_PORT_ELSEWHERE
}

/// The provider's end of the connection that has this port at the phone, with an address from the
/// blocks for documentation (RFC 5737).
const fn provider_endpoint(port: u16) -> Endpoint {
    if is_elsewhere(port) {
        return Endpoint { address: [203, 0, 113, 200], port: 443 };
    }
    let port = match Line::of_port(port) {
        Line::Known => 443,
        Line::Anonymous => 444,
    };
    Endpoint { address: [203, 0, 113, 7], port }
}

/// The address of a phone; the port is that of a connection.
pub(super) const fn phone_endpoint(party: Party, port: u16) -> Endpoint {
    let address = match party {
        Party::Alice => [192, 0, 2, 41],
        Party::Bob => [198, 51, 100, 23],
    };
    Endpoint { address, port }
}

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Connection {
    /// There is none.
    #[default]
    Closed,
    /// The Noise handshake is under way.
    Handshaking {
        /// The handshake.
        handshake: Box<Handshake>,
        /// The phone's port; it names the connection.
        port: u16,
    },
    /// Records can flow.
    Open {
        /// Seals what leaves.
        send: RecordSender,
        /// Opens what comes.
        receive: RecordReceiver,
        /// The phone's port; it names the connection.
        port: u16,
    },
}

impl Connection {
    /// The phone's port, if there is a connection.
    pub(super) const fn port(&self) -> Option<u16> {
        match self {
            Self::Closed => None,
            Self::Handshaking { port, .. } | Self::Open { port, .. } => Some(*port),
        }
    }

    /// The port of a connection on which records can flow, and the counter of the record that
    /// is to come next.
    pub(super) const fn expects(&self) -> Option<(u16, u64)> {
        match self {
            Self::Open { receive, port, .. } => Some((*port, receive.counter())),
            Self::Closed | Self::Handshaking { .. } => None,
        }
    }

    /// The port of a connection on which records can flow, and its keys: to the provider, to the
    /// phone. The phone's end is asked.
    pub(super) const fn keys(&self) -> Option<(u16, [&RecordKey; 2])> {
        match self {
            Self::Open { send, receive, port } => Some((*port, [send.key(), receive.key()])),
            Self::Closed | Self::Handshaking { .. } => None,
        }
    }

    /// Whether records can flow.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    /// Seals a frame into a packet; nothing if the connection is not open.
    pub(super) fn seal(
        &mut self,
        link: Party,
        direction: Direction,
        sealed: &SealedFrame,
    ) -> Option<Effect> {
        let Self::Open { send, port, .. } = self else { return None };
        let record = send.seal(sealed.frame.bytes()).ok()?;
        let header = header(link, direction, *port, PacketKind::Data);
        let packet = Packet::encode_record(&header, &record, Some(sealed.frame.clone()));
        let SealedFrame { traffic, message, .. } = *sealed;
        Some(Effect::Packet { link, direction, traffic, message, packet })
    }
}

/// The network header of a packet on a link.
pub(super) const fn header(
    link: Party,
    direction: Direction,
    port: u16,
    kind: PacketKind,
) -> NetworkHeader {
    let (phone, provider) = (phone_endpoint(link, port), provider_endpoint(port));
    match direction {
        Direction::ToProvider => NetworkHeader { source: phone, destination: provider, kind },
        Direction::ToPhone => NetworkHeader { source: provider, destination: phone, kind },
    }
}

/// A handshake message as a packet; `number` counts from 1.
pub(super) fn handshake_packet(
    link: Party,
    direction: Direction,
    port: u16,
    number: u8,
    message: &[u8],
) -> Effect {
    let kind = if number == 1 { PacketKind::Open } else { PacketKind::Data };
    let packet = Packet::encode_handshake(&header(link, direction, port, kind), message);
    packet_effect(link, direction, Traffic::Handshake(number), packet)
}

/// A packet that closes the connection.
pub(super) fn close_packet(link: Party, direction: Direction, port: u16) -> Effect {
    let packet = Packet::encode_close(&header(link, direction, port, PacketKind::Close));
    packet_effect(link, direction, Traffic::Close, packet)
}

const fn packet_effect(
    link: Party,
    direction: Direction,
    traffic: Traffic,
    packet: Annotated,
) -> Effect {
    Effect::Packet { link, direction, traffic, message: None, packet }
}
