//! From a recording to what everybody holds.

use super::{
    Bytes, Fact, Graph, Holders, Kind, Observer, Origin,
    fact::{ConnectionName, place_in_chain},
    rule::agreement::prekey_name,
};
use crate::{
    crypto::secret::MessageSeed,
    mechanism::layer,
    protocol::{
        header::{Header, Message, MessageKind},
        trace::Step as ProtocolStep,
        x3dh::AssociatedData,
    },
    wire::{Annotated, Content, Field, Packet},
    world::{
        Action, ActionId, Agreed, Direction, Entry, Fate, Point, Recorded, Recording, Traffic,
        Transmission, is_elsewhere,
        regime::{Institution, Receiver, Secret, What},
    },
};
use std::sync::Arc;

/// Reads a recording from the front and puts what it finds into a graph.
#[derive(Debug, Clone, Default)]
pub(super) struct Gatherer {
    /// How many entries were read.
    pub(super) read: usize,
    /// Packets that had not arrived when they were read.
    under_way: Vec<UnderWay>,
    /// How many records went each way on each connection.
    records: Vec<(ConnectionName, u64)>,
    /// How somebody comes by what changes hands during the action that is being read, if it is
    /// taken.
    taken: Option<Origin>,
    /// Who else gets what passes a point from now on.
    watchers: Vec<(Point, Holders)>,
}

#[derive(Debug, Clone)]
struct UnderWay {
    entry: usize,
    name: Bytes,
    /// Whether it passes another provider than the one that stands in the table.
    elsewhere: bool,
}

impl Gatherer {
    /// Reads what is new, up to an entry.
    pub(super) fn read(&mut self, recording: &Recording, until: usize, graph: &mut Graph) {
        let entries = recording.entries().iter().enumerate();
        for (index, recorded) in entries.take(until).skip(self.read) {
            self.read_entry(index, recorded, graph);
            self.read = index + 1;
        }
        self.read_arrivals(recording, graph);
    }

    fn read_entry(&mut self, index: usize, recorded: &Recorded, graph: &mut Graph) {
        match &recorded.entry {
            Entry::Transmission { transmission, .. } => {
                self.read_departure(index, transmission, graph);
            }
            Entry::Protocol { party, steps, .. } => {
                let point = Point::phone(*party);
                let own = (Observer::at(point).holders(), Origin::OwnRatchet);
                let watchers = (self.watchers(point), Origin::Watched(point));
                for whose in [own, watchers] {
                    read_own_ratchet(whose, steps, graph);
                }
            }
            Entry::Agreed(agreed) => read_transport_keys(agreed, graph),
            Entry::Handed { handed, order, message, taken } => {
                let origin = match (self.taken.filter(|_| *taken), order, message) {
                    (Some(taken), ..) => taken,
                    (None, Some(order), _) => Origin::Order(*order),
                    (None, None, Some(_)) => Origin::PassedOn,
                    (None, None, None) => Origin::Standing,
                };
                if let Some(fact) = handed_over(&handed.what, *message, index) {
                    self.read_handed(fact, handed.to, origin, graph);
                }
            }
            Entry::Began { action } => {
                self.taken = None;
                if !action.is_everyday() {
                    self.read_event(recorded.action, action);
                }
            }
            Entry::Note(_) => {}
        }
    }

    /// Something else than a message began: whether something is taken, and whether somebody gets
    /// what passes a point from now on.
    fn read_event(&mut self, id: ActionId, action: &Action) {
        let investigator = Observer::Institution(Institution::Investigator).holders();
        let thief = Observer::Institution(Institution::Thief).holders();
        match action {
            Action::Seize { .. } | Action::SeizeLocked { .. } | Action::Compel { .. } => {
                self.taken = Some(Origin::Seized(id));
            }
            Action::Steal { .. } | Action::StealFromProvider => {
                self.taken = Some(Origin::Stolen(id));
            }
            Action::Search(_) => self.taken = Some(Origin::Searched(id)),
            Action::AddLayer => self.taken = Some(Origin::AgreedInPerson),
            Action::Implant { party } => {
                let point = Point::phone(*party);
                self.taken = Some(Origin::Watched(point));
                self.watchers.push((point, investigator));
            }
            Action::Intercept { link } => self.watchers.push((Point::link(*link), investigator)),
            Action::Enter => self.watchers.push((Point::Provider, thief)),
            _ => {}
        }
    }

