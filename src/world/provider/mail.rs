//! What is to be delivered, and the mailbox of an account, where it waits.

use crate::{
    crypto::keys::Signature,
    mechanism::franking::Stamp,
    wire::{Account, Annotated, Frame, MessageId},
    world::{
        ActionId, Direction, Party, Traffic,
        connection::Connection,
        effect::{Context, SealedFrame},
        regime::AddedDevice,
    },
};
use std::{collections::VecDeque, sync::Arc};

/// What waits for an account: it stays until the phone acknowledges it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Mailbox {
    queue: VecDeque<Mail>,
    after_next: Vec<Mail>,
}

/// Something to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mail {
    /// What it is.
    pub(super) what: MailKind,
    /// The action that sent the message which it carries or confirms.
    pub(super) message: Option<ActionId>,
    /// The number of the request by which it was sent on the present connection.
    request: Option<u32>,
}

/// What can be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MailKind {
    /// An envelope for its recipient.
    Envelope(Arc<Letter>),
    /// For the sender: the envelope with this number was delivered.
    Receipt(MessageId),
    /// For every app of the rule that is in force.
    Notice(Arc<Annotated>),
    /// An account has one more device, to which apps are to encrypt as well.
    NewDevice(Arc<AddedDevice>),
    /// An account has one device less.
    RemovedDevice {
        /// The account.
        account: Account,
        /// The number of the device.
        device: u8,
    },
}

/// An envelope with the explanation of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The envelope's number.
    pub(super) id: MessageId,
    /// The sender.
    pub(super) from: Account,
    /// The recipient.
    pub(super) to: Account,
    /// The envelope.
    pub(super) bytes: Arc<Annotated>,
    /// What the provider puts beside an envelope that can be reported.
    pub(super) stamp: Option<Stamp>,
}

impl Mailbox {
    /// How many envelopes stand in the queue.
    pub(super) fn envelopes(&self) -> usize {
        self.queue.iter().filter(|mail| mail.is_envelope()).count()
    }

    /// Everything that waits here.
    pub(super) fn mail(&self) -> impl Iterator<Item = &Mail> {
        self.queue.iter().chain(&self.after_next)
    }

    /// Whether the envelope with this number waits here.
    pub(super) fn carries(&self, id: MessageId) -> bool {
        self.mail().any(|mail| mail.carries(id))
    }

    /// Whether something was sent on the present connection and not acknowledged.
    pub(super) fn waits(&self) -> bool {
        self.queue.iter().any(|mail| mail.request.is_some())
    }

    /// The last of the queue.
    pub(super) fn newest(&self) -> Option<&Mail> {
        self.queue.back()
    }

    /// Puts something at the end of the queue.
    pub(super) fn enqueue(&mut self, mail: Mail) {
        self.queue.push_back(mail);
    }

    /// Keeps something until the next mail has been put into the queue.
    pub(super) fn enqueue_after_next(&mut self, mail: Mail) {
        self.after_next.push(mail);
    }

    /// The next mail is in the queue: what waited for it follows.
    pub(super) fn next_is_enqueued(&mut self) {
        self.queue.extend(self.after_next.drain(..));
    }

    /// Takes out what waits for the next mail and was sent by this action.
    pub(super) fn take_delayed(&mut self, message: ActionId) -> Option<Mail> {
        take(&mut self.after_next, message)
    }

    /// Takes out what was sent by this request.
    pub(super) fn take_sent(&mut self, request: u32) -> Option<Mail> {
        let index = self.queue.iter().position(|mail| mail.request == Some(request))?;
        self.queue.remove(index)
    }

    /// Sends what was not sent on this connection.
    pub(super) fn deliver(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        connection: &mut Connection,
    ) {
        if !connection.is_open() {
            return;
        }
        for mail in self.queue.iter_mut().filter(|mail| mail.request.is_none()) {
            let request = ctx.next_request();
            let packet = connection.seal(link, Direction::ToPhone, &mail.sealed(request));
            mail.request = packet.is_some().then_some(request);
            ctx.effects.extend(packet);
        }
    }

    /// The connection ended; on the next one everything is to be sent again.
    pub(super) fn connection_lost(&mut self) {
        for mail in &mut self.queue {
            mail.request = None;
        }
    }
}

impl Mail {
    /// Something that was not sent yet.
    pub(super) const fn new(what: MailKind, message: Option<ActionId>) -> Self {
        Self { what, message, request: None }
    }

    /// Whether it is the envelope with this number.
    pub(super) fn carries(&self, id: MessageId) -> bool {
        matches!(&self.what, MailKind::Envelope(letter) if letter.id == id)
    }

    /// Whether it is an envelope.
    pub(super) const fn is_envelope(&self) -> bool {
        matches!(self.what, MailKind::Envelope(_))
    }

    fn sealed(&self, request: u32) -> SealedFrame {
        let (frame, key) = match &self.what {
            MailKind::Envelope(letter) => {
                (Frame::encode_deliver(request, letter.stamp.as_ref(), &letter.bytes), "deliver")
            }
            MailKind::Receipt(id) => {
                let frame = Frame::Receipt { id: *id };
                (frame.encode(request, None), frame.key())
            }
            MailKind::NewDevice(device) => {
                let AddedDevice { bundle, signature } = AddedDevice::clone(device);
                let frame = match signature {
                    Some(Signature(signature)) => Frame::SignedDevice { device: bundle, signature },
                    None => Frame::NewDevice(bundle),
                };
                (frame.encode(request, None), frame.key())
            }
            MailKind::RemovedDevice { account, device } => {
                let frame = Frame::RemovedDevice { account: account.clone(), device: *device };
                (frame.encode(request, None), frame.key())
            }
            MailKind::Notice(notice) => {
                let frame = Frame::Notice(notice.bytes().to_vec());
                (frame.encode(request, Some(notice)), frame.key())
            }
        };
        SealedFrame { frame: Arc::new(frame), traffic: Traffic::Frame(key), message: self.message }
    }
}

/// Takes the first mail out that was sent by this action.
pub(super) fn take(mails: &mut Vec<Mail>, message: ActionId) -> Option<Mail> {
    let index = mails.iter().position(|mail| mail.message == Some(message))?;
    Some(mails.remove(index))
}
