//! How a phone connects to the provider, takes what comes on its link, and connects again.

use super::{Phone, PhoneLine};
use crate::{
    protocol::transport::Handshake,
    wire::{Packet, PacketKind},
    world::{
        ActionId, Direction, Disconnect, Event, Point,
        connection::{Connection, Line, elsewhere_port, handshake_packet},
        effect::Context,
    },
};

/// After so many failed connections during one action a phone waits for the next action.
const MAX_CONNECTIONS: u32 = 12;

impl Phone {
    /// Begins a new connection; what was under way on the old one is forgotten.
    pub(in crate::world) fn connect(&mut self, ctx: &mut Context<'_>, line: Line) {
        if *ctx.connections >= MAX_CONNECTIONS {
            self.line_mut(line).connection = Connection::Closed;
            return;
        }
        let purpose = format!("handshake {}", ctx.connections);
        *ctx.connections += 1;
        let seed = ctx.handshake_seed(self.party.key(), &purpose);
        let pinned = self.pinned_provider;
        let mut handshake = match line {
            Line::Known => Handshake::initiator(self.transport.clone(), pinned, seed),
            Line::Anonymous => Handshake::anonymous_initiator(pinned, seed),
        };
        let port =
            if self.is_elsewhere { elsewhere_port(self.ports) } else { line.port(self.ports) };
        self.ports = self.ports.wrapping_add(1);
        match handshake.write(&[]) {
            Ok(message) => {
                let handshake = Box::new(handshake);
                self.line_mut(line).connection = Connection::Handshaking { handshake, port };
                let packet = handshake_packet(self.party, Direction::ToProvider, port, 1, &message);
                ctx.effects.push(packet);
            }
            Err(_) => self.line_mut(line).connection = Connection::Closed,
        }
    }

    /// The port of this phone's connection, and the counter of the record to come next on it.
    pub(in crate::world) const fn expects(&self) -> Option<(u16, u64)> {
        self.known.connection.expects()
    }

    /// Every connection of this phone ended; if there is a network, new ones begin.
    pub(in crate::world) fn reconnect_all(&mut self, ctx: &mut Context<'_>, why: Disconnect) {
        for line in Line::ALL {
            self.reconnect(ctx, line, why);
        }
    }

    /// No answer came in time: what waits connects again.
    pub(in crate::world) fn time_out(&mut self, ctx: &mut Context<'_>) {
        for line in Line::ALL {
            if self.line_mut(line).waits() {
                self.reconnect(ctx, line, Disconnect::TimedOut);
            }
        }
    }

    /// A connection ended; if there is a network and a use for it, a new one begins.
    fn reconnect(&mut self, ctx: &mut Context<'_>, line: Line, why: Disconnect) {
        self.lose_connection(ctx, line, why);
        let is_wanted = line == Line::Known || !self.line_mut(line).outbox.is_empty();
        if self.online && is_wanted {
            self.connect(ctx, line);
        }
    }

    pub(super) const fn line_mut(&mut self, line: Line) -> &mut PhoneLine {
        match line {
            Line::Known => &mut self.known,
            Line::Anonymous => &mut self.anonymous,
        }
    }

    pub(super) fn lose_connection(&mut self, ctx: &mut Context<'_>, line: Line, why: Disconnect) {
        let of = self.line_mut(line);
        if line == Line::Anonymous && of.connection == Connection::Closed {
            return;
        }
        of.connection = Connection::Closed;
        of.outbox.connection_lost();
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
            self.reconnect(ctx, Line::Known, Disconnect::RecordRejected);
            return 1;
        };
        let port = packet.header.destination.port;
        let line = Line::of_port(port);
        if self.line_mut(line).connection.port() != Some(port) {
            return 1;
        }
        if packet.header.kind == PacketKind::Close {
            self.reconnect(ctx, line, Disconnect::ClosedByPeer);
            return 1;
        }
        match std::mem::take(&mut self.line_mut(line).connection) {
            Connection::Closed => 1,
            Connection::Handshaking { handshake, port } => {
                self.continue_handshake(ctx, *handshake, port, &packet.payload);
                1
            }
            Connection::Open { send, mut receive, port } => {
                let opened = receive.open(&packet.payload);
                self.line_mut(line).connection = Connection::Open { send, receive, port };
                match opened {
                    Ok(frame) => self.receive_frame(ctx, line, &frame, message),
                    Err(_) => {
                        self.reconnect(ctx, line, Disconnect::RecordRejected);
                        1
                    }
                }
            }
        }
    }

    /// Sends what waits in the outbox, if there is a connection.
    pub(super) fn flush(&mut self, ctx: &mut Context<'_>) {
        let PhoneLine { connection, outbox } = &mut self.known;
        outbox.flush(ctx, self.party, connection);
        let PhoneLine { connection, outbox } = &mut self.anonymous;
        outbox.flush(ctx, self.party, connection);
        let waits = !outbox.is_empty() && *connection == Connection::Closed;
        if self.online && waits {
            self.connect(ctx, Line::Anonymous);
        }
    }

    fn continue_handshake(
        &mut self,
        ctx: &mut Context<'_>,
        mut handshake: Handshake,
        port: u16,
        payload: &[u8],
    ) {
        let line = Line::of_port(port);
        // Noise XX has a third message, NX has none.
        let third = handshake.read(payload).and_then(|_| match line {
            Line::Known => handshake.write(&[]).map(Some),
            Line::Anonymous => Ok(None),
        });
        let finished = third.and_then(|message| Ok((message, handshake.finish()?)));
        match finished {
            Ok((message, connected)) => {
                let (send, receive) = (connected.send, connected.receive);
                let end = Point::phone(self.party);
                ctx.agreed(end, (self.party, port), [send.key(), receive.key()]);
                self.line_mut(line).connection = Connection::Open { send, receive, port };
                let party = self.party;
                let packet =
                    message.map(|it| handshake_packet(party, Direction::ToProvider, port, 3, &it));
                ctx.effects.extend(packet);
                let point = Point::phone(self.party);
                ctx.note(point, None, Event::Connected);
                let again = self.line_mut(line).outbox.tried();
                if again > 0 {
                    ctx.note(point, None, Event::Resent { count: again });
                }
                self.flush(ctx);
            }
            Err(_) => self.reconnect(ctx, line, Disconnect::HandshakeRejected),
        }
    }
}
