//! Two phones, any schedule: send, drop, reorder, repeat, flip a bit, truncate, start anew.
//!
//! Every untouched message that is delivered opens to its text exactly once; everything else
//! gives the error that fits and leaves the phone as it was.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod common;

use common::Phone;
use keyhole::protocol::error::DecryptError;
use keyhole::protocol::header::{Header, HeaderError, Message, MessageKind, PrekeyHeader};
use keyhole::protocol::session::SessionId;
use proptest::prelude::*;
use proptest::sample::Index;

#[derive(Clone, Debug)]
enum Action {
    /// A phone sends a text of this length.
    Send { from: usize, length: usize },
    /// Any message so far reaches its recipient, perhaps again.
    Deliver { message: Index },
    /// The same with one bit changed.
    Flip { message: Index, bit: Index },
    /// The same with its end cut off.
    Truncate { message: Index, length: Index },
    /// A phone starts another session.
    Initiate { from: usize },
}

fn action() -> impl Strategy<Value = Action> {
    let any_index = any::<Index>;
    prop_oneof![
        8 => (0..2_usize, 0..40_usize).prop_map(|(from, length)| Action::Send { from, length }),
        10 => any_index().prop_map(|message| Action::Deliver { message }),
        3 => (any_index(), any_index()).prop_map(|(message, bit)| Action::Flip { message, bit }),
        1 => (any_index(), any_index())
            .prop_map(|(message, length)| Action::Truncate { message, length }),
        1 => (0..2_usize).prop_map(|from| Action::Initiate { from }),
    ]
}

/// A message that was sent, with what only its sender knows.
#[derive(Debug)]
struct Sent {
    to: usize,
    text: Vec<u8>,
    message: Message,
    opened: bool,
}

/// Both phones and everything that was sent.
#[derive(Debug)]
struct Run {
    phones: [Phone; 2],
    sent: Vec<Sent>,
    sessions: usize,
}

impl Run {
    fn new() -> Self {
        let phones = [Phone::new("alice", 10), Phone::new("bob", 10)];
        Self { phones, sent: Vec::new(), sessions: 0 }
    }

    fn apply(&mut self, action: &Action) {
        match *action {
            Action::Send { from, length } => self.send(from, length),
            Action::Initiate { from } => self.initiate(from),
            _ if self.sent.is_empty() => {}
            Action::Deliver { message } => self.deliver(message.index(self.sent.len())),
            Action::Flip { message, bit } => self.flip(message.index(self.sent.len()), &bit),
            Action::Truncate { message, length } => {
                self.truncate(message.index(self.sent.len()), &length);
            }
        }
    }

    fn initiate(&mut self, from: usize) {
        // More sessions than a store keeps would be forgotten, and their messages with them.
        if self.sessions < 5 {
            self.sessions += 1;
            let bundle = self.phones[1 - from].next_bundle();
            self.phones[from].initiate(&bundle);
        }
    }

    fn send(&mut self, from: usize, length: usize) {
        if self.phones[from].store.current().is_none() {
            self.sessions -= usize::from(self.sessions == 5);
            self.initiate(from);
        }
        let text = vec![self.sent.len() as u8; length];
        let message = self.phones[from].encrypt(&text);
        self.sent.push(Sent { to: 1 - from, text, message, opened: false });
    }

    fn deliver(&mut self, index: usize) {
        let Sent { to, text, message, opened } = &mut self.sent[index];
        if *opened {
            assert_eq!(self.phones[*to].refuses(message), duplicate(message));
        } else {
            self.phones[*to].reads(message, text);
            *opened = true;
        }
    }

    fn flip(&mut self, index: usize, bit: &Index) {
        let Sent { to, message, opened, .. } = &self.sent[index];
        let mut bytes = message.to_bytes();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let phone = &mut self.phones[*to];
        let known = knows_session(phone, message);
        let error = deliver_bytes(phone, message.kind(), &bytes);
        let region = region(message.kind(), bit / 8);
        assert!(fits(region, error, message, known, *opened), "{region:?}, bit {bit}: {error:?}");
    }

    fn truncate(&mut self, index: usize, length: &Index) {
        let Sent { to, message, opened, .. } = &self.sent[index];
        let bytes = message.to_bytes();
        let bytes = &bytes[..length.index(bytes.len())];
        let error = deliver_bytes(&mut self.phones[*to], message.kind(), bytes);
        let expected = match message.kind() {
            MessageKind::Prekey if bytes.len() < PrekeyHeader::LENGTH => {
                length_error(PrekeyHeader::LENGTH, bytes.len())
            }
            kind => {
                let prekey = if kind == MessageKind::Prekey { PrekeyHeader::LENGTH } else { 0 };
                let rest = bytes.len() - prekey;
                match rest.checked_sub(Header::LENGTH) {
                    None => length_error(Header::LENGTH, rest),
                    Some(actual) if actual < 16 => DecryptError::Truncated { expected: 16, actual },
                    Some(_) if *opened => duplicate(message),
                    Some(_) => authentication_failed(message),
                }
            }
        };
        assert_eq!(error, expected);
    }

