//! What a real phone would make of something that nobody has done: tried on a copy of the world.

use super::{
    Action, ActionId, ChatBody, Direction, Party, Recording, Step, World, connection::header,
    provider::Explained,
};
use crate::{
    crypto::{aead, keyed_rng::KeyedRng, secret::RecordKey},
    protocol::{transport::record_nonce, x3dh::PrekeyBundle},
    wire::{Envelope, Frame, Packet, PacketKind},
};

/// A copy of the world in which somebody tries to be taken for somebody else.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    world: World,
    recording: Recording,
    reader: Party,
}

impl Rehearsal {
    /// What `reader`'s phone would show, from here on. What is on its way arrives first.
    #[must_use]
    pub fn new(world: &World, reader: Party) -> Self {
        let mut copy = Self { world: world.clone(), recording: Recording::default(), reader };
        copy.settle();
        copy
    }

    /// The world in which it is tried.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The keys of the reader as its phone has published them, without a one-time prekey; none
    /// before it has.
    #[must_use]
    pub fn bundle(&self) -> Option<PrekeyBundle> {
        self.world.provider().published(&self.reader.account())
    }

    /// Randomness for whoever tries.
    #[must_use]
    pub fn rng(&self, purpose: &str) -> KeyedRng {
        self.world.rng("somebody else", purpose)
    }

    /// Whether the phone opens this envelope and shows what is in it as its peer's, if the
    /// provider hands it out next. A refused one changes nothing.
    pub fn is_read(&mut self, envelope: &Envelope) -> bool {
        if self.bundle().is_none() {
            return false;
        }
        let before = self.texts();
        self.world.at_phone(self.reader, &mut self.recording, |phone, ctx| {
            phone.open_envelope(ctx, envelope, None, None);
        });
        self.texts() > before
    }

    /// Whether the phone comes to show the envelope's text, if somebody who has this transport
    /// key writes a record on a link: to the phone there, or to the provider in its name.
    #[must_use]
    pub fn is_read_from_link(
        mut self,
        (link, direction): (Party, Direction),
        key: &RecordKey,
        envelope: &Envelope,
    ) -> bool {
        let receiver = match direction {
            Direction::ToPhone => self.world.phone(link).expects(),
            Direction::ToProvider => self.world.provider().expects(link),
        };
        let Some((port, counter)) = receiver else { return false };
        let frame = match direction {
            Direction::ToPhone => Frame::Deliver(envelope.clone()),
            Direction::ToProvider => Frame::Submit(envelope.clone()),
        };
        let frame = frame.encode(0, None);
        let record = aead::seal(key.reveal(), &record_nonce(counter), &[], frame.bytes());
        let header = header(link, direction, port, PacketKind::Data);
        let packet = Packet::encode_record(&header, &record, None);
        let (before, bytes) = (self.texts(), packet.bytes());
        match direction {
            Direction::ToPhone => self.world.at_phone(link, &mut self.recording, |phone, ctx| {
                phone.receive(ctx, bytes, None);
            }),
            Direction::ToProvider => {
                self.world.at_provider(link, &mut self.recording, |provider, ctx| {
                    let unexplained = Explained { message: None, frame: None };
                    provider.receive(ctx, link, bytes, unexplained, &mut Vec::new);
                });
            }
        }
        self.settle();
        self.texts() > before
    }

    /// Whether the phone comes to show a text that the peer's own phone sends, once both have a
    /// network.
    #[must_use]
    pub fn is_read_from_its_phone(mut self, text: &str) -> bool {
        for party in Party::ALL {
            self.act(Action::GoOnline { party });
        }
        let before = self.texts();
        self.act(Action::Send { from: self.reader.peer(), text: text.into() });
        self.texts() > before
    }

    fn act(&mut self, action: Action) {
        self.world.begin(&Step { id: ActionId(u64::MAX), action }, &mut self.recording);
        self.settle();
    }

    fn settle(&mut self) {
        while self.world.step(&mut self.recording) {}
    }

    /// How many texts of its peer the reader's phone shows.
    fn texts(&self) -> usize {
        let chat = self.world.phone(self.reader).chat().iter();
        chat.filter(|item| matches!(item.body, ChatBody::Incoming { .. })).count()
    }
}
