//! What each point sees: every byte explained, and no more than it can open.

use crate::exchange::{captures, exchange, played};
use keyhole::{
    wire::{Field, Frame, Layer},
    world::{Action, Point, Traffic},
};

#[test]
fn every_byte_of_every_layer_is_explained_once() {
    let timeline = played(exchange());
    let mut leaves = 0;
    for point in Point::ALL {
        for capture in captures(&timeline, point) {
            for layer in capture.all_layers() {
                assert_eq!(layer.check(), Ok(()));
                leaves += layer.leaves().count();
            }
        }
    }
    assert!(leaves > 1_000, "{leaves}");
}

#[test]
fn each_point_sees_only_what_it_can_open() {
    let timeline = played(exchange());
    for point in Point::ALL {
        let captures = captures(&timeline, point);
        let deepest = captures.iter().map(|capture| capture.layers().count()).max();
        let expected = match point {
            Point::AliceLink | Point::BobLink => 1,
            Point::Provider => 2,
            Point::AlicePhone | Point::BobPhone => 3,
        };
        assert_eq!(deepest, Some(expected), "{}", point.key());
        for capture in captures {
            for layer in capture.layers() {
                for span in layer.spans() {
                    let layer = span.field.layer();
                    if point.is_link() {
                        assert!(layer <= Layer::Record, "{:?} on a link", span.field);
                    }
                    if point == Point::Provider {
                        assert!(layer <= Layer::Ratchet, "{:?} at the provider", span.field);
                    }
                }
            }
        }
    }
}

/// The texts must not stand anywhere where they can't be opened; on the phones they do.
#[test]
fn no_text_leaks_below_the_phones() {
    let timeline = played(exchange());
    let stands = |point, text: &[u8]| {
        let mut layers = captures(&timeline, point)
            .into_iter()
            .flat_map(|capture| capture.layers().map(|it| it.bytes().to_vec()).collect::<Vec<_>>());
        layers.any(|bytes| bytes.windows(text.len()).any(|window| window == text))
    };
    let sent: Vec<_> = timeline
        .run()
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Send { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(sent.len(), 4);
    for text in sent {
        for point in Point::ALL {
            let on_a_phone = matches!(point, Point::AlicePhone | Point::BobPhone);
            assert_eq!(stands(point, text.as_bytes()), on_a_phone, "{} {text}", point.key());
        }
    }
    for (name, point) in [(b"alice", Point::AliceLink), (b"alice", Point::BobLink)] {
        assert!(!stands(point, name), "{}", point.key());
    }
    assert!(stands(Point::Provider, b"alice"));
}

#[test]
fn what_the_provider_opens_decodes_to_what_was_sent() {
    let timeline = played(exchange());
    let mut envelopes = 0;
    for capture in captures(&timeline, Point::Provider) {
        let Some(frame) = capture.layers().nth(1) else { continue };
        let (_, decoded) = Frame::decode(frame.bytes()).unwrap();
        assert_eq!(Traffic::Frame(decoded.key()), capture.transmission.traffic);
        if let Frame::Submit(envelope) = decoded {
            envelopes += 1;
            assert_eq!(Some(envelope.from.as_str().as_bytes()), frame.value(Field::EnvelopeFrom));
            assert_eq!(Some(envelope.to.as_str().as_bytes()), frame.value(Field::EnvelopeTo));
        }
    }
    assert_eq!(envelopes, 4);
}
