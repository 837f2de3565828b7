//! Who does work that takes long: workers, or, where there are none, the page in slices.

use crate::{
    jobs::{Campaign, Outcome, Piece, Runner, State, Task},
    shell::worker::{self, Worker},
    ui::clock,
};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// So long a piece should take in a worker, in milliseconds: progress is told about as often.
const PIECE: f64 = 200.0;
/// So long on the page.
const SLICE: f64 = 8.0;
/// A worker that crashes is started again so many times.
const RESTARTS: u32 = 3;

/// Work that is under way. It ends when it is dropped: its workers are stopped at once.
#[derive(Debug)]
pub struct Engine {
    campaign: RefCell<Campaign>,
    workers: RefCell<Vec<Slot>>,
    paused: Cell<bool>,
    /// Whether the page itself does the work.
    slices: Cell<bool>,
    crashes: Cell<u32>,
    /// Whether it has come to its end: time and workers are settled then.
    over: Cell<bool>,
    /// What was counted, by the first candidate of each piece.
    counted: RefCell<Vec<(u64, Vec<u8>)>>,
    /// How many candidates a piece has; it follows how quick they are.
    size: Cell<u64>,
    /// Milliseconds that were spent, without pauses, and since when it runs.
    spent: Cell<f64>,
    since: Cell<f64>,
    changed: Callback<()>,
}

#[derive(Debug)]
struct Slot {
    worker: Option<Worker>,
    ready: bool,
    piece: Option<(Piece, f64)>,
}

/// How it stands, for whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// How it stands.
    pub state: State,
    /// How many candidates were tried.
    pub tried: u64,
    /// How many of them each second, on average.
    pub rate: u64,
    /// How many workers run it; none if the page does it in slices.
    pub workers: usize,
    /// How many times a worker crashed.
    pub crashes: u32,
    /// Whether it stands still.
    pub paused: bool,
}

impl Engine {
    /// Starts with a task and the first and last of its candidates; `changed` is called whenever
    /// there is something new to show.
    pub fn start(task: &Task, range: (u64, u64), changed: Callback<()>) -> Rc<Self> {
        let engine = Rc::new(Self {
            campaign: RefCell::new(Campaign::new(task.clone(), range)),
            workers: RefCell::default(),
            paused: Cell::new(false),
            slices: Cell::new(false),
            crashes: Cell::new(0),
            over: Cell::new(false),
            counted: RefCell::default(),
            size: Cell::new(task.first_size()),
            spent: Cell::new(0.0),
            since: Cell::new(clock::now()),
            changed,
        });
        // A walk can't be divided.
        let count = if task.last().is_none() { 1 } else { worker::count() };
        for nth in 0..count {
            let slot = Slot { worker: engine.hire(nth), ready: false, piece: None };
            engine.workers.borrow_mut().push(slot);
        }
        engine.help_out();
        engine
    }

