//! Whether somebody could write in another one's name: with what they hold, a message is sealed
//! as the ratchet would, and the peer's real phone is asked, on a copy of the world.
//!
//! No rule is known here by its name; that a phone refuses something is the phone's word.

use super::{
    Fact, FactId, Graph, Holders, Kind, Observer,
    fact::{ConnectionName, place_in_chain},
    rule::{chain, message, weak},
};
use crate::{
    crypto::{
        keys::IdentityKeyPair,
        secret::{LeafSessionKey, MessageSeed, PrivateKey, RecordKey},
    },
    protocol::{
        header::{Header, Message, MessageKind},
        ratchet::kdf_chain,
        session_store::SessionStore,
        terms,
        trace::Step,
    },
    sorted::insert_new,
    wire::{AccessKind, Content, Envelope, EnvelopeKind, MessageId, Reader},
    world::{Direction, Party, Rehearsal, World},
};

/// What is written in the other one's name.
const TEXT: &str = "Can you call me?";

/// The one device of an account.
const DEVICE: u8 = 1;

/// Whether one of the ways leads to a text on the peer's screen.
pub(super) fn is_possible(graph: &Graph, world: &World, observers: Holders, name: Party) -> bool {
    let reader = name.peer();
    let among = |observer: Observer| observers.meets(observer.holders());
    if among(Observer::Owner(reader)) {
        return false;
    }
    let mut rehearsal = Rehearsal::new(world, reader);
    if among(Observer::Owner(name)) && rehearsal.clone().is_read_from_its_phone(TEXT) {
        return true;
    }
    let forger = Forger { graph, ranks: graph.reach(|_, it| it.holders.meets(observers)), name };
    if among(Observer::Provider) && !world.is_elsewhere() {
        return forger.envelopes(&rehearsal.clone()).any(|it| rehearsal.is_read(&it));
    }
    let links = [(reader, Direction::ToPhone), (name, Direction::ToProvider)];
    links.into_iter().filter(|(link, _)| among(Observer::Network(*link))).any(|link| {
        forger.record_keys(link).any(|key| {
            let mut envelopes = forger.envelopes(&rehearsal);
            envelopes.any(|it| rehearsal.clone().is_read_from_link(link, &key, &it))
        })
    })
}

/// Somebody who writes in another one's name.
struct Forger<'a> {
    graph: &'a Graph,
    ranks: Vec<Option<u32>>,
    name: Party,
}

impl<'a> Forger<'a> {
    fn has(&self, id: FactId) -> bool {
        self.ranks.get(id.index()).copied().flatten().is_some()
    }

