//! What a phone computed, step by step: which step made which key, and what is deleted since.

use super::key::{Fate, KeyView};
use crate::{
    protocol::trace::{AgreementKey, Deleted, Direction, RatchetReason, Step},
    sorted::SortedMap,
    world::{ActionId, Entry, Party, Recording, Time},
};

/// What one message made a phone compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub time: Time,
    /// The message that it was about.
    pub message: Option<ActionId>,
    /// What it came to.
    pub kind: TurnKind,
    /// The steps, in order.
    pub steps: Vec<StepView>,
}

/// What a phone's computation came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnKind {
    /// A session was prepared; no message yet.
    Prepared,
    /// A message was sealed.
    Sealed,
    /// A message was opened.
    Opened,
    /// A message was refused: the steps were tried, and the state is as before.
    Refused,
}

impl TurnKind {
    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Sealed => "sealed",
            Self::Opened => "opened",
            Self::Refused => "refused",
        }
    }
}

/// One step: what went in, what came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Stable name, used in locale files.
    pub key: &'static str,
    /// What went in.
    pub inputs: Vec<KeyView>,
    /// What came out.
    pub outputs: Vec<KeyView>,
}

/// Everything that a phone computed so far, oldest first.
#[must_use]
pub fn history(recording: &Recording, party: Party) -> Vec<Turn> {
    let protocol = || {
        recording.entries().iter().filter_map(move |recorded| match &recorded.entry {
            Entry::Protocol { party: whose, message, steps } if *whose == party => {
                Some((recorded.time, *message, steps))
            }
            _ => None,
        })
    };
    let mut names = Names::default();
    for (_, _, steps) in protocol() {
        steps.iter().for_each(|step| names.learn(step));
    }
    protocol()
        .map(|(time, message, steps)| {
            let kind = kind(steps);
            let refused = kind == TurnKind::Refused;
            let steps = steps.iter().filter_map(|step| names.view(step, refused)).collect();
            Turn { time, message, kind, steps }
        })
        .filter(|turn| !turn.steps.is_empty())
        .collect()
}

fn kind(steps: &[Step]) -> TurnKind {
    let outcome = steps.iter().rev().find_map(|step| match step {
        Step::Seal { .. } => Some(TurnKind::Sealed),
        Step::Open { plaintext: Some(_), .. } => Some(TurnKind::Opened),
        Step::Open { plaintext: None, .. } => Some(TurnKind::Refused),
        _ => None,
    });
    outcome.unwrap_or(TurnKind::Prepared)
}

/// The names of the keys (root key 2, chain key 3.1), and which of them are deleted.
#[derive(Debug, Default)]
struct Names {
    numbers: SortedMap<[u8; 32], String>,
    roots: u32,
    chains: u32,
    messages: SortedMap<([u8; 32], u32), [u8; 32]>,
    deleted: SortedMap<[u8; 32], ()>,
}

impl Names {
    fn learn(&mut self, step: &Step) {
        match step {
            Step::X3dhKdf { root_key, chain_key, .. } => {
                self.root(root_key.reveal());
                self.chain(chain_key.reveal());
            }
            Step::DhRatchet { old_root_key, new_root_key, chain_key, .. } => {
                self.root(old_root_key.reveal());
                self.root(new_root_key.reveal());
                self.chain(chain_key.reveal());
            }
            Step::ChainStep {
                ratchet_key,
                message_number,
                chain_key,
                message_seed,
                next_chain_key,
                ..
            } => {
                let chain = self.chain(chain_key.reveal());
                let chain = chain.split('.').next().unwrap_or_default().to_owned();
                let next = message_number.saturating_add(1);
                self.number(next_chain_key.reveal(), format!("{chain}.{next}"));
                self.number(message_seed.reveal(), format!("{chain}.{message_number}"));
                self.messages
                    .insert_new((*ratchet_key.as_bytes(), *message_number), *message_seed.reveal());
            }
            Step::MessageKeyDerivation { seed, keys, .. } => {
                let number = self.numbers.get(seed.reveal()).cloned().unwrap_or_default();
                self.number(keys.key.reveal(), number);
            }
            Step::Deleted(deleted) => self.forget(deleted),
            _ => {}
        }
    }

