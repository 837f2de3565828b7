//! Warrant-bound escrow: an app wraps its messages' keys only while a public log has an entry
//! that covers its owner or the one it writes to, and that has not ended.

use super::{
    App, Draw, Ended, Handed, Idea, Institution, Institutions, Order, Ordered, Regime,
    SealedMessage, Secret,
    key_escrow::{released, standing_key},
};
use crate::{
    crypto::{
        keyed_rng::KeyedRng,
        keys::{LogKeyPair, PublicKey},
    },
    mechanism::{
        Layout,
        escrow::{AgencyKey, EscrowField, StandingKey},
        log::{
            Activation, ActivationEnd, ConsistencyProof, Entry, InclusionProof, SignedHead, Target,
            Tree, TreeHead,
        },
    },
    wire::{AccessField, AccessKind, Account, Annotated, Envelope, Reader},
    world::{ActionId, Event, Party},
};

/// Before an activation, and after its end, the access field holds random bytes, so that no key
/// opens it later.
#[derive(Debug, Clone, Copy)]
pub struct WarrantBound;

impl Regime for WarrantBound {
    fn key(&self) -> &'static str {
        "warrant-bound"
    }

    fn idea(&self) -> Idea {
        Idea::HoldsAKey
    }

    fn app(&self, draw: Draw<'_>, party: Party) -> Box<dyn App> {
        Box::new(BoundApp {
            ends: [party.account(), party.peer().account()],
            agency: standing_key(draw).public(),
            log: log_key(draw).public(),
            head: Tree::new().head(),
            activations: Vec::new(),
        })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let (key, log) = (standing_key(draw), log_key(draw));
        Box::new(AgencyAndLog { key, log, tree: Tree::new(), activations: Vec::new() })
    }
}

fn log_key(draw: Draw<'_>) -> LogKeyPair {
    LogKeyPair::generate(&mut draw.rng("log", "log key"))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct BoundApp {
    /// The two ends of its messages: an order on either covers them.
    ends: [Account; 2],
    agency: AgencyKey,
    log: PublicKey,
    /// The log as this app has last seen it.
    head: TreeHead,
    /// Each with its place in the log, and until when it covers by all that the log says.
    activations: Vec<(u64, Activation)>,
}

impl BoundApp {
    /// Whether the agency whose key this app has may open messages of this time.
    fn wraps(&self, time: u64) -> bool {
        let covers = |it: &Activation| self.ends.iter().any(|end| it.covers(end, time));
        let key = u32::from(self.agency.id.0);
        self.activations.iter().any(|(_, it)| it.key == key && covers(it))
    }
}

impl App for BoundApp {
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        let header = sealed.message.header.to_bytes();
        let field = if self.wraps(sealed.time) {
            EscrowField::wrap(sealed.seed, &self.agency, &header, rng)
        } else {
            EscrowField::wrap_nothing(&self.agency, &header, rng)
        };
        Some(AccessField::new(AccessKind::Escrow, field.ok()?.encode()))
    }

    /// The log has a new entry, an activation or the end of one: the app believes it only if the
    /// log's key signed the head, the log has only grown, and the entry is in it.
    fn notice(&mut self, notice: &[u8]) -> Result<Event, String> {
        let Update { head, grown, included, entry } =
            Update::decode(notice).map_err(|error| error.to_string())?;
        head.verify(&self.log).map_err(|error| error.to_string())?;
        grown.verify(&self.head, &head.head).map_err(|error| error.to_string())?;
        let bytes = entry.encode();
        included.verify(bytes.bytes(), &head.head).map_err(|error| error.to_string())?;
        match entry {
            Entry::Activation(activation) => self.activations.push((included.index, activation)),
            Entry::End(ActivationEnd { index, until }) => {
                let ended = self.activations.iter_mut().find(|(place, _)| *place == index);
                let (_, it) = ended.ok_or("the log ends what is no activation")?;
                // What was over stays over: an end makes an activation shorter only.
                it.until = Some(it.until.map_or(until, |earlier| earlier.min(until)));
            }
        }
        self.head = head.head;
        Ok(Event::NoticeTaken)
    }
}

/// What the provider passes on when the log has grown: signed head ‖ proof that it has only
/// grown ‖ proof that the entry is in it ‖ the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Update {
    head: SignedHead,
    grown: ConsistencyProof,
    included: InclusionProof,
    entry: Entry,
}

