//! What a phone does with the frames of the provider: answers to its requests, and deliveries,
//! which it answers.

use super::{Phone, outbox::PendingKind};
use crate::{
    crypto::keys::Signature,
    mechanism::franking::Stamp,
    wire::{Envelope, EnvelopeKind, FailureCode, Frame},
    world::{
        ActionId, Delivery, Direction, Event, Point, Traffic,
        connection::Line,
        effect::{Context, SealedFrame},
        regime::AddedDevice,
    },
};
use std::sync::Arc;

impl Phone {
    /// A frame has come out of a record; returns how many layers of its packet could be opened.
    pub(super) fn receive_frame(
        &mut self,
        ctx: &mut Context<'_>,
        line: Line,
        bytes: &[u8],
        message: Option<ActionId>,
    ) -> usize {
        let (request, frame) = match Frame::decode(bytes) {
            Ok(decoded) => decoded,
            Err(error) => {
                let event = Event::FrameRejected { detail: error.to_string() };
                ctx.note(Point::phone(self.party), message, event);
                self.answer(
                    ctx,
                    Frame::request_of(bytes),
                    &Frame::Failure(FailureCode::Malformed),
                    message,
                );
                return 2;
            }
        };
        let mut layers = 2;
        match frame {
            Frame::Done => {
                self.line_mut(line).outbox.take(request);
            }
            Frame::Accepted => {
                if let Some(PendingKind::Submit(action)) = self.line_mut(line).outbox.take(request)
                {
                    self.chat.set_delivery(action, Delivery::Accepted);
                }
            }
            Frame::Bundle(bundle) => {
                if self.line_mut(line).outbox.take(request).is_some() {
                    self.start_session(ctx, &bundle, message);
                }
            }
            Frame::Failure(_) => match self.line_mut(line).outbox.take(request) {
                Some(PendingKind::Submit(action)) => {
                    self.chat.set_delivery(action, Delivery::Failed);
                }
                Some(PendingKind::FetchBundle) => self.fail_unsealed(),
                Some(
                    PendingKind::Register
                    | PendingKind::UploadPrekeys
                    | PendingKind::Copy
                    | PendingKind::Token
                    | PendingKind::Certificate
                    | PendingKind::Report
                    | PendingKind::Backup,
                )
                | None => {}
            },
            Frame::Deliver(envelope) => {
                layers = self.take_delivery(ctx, request, &envelope, None, message);
            }
            Frame::DeliverStamped { stamp, envelope } => {
                layers = self.take_delivery(ctx, request, &envelope, Some(stamp), message);
            }
            Frame::Receipt { id } => {
                if let Some(action) = self.chat.sent_in(id) {
                    self.chat.set_delivery(action, Delivery::Delivered);
                }
                self.answer(ctx, request, &Frame::Acknowledge, message);
            }
            Frame::Certificate(bytes) => {
                if self.line_mut(line).outbox.take(request) == Some(PendingKind::Certificate) {
                    self.keep_certificate(ctx, &bytes);
                }
            }
            Frame::NewDevice(bundle) => {
                let device = AddedDevice { bundle, signature: None };
                let answer = self.add_device(ctx, &device);
                self.answer(ctx, request, &answer, None);
            }
            Frame::SignedDevice { device: bundle, signature } => {
                let device = AddedDevice { bundle, signature: Some(Signature(signature)) };
                let answer = self.add_device(ctx, &device);
                self.answer(ctx, request, &answer, None);
            }
            Frame::RemovedDevice { account, device } => {
                self.remove_device(ctx, &account, device);
                self.answer(ctx, request, &Frame::Acknowledge, None);
            }
            Frame::Notice(notice) => {
                let answer = self.take_notice(ctx, &notice);
                self.answer(ctx, request, &answer, None);
            }
            Frame::Register { .. }
            | Frame::UploadPrekeys { .. }
            | Frame::Backup(_)
            | Frame::Report(_)
            | Frame::Token(_)
            | Frame::FetchCertificate
            | Frame::SubmitSealed { .. }
            | Frame::FetchBundle { .. }
            | Frame::Submit(_)
            | Frame::Acknowledge => {
                let event = Event::FrameRejected { detail: "a phone answers no requests".into() };
                ctx.note(Point::phone(self.party), message, event);
            }
        }
        layers
    }

    /// An envelope has come; returns how many layers of its packet could be opened.
    fn take_delivery(
        &mut self,
        ctx: &mut Context<'_>,
        request: u32,
        envelope: &Envelope,
        stamp: Option<Stamp>,
        message: Option<ActionId>,
    ) -> usize {
        let (opened, answer) = self.open_envelope(ctx, envelope, stamp, message);
        self.answer(ctx, request, &answer, message);
        match (opened, envelope.kind) {
            (false, _) => 2,
            (true, EnvelopeKind::Sealed) => 4,
            (true, _) => 3,
        }
    }

    /// The app takes what is for every app of its rule, or refuses it.
    #[inline(never)]
    fn take_notice(&mut self, ctx: &mut Context<'_>, notice: &[u8]) -> Frame {
        let point = Point::phone(self.party);
        match self.app.notice(notice) {
            Ok(event) => {
                ctx.note(point, None, event);
                Frame::Acknowledge
            }
            Err(detail) => {
                ctx.note(point, None, Event::FrameRejected { detail });
                Frame::Failure(FailureCode::NotOpened)
            }
        }
    }

    /// Answers a request of the provider; an answer is not repeated.
    fn answer(
        &mut self,
        ctx: &mut Context<'_>,
        request: u32,
        frame: &Frame,
        message: Option<ActionId>,
    ) {
        let sealed = SealedFrame {
            frame: Arc::new(frame.encode(request, None)),
            traffic: Traffic::Frame(frame.key()),
            message,
        };
        ctx.effects.extend(self.known.connection.seal(self.party, Direction::ToProvider, &sealed));
    }
}