    fn forget(&mut self, deleted: &Deleted) {
        match deleted {
            Deleted::RootKey(key) => self.deleted.insert_new(*key.reveal(), ()),
            Deleted::ChainKey { chain_key, .. } => self.deleted.insert_new(*chain_key.reveal(), ()),
            Deleted::BaseKey(key) | Deleted::OneTimePrekey(_, key) | Deleted::RatchetKey(key) => {
                self.deleted.insert_new(*key.as_bytes(), ())
            }
            Deleted::MessageKey { ratchet_key, message_number }
            | Deleted::SkippedKey { ratchet_key, message_number } => {
                match self.messages.get(&(*ratchet_key.as_bytes(), *message_number)) {
                    Some(seed) => self.deleted.insert_new(*seed, ()),
                    None => false,
                }
            }
        };
    }

    fn root(&mut self, key: &[u8; 32]) {
        if self.numbers.insert_new(*key, self.roots.to_string()) {
            self.roots += 1;
        }
    }

    fn chain(&mut self, key: &[u8; 32]) -> String {
        if let Some(number) = self.numbers.get(key) {
            return number.clone();
        }
        let number = format!("{}.0", self.chains);
        self.chains += 1;
        self.numbers.insert_new(*key, number.clone());
        number
    }

    fn number(&mut self, key: &[u8; 32], number: String) {
        self.numbers.insert_new(*key, number);
    }

    /// A secret that the phone keeps until it deletes it.
    fn kept(&self, role: &'static str, key: &[u8; 32]) -> KeyView {
        let fate = if self.deleted.contains_key(key) { Fate::Deleted } else { Fate::Kept };
        let number = self.numbers.get(key).cloned().unwrap_or_default();
        KeyView::secret(role, number, key, fate)
    }

    /// A private key; it is known by its public half.
    fn private(&self, role: &'static str, private: &[u8; 32], public: &[u8; 32]) -> KeyView {
        let fate = if self.deleted.contains_key(public) { Fate::Deleted } else { Fate::Kept };
        KeyView::secret(role, String::new(), private, fate)
    }

    fn view(&self, step: &Step, refused: bool) -> Option<StepView> {
        let (key, inputs, mut outputs) = match step {
            Step::SignatureVerified { signer, signed_prekey, signature } => (
                "signature",
                vec![
                    KeyView::public("their-identity-key", signer.as_bytes()),
                    KeyView::public("signed-prekey", signed_prekey.as_bytes()),
                    KeyView::public("signature", &signature.0),
                ],
                Vec::new(),
            ),
            Step::Agreement {
                number,
                own_role,
                own_private,
                own_public,
                their_role,
                their_public,
                output,
            } => (
                agreement(*number),
                vec![
                    self.private(own_key(*own_role), own_private.reveal(), own_public.as_bytes()),
                    KeyView::public(their_key(*their_role), their_public.as_bytes()),
                ],
                vec![KeyView::fleeting("dh-output", format!("DH{number}"), output.reveal())],
            ),
            Step::X3dhKdf { root_key, chain_key, .. } => (
                "x3dh-kdf",
                Vec::new(),
                vec![
                    self.kept("root-key", root_key.reveal()),
                    self.kept("chain-key", chain_key.reveal()),
                ],
            ),
            Step::DhRatchet {
                reason,
                own,
                their,
                output,
                old_root_key,
                new_root_key,
                chain_key,
                ..
            } => (
                ratchet(*reason),
                vec![
                    self.kept("root-key", old_root_key.reveal()),
                    self.private(
                        "own-ratchet-key",
                        own.private().reveal(),
                        own.public().as_bytes(),
                    ),
                    KeyView::public("their-ratchet-key", their.as_bytes()),
                    KeyView::fleeting("dh-output", String::new(), output.reveal()),
                ],
                vec![
                    self.kept("root-key", new_root_key.reveal()),
                    self.kept("chain-key", chain_key.reveal()),
                ],
            ),
            Step::ChainStep { direction, chain_key, message_seed, next_chain_key, .. } => (
                match direction {
                    Direction::Sending => "chain-sending",
                    Direction::Receiving => "chain-receiving",
                },
                vec![self.kept("chain-key", chain_key.reveal())],
                vec![
                    self.kept("message-seed", message_seed.reveal()),
                    self.kept("chain-key", next_chain_key.reveal()),
                ],
            ),
            Step::MessageKeyDerivation { seed, keys, .. } => {
                let seed = self.kept("message-seed", seed.reveal());
                let mut key = self.kept("message-key", keys.key.reveal());
                key.fate = seed.fate;
                let nonce = KeyView::public("nonce", keys.nonce.as_bytes());
                ("message-key", vec![seed], vec![key, nonce])
            }
            Step::SkippedStored { ratchet_key, message_number } => {
                let seed = self.messages.get(&(*ratchet_key.as_bytes(), *message_number))?;
                ("skipped-stored", vec![self.kept("message-seed", seed)], Vec::new())
            }
            Step::SkippedUsed { ratchet_key, message_number } => {
                let seed = self.messages.get(&(*ratchet_key.as_bytes(), *message_number))?;
                ("skipped-used", vec![self.kept("message-seed", seed)], Vec::new())
            }
            Step::Seal { .. } => ("seal", Vec::new(), Vec::new()),
            Step::Open { plaintext: Some(_), .. } => ("open", Vec::new(), Vec::new()),
            Step::Open { plaintext: None, .. } => ("open-refused", Vec::new(), Vec::new()),
            Step::Deleted(_) => return None,
        };
        if refused {
            for output in &mut outputs {
                output.fate = if output.fate == Fate::Public { Fate::Public } else { Fate::Tried };
            }
        }
        Some(StepView { key, inputs, outputs })
    }
}

