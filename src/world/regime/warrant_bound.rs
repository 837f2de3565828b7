//! Warrant-bound escrow: an app wraps its messages' keys only while a public log has an entry
//! that covers it.

use super::{
    App, Draw, Handed, Idea, Institution, Institutions, Order, Ordered, Regime, SealedMessage,
    Secret,
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
        log::{Activation, ConsistencyProof, InclusionProof, SignedHead, Target, Tree, TreeHead},
    },
    wire::{AccessField, AccessKind, Account, Annotated, Envelope, Reader},
    world::Party,
};

/// Before an activation the access field holds random bytes, so that no key opens it later.
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
            account: party.account(),
            agency: standing_key(draw).public(),
            log: log_key(draw).public(),
            head: Tree::new().head(),
            activations: Vec::new(),
        })
    }

    fn institutions(&self, draw: Draw<'_>) -> Box<dyn Institutions> {
        let (key, log) = (standing_key(draw), log_key(draw));
        Box::new(AgencyAndLog { key, log, tree: Tree::new() })
    }
}

fn log_key(draw: Draw<'_>) -> LogKeyPair {
    LogKeyPair::generate(&mut draw.rng("log", "log key"))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct BoundApp {
    account: Account,
    agency: AgencyKey,
    log: PublicKey,
    /// The log as this app has last seen it.
    head: TreeHead,
    activations: Vec<Activation>,
}

impl App for BoundApp {
    fn access_field(
        &mut self,
        sealed: SealedMessage<'_>,
        rng: &mut KeyedRng,
    ) -> Option<AccessField> {
        let header = sealed.message.header.to_bytes();
        let covered = self.activations.iter().any(|it| it.covers(&self.account, sealed.time));
        let field = if covered {
            EscrowField::wrap(sealed.seed, &self.agency, &header, rng)
        } else {
            EscrowField::wrap_nothing(&self.agency, &header, rng)
        };
        Some(AccessField::new(AccessKind::Escrow, field.ok()?.encode()))
    }

    /// The log has a new entry: the app believes it only if the log's key signed the head, the
    /// log has only grown, and the entry is in it.
    fn notice(&mut self, notice: &[u8]) -> Result<(), String> {
        let Update { head, grown, included, activation } =
            Update::decode(notice).map_err(|error| error.to_string())?;
        head.verify(&self.log).map_err(|error| error.to_string())?;
        grown.verify(&self.head, &head.head).map_err(|error| error.to_string())?;
        let entry = activation.encode();
        included.verify(entry.bytes(), &head.head).map_err(|error| error.to_string())?;
        self.head = head.head;
        self.activations.push(activation);
        Ok(())
    }
}

/// What the provider passes on when the log has grown: signed head ‖ proof that it has only
/// grown ‖ proof that the entry is in it ‖ the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Update {
    head: SignedHead,
    grown: ConsistencyProof,
    included: InclusionProof,
    activation: Activation,
}

impl Layout for Update {
    fn write(&self, w: &mut crate::wire::Writer) {
        self.head.write(w);
        self.grown.write(w);
        self.included.write(w);
        self.activation.write(w);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, crate::wire::DecodeError> {
        Ok(Self {
            head: SignedHead::read(r)?,
            grown: ConsistencyProof::read(r)?,
            included: InclusionProof::read(r)?,
            activation: Activation::read(r)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct AgencyAndLog {
    key: StandingKey,
    log: LogKeyPair,
    tree: Tree,
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
        let old_size = self.tree.size();
        let index = self.tree.append(activation.encode().bytes());
        let head = self.tree.head();
        let proofs = self
            .tree
            .consistency_proof(old_size, head.size)
            .zip(self.tree.inclusion_proof(index, head.size));
        let update: Option<Annotated> = proofs.map(|(grown, included)| {
            let head = SignedHead::sign(&self.log, head, rng);
            Update { head, grown, included, activation }.encode()
        });
        Ordered { notice: update, ..Ordered::default() }
    }

    fn brought(&self, _: &Order, envelope: &Envelope) -> Vec<Handed> {
        released(&self.key, envelope)
    }
}