    /// Who gets what passes a point besides whoever stands there.
    fn watchers(&self, point: Point) -> Holders {
        let here = self.watchers.iter().filter(|(at, _)| *at == point);
        here.fold(Holders::NOBODY, |all, (_, holders)| all | *holders)
    }

    /// What somebody was handed is theirs from now on. What a phone is handed passes a program on
    /// it; keys that the provider is handed do not pass its interface.
    fn read_handed(&self, fact: Fact, to: Receiver, origin: Origin, graph: &mut Graph) {
        if let Receiver::Owner(party) = to {
            let point = Point::phone(party);
            let watchers = self.watchers(point);
            if watchers != Holders::NOBODY {
                graph.add(fact.clone(), watchers, Origin::Watched(point));
            }
        }
        graph.add(fact, Holders::from(to), origin);
    }

    /// A packet leaves: its sender and the link have it.
    fn read_departure(&mut self, index: usize, it: &Transmission, graph: &mut Graph) {
        if !matches!(it.traffic, Traffic::Frame(_)) {
            return;
        }
        let Some(connection) = connection_of(it) else { return };
        let elsewhere = is_elsewhere(connection.port);
        let name = self.name(connection);
        read_identity(it, graph);
        let link = it.id.link;
        let sender = match it.direction {
            Direction::ToProvider => Point::phone(link),
            Direction::ToPhone => Point::Provider,
        };
        let seen = [Point::link(link), sender].into_iter();
        for point in seen.filter(|it| !elsewhere || *it != Point::Provider) {
            let watchers = self.watchers(point);
            capture(graph, it, (&name, &it.packet), (index, point), watchers);
        }
        self.under_way.push(UnderWay { entry: index, name, elsewhere });
    }

    /// What was under way may have arrived: then its receiver has it, as it came.
    fn read_arrivals(&mut self, recording: &Recording, graph: &mut Graph) {
        let watchers = Point::ALL.map(|point| self.watchers(point));
        let watchers =
            |point: Point| watchers.get(point.index()).copied().unwrap_or(Holders::NOBODY);
        self.under_way.retain(|UnderWay { entry, name, elsewhere }| {
            let Some(Recorded { entry: Entry::Transmission { transmission: it, opened }, .. }) =
                recording.entries().get(*entry)
            else {
                return false;
            };
            let arrived = match &it.fate {
                Fate::Lost => return false,
                Fate::Intact => &it.packet,
                Fate::Altered { arrives, .. } => arrives,
            };
            let link = it.id.link;
            if let Fate::Altered { .. } = &it.fate {
                let point = Point::link(link);
                capture(graph, it, (name, arrived), (*entry, point), watchers(point));
            }
            if let Some(layers) = opened {
                let receiver = match it.direction {
                    Direction::ToProvider => Point::Provider,
                    Direction::ToPhone => Point::phone(link),
                };
                if *elsewhere && receiver == Point::Provider {
                    return false;
                }
                let inside = if *layers > 1 { watchers(receiver) } else { Holders::NOBODY };
                capture(graph, it, (name, arrived), (*entry, receiver), inside);
            }
            opened.is_none()
        });
    }

    /// connection (4) ‖ counter (8): whoever watches a link can count its records.
    fn name(&mut self, connection: ConnectionName) -> Bytes {
        let counter = match self.records.iter_mut().find(|(of, _)| *of == connection) {
            Some((_, count)) => {
                *count += 1;
                *count - 1
            }
            None => {
                self.records.push((connection, 1));
                0
            }
        };
        [connection.to_bytes().as_slice(), &counter.to_be_bytes()].concat().into()
    }
}

/// The connection to which a packet belongs.
fn connection_of(it: &Transmission) -> Option<ConnectionName> {
    let header = Packet::decode(it.packet.bytes()).ok()?.header;
    let (link, direction) = (it.id.link, it.direction);
    let port = match direction {
        Direction::ToProvider => header.source.port,
        Direction::ToPhone => header.destination.port,
    };
    Some(ConnectionName { link, port, direction })
}

fn capture(
    graph: &mut Graph,
    it: &Transmission,
    (name, bytes): (&Bytes, &Arc<Annotated>),
    (entry, point): (usize, Point),
    watchers: Holders,
) {
    let fact = |kind, bytes| Fact {
        kind,
        name: name.clone(),
        value: Bytes::captured(bytes),
        about: message_carried(it),
        entry: Some(entry),
    };
    graph.add(fact(Kind::Packet, bytes), Observer::at(point).holders(), Origin::Captured(point));
    if watchers == Holders::NOBODY {
        return;
    }
    // On a link there is the packet; inside the provider or a phone what came out of it, which is
    // what was sealed into it, whatever became of its header.
    if point.is_link() {
        graph.add(fact(Kind::Packet, bytes), watchers, Origin::Watched(point));
    } else if let Some(frame) = it.packet.below() {
        graph.add(fact(Kind::Frame, frame), watchers, Origin::Watched(point));
    }
}