const fn agreement(number: u8) -> &'static str {
    match number {
        1 => "agreement-1",
        2 => "agreement-2",
        3 => "agreement-3",
        _ => "agreement-4",
    }
}

const fn ratchet(reason: RatchetReason) -> &'static str {
    match reason {
        RatchetReason::SessionStart => "ratchet-start",
        RatchetReason::NewRatchetKey => "ratchet-theirs",
        RatchetReason::OwnNewRatchetKey => "ratchet-own",
    }
}

const fn own_key(role: AgreementKey) -> &'static str {
    match role {
        AgreementKey::Identity => "own-identity-key",
        AgreementKey::SignedPrekey => "own-signed-prekey",
        AgreementKey::OneTimePrekey => "own-one-time-prekey",
        AgreementKey::Base => "own-base-key",
    }
}

const fn their_key(role: AgreementKey) -> &'static str {
    match role {
        AgreementKey::Identity => "their-identity-key",
        AgreementKey::SignedPrekey => "signed-prekey",
        AgreementKey::OneTimePrekey => "one-time-prekey",
        AgreementKey::Base => "base-key",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::RunSeed,
        world::{Position, Timeline, conversation},
    };
    use std::collections::BTreeSet;

    fn turns(party: Party) -> Vec<Turn> {
        let texts = [(Party::Alice, "one"), (Party::Alice, "two"), (Party::Bob, "three")];
        let mut timeline = Timeline::new(conversation(RunSeed::from_bytes([7; 32]), true, &texts));
        timeline.seek(Position::after(timeline.len()));
        history(timeline.recording(), party)
    }

    fn kinds(party: Party) -> Vec<TurnKind> {
        turns(party).iter().map(|turn| turn.kind).filter(|it| *it != TurnKind::Prepared).collect()
    }

    #[test]
    fn each_message_is_a_turn() {
        use TurnKind::{Opened, Sealed};
        assert_eq!(kinds(Party::Alice), [Sealed, Sealed, Opened]);
        assert_eq!(kinds(Party::Bob), [Opened, Opened, Sealed]);
    }

    #[test]
    fn used_message_seeds_are_deleted_and_the_last_chain_key_is_kept() {
        let turns = turns(Party::Bob);
        let chain = |turn: &Turn| {
            turn.steps.iter().rfind(|step| step.key.starts_with("chain-")).cloned().unwrap()
        };
        let last = chain(turns.last().unwrap());
        let fates: Vec<_> =
            last.inputs.iter().chain(&last.outputs).map(|key| (key.role, key.fate)).collect();
        assert_eq!(
            fates,
            [
                ("chain-key", Fate::Deleted),
                ("message-seed", Fate::Deleted),
                ("chain-key", Fate::Kept)
            ]
        );
    }

    #[test]
    fn both_phones_derive_the_same_seeds() {
        let seeds = |party| -> BTreeSet<String> {
            let steps = turns(party).into_iter().flat_map(|turn| turn.steps);
            let keys = steps.flat_map(|step| step.outputs);
            keys.filter(|key| key.role == "message-seed").map(|key| key.hex).collect()
        };
        assert_eq!(seeds(Party::Alice), seeds(Party::Bob));
        assert_eq!(seeds(Party::Bob).len(), 3);
    }
}