    /// How it stands.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let campaign = self.campaign.borrow();
        let spent =
            self.spent.get() + if self.runs() { clock::now() - self.since.get() } else { 0.0 };
        let tried = campaign.tried();
        let workers = self.workers.borrow().iter().filter(|it| it.worker.is_some()).count();
        Progress {
            state: campaign.state(),
            tried,
            rate: tried.saturating_mul(1_000) / (spent as u64).max(1),
            workers: if self.slices.get() { 0 } else { workers },
            crashes: self.crashes.get(),
            paused: self.paused.get(),
        }
    }

    /// What was counted so far, in the order of the candidates, by the first of each piece.
    #[must_use]
    pub fn counted(&self) -> Vec<(u64, Vec<u8>)> {
        self.counted.borrow().clone()
    }

    /// Stands still, or goes on. Pieces that are out come to their end.
    pub fn pause(self: &Rc<Self>, pause: bool) {
        if self.paused.replace(pause) == pause {
            return;
        }
        let now = clock::now();
        if pause {
            self.spent.set(self.spent.get() + now - self.since.get());
        } else {
            self.since.set(now);
            self.feed_all();
            if self.slices.get() {
                self.work_in_slices();
            }
        }
        self.changed.emit(());
    }

    fn runs(&self) -> bool {
        !self.paused.get() && self.campaign.borrow().state() == State::Running
    }

    /// Starts a worker for a place in the list.
    fn hire(self: &Rc<Self>, nth: usize) -> Option<Worker> {
        let on = |act: fn(&Rc<Self>, usize, &[u8])| {
            let engine = Rc::downgrade(self);
            // Not within the call: it may end the worker that is calling.
            move |bytes: Vec<u8>| {
                let engine: Weak<Self> = engine.clone();
                spawn_local(async move {
                    if let Some(engine) = engine.upgrade() {
                        act(&engine, nth, &bytes);
                    }
                });
            }
        };
        let fail = on(|engine, nth, _| engine.failed(nth));
        Worker::start(on(Self::answered), move || fail(Vec::new())).ok()
    }

    /// A worker is ready, or has done its piece.
    fn answered(self: &Rc<Self>, nth: usize, bytes: &[u8]) {
        let done = {
            let mut workers = self.workers.borrow_mut();
            let Some(slot) = workers.get_mut(nth) else { return };
            slot.ready = true;
            slot.piece.take()
        };
        if let Some((piece, since)) = done {
            match Outcome::from_bytes(bytes) {
                Some(outcome) => self.take_in(&piece, outcome, clock::now() - since, PIECE),
                None => self.campaign.borrow_mut().lose(&piece),
            }
        }
        self.feed(nth);
        self.changed.emit(());
    }

    fn take_in(&self, piece: &Piece, mut outcome: Outcome, took: f64, goal: f64) {
        let tried = outcome.tried;
        let counted = std::mem::take(&mut outcome.counted);
        if !counted.is_empty() {
            let mut all = self.counted.borrow_mut();
            let place = all.iter().position(|(first, _)| *first > piece.first);
            let place = place.unwrap_or(all.len());
            all.insert(place, (piece.first, counted));
        }
        self.campaign.borrow_mut().take_in(piece, outcome);
        self.settle();
        // At most four times as many as before: one quick piece says little.
        let rate = tried as f64 / took.max(0.1);
        let size = (rate * goal) as u64;
        self.size.set(size.clamp(1, self.size.get().saturating_mul(4)));
    }

    /// Once nothing is left to do: the time that was spent is fixed, and the workers are let go.
    fn settle(&self) {
        if self.campaign.borrow().state() == State::Running || self.over.replace(true) {
            return;
        }
        if !self.paused.get() {
            self.spent.set(self.spent.get() + clock::now() - self.since.get());
        }
        self.workers.borrow_mut().iter_mut().for_each(|slot| slot.worker = None);
    }

    fn feed_all(&self) {
        let count = self.workers.borrow().len();
        (0..count).for_each(|nth| self.feed(nth));
    }

    /// Gives a worker its next piece, if there is one.
    fn feed(&self, nth: usize) {
        if self.paused.get() {
            return;
        }
        let mut workers = self.workers.borrow_mut();
        let Some(slot) = workers.get_mut(nth).filter(|it| it.ready && it.piece.is_none()) else {
            return;
        };
        let Some(worker) = &slot.worker else { return };
        let Some(piece) = self.campaign.borrow_mut().hand_out(self.size.get()) else { return };
        worker.post(piece.to_bytes());
        slot.piece = Some((piece, clock::now()));
    }

    /// A worker has crashed, or could not start: its piece is for somebody else.
    fn failed(self: &Rc<Self>, nth: usize) {
        let (lost, was_ready) = {
            let mut workers = self.workers.borrow_mut();
            let Some(slot) = workers.get_mut(nth) else { return };
            slot.worker = None;
            (slot.piece.take(), std::mem::take(&mut slot.ready))
        };
        if let Some((piece, _)) = lost {
            self.campaign.borrow_mut().lose(&piece);
        }
        if was_ready {
            self.crashes.set(self.crashes.get() + 1);
            if self.crashes.get() <= RESTARTS {
                let worker = self.hire(nth);
                if let Some(slot) = self.workers.borrow_mut().get_mut(nth) {
                    slot.worker = worker;
                }
            }
        }
        self.settle();
        // Somebody who has nothing to do may take over what was lost.
        self.feed_all();
        self.help_out();
        self.changed.emit(());
    }

    /// Without any worker the page does it.
    fn help_out(self: &Rc<Self>) {
        let alone = self.workers.borrow().iter().all(|it| it.worker.is_none());
        if alone && !self.over.get() && !self.slices.replace(true) {
            self.size.set(self.campaign.borrow().task().first_size());
            self.work_in_slices();
        }
    }

    fn work_in_slices(self: &Rc<Self>) {
        let engine = Rc::downgrade(self);
        spawn_local(async move {
            let mut runner = Runner::default();
            let mut told = 0.0;
            while let Some(engine) = engine.upgrade().filter(|it| it.runs()) {
                let since = clock::now();
                let piece = engine.campaign.borrow_mut().hand_out(engine.size.get());
                let Some(piece) = piece else { return };
                let outcome = runner.run(&piece);
                engine.take_in(&piece, outcome, clock::now() - since, SLICE);
                let is_over = engine.campaign.borrow().state() != State::Running;
                if is_over || since - told > PIECE {
                    told = since;
                    engine.changed.emit(());
                }
                drop(engine);
                clock::breathe().await;
            }
        });
    }
}
