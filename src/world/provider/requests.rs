//! What the phones ask of the provider, and who answers it.

use super::{Explained, Provider};
use crate::{
    wire::{FailureCode, Frame},
    world::{
        ActionId, Direction, Event, Interference, Party, Point, Traffic,
        connection::Line,
        effect::{Context, SealedFrame},
    },
};
use std::sync::Arc;

impl Provider {
    /// A frame has come out of a record.
    pub(super) fn receive_frame(
        &mut self,
        ctx: &mut Context<'_>,
        (link, line): (Party, Line),
        bytes: &[u8],
        explained: Explained<'_>,
        interference: &mut dyn FnMut() -> Vec<Interference>,
    ) {
        let (request, frame) = match Frame::decode(bytes) {
            Ok(decoded) => decoded,
            Err(error) => {
                let event = Event::FrameRejected { detail: error.to_string() };
                ctx.note(Point::Provider, explained.message, event);
                let answer = Frame::Failure(FailureCode::Malformed);
                let request = Frame::request_of(bytes);
                self.answer_on((link, line), ctx, request, &answer, explained.message);
                return;
            }
        };
        if line == Line::Anonymous {
            self.receive_anonymous(ctx, link, (request, frame), explained, interference);
            return;
        }
        let registers = matches!(frame, Frame::Register { .. });
        let answer = match frame {
            Frame::Register { account, device, identity_key } => {
                Some(self.register(ctx, link, account, device, identity_key))
            }
            Frame::UploadPrekeys { signed_prekey, one_time_prekeys, suites } => {
                Some(self.upload(link, signed_prekey, one_time_prekeys, suites))
            }
            Frame::FetchBundle { account } => Some(self.hand_out(account)),
            Frame::Submit(envelope) => {
                self.submit(ctx, link, request, &envelope, explained, interference);
                None
            }
            Frame::Token(token) => Some(self.keep_token(link, token)),
            Frame::FetchCertificate => Some(self.certify(ctx, link)),
            Frame::Backup(bytes) => {
                let (message, backup) = (explained.message, explained.backup());
                Some(self.keep_backup(ctx, link, message, (&bytes, backup)))
            }
            Frame::Report(report) => Some(self.take_report(ctx, link, &report, explained.message)),
            Frame::Acknowledge => {
                self.acknowledged(ctx, link, request, true);
                None
            }
            Frame::Failure(_) => {
                self.acknowledged(ctx, link, request, false);
                None
            }
            Frame::Done
            | Frame::Bundle(_)
            | Frame::Accepted
            | Frame::Deliver(_)
            | Frame::DeliverStamped { .. }
            | Frame::Receipt { .. }
            | Frame::Notice(_)
            | Frame::NewDevice(_)
            | Frame::SignedDevice { .. }
            | Frame::RemovedDevice { .. }
            | Frame::Certificate(_)
            | Frame::SubmitSealed { .. } => Some(Frame::Failure(FailureCode::Malformed)),
        };
        if let Some(answer) = answer {
            self.answer(ctx, link, request, &answer, explained.message);
            if registers {
                self.deliver(ctx, link);
            }
        }
    }

    /// Answers a request on the line where the phone has shown who it is.
    pub(super) fn answer(
        &mut self,
        ctx: &mut Context<'_>,
        link: Party,
        request: u32,
        frame: &Frame,
        message: Option<ActionId>,
    ) {
        self.answer_on((link, Line::Known), ctx, request, frame, message);
    }

    /// Answers a request on the line on which it came.
    pub(super) fn answer_on(
        &mut self,
        (link, line): (Party, Line),
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
        let connection = self.connection_mut(link, line);
        ctx.effects.extend(connection.seal(link, Direction::ToPhone, &sealed));
    }
}