/// What was handed over, if it is something that rules know.
pub(super) fn handed_over(what: &What, message: Option<ActionId>, entry: usize) -> Option<Fact> {
    Some(match what {
        What::AgencyKey(_) => return None,
        What::IdentityKey(account, key) => {
            let name = account.as_str().as_bytes();
            Fact::new(Kind::IdentityKey, name, key.as_bytes().as_slice())
        }
        What::OwnMessage { prekey, bytes } => {
            Fact { about: message, ..own_message(*prekey, bytes)? }
        }
        What::ScanThreshold(number) => {
            Fact::new(Kind::ScanThreshold, Vec::new(), vec![number.get()])
        }
        What::Secret(secret) => match secret {
            Secret::StandingKey { agency, private } => Fact::standing_key(*agency, private),
            Secret::KeyShare { agency, share } => Fact::key_share(*agency, share),
            Secret::MessageSeed { ratchet_key, message_number, seed } => {
                Fact::message_seed(ratchet_key, *message_number, seed)
            }
            Secret::WeakSecret { ratchet_key, message_number, secret } => {
                let name = place_in_chain(ratchet_key, *message_number);
                Fact::new(Kind::WeakSecret, name, secret.reveal().as_slice())
            }
            Secret::AbrasionConstant { ratchet_key, message_number, constant } => {
                let name = place_in_chain(ratchet_key, *message_number);
                Fact::new(Kind::AbrasionConstant, name, constant.reveal().as_slice())
            }
            Secret::KnownBits { ratchet_key, message_number, factor, top } => {
                Fact::known_bits(ratchet_key, *message_number, *factor, *top)
            }
            Secret::IdentityKey(pair) => {
                let (name, value) = (pair.public(), pair.private().reveal());
                let name = name.as_bytes().as_slice();
                Fact::new(Kind::IdentityPrivateKey, name, value.as_slice())
            }
            Secret::Prekey { is_one_time, id, pair } => {
                let name = prekey_name(*is_one_time, *id);
                Fact::new(Kind::Prekey, name, pair.private().reveal().as_slice())
            }
            Secret::ListKey(key) => Fact::new(Kind::ListKey, Vec::new(), key.reveal().as_slice()),
            Secret::FamilyKey(key) => {
                Fact::new(Kind::FamilyKey, Vec::new(), key.reveal().as_slice())
            }
            Secret::UnitKeyHalf { unit, agent, half } => {
                let name = [&unit.0.to_be_bytes()[..], &[*agent]].concat();
                Fact::new(Kind::UnitKeyHalf, name, half.reveal().as_slice())
            }
            Secret::RootKey { ratchet_key, root_key } => {
                let (name, value) = (ratchet_key.as_bytes().as_slice(), root_key.reveal());
                Fact::new(Kind::RootKey, name, value.as_slice())
            }
            Secret::RatchetKey(pair) => {
                let (name, value) = (pair.public(), pair.private().reveal());
                Fact::new(Kind::PrivateKey, name.as_bytes().as_slice(), value.as_slice())
            }
            Secret::ChainKey { ratchet_key, message_number, chain_key } => {
                Fact::chain_key(ratchet_key, *message_number, chain_key)
            }
            Secret::LeafSessionKey(key) => {
                let value = key.reveal().as_slice();
                Fact::new(Kind::LeafSessionKey, value, value)
            }
            Secret::RecordKey { link, port, direction, key } => {
                let connection = ConnectionName { link: *link, port: *port, direction: *direction };
                Fact::record_key(&connection, key)
            }
            Secret::LayerKey(key) => {
                let name = layer::key_id(key);
                Fact::new(Kind::LayerKey, name.as_slice(), key.reveal().as_slice())
            }
            Secret::StoreKey { account, key } => {
                let name = account.as_str().as_bytes();
                Fact::new(Kind::StoreKey, name, key.reveal().as_slice())
            }
            Secret::BackupKey { account, key } => Fact::backup_key(account, key),
        },
        What::Text(text) => {
            let content = Content::Text(text.as_ref().to_owned()).encode();
            let name = message.unwrap_or_default().0.to_be_bytes();
            let fact = Fact::text(name.as_slice(), content.bytes());
            Fact { about: message, ..fact }
        }
        What::Envelope(bytes) => {
            let id = bytes.bytes().get(..8).unwrap_or_default();
            Fact { about: message, ..Fact::new(Kind::Envelope, id, Bytes::captured(bytes)) }
        }
        What::LogLine(bytes) => {
            let fact = Fact::new(Kind::LogLine, entry.to_be_bytes().as_slice(), bytes.to_vec());
            Fact { about: message, ..fact }
        }
        What::PhoneStore(account, bytes) => {
            Fact::new(Kind::PhoneStore, account.as_str().as_bytes(), bytes.to_vec())
        }
        What::Backup(account, bytes) => {
            Fact::new(Kind::Backup, account.as_str().as_bytes(), Bytes::captured(bytes))
        }
    })
}

