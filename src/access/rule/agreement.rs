//! The prekeys of a phone give the first root key of a session that somebody begins with it.

use super::{Found, Rule, leaf, message, ratchet};
use crate::{
    access::{Fact, FactId, Kind, Known},
    crypto::{
        keys::{IdentityKeyPair, PrekeyId, PrekeyPair},
        secret::PrivateKey,
    },
    protocol::{header::PrekeyHeader, terms, trace::Silent, x3dh},
};

/// X3DH as the responder (revision 1, section 3.4), with the base key in the header of a captured
/// message. Nothing in the agreement says whether it fits, so the step counts only if the message
/// opens.
pub(super) const AGREE: Rule =
    Rule::new("agree", &[Kind::Message, Kind::IdentityPrivateKey, Kind::Prekey], agree)
        .and(&[Kind::SuiteMark]);

/// Which kind of prekey its name says that it is.
const SIGNED: u8 = 1;
const ONE_TIME: u8 = 2;

/// signed 1, one-time 2 (1) ‖ number (4): the name of a prekey.
pub(in crate::access) fn prekey_name(is_one_time: bool, id: PrekeyId) -> Vec<u8> {
    let kind = if is_one_time { ONE_TIME } else { SIGNED };
    [&[kind][..], &id.get().to_be_bytes()].concat()
}

/// What belongs to one attempt, the one-time prekey only if the header names one.
struct Attempt<'a> {
    message: (FactId, &'a Fact),
    identity: (FactId, &'a Fact),
    signed: (FactId, &'a Fact),
    one_time: Option<(FactId, &'a Fact)>,
}

fn agree(new: FactId, known: Known<'_>, found: &mut Vec<Found>) {
    for message in known.named(Kind::Message, &[]) {
        let Some(header) = message::parsed(message.1).and_then(|it| it.prekey) else { continue };
        for identity in known.named(Kind::IdentityPrivateKey, &[]) {
            let name = prekey_name(false, header.signed_prekey_id);
            for signed in known.named(Kind::Prekey, &name) {
                let attempts: Vec<_> = match header.one_time_prekey_id {
                    None => vec![Attempt { message, identity, signed, one_time: None }],
                    Some(id) => known
                        .named(Kind::Prekey, &prekey_name(true, id))
                        .map(|it| Attempt { message, identity, signed, one_time: Some(it) })
                        .collect(),
                };
                let attempts = attempts.iter().filter(|it| it.is_worth(new, known));
                attempts.for_each(|it| it.run(&header, known, found));
            }
        }
    }
}

impl Attempt<'_> {
    /// Each combination is tried when its newest part comes; what a suite's mark is about is looked
    /// at again.
    fn is_worth(&self, new: FactId, known: Known<'_>) -> bool {
        let parts = [Some(self.message.0), Some(self.identity.0), Some(self.signed.0)];
        let is_part =
            parts.into_iter().chain([self.one_time.map(|it| it.0)]).any(|it| it == Some(new));
        is_part || known.fact(new).is_some_and(|it| it.kind == Kind::SuiteMark)
    }

    fn run(&self, header: &PrekeyHeader, known: Known<'_>, found: &mut Vec<Found>) {
        let pair = |it: (FactId, &Fact)| Some(PrivateKey::from_bytes(it.1.secret()?));
        let (Some(identity), Some(signed)) = (pair(self.identity), pair(self.signed)) else {
            return;
        };
        let (identity, signed) =
            (IdentityKeyPair::from_private(identity), PrekeyPair::from_private(signed));
        let one_time = self.one_time.and_then(pair).map(PrekeyPair::from_private);
        let keys = (&signed, one_time.as_ref());
        let Ok(agreed) = x3dh::respond_with(&identity, keys, header, &mut Silent) else { return };
        let name = signed.public().as_bytes().to_vec();
        let root = Fact::new(Kind::RootKey, name.clone(), agreed.root_key.reveal().as_slice());
        let private = Fact::new(Kind::PrivateKey, name, signed.private().reveal().as_slice());
        let parts = [self.message.0, self.identity.0, self.signed.0];
        let premises: Vec<_> = parts.into_iter().chain(self.one_time.map(|it| it.0)).collect();
        if ratchet::turned(&root, &private, self.message.1, known).is_some() {
            found.push(Found::that(&premises, root));
            // The signed prekey is the responder's first ratchet key.
            found.push(Found::that(&[self.signed.0], private));
            return;
        }
        // Between two chips the seeds come from a session key, which comes from the root key.
        let key = terms::session_key(&agreed.root_key);
        let key = Fact::new(Kind::LeafSessionKey, key.reveal().as_slice(), key.reveal().as_slice());
        if leaf::seed(&key, self.message.1, known).is_some() {
            found.push(Found::that(&premises, key));
        }
    }
}