    /// What it has of a kind, as far as its name begins so.
    fn named(&self, kind: Kind, prefix: &[u8]) -> impl Iterator<Item = &'a Fact> {
        let facts = self.graph.by_name().named(kind, prefix);
        facts.filter(|(id, _)| self.has(*id)).map(|(_, fact)| fact)
    }

    /// The transport keys that it has of one direction of a link.
    fn record_keys(
        &self,
        (link, direction): (Party, Direction),
    ) -> impl Iterator<Item = RecordKey> {
        let of = move |port| ConnectionName { link, port, direction }.to_bytes();
        let keys = self.named(Kind::RecordKey, &[]).filter(move |fact| {
            let name = fact.name.as_slice();
            name.get(1..3).and_then(|it| it.try_into().ok()).map(u16::from_be_bytes).map(of)
                == Some(name.to_vec())
        });
        keys.filter_map(|fact| fact.secret().map(RecordKey::from_bytes))
    }

    /// Everything that it can put into an envelope with the name on it.
    fn envelopes(&self, rehearsal: &Rehearsal) -> impl Iterator<Item = Envelope> {
        let time = rehearsal.world().now().0;
        let content = Content::Text(TEXT.into());
        let envelope = move |kind, message, access| Envelope {
            id: MessageId(time),
            from: self.name.account(),
            from_device: DEVICE,
            to: self.name.peer().account(),
            to_device: DEVICE,
            time,
            kind,
            message,
            access,
            commitment: None,
        };
        let open = envelope(EnvelopeKind::Text, content.encode_open().bytes().to_vec(), None);
        let text = content.encode().bytes().to_vec();
        let sessions = self.new_sessions(rehearsal, &text).into_iter();
        let sessions = sessions.map(move |it| (it, None));
        let places = self.places().flat_map(move |place| self.sealed(&place, &text));
        let sealed = sessions.chain(places).map(move |(message, access)| {
            let kind = match message.kind() {
                MessageKind::Prekey => EnvelopeKind::Prekey,
                MessageKind::Ratchet => EnvelopeKind::Message,
            };
            envelope(kind, message.to_bytes(), access)
        });
        [open].into_iter().chain(sealed)
    }

    /// The first messages of new sessions with the peer: with each identity key that it has,
    /// and with one that nobody has seen.
    fn new_sessions(&self, rehearsal: &Rehearsal, text: &[u8]) -> Vec<Message> {
        let Some(bundle) = rehearsal.bundle() else { return Vec::new() };
        let terms = rehearsal.world().phone(self.name.peer()).sessions().terms();
        let mut rng = rehearsal.rng("new session");
        let held = self.named(Kind::IdentityPrivateKey, &[]).filter_map(|fact| {
            Some(IdentityKeyPair::from_private(PrivateKey::from_bytes(fact.secret()?)))
        });
        let fresh = IdentityKeyPair::generate(&mut rng);
        let begin = |identity: IdentityKeyPair| {
            let (mut sessions, mut steps) = (SessionStore::on(terms), Vec::<Step>::new());
            sessions.initiate(&identity, &bundle, &mut rng, &mut steps).ok()?;
            sessions.encrypt(text, &mut steps).ok()
        };
        held.chain([fresh]).filter_map(begin).collect()
    }

    /// The places of the messages that it has, the newest first, and after the last one of each
    /// chain the next one.
    fn places(&self) -> impl Iterator<Item = Place<'a>> {
        let facts: Vec<_> = self.graph.facts().collect();
        let messages = facts
            .into_iter()
            .rev()
            .filter(|(id, fact)| fact.kind == Kind::Message && self.has(*id));
        let mut chains = Vec::new();
        messages.flat_map(move |(id, fact)| {
            let Some(message) = message::parsed(fact) else { return Vec::new() };
            let access = self.access_of(id);
            let chain = *message.header.ratchet_key.as_bytes();
            let place = Place { fact, message, access };
            let next = place.next().filter(|_| insert_new(&mut chains, chain));
            next.into_iter().chain([place]).collect()
        })
    }

    /// What stood beside a message in an envelope that it has.
    fn access_of(&self, message: FactId) -> Beside {
        let premises = self.graph.steps_to(message).flat_map(|step| step.premises.iter().copied());
        premises.filter(|id| self.has(*id)).find_map(|id| {
            let fact = self.graph.fact(id).filter(|fact| fact.kind == Kind::Envelope)?;
            Envelope::decode(Reader::new(fact.value.as_slice())).ok()?.access
        })
    }

    /// The text at a place, with every seed that it has for it.
    fn sealed(&self, place: &Place<'a>, text: &[u8]) -> Vec<(Message, Beside)> {
        let known = self.graph.by_name();
        let header = place.message.header;
        let suite = weak::suite(place.fact, known).map(|(_, suite)| suite).unwrap_or_default();
        let seeds = self.seeds(&header).into_iter();
        let ciphertexts =
            seeds.flat_map(|seed| message::sealed(&seed, &header, suite, text, known));
        let message = |ciphertext| Message { ciphertext, ..place.message.clone() };
        ciphertexts.map(|it| (message(it), place.access.clone())).collect()
    }

    /// The seeds that it has for a place: known ones, and those that follow from the key of a
    /// chain or of a whole session.
    fn seeds(&self, header: &Header) -> Vec<MessageSeed> {
        let (chain, number) = (header.ratchet_key, header.message_number);
        let place = place_in_chain(&chain, number);
        let held = self.named(Kind::MessageSeed, &place);
        let held = held.filter_map(|fact| fact.secret().map(MessageSeed::from_bytes));
        let chains = self.named(Kind::ChainKey, chain.as_bytes());
        let chains = chains.filter_map(|fact| Some(kdf_chain(&chain::advanced(fact, number)?).0));
        let sessions = self.named(Kind::LeafSessionKey, &[]).filter_map(|fact| {
            let key = LeafSessionKey::from_bytes(fact.value.as_slice().try_into().ok()?);
            Some(terms::message_seed(&key, header))
        });
        held.chain(chains).chain(sessions).collect()
    }
}

/// The access field beside a message, if there is one: its kind and its bytes.
type Beside = Option<(AccessKind, Vec<u8>)>;

/// A place in a chain at which a message can stand.
struct Place<'a> {
    /// A message of the chain.
    fact: &'a Fact,
    /// What stands before its ciphertext, with the number of the place.
    message: Message,
    /// What stood beside it.
    access: Beside,
}

impl Place<'_> {
    /// The place after this one.
    fn next(&self) -> Option<Self> {
        let mut message = self.message.clone();
        message.header.message_number = message.header.message_number.checked_add(1)?;
        Some(Self { fact: self.fact, message, access: self.access.clone() })
    }
}
