//! What each action does to the world.

use super::{PACE, UnderWay, World};
use crate::{
    crypto::{keyed_rng::KeyedRng, secret::LayerKey},
    jobs::Found,
    world::{
        Action, Disconnect, Entry, Event, Party, Phone, Point, Provider, Recording, Searched, Step,
        Time,
        connection::Line,
        phone_store,
        regime::{Handed, Institution, Receiver, Secret, What},
        seizure::{self, Seized},
    },
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
                let handed = Arc::new(handed);
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
                let institutions = self.ruled().institutions();
                let apps = self.apps(*party);
                let all = apps.flat_map(|it| seizure::contents(it, institutions)).collect();
                self.hand_over(all, by.hands(), recording);
            }
            Action::SeizeLocked { party, by } => {
                let (apps, id) = (self.apps(*party), self.under_way.id);
                let institutions = self.ruled().institutions();
                let all: Vec<_> = apps.flat_map(|it| seizure::contents(it, institutions)).collect();
                let store = phone_store::seal(&self.own_seed, *party, &all, id);
                let what = What::PhoneStore(party.account(), store);
                self.hand_over(vec![Seized { what, message: None }], by.hands(), recording);
            }
            Action::Compel { party } => {
                let (account, key) = (party.account(), phone_store::key(&self.own_seed, *party));
                let all = vec![Secret::StoreKey { account, key }.into()];
                self.hand_over(all, Institution::Investigator, recording);
            }
            Action::Steal { from } => {
                let all =
                    seizure::held_by(self.ruled().institutions(), Receiver::Institution(*from));
                self.hand_over(all, Institution::Thief, recording);
            }
            Action::LinkDevice { party } => {
                let owner = self.ruled_app(*party).identity().clone();
                self.at_ruled(*party, recording, |it, ctx| {
                    it.link_device(ctx, *party, &owner);
                });
            }
            Action::SwapList => self.at_ruled(Party::Alice, recording, Provider::swap_list),
            Action::StealFromProvider => {
                let all = seizure::held_by(self.ruled().institutions(), Receiver::Provider);
                self.hand_over(all, Institution::Thief, recording);
            }
            Action::Delete { party } => self.at_phone(*party, recording, Phone::delete_chat),
            // From now on somebody else gets what passes a point: the recording says since when.
            Action::Intercept { .. } | Action::Enter => {}
            // And a program on a phone has the keys that the phone has for good.
            Action::Implant { party } => {
                let institutions = self.ruled().institutions();
                let apps = self.apps(*party);
                let all = apps.flat_map(|it| seizure::standing(it, institutions)).collect();
                self.hand_over(all, Institution::Investigator, recording);
            }
            Action::Modify { party } => self.at_phone(*party, recording, |phone, ctx| {
                phone.modify_app();
                ctx.note(Point::phone(*party), None, Event::AppModified);
            }),
            Action::AddLayer => self.add_layer(recording),
            Action::ChangeApp => self.change_app(recording),
            Action::Disappear { days } => {
                for party in Party::ALL {
                    self.at_phone(party, recording, |phone, ctx| {
                        phone.set_timer(ctx, *days);
                        ctx.note(Point::phone(party), None, Event::TimerSet);
                    });
                }
            }
            Action::Frank => {
                for party in Party::ALL {
                    self.at_phone(party, recording, Phone::begin_franking);
                }
            }
            Action::Report { message } => {
                let reports = |it: &Party| self.phone(*it).report_of(*message).is_some();
                let recipient = Party::ALL.into_iter().find(reports).unwrap_or(Party::Bob);
                self.at_phone(recipient, recording, |phone, ctx| phone.report(ctx, *message));
            }
            Action::Compare => self.compare_numbers(recording),
            Action::LookAtDevices { party } => {
                self.at_phone(*party, recording, Phone::list_devices);
            }
            Action::Search(it) => self.write_down(it, recording),
            Action::Forge(it) => {
                self.at_phone(it.party, recording, |phone, ctx| phone.forge(ctx, it.field));
            }
            Action::Wait { days } => {
                self.now = self.now.plus(u64::from(*days) * Time::DAY);
                for party in Party::ALL {
                    self.at_phone(party, recording, Phone::let_disappear);
                    self.at_phone(party, recording, Phone::renew_certificate);
                }
            }
            Action::Order { target, start } => {
                self.at_ruled(*target, recording, |it, ctx| it.order(ctx, *target, *start));
            }
            Action::Demand { target, what } => {
                self.at_ruled(*target, recording, |it, ctx| it.demand(ctx, *target, *what));
            }
            Action::EndOrder { order } => {
                self.at_ruled(Party::Alice, recording, |it, ctx| it.end_order(ctx, *order));
            }
        }
    }

    /// Both owners get a new key, which nobody else has.
    fn add_layer(&mut self, recording: &mut Recording) {
        let mut rng = KeyedRng::new(&self.own_seed, "owners", self.under_way.id.0, "layer key");
        let key = LayerKey::generate(&mut rng);
        for party in Party::ALL {
            let what = What::Secret(Secret::LayerKey(key.clone()));
            let handed = Arc::new(Handed { to: Receiver::Owner(party), what });
            let entry = Entry::Handed { handed, order: None, message: None, taken: true };
            recording.push(self.now, self.under_way.id, entry);
            self.at_phone(party, recording, |phone, ctx| {
                phone.set_layer(key.clone());
                ctx.note(Point::phone(party), None, Event::LayerAdded);
            });
        }
    }

    /// What was found is in the hands of whoever searched.
    fn write_down(&self, it: &Searched, recording: &mut Recording) {
        let (ratchet_key, message_number) = (it.ratchet_key, it.message_number);
        let secret = match it.found.clone() {
            Found::Secret(secret) => Secret::WeakSecret { ratchet_key, message_number, secret },
            Found::Seed(seed) => Secret::MessageSeed { ratchet_key, message_number, seed },
            Found::Constant(constant) => {
                Secret::AbrasionConstant { ratchet_key, message_number, constant }
            }
            // It opens no message.
            Found::Leaf(_) => return,
        };
        let handed = Arc::new(Handed { to: it.by, what: What::Secret(secret) });
        let message = Some(it.message);
        let entry = Entry::Handed { handed, order: None, message, taken: true };
        recording.push(self.now, self.under_way.id, entry);
    }

    fn compare_numbers(&mut self, recording: &mut Recording) {
        let [own, other] = Party::ALL.map(|party| self.phone(party).safety_number());
        let same = own.zip(other).map(|(own, other)| own == other);
        for party in Party::ALL {
            self.at_phone(party, recording, |_, ctx| {
                ctx.note(Point::phone(party), None, Event::NumbersCompared { same });
            });
        }
    }

    fn hand_over(&self, all: Vec<Seized>, to: Institution, recording: &mut Recording) {
        for Seized { what, message } in all {
            let handed = Arc::new(Handed { to: Receiver::Institution(to), what });
            let entry = Entry::Handed { handed, order: None, message, taken: true };
            recording.push(self.now, self.under_way.id, entry);
        }
    }
}
