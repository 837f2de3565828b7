//! What each action does to the world.

use super::{PACE, UnderWay, World};
use crate::world::{
    Action, Disconnect, Entry, Party, Phone, Recording, Step, Time,
    connection::Line,
    regime::{Handed, Institution, Receiver},
    seizure::{self, Seized},
};
use std::sync::Arc;

impl World {
    /// Starts an action; the packets that it causes are then on their way.
    pub(in crate::world) fn begin(&mut self, step: &Step, recording: &mut Recording) {
        self.under_way = UnderWay { id: step.id, ..UnderWay::default() };
        if !matches!(step.action, Action::Interfere { .. }) && !recording.is_empty() {
            self.now = Time((self.now.0 / PACE + 1) * PACE);
        }
        let is_first = recording.is_empty();
        recording.push(self.now, step.id, Entry::Began { action: Arc::new(step.action.clone()) });
        if is_first {
            let owners = Party::ALL.into_iter().flat_map(|party| self.phone(party).holdings());
            for handed in self.provider.institutions().holdings().into_iter().chain(owners) {
                let handed = Box::new(handed);
                let entry = Entry::Handed { handed, order: None, message: None, taken: false };
                recording.push(self.now, step.id, entry);
            }
        }
        match &step.action {
            Action::Join { party } => self.at_phone(*party, recording, Phone::join),
            Action::Send { from, text } => {
                self.at_phone(*from, recording, |phone, ctx| phone.send_text(ctx, text));
            }
            more => self.begin_more(more, recording),
        }
        for party in Party::ALL {
            if self.phone(party).stranded() {
                self.at_phone(party, recording, |phone, ctx| phone.connect(ctx, Line::Known));
            }
        }
    }

    /// What is done besides joining and sending: a page that is opened has none of it.
    #[inline(never)]
    fn begin_more(&mut self, action: &Action, recording: &mut Recording) {
        match action {
            Action::Join { .. } | Action::Send { .. } => {}
            Action::GoOffline { party } => {
                self.at_phone(*party, recording, Phone::go_offline);
                self.at_provider(*party, recording, |provider, ctx| {
                    provider.lose_connection(ctx, *party, Disconnect::Offline);
                });
            }
            Action::GoOnline { party } => self.at_phone(*party, recording, Phone::go_online),
            Action::Interfere { target, how } => self.rules.push((*target, *how)),
            Action::Release { envelope } => {
                self.at_provider(Party::Alice, recording, |it, ctx| it.release(ctx, *envelope));
            }
            Action::Replay { envelope } => {
                self.at_provider(Party::Alice, recording, |it, ctx| it.replay(ctx, *envelope));
            }
            Action::Cut { link } => self.cut(*link, recording),
            Action::Seize { party, by } => {
                let all = seizure::contents(self.phone(*party), self.provider.institutions());
                self.hand_over(all, by.hands(), recording);
            }
            Action::Steal { from } => {
                let all =
                    seizure::held_by(self.provider.institutions(), Receiver::Institution(*from));
                self.hand_over(all, Institution::Thief, recording);
            }
            Action::Delete { party } => self.at_phone(*party, recording, Phone::delete_chat),
            // From now on somebody else gets what passes a point: the recording says since when.
            Action::Intercept { .. } | Action::Enter => {}
            // And a program on a phone has the keys that the phone has for good.
            Action::Implant { party } => {
                let institutions = self.provider.institutions();
                let all = seizure::standing(self.phone(*party), institutions);
                self.hand_over(all, Institution::Investigator, recording);
            }
            Action::Wait { days } => {
                self.now = self.now.plus(u64::from(*days) * Time::DAY);
                for party in Party::ALL {
                    self.at_phone(party, recording, Phone::renew_certificate);
                }
            }
            Action::Order { target, start } => {
                self.at_provider(*target, recording, |it, ctx| it.order(ctx, *target, *start));
            }
            Action::EndOrder { order } => {
                self.at_provider(Party::Alice, recording, |it, ctx| it.end_order(ctx, *order));
            }
        }
    }

    fn hand_over(&self, all: Vec<Seized>, to: Institution, recording: &mut Recording) {
        for Seized { what, message } in all {
            let handed = Box::new(Handed { to: Receiver::Institution(to), what });
            let entry = Entry::Handed { handed, order: None, message, taken: true };
            recording.push(self.now, self.under_way.id, entry);
        }
    }
}
