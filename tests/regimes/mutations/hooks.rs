//! What the changes of several rules do: keys that are drawn, seeds that are wrapped, copies that
//! are handed over.

use crate::changed::{Moment, header_of};
use keyhole::{
    crypto::keyed_rng::KeyedRng,
    mechanism::{
        Layout,
        escrow::{AgencyKey, EscrowField, KeyId, StandingKey},
    },
    wire::{AccessField, AccessKind, Annotated, Envelope, Reader},
    world::regime::{Draw, Handed, Institution, Receiver, SealedMessage, Secret, What},
};

pub const INVESTIGATOR_GETS: Receiver = Receiver::Institution(Institution::Investigator);

/// The agency's key, as the rules draw it.
pub fn standing_key(draw: Draw<'_>) -> StandingKey {
    StandingKey::generate(KeyId(1), &mut draw.rng("agency", "standing key"))
}

/// A key of somebody else that says that it is the agency's.
pub fn another_key(draw: Draw<'_>) -> StandingKey {
    StandingKey::generate(KeyId(1), &mut draw.rng("somebody else", "standing key"))
}

pub fn handed_key(key: &StandingKey) -> What {
    let (agency, private) = (key.public(), key.pair.private().clone());
    What::Secret(Secret::StandingKey { agency, private })
}

pub fn wrapped(
    sealed: SealedMessage<'_>,
    agency: AgencyKey,
    header: &[u8],
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    let field = EscrowField::wrap(sealed.seed, &agency, header, rng).unwrap();
    Some(AccessField::new(AccessKind::Escrow, field.encode()))
}

pub fn header(sealed: SealedMessage<'_>) -> Vec<u8> {
    sealed.message.header.to_bytes().to_vec()
}

pub fn of_another_message(sealed: SealedMessage<'_>) -> Vec<u8> {
    let mut header = sealed.message.header;
    header.message_number += 1;
    header.to_bytes().to_vec()
}

/// The app wraps the seed to the agency's key, beside this message.
pub fn escrowed(
    sealed: SealedMessage<'_>,
    draw: Draw<'_>,
    rng: &mut KeyedRng,
) -> Option<AccessField> {
    wrapped(sealed, standing_key(draw).public(), &header(sealed), rng)
}

pub fn seed_in(key: &StandingKey, envelope: &Envelope) -> Option<What> {
    let header = header_of(envelope);
    let field = EscrowField::decode(envelope.access_of(AccessKind::Escrow)?).ok()?;
    let seed = field.unwrap(key, &header.to_bytes()).ok()?;
    let (ratchet_key, message_number) = (header.ratchet_key, header.message_number);
    Some(What::Secret(Secret::MessageSeed { ratchet_key, message_number, seed }))
}

fn decoded(bytes: &Annotated) -> Envelope {
    Envelope::decode(Reader::new(bytes.bytes())).unwrap()
}

/// With every envelope that passes, a copy for somebody.
pub fn copies(moment: Moment<'_>, to: Receiver, mut handed: Vec<Handed>) -> Vec<Handed> {
    if let Moment::Passed(envelope) = moment {
        handed.push(Handed { to, what: What::Envelope(envelope.clone()) });
    }
    handed
}

pub fn published(_: Draw<'_>, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
    copies(moment, Receiver::Everybody, handed)
}

pub fn copies_to_the_investigator(
    _: Draw<'_>,
    moment: Moment<'_>,
    handed: Vec<Handed>,
) -> Vec<Handed> {
    copies(moment, INVESTIGATOR_GETS, handed)
}

pub fn copies_to_the_agency(_: Draw<'_>, moment: Moment<'_>, handed: Vec<Handed>) -> Vec<Handed> {
    copies(moment, Receiver::Institution(Institution::Agency), handed)
}

/// From the beginning, the agency's key for somebody else too.
pub fn key_for(
    draw: Draw<'_>,
    moment: Moment<'_>,
    to: Receiver,
    mut handed: Vec<Handed>,
) -> Vec<Handed> {
    if matches!(moment, Moment::Beginning) {
        handed.push(Handed { to, what: handed_key(&standing_key(draw)) });
    }
    handed
}

pub fn key_for_the_provider(
    draw: Draw<'_>,
    moment: Moment<'_>,
    handed: Vec<Handed>,
) -> Vec<Handed> {
    key_for(draw, moment, Receiver::Provider, handed)
}

/// The agency opens every envelope that passes and hands it on, whether there is an order or not.
pub fn opened_without_an_order(
    draw: Draw<'_>,
    moment: Moment<'_>,
    mut handed: Vec<Handed>,
) -> Vec<Handed> {
    if let Moment::Passed(envelope) = moment {
        let seed = seed_in(&standing_key(draw), &decoded(envelope));
        let what = [What::Envelope(envelope.clone())].into_iter().chain(seed);
        handed.extend(what.map(Handed::to_investigator));
    }
    handed
}

pub const fn is_secret(handed: &Handed) -> bool {
    matches!(handed.what, What::Secret(_))
}
