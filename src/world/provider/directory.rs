//! The directory: which accounts there are, and their public keys.

use super::{
    Provider,
    mail::{Mail, Mailbox},
};
use crate::{
    crypto::{keys::PublicKey, secret::DeliveryToken},
    protocol::x3dh::PrekeyBundle,
    wire::{Account, FailureCode, Frame, OneTimePrekey, PublishedBundle, SignedPrekey},
    world::{Event, Party, Point, bundle, effect::Context},
};
use std::collections::VecDeque;

/// What the directory knows about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The device.
    pub device: u8,
    /// The public identity key, 32 bytes.
    pub identity_key: [u8; 32],
    /// The transport key by which the provider knows the phone.
    pub transport_key: PublicKey,
    /// The signed prekey, once it was uploaded.
    pub signed_prekey: Option<SignedPrekey>,
    /// The one-time prekeys that are left.
    pub one_time_prekeys: VecDeque<OneTimePrekey>,
    /// The suites that the phone offers; empty if its app offers no choice.
    pub suites: Vec<u8>,
    /// With which token the account takes messages from whomever.
    pub delivery_token: Option<DeliveryToken>,
    pub(super) mailbox: Mailbox,
}

impl Provider {
    /// Enters an account, or changes its keys. A new one is told what the others were told.
    pub(super) fn register(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        account: Account,
        device: u8,
        identity_key: [u8; 32],
    ) -> Frame {
        let Some(transport_key) = *self.remotes.get(link) else {
            return Frame::Failure(FailureCode::NotRegistered);
        };
        if let Some(party) = Party::of_account(&account) {
            ctx.note(Point::Provider, None, Event::Registered { party });
        }
        *self.accounts.get_mut(link) = Some(account.clone());
        if let Some(entry) = self.directory.get_mut(&account) {
            // A repeated registration leaves the mail where it is.
            (entry.device, entry.identity_key, entry.transport_key) =
                (device, identity_key, transport_key);
        } else {
            let mut entry = DirectoryEntry {
                device,
                identity_key,
                transport_key,
                signed_prekey: None,
                one_time_prekeys: VecDeque::new(),
                suites: Vec::new(),
                delivery_token: None,
                mailbox: Mailbox::default(),
            };
            for what in &self.told {
                entry.mailbox.enqueue(Mail::new(what.clone(), None));
            }
            self.directory.insert_new(account, entry);
        }
        Frame::Done
    }

    /// Keeps the prekeys of the account on this link.
    pub(super) fn upload(
        &mut self,
        link: Party,
        signed_prekey: SignedPrekey,
        one_time_prekeys: Vec<OneTimePrekey>,
        suites: Vec<u8>,
    ) -> Frame {
        let account = self.accounts.get(link).as_ref();
        match account.and_then(|account| self.directory.get_mut(account)) {
            Some(entry) => {
                entry.signed_prekey = Some(signed_prekey);
                entry.one_time_prekeys = one_time_prekeys.into();
                entry.suites = suites;
                Frame::Done
            }
            None => Frame::Failure(FailureCode::NotRegistered),
        }
    }

    /// Hands out the keys of an account, as the rule that is in force wants them.
    pub(super) fn hand_out(&mut self, account: Account) -> Frame {
        match self.take_bundle(account) {
            Some(bundle) => Frame::Bundle(self.institutions.bundle(bundle)),
            None => Frame::Failure(FailureCode::UnknownAccount),
        }
    }

    /// The keys of an account as it has published them, without a one-time prekey.
    pub(in crate::world) fn published(&self, account: &Account) -> Option<PrekeyBundle> {
        let entry = self.directory.get(account)?;
        bundle::parse(&PublishedBundle {
            account: account.clone(),
            device: entry.device,
            identity_key: entry.identity_key,
            signed_prekey: entry.signed_prekey.clone()?,
            one_time_prekey: None,
            suites: entry.suites.clone(),
        })
    }

    /// The keys of an account, and one of its one-time prekeys, which is gone then.
    pub(super) fn take_bundle(&mut self, account: Account) -> Option<PublishedBundle> {
        let found = self.directory.get_mut(&account).and_then(|entry| {
            Some((entry.device, entry.identity_key, entry.signed_prekey.clone()?, entry))
        });
        let (device, identity_key, signed_prekey, entry) = found?;
        let (one_time_prekey, suites) = (entry.one_time_prekeys.pop_front(), entry.suites.clone());
        Some(PublishedBundle {
            account,
            device,
            identity_key,
            signed_prekey,
            one_time_prekey,
            suites,
        })
    }
}