impl Layout for Update {
    fn write(&self, w: &mut crate::wire::Writer) {
        self.head.write(w);
        self.grown.write(w);
        self.included.write(w);
        self.entry.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, crate::wire::DecodeError> {
        Ok(Self {
            head: SignedHead::read(r)?,
            grown: ConsistencyProof::read(r)?,
            included: InclusionProof::read(r)?,
            entry: Entry::read(r)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct AgencyAndLog {
    key: StandingKey,
    log: LogKeyPair,
    tree: Tree,
    /// Where the activation of each order stands in the log.
    activations: Vec<(ActionId, u64)>,
}

impl AgencyAndLog {
    /// The log grows by an entry: its place, and what the phones are shown of it.
    fn append(&mut self, entry: Entry, rng: &mut KeyedRng) -> (u64, Option<Annotated>) {
        let old_size = self.tree.size();
        let index = self.tree.append(entry.encode().bytes());
        let head = self.tree.head();
        let proofs = self
            .tree
            .consistency_proof(old_size, head.size)
            .zip(self.tree.inclusion_proof(index, head.size));
        let update = proofs.map(|(grown, included)| {
            let head = SignedHead::sign(&self.log, head, rng);
            Update { head, grown, included, entry }.encode()
        });
        (index, update)
    }
}

impl Institutions for AgencyAndLog {
    fn holdings(&self) -> Vec<Handed> {
        let agency = self.key.public();
        let private = self.key.pair.private().clone();
        let key = Secret::StandingKey { agency, private };
        vec![Handed::published(agency), Handed::secret(Institution::Agency, key)]
    }

    /// An order is worth nothing before it stands in the log, and the log doesn't reach back.
    fn ordered(&mut self, order: &Order, target: &Account, rng: &mut KeyedRng) -> Ordered {
        let activation = Activation {
            target: Target::Named(target.clone()),
            from: order.start.0,
            until: order.end.map(|end| end.0.saturating_add(1)),
            key: u32::from(self.key.public().id.0),
        };
        let (index, notice) = self.append(Entry::Activation(activation), rng);
        self.activations.push((order.id, index));
        Ordered { notice, ..Ordered::default() }
    }

    /// The end stands in the log too, and phones are shown it as they were shown the start.
    fn order_ended(&mut self, order: &Order, _: &[Order], rng: &mut KeyedRng) -> Ended {
        let known = self.activations.iter().find(|(id, _)| *id == order.id);
        let Some(((_, index), end)) = known.copied().zip(order.end) else {
            return Ended::default();
        };
        let until = end.0.saturating_add(1);
        let (_, notice) = self.append(Entry::End(ActivationEnd { index, until }), rng);
        Ended { notice, ..Ended::default() }
    }

    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        released(&self.key, envelope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::secret::RunSeed, world::Time};

    static SEED: RunSeed = RunSeed::from_bytes([7; 32]);

    fn rng() -> KeyedRng {
        Draw::new(&SEED).rng("test", "signature")
    }

    fn log() -> AgencyAndLog {
        let draw = Draw::new(&SEED);
        let (key, log) = (standing_key(draw), log_key(draw));
        AgencyAndLog { key, log, tree: Tree::new(), activations: Vec::new() }
    }

    fn app() -> BoundApp {
        let draw = Draw::new(&SEED);
        BoundApp {
            ends: Party::ALL.map(Party::account),
            agency: standing_key(draw).public(),
            log: log_key(draw).public(),
            head: Tree::new().head(),
            activations: Vec::new(),
        }
    }

    fn activation(target: &str, key: u32) -> Entry {
        let target = Target::Named(Account::new(target));
        Entry::Activation(Activation { target, from: 1000, until: None, key })
    }

    fn shown(app: &mut BoundApp, log: &mut AgencyAndLog, entry: Entry) -> Result<Event, String> {
        let (_, notice) = log.append(entry, &mut rng());
        app.notice(notice.unwrap().bytes())
    }

    #[test]
    fn an_activation_for_another_key_or_another_pair_covers_nothing() {
        let (mut app, mut log) = (app(), log());
        for (target, key, wraps) in
            [("alice", 2, false), ("alice", 257, false), ("carol", 1, false), ("bob", 1, true)]
        {
            assert_eq!(shown(&mut app, &mut log, activation(target, key)), Ok(Event::NoticeTaken));
            assert_eq!(app.wraps(1000), wraps, "{target} {key}");
        }
        assert!(!app.wraps(999));
    }

    #[test]
    fn each_end_closes_its_activation_alone() {
        let (mut app, mut log) = (app(), log());
        for _ in 0..2 {
            shown(&mut app, &mut log, activation("alice", 1)).unwrap();
        }
        let end = |index, until| Entry::End(ActivationEnd { index, until });
        shown(&mut app, &mut log, end(1, 2000)).unwrap();
        assert!(app.wraps(2000));
        shown(&mut app, &mut log, end(0, 3000)).unwrap();
        assert_eq!([2999, 3000].map(|time| app.wraps(time)), [true, false]);
        // A second end doesn't open what was over.
        shown(&mut app, &mut log, end(0, 9000)).unwrap();
        assert!(!app.wraps(3000));
        // The end of what is no activation is refused, and the app is as it was.
        let before = app.clone();
        assert!(shown(&mut app, &mut log, end(2, 1)).is_err());
        assert_eq!(app, before);
    }

    #[test]
    fn an_order_that_has_ended_is_closed_once() {
        let mut log = log();
        let order = Order {
            id: ActionId(3),
            target: Party::Alice,
            start: Time(5),
            end: None,
            demand: None,
        };
        log.ordered(&order, &Party::Alice.account(), &mut rng());
        let ended = Order { end: Some(Time(9)), ..order };
        let notice = log.order_ended(&ended, &[], &mut rng()).notice.unwrap();
        let entry = Update::decode(notice.bytes()).unwrap().entry;
        assert_eq!(entry, Entry::End(ActivationEnd { index: 0, until: 10 }));
        // An order that the log does not know leaves no entry.
        let unknown = Order { id: ActionId(4), ..ended };
        assert!(log.order_ended(&unknown, &[], &mut rng()).notice.is_none());
    }
}
