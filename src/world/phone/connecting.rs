//! How a phone connects to the provider, takes what comes on its link, and connects again.

use super::Phone;
use crate::{
    protocol::transport::Handshake,
    wire::{Packet, PacketKind},
    world::{
        ActionId, Direction, Disconnect, Event, Point,
        connection::{Connection, handshake_packet},
        effect::Context,
    },
};

/// After so many failed connections during one action a phone waits for the next action.
const MAX_CONNECTIONS: u32 = 12;

impl Phone {
    /// Begins a new connection; what was under way on the old one is forgotten.
    pub(in crate::world) fn connect(&mut self, ctx: &mut Context<'_>) {
        if *ctx.connections >= MAX_CONNECTIONS {
            self.connection = Connection::Closed;
            return;
        }
        let purpose = format!("handshake {}", ctx.connections);
        *ctx.connections += 1;
        let seed = ctx.handshake_seed(self.party.key(), &purpose);
        let mut handshake =
            Handshake::initiator(self.transport.clone(), self.pinned_provider, seed);
        let port = 50_000 + self.ports % 15_000;
        self.ports = self.ports.wrapping_add(1);
        match handshake.write(&[]) {
            Ok(message) => {
                let handshake = Box::new(handshake);
                self.connection = Connection::Handshaking { handshake, port };
                let packet = handshake_packet(self.party, Direction::ToProvider, port, 1, &message);
                ctx.effects.push(packet);
            }
            Err(_) => self.connection = Connection::Closed,
        }
    }

    /// The connection ended; if there is a network, a new one begins.
    pub(in crate::world) fn reconnect(&mut self, ctx: &mut Context<'_>, why: Disconnect) {
        self.lose_connection(ctx, why);
        if self.online {
            self.connect(ctx);
        }
    }

    pub(super) fn lose_connection(&mut self, ctx: &mut Context<'_>, why: Disconnect) {
        self.connection = Connection::Closed;
        self.outbox.connection_lost();
        ctx.note(Point::phone(self.party), None, Event::Disconnected(why));
    }

    /// A packet has come; returns how many of its layers could be opened.
    pub(in crate::world) fn receive(
        &mut self,
        ctx: &mut Context<'_>,
        bytes: &[u8],
        message: Option<ActionId>,
    ) -> usize {
        let Ok(packet) = Packet::decode(bytes) else {
            self.reconnect(ctx, Disconnect::RecordRejected);
            return 1;
        };
        if self.connection.port() != Some(packet.header.destination.port) {
            return 1;
        }
        if packet.header.kind == PacketKind::Close {
            self.reconnect(ctx, Disconnect::ClosedByPeer);
            return 1;
        }
        match std::mem::take(&mut self.connection) {
            Connection::Closed => 1,
            Connection::Handshaking { handshake, port } => {
                self.continue_handshake(ctx, *handshake, port, &packet.payload);
                1
            }
            Connection::Open { send, mut receive, port } => {
                let opened = receive.open(&packet.payload);
                self.connection = Connection::Open { send, receive, port };
                match opened {
                    Ok(frame) => self.receive_frame(ctx, &frame, message),
                    Err(_) => {
                        self.reconnect(ctx, Disconnect::RecordRejected);
                        1
                    }
                }
            }
        }
    }

    /// Sends what waits in the outbox, if there is a connection.
    pub(super) fn flush(&mut self, ctx: &mut Context<'_>) {
        self.outbox.flush(ctx, self.party, &mut self.connection);
    }

    fn continue_handshake(
        &mut self,
        ctx: &mut Context<'_>,
        mut handshake: Handshake,
        port: u16,
        payload: &[u8],
    ) {
        let third = handshake.read(payload).and_then(|_| handshake.write(&[]));
        let finished = third.and_then(|message| Ok((message, handshake.finish()?)));
        match finished {
            Ok((message, connected)) => {
                let (send, receive) = (connected.send, connected.receive);
                let end = Point::phone(self.party);
                ctx.agreed(end, (self.party, port), [send.key(), receive.key()]);
                self.connection = Connection::Open { send, receive, port };
                let packet = handshake_packet(self.party, Direction::ToProvider, port, 3, &message);
                ctx.effects.push(packet);
                let point = Point::phone(self.party);
                ctx.note(point, None, Event::Connected);
                let again = self.outbox.tried();
                if again > 0 {
                    ctx.note(point, None, Event::Resent { count: again });
                }
                self.flush(ctx);
            }
            Err(_) => self.reconnect(ctx, Disconnect::HandshakeRejected),
        }
    }
}
