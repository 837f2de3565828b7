//! Between two rules the bytes differ only where the rules say so.

use super::case::{Case, TEXTS};
use keyhole::{
    crypto::suite::Suite,
    mechanism::sealed_sender::take_off,
    protocol::terms::Seeds,
    wire::{Content, Envelope, Field, Frame, Packet},
    world::{
        ActionId, Direction, Entry, Party, Timeline, Traffic, Transmission,
        regime::{self, Regime, Retention},
    },
};
use std::{collections::BTreeMap, sync::Arc};

fn transmissions(timeline: &Timeline) -> Vec<Arc<Transmission>> {
    let entries = timeline.recording().entries().iter();
    let packets = entries.filter_map(|it| match &it.entry {
        Entry::Transmission { transmission, .. } => Some(Arc::clone(transmission)),
        _ => None,
    });
    packets.collect()
}

/// The envelopes that phones submitted for each other's phone, by the action that sent them.
fn envelopes(timeline: &Timeline) -> BTreeMap<ActionId, (Vec<u8>, Envelope)> {
    let submitted = transmissions(timeline).into_iter().filter_map(|it| {
        let frame = it.packet.below().filter(|_| it.traffic == Traffic::Frame("submit"))?;
        let bytes = frame.part(Field::Envelope).unwrap().bytes().to_vec();
        let (_, Frame::Submit(envelope)) = Frame::decode(frame.bytes()).unwrap() else {
            panic!("it is no submission")
        };
        (envelope.to_device == 1 && envelope.from != envelope.to)
            .then(|| (it.message.unwrap(), (bytes, envelope)))
    });
    submitted.collect()
}

/// Rules under which what phones submit is what they submit under end-to-end encryption.
fn leaves_the_ratchet_alone(it: &dyn Regime) -> bool {
    let terms = it.terms();
    it.end_to_end()
        && (terms.suite, terms.seeds) == (Suite::default(), Seeds::Ratchet)
        && !["key-substitution", "export-grade", "sealed-sender"].contains(&it.key())
}

/// What a rule adds to an envelope.
fn adds_a_field(it: &dyn Regime) -> bool {
    let keys =
        ["key-escrow", "split-escrow", "warrant-bound", "client-side-scanning", "crumple-zone"];
    keys.contains(&it.key())
}

/// The frames that a rule sends besides those of end-to-end encryption, as its texts say.
fn extra_frames(it: &dyn Regime) -> &'static [&'static str] {
    match it.key() {
        "warrant-bound" => &["notice", "acknowledge"],
        "ghost-device" => &["new-device", "acknowledge", "submit", "accepted"],
        "ghost-device-signed" => &["signed-device", "failure"],
        "cloud-backup" | "cloud-backup-user-key" => &["backup", "done"],
        _ => &[],
    }
}

#[test]
fn envelopes_differ_in_the_access_part_alone() {
    let case = |it| Case::of(it).order_after(3).keeping(Retention::ForEver);
    let (plain, _) = case(regime::of_key("end-to-end").unwrap()).judged();
    let plain = envelopes(&plain);
    assert_eq!(plain.len(), TEXTS.len());
    let compared = regime::ALL.iter().filter(|it| leaves_the_ratchet_alone(**it));
    let mut count = 0;
    for it in compared {
        count += 1;
        let (timeline, _) = case(*it).judged();
        let changed = envelopes(&timeline);
        assert!(changed.keys().eq(plain.keys()), "{}", it.key());
        for ((message, (old, of_old)), (new, of_new)) in plain.iter().zip(changed.values()) {
            let place = format!("{} {message:?}", it.key());
            assert_eq!(of_new.message, of_old.message, "{place}");
            assert_eq!(of_new.access.is_some(), adds_a_field(*it), "{place}");
            // The message and its length come last, and before them the kind.
            let kind = old.len() - of_old.message.len() - 3;
            let mut expected = old.clone();
            if let Some((_, field)) = &of_new.access {
                expected[kind] |= 0x80;
                assert_eq!(new.len(), old.len() + 3 + field.len(), "{place}");
            }
            assert_eq!(new[..old.len()], expected, "{place}");
            if of_new.access.is_none() {
                assert_eq!(new.len(), old.len(), "{place}");
            }
        }
    }
    assert!(count >= 9, "{count}");
}

/// Kind, way and link of each packet of an action; lengths where a packet is one of both.
fn traffic(timeline: &Timeline) -> Vec<(ActionId, Party, Direction, &'static str)> {
    let all = transmissions(timeline);
    all.iter().map(|it| (it.id.action, it.id.link, it.direction, it.traffic.key())).collect()
}