/// A message as its sender's phone sealed it.
fn own_message(prekey: bool, bytes: &[u8]) -> Option<Fact> {
    let kind = if prekey { MessageKind::Prekey } else { MessageKind::Ratchet };
    let header = Message::from_bytes(kind, bytes).ok()?.header;
    let mut name = place_in_chain(&header.ratchet_key, header.message_number);
    name.push(u8::from(prekey));
    Some(Fact::new(Kind::Message, name, bytes))
}

/// The message that a packet carries, and not just a word about one.
fn message_carried(it: &Transmission) -> Option<ActionId> {
    it.message.filter(|_| {
        matches!(it.traffic, Traffic::Frame("submit" | "submit-sealed" | "deliver" | "report"))
    })
}

/// Identity keys are published: the directory hands them to whoever asks.
fn read_identity(it: &Transmission, graph: &mut Graph) {
    if it.traffic == Traffic::Frame("register")
        && let Some(frame) = it.packet.below()
        && let (Some(account), Some(key)) =
            (frame.value(Field::AccountName), frame.value(Field::IdentityKey))
    {
        let fact = Fact::new(Kind::IdentityKey, account, key);
        graph.add(fact, Holders::EVERYBODY, Origin::Public);
    }
}

/// Both ends of a connection have its keys.
fn read_transport_keys(agreed: &Agreed, graph: &mut Graph) {
    let Agreed { point, link, port, to_provider, to_phone } = agreed;
    if *point == Point::Provider && is_elsewhere(*port) {
        return;
    }
    let keys = [(Direction::ToProvider, to_provider), (Direction::ToPhone, to_phone)];
    for (direction, key) in keys {
        let connection = ConnectionName { link: *link, port: *port, direction };
        let fact = Fact::record_key(&connection, key);
        graph.add(fact, Observer::at(*point).holders(), Origin::Handshake);
    }
}

/// The seeds that a phone's own ratchet derived: those with which messages were sealed or
/// opened, and those of messages that have not come yet.
fn read_own_ratchet(
    (holders, origin): (Holders, Origin),
    steps: &[ProtocolStep],
    graph: &mut Graph,
) {
    if holders == Holders::NOBODY {
        return;
    }
    let used = used_seeds(steps);
    let derived = steps.iter().filter_map(|step| match step {
        ProtocolStep::ChainStep { ratchet_key, message_number, message_seed, .. } => {
            let is_used = used.iter().any(|(header, _)| {
                (header.ratchet_key, header.message_number) == (*ratchet_key, *message_number)
            });
            (!is_used).then(|| Fact::message_seed(ratchet_key, *message_number, message_seed))
        }
        _ => None,
    });
    let used = used
        .iter()
        .map(|(header, seed)| Fact::message_seed(&header.ratchet_key, header.message_number, seed));
    for fact in derived.chain(used) {
        graph.add(fact, holders, origin);
    }
}

/// The seeds that became keys, each with the header of its message.
fn used_seeds(steps: &[ProtocolStep]) -> Vec<(Header, &MessageSeed)> {
    let mut used = Vec::new();
    let mut derived = None;
    for step in steps {
        match step {
            ProtocolStep::MessageKeyDerivation { seed, .. } => derived = Some(&**seed),
            ProtocolStep::Seal { associated_data, .. }
            | ProtocolStep::Open { associated_data, .. } => {
                let header = associated_data.get(AssociatedData::LENGTH..);
                let header = header.and_then(|bytes| Header::from_bytes(bytes).ok());
                used.extend(header.zip(derived.take()));
            }
            _ => {}
        }
    }
    used
}