    /// Everything that is still on its way arrives, and then the phones talk.
    fn settle(&mut self, order: &[Index]) {
        let mut waiting: Vec<_> =
            (0..self.sent.len()).filter(|index| !self.sent[*index].opened).collect();
        for choice in order.iter().cycle().take(waiting.len()) {
            let index = waiting.swap_remove(choice.index(waiting.len()));
            self.deliver(index);
        }
        for from in [0, 1, 0, 1] {
            self.send(from, 5);
            self.deliver(self.sent.len() - 1);
        }
        let [alice, bob] = &self.phones;
        let id = |phone: &Phone| phone.store.current().unwrap().id();
        assert_eq!(id(alice), id(bob));
        assert!(self.sent.iter().all(|sent| sent.opened));
    }
}

fn deliver_bytes(phone: &mut Phone, kind: MessageKind, bytes: &[u8]) -> DecryptError {
    match Message::from_bytes(kind, bytes) {
        Ok(message) => phone.refuses(&message),
        Err(error) => DecryptError::from(error),
    }
}

/// Which field a byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Identity,
    Base,
    PrekeyIds,
    Version,
    RatchetKey,
    PreviousChainLength,
    MessageNumber,
    Ciphertext,
}

fn region(kind: MessageKind, byte: usize) -> Region {
    let prekey = if kind == MessageKind::Prekey { PrekeyHeader::LENGTH } else { 0 };
    match byte.checked_sub(prekey) {
        None if byte < 32 => Region::Identity,
        None if byte < 64 => Region::Base,
        None => Region::PrekeyIds,
        Some(0) => Region::Version,
        Some(1..33) => Region::RatchetKey,
        Some(33..37) => Region::PreviousChainLength,
        Some(37..41) => Region::MessageNumber,
        Some(_) => Region::Ciphertext,
    }
}

/// Whether an error is what a changed bit in this field must give.
fn fits(region: Region, error: DecryptError, sent: &Message, known: bool, opened: bool) -> bool {
    use DecryptError as E;
    let refused = matches!(error, E::AuthenticationFailed { .. });
    let malformed = matches!(error, E::MalformedHeader(HeaderError::NonCanonicalKey { .. }));
    match region {
        Region::Identity | Region::PrekeyIds if known => {
            malformed
                || error == E::MalformedHeader(HeaderError::NoSignedPrekey)
                || matches!(error, E::PrekeyHeaderChanged { .. })
        }
        Region::Identity => malformed || refused,
        Region::Base if known => {
            // The changed key names no session, and the one-time prekey is gone.
            malformed || matches!(error, E::UnknownOneTimePrekey { .. })
        }
        Region::Base => malformed || refused,
        Region::PrekeyIds => {
            refused
                || error == E::MalformedHeader(HeaderError::NoSignedPrekey)
                || matches!(error, E::UnknownOneTimePrekey { .. } | E::UnknownSignedPrekey { .. })
        }
        Region::Version => matches!(error, E::MalformedHeader(HeaderError::Version { .. })),
        Region::RatchetKey => malformed || refused,
        Region::PreviousChainLength => {
            if opened {
                error == duplicate(sent)
            } else {
                refused || too_many(error)
            }
        }
        Region::MessageNumber => {
            refused
                || too_many(error)
                || matches!(error, E::Duplicate { .. } | E::BeyondChainEnd { .. })
        }
        Region::Ciphertext => {
            error == if opened { duplicate(sent) } else { authentication_failed(sent) }
        }
    }
}

fn knows_session(phone: &Phone, message: &Message) -> bool {
    message.prekey.is_some_and(|prekey| {
        let id = SessionId(prekey.base_key);
        phone.store.sessions().iter().any(|session| session.id() == id)
    })
}

fn too_many(error: DecryptError) -> bool {
    matches!(error, DecryptError::TooManySkipped { limit: 1000, asked } if asked > 1000)
}

fn duplicate(message: &Message) -> DecryptError {
    let Header { ratchet_key, message_number, .. } = message.header;
    DecryptError::Duplicate { ratchet_key, message_number }
}

fn authentication_failed(message: &Message) -> DecryptError {
    let Header { ratchet_key, message_number, .. } = message.header;
    DecryptError::AuthenticationFailed { ratchet_key, message_number }
}

fn length_error(expected: usize, actual: usize) -> DecryptError {
    DecryptError::MalformedHeader(HeaderError::Length { expected, actual })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_schedule(
        actions in prop::collection::vec(action(), 1..60),
        order in prop::collection::vec(any::<Index>(), 1..20),
    ) {
        let mut run = Run::new();
        actions.iter().for_each(|action| run.apply(action));
        run.settle(&order);
    }
}

/// Both phones start, and everything crosses.
#[test]
fn both_initiate() {
    let mut run = Run::new();
    run.initiate(0);
    run.initiate(1);
    for from in [0, 1, 0, 1, 1, 0] {
        run.send(from, 3);
    }
    for index in [5, 4, 0, 3, 1, 2] {
        run.deliver(index);
        run.deliver(index);
    }
    run.settle(&[]);
}
