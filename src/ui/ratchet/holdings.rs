//! What a phone holds now: identity, session, chains, skipped keys.

use super::key::{Fate, KeyView};
use crate::{
    protocol::session::{Role, SessionView},
    world::Phone,
};

/// What a phone holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// The identity key pair: public, private.
    pub identity: [KeyView; 2],
    /// How many one-time prekeys wait for others.
    pub one_time_prekeys: usize,
    /// The current session; none before the first message.
    pub session: Option<SessionHoldings>,
}

/// What a phone holds for one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionHoldings {
    /// Whether this phone began it.
    pub initiated: bool,
    /// Root key and ratchet keys.
    pub keys: Vec<KeyView>,
    /// The chain for sending: its key, and how many messages it has sealed.
    pub sending: (KeyView, u32),
    /// The chain for receiving: its key, and the number that it expects next.
    pub receiving: Option<(KeyView, u32)>,
    /// Length of the sending chain before this one.
    pub previous: u32,
    /// Seeds of messages that have not come yet.
    pub skipped: Vec<(KeyView, u32)>,
}

/// What a phone holds now.
#[must_use]
pub fn holdings(phone: &Phone) -> Holdings {
    let identity = phone.identity();
    let secret = |role, bytes: &[u8]| KeyView::secret(role, String::new(), bytes, Fate::Kept);
    Holdings {
        identity: [
            KeyView::public("identity-public", identity.public().as_bytes()),
            secret("own-identity-key", identity.private().reveal()),
        ],
        one_time_prekeys: phone.prekeys().one_time.len(),
        session: phone.sessions().current().map(|session| of_session(&session.view())),
    }
}

fn of_session(view: &SessionView) -> SessionHoldings {
    let secret = |role, bytes: &[u8]| KeyView::secret(role, String::new(), bytes, Fate::Kept);
    let ratchet = &view.ratchet;
    let mut keys = vec![
        secret("root-key", ratchet.root_key.reveal()),
        secret("own-ratchet-key", ratchet.own.private().reveal()),
        KeyView::public("own-ratchet-public", ratchet.own.public().as_bytes()),
    ];
    let receiving = ratchet.receiving.as_ref().map(|chain| {
        keys.push(KeyView::public("their-ratchet-key", chain.ratchet_key.as_bytes()));
        (secret("chain-key", chain.chain_key.reveal()), chain.next)
    });
    SessionHoldings {
        initiated: matches!(view.role, Role::Initiator(_)),
        keys,
        sending: (secret("chain-key", ratchet.sending.chain_key.reveal()), ratchet.sending.next),
        receiving,
        previous: ratchet.previous_chain_length,
        skipped: ratchet
            .skipped
            .iter()
            .map(|key| (secret("message-seed", key.seed.reveal()), key.message_number))
            .collect(),
    }
}