#[test]
fn a_rule_sends_no_frames_but_those_that_it_says() {
    let case = |it| Case::of(it).order_after(3);
    let (plain, _) = case(regime::of_key("end-to-end").unwrap()).judged();
    let plain = traffic(&plain);
    for it in regime::ALL.iter().filter(|it| leaves_the_ratchet_alone(**it)) {
        let (timeline, _) = case(*it).judged();
        let mut extra = traffic(&timeline);
        for frame in &plain {
            let place = extra.iter().position(|it| it == frame);
            extra.remove(place.unwrap_or_else(|| panic!("{} lacks {frame:?}", it.key())));
        }
        let mut extra: Vec<_> = extra.into_iter().map(|(.., key)| key).collect();
        extra.sort_unstable();
        extra.dedup();
        let mut expected = extra_frames(*it).to_vec();
        expected.sort_unstable();
        assert_eq!(extra, expected, "{}", it.key());
    }
}

/// What is in a sealed envelope is what stands open under end-to-end encryption, byte for byte;
/// only it travels as another frame.
#[test]
fn a_sealed_envelope_holds_the_same_message() {
    let (plain, _) = Case::under("end-to-end").judged();
    let plain = envelopes(&plain);
    let (timeline, _) = Case::under("sealed-sender").judged();
    let mut count = 0;
    for it in transmissions(&timeline) {
        if it.traffic != Traffic::Frame("submit-sealed") {
            assert_ne!(it.traffic, Traffic::Frame("submit"));
            continue;
        }
        let frame = it.packet.below().unwrap();
        let (_, Frame::SubmitSealed { envelope, .. }) = Frame::decode(frame.bytes()).unwrap()
        else {
            panic!("it is not sealed")
        };
        let (_, old) = &plain[&it.message.unwrap()];
        let recipient = timeline.world().phone(Party::of_account(&envelope.to).unwrap());
        let opened = take_off(recipient.identity(), &envelope.message).unwrap();
        assert_eq!((opened.kind, &opened.message), (old.kind, &old.message));
        assert_eq!(opened.certificate.holder.account, old.from);
        assert_eq!((envelope.id, envelope.time, &envelope.to), (old.id, old.time, &old.to));
        count += 1;
    }
    assert_eq!(count, TEXTS.len());
}

/// Up to the first text the phones do the same under every rule, byte for byte: connections,
/// accounts, prekeys. Only rules with suites and with certificates have something to say before.
#[test]
fn joining_is_the_same_under_every_rule() {
    let joined = |it: &'static dyn Regime| {
        let (timeline, _) = Case::of(it).messages(0).judged();
        let packets = transmissions(&timeline);
        packets.iter().map(|it| it.packet.bytes().to_vec()).collect::<Vec<_>>()
    };
    let plain = joined(regime::of_key("end-to-end").unwrap());
    for it in regime::ALL {
        let same = joined(*it) == plain;
        let says_more = ["export-grade", "sealed-sender"].contains(&it.key());
        assert_eq!(same, !says_more, "{}", it.key());
    }
}

/// Every packet is as long as its parts, and the length of a record tells nothing but the
/// length of its frame.
#[test]
fn records_add_a_fixed_length() {
    for it in regime::ALL {
        let (timeline, _) = Case::of(*it).order_after(3).judged();
        for transmission in transmissions(&timeline) {
            if let (Traffic::Frame(key), Some(frame)) =
                (transmission.traffic, transmission.packet.below())
            {
                let payload = Packet::decode(transmission.packet.bytes()).unwrap().payload;
                assert_eq!(payload.len(), frame.bytes().len() + 16, "{} {key}", it.key());
            }
        }
    }
}

/// Under everything that a rule adds lies the message: what a phone finds at the bottom of a
/// packet with a text is its content, and nothing that is for somebody else.
#[test]
fn at_the_bottom_of_every_delivery_lies_the_content() {
    for it in regime::ALL.iter().filter(|it| it.end_to_end()) {
        let (timeline, access) = Case::of(*it).judged();
        let texts: BTreeMap<_, _> = access.messages().zip(TEXTS).collect();
        for transmission in transmissions(&timeline) {
            if transmission.traffic == Traffic::Frame("deliver") {
                let (_, text) = texts[&transmission.message.unwrap()];
                let content = Content::Text(text.into()).encode();
                let bottom = transmission.packet.layers().last().unwrap();
                assert_eq!(bottom.bytes(), content.bytes(), "{}", it.key());
            }
        }
    }
}

/// Whatever a rule puts on the wire is annotated: every byte of every layer lies in exactly one
/// field.
#[test]
fn every_byte_has_its_field_under_every_rule() {
    for it in regime::ALL {
        let (timeline, _) = Case::of(*it).order_after(3).judged();
        for transmission in transmissions(&timeline) {
            for layer in transmission.packet.layers() {
                assert_eq!(layer.check(), Ok(()), "{} {:?}", it.key(), transmission.traffic);
            }
        }
    }
}
