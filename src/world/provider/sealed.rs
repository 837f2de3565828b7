//! Sealed sender at the provider: certificates for those who show who they are, and a line for
//! those who don't.

use super::{ACTOR, Explained, Provider};
use crate::{
    crypto::{keys::PublicKey, secret::DeliveryToken},
    mechanism::{
        Layout,
        sealed_sender::{Holder, SenderCertificate},
    },
    wire::{EnvelopeKind, FailureCode, Frame},
    world::{Interference, Party, connection::Line, effect::Context},
};

/// How long a certificate is good, in milliseconds: a day.
const VALIDITY: u64 = 24 * 3_600_000;

impl Provider {
    /// Keeps the token with which an account takes messages from whomever.
    pub(super) fn keep_token(&mut self, link: Party, token: [u8; 16]) -> Frame {
        let account = self.accounts.get(link).as_ref();
        match account.and_then(|account| self.directory.get_mut(account)) {
            Some(entry) => {
                entry.delivery_token = Some(DeliveryToken::from_bytes(token));
                Frame::Done
            }
            None => Frame::Failure(FailureCode::NotRegistered),
        }
    }

    /// Certifies whose identity key is that of the phone on this link.
    pub(super) fn certify(&self, ctx: &Context<'_>, link: Party) -> Frame {
        let entry = self.account(link).and_then(|it| Some((it, self.directory.get(it)?)));
        let Some((account, entry)) = entry else {
            return Frame::Failure(FailureCode::NotRegistered);
        };
        let holder = Holder {
            account: account.clone(),
            device: entry.device,
            identity_key: PublicKey::from_bytes(entry.identity_key),
            expiry: ctx.now.saturating_add(VALIDITY),
        };
        let mut rng = ctx.rng(ACTOR, ctx.action, &format!("certificate {account}"));
        let certificate = SenderCertificate::issue(&self.certificate_key, holder, &mut rng);
        Frame::Certificate(certificate.encode().bytes().to_vec())
    }

    /// On the anonymous line one thing only is taken: a sealed message with the token of its
    /// recipient.
    pub(super) fn receive_anonymous(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        (request, frame): (u32, Frame),
        explained: Explained<'_>,
        interference: &mut dyn FnMut() -> Vec<Interference>,
    ) {
        let mut take = None;
        let answer = match frame {
            Frame::SubmitSealed { token, envelope } if envelope.kind == EnvelopeKind::Sealed => {
                match self.directory.get(&envelope.to).map(|it| it.delivery_token.as_ref()) {
                    None => Frame::Failure(FailureCode::UnknownAccount),
                    Some(Some(expected)) if *expected.reveal() == token => {
                        take = Some(envelope);
                        Frame::Accepted
                    }
                    Some(_) => Frame::Failure(FailureCode::WrongToken),
                }
            }
            _ => Frame::Failure(FailureCode::NotRegistered),
        };
        self.answer_on((link, Line::Anonymous), ctx, request, &answer, explained.message);
        if let Some(envelope) = take {
            self.take_in(ctx, &envelope, explained, interference);
        }
    }
}
