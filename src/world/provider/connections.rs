//! The provider's ends of the connections: who is connected, and what comes in.

use super::{ACTOR, Explained, Provider, mail::Mailbox};
use crate::{
    crypto::keys::PublicKey,
    protocol::transport::Handshake,
    wire::{Packet, PacketKind},
    world::{
        Direction, Disconnect, Event, Interference, Party, Point,
        connection::{Connection, Line, close_packet, handshake_packet},
        effect::Context,
    },
};

impl Provider {
    /// Whether something was sent to this phone and not acknowledged.
    pub(in crate::world) fn waits(&self, link: Party) -> bool {
        self.connections.get(link).is_open()
            && self
                .account(link)
                .and_then(|account| self.mailbox(account))
                .is_some_and(Mailbox::waits)
    }

    /// The port of this phone's connection, and the counter of the record to come next on it.
    pub(in crate::world) const fn expects(&self, link: Party) -> Option<(u16, u64)> {
        self.connections.get(link).expects()
    }

    /// The connection is gone without a word (the phone went offline, the link was cut).
    pub(in crate::world) fn lose_connection(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        why: Disconnect,
    ) {
        for line in Line::ALL {
            self.lose_line(ctx, link, line, why);
        }
    }

    fn lose_line(&mut self, ctx: &mut Context<'_>, link: Party, line: Line, why: Disconnect) {
        if self.connection(link, line) != &Connection::Closed {
            self.forget_connection(link, line);
            ctx.note(Point::Provider, None, Event::Disconnected(why));
        }
    }

    const fn connection(&self, link: Party, line: Line) -> &Connection {
        match line {
            Line::Known => self.connections.get(link),
            Line::Anonymous => self.anonymous.get(link),
        }
    }

    pub(super) const fn connection_mut(&mut self, link: Party, line: Line) -> &mut Connection {
        match line {
            Line::Known => self.connections.get_mut(link),
            Line::Anonymous => self.anonymous.get_mut(link),
        }
    }

    /// Ends the connection and tells the phone.
    pub(in crate::world) fn close(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        line: Line,
        why: Disconnect,
    ) {
        if let Some(port) = self.connection(link, line).port() {
            ctx.effects.push(close_packet(link, Direction::ToPhone, port));
        }
        self.lose_line(ctx, link, line, why);
    }

    /// A packet has come; returns how many of its layers could be opened. `explained`
    /// explains the bytes if they came as they were sent; `interference` tells what is to be
    /// done to the envelope that it may carry.
    pub(in crate::world) fn receive(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        bytes: &[u8],
        explained: Explained<'_>,
        interference: &mut dyn FnMut() -> Vec<Interference>,
    ) -> usize {
        let Ok(packet) = Packet::decode(bytes) else {
            self.close(ctx, link, Line::Known, Disconnect::RecordRejected);
            return 1;
        };
        let port = packet.header.source.port;
        let line = Line::of_port(port);
        if packet.header.kind == PacketKind::Open {
            self.accept_connection(ctx, link, port, &packet.payload);
            return 1;
        }
        if self.connection(link, line).port() != Some(port) {
            if *self.connection(link, line) == Connection::Closed {
                ctx.effects.push(close_packet(link, Direction::ToPhone, port));
            }
            return 1;
        }
        if packet.header.kind == PacketKind::Close {
            self.lose_line(ctx, link, line, Disconnect::ClosedByPeer);
            return 1;
        }
        match std::mem::take(self.connection_mut(link, line)) {
            Connection::Closed => 1,
            Connection::Handshaking { mut handshake, port } => {
                let connected = handshake.read(&packet.payload).and_then(|_| handshake.finish());
                match connected {
                    Ok(connected) => {
                        let (send, receive) = (connected.send, connected.receive);
                        ctx.agreed(Point::Provider, (link, port), [receive.key(), send.key()]);
                        *self.connections.get_mut(link) = Connection::Open { send, receive, port };
                        *self.remotes.get_mut(link) = connected.remote_static;
                        if let Some(key) = connected.remote_static {
                            self.recognise(ctx, link, key);
                        }
                    }
                    Err(_) => {
                        ctx.effects.push(close_packet(link, Direction::ToPhone, port));
                        let why = Event::Disconnected(Disconnect::HandshakeRejected);
                        ctx.note(Point::Provider, None, why);
                    }
                }
                1
            }
            Connection::Open { send, mut receive, port } => {
                let opened = receive.open(&packet.payload);
                *self.connection_mut(link, line) = Connection::Open { send, receive, port };
                match opened {
                    Ok(frame) => {
                        self.receive_frame(ctx, (link, line), &frame, explained, interference);
                        2
                    }
                    Err(_) => {
                        self.close(ctx, link, line, Disconnect::RecordRejected);
                        1
                    }
                }
            }
        }
    }

    fn forget_connection(&mut self, link: Party, line: Line) {
        *self.connection_mut(link, line) = Connection::Closed;
        if line == Line::Anonymous {
            return;
        }
        if let Some(account) = self.accounts.get(link)
            && let Some(entry) = self.directory.get_mut(account)
        {
            entry.mailbox.connection_lost();
        }
        *self.accounts.get_mut(link) = None;
        *self.remotes.get_mut(link) = None;
    }

    fn accept_connection(&mut self, ctx: &mut Context<'_>, link: Party, port: u16, payload: &[u8]) {
        let line = Line::of_port(port);
        self.forget_connection(link, line);
        let purpose = format!("handshake {} {port}", link.key());
        let seed = ctx.handshake_seed(ACTOR, &purpose);
        let transport = self.transport.clone();
        let mut handshake = match line {
            Line::Known => Handshake::responder(transport, seed),
            Line::Anonymous => Handshake::responder_to_anonymous(transport, seed),
        };
        match handshake.read(payload).and_then(|_| handshake.write(&[])) {
            Ok(message) => {
                let packet = handshake_packet(link, Direction::ToPhone, port, 2, &message);
                ctx.effects.push(packet);
                *self.connection_mut(link, line) = match line {
                    Line::Known => Connection::Handshaking { handshake: Box::new(handshake), port },
                    Line::Anonymous => open_anonymous(ctx, handshake, (link, port)),
                };
            }
            Err(_) => {
                ctx.effects.push(close_packet(link, Direction::ToPhone, port));
                let why = Event::Disconnected(Disconnect::HandshakeRejected);
                ctx.note(Point::Provider, None, why);
            }
        }
    }

    /// The handshake has shown whose phone it is.
    fn recognise(&mut self, ctx: &mut Context<'_>, link: Party, key: PublicKey) {
        ctx.note(Point::Provider, None, Event::Connected);
        let known = self.directory.iter().find(|(_, entry)| entry.transport_key == key);
        *self.accounts.get_mut(link) = known.map(|(account, _)| account.clone());
        self.deliver(ctx, link);
    }
}

/// Noise NX is finished with its second message: records can flow, from whomever.
fn open_anonymous(
    ctx: &mut Context<'_>,
    handshake: Handshake,
    (link, port): (Party, u16),
) -> Connection {
    let Ok(connected) = handshake.finish() else { return Connection::Closed };
    let (send, receive) = (connected.send, connected.receive);
    ctx.agreed(Point::Provider, (link, port), [receive.key(), send.key()]);
    Connection::Open { send, receive, port }
}
