//! What institutions hand out, shares of a key and updates of the log, changed.

use super::failed;
use crate::{
    case::{Case, custodian, seed, together},
    changed::Changed,
};
use keyhole::{
    access::{Finding, Observer},
    crypto::secret::KeyShare,
    wire::Annotated,
    world::{
        ActionId, Party, Time,
        regime::{Draw, Order, Ordered, Regime, Secret, SplitEscrow, WarrantBound, What},
    },
};

/// A share of which a bit is another: the key that comes out is not the agency's.
#[test]
fn a_changed_share_gives_no_key() {
    let change = Changed::of(&SplitEscrow, "a bit of one share is flipped");
    let change = change.hand(|_, _, mut handed| {
        for it in &mut handed {
            if let What::Secret(Secret::KeyShare { share, .. }) = &mut it.what
                && share.custodian() == 1
            {
                let mut bytes = *share.reveal();
                bytes[20] ^= 1;
                *share = KeyShare::from_bytes(bytes);
            }
        }
        handed
    });
    let (_, access) = Case::of(change.leak()).judged();
    for (other, expected) in [(2, Finding::Metadata), (3, Finding::Metadata)] {
        let found = together(&access, &[custodian(1), custodian(other), Observer::Provider]);
        assert_eq!(found, [expected; 6]);
    }
    let found = together(&access, &[custodian(2), custodian(3), Observer::Provider]);
    assert_eq!(found, [Finding::Content; 6]);
    assert!(failed(&access, "combine-shares") > 0);
}

/// The log's update, byte by byte: every changed one is refused, and the app goes on.
#[test]
fn a_changed_update_of_the_log_is_refused() {
    let draw_seed = seed();
    let draw = Draw::new(&draw_seed);
    let update = update(draw);
    let app = || WarrantBound.app(draw, Party::Alice);
    app().notice(update.bytes()).unwrap();
    for byte in 0..update.bytes().len() {
        let mut it = app();
        let before = it.clone();
        let changed = update.with_flipped_bit(u32::try_from(8 * byte + byte % 8).unwrap());
        assert!(it.notice(changed.bytes()).is_err(), "byte {byte}");
        assert!(it == before, "byte {byte}");
        assert!(it.notice(&update.bytes()[..byte]).is_err(), "cut at {byte}");
        assert!(it == before, "cut at {byte}");
        it.notice(update.bytes()).unwrap();
    }
    // The same entry twice: the log has not grown by it.
    let mut it = app();
    it.notice(update.bytes()).unwrap();
    assert!(it.notice(update.bytes()).is_err());
}

fn update(draw: Draw<'_>) -> Annotated {
    let order = Order {
        id: ActionId(9),
        target: Party::Alice,
        start: Time(40_000),
        end: None,
        demand: None,
    };
    let mut institutions = WarrantBound.institutions(draw);
    let mut rng = draw.rng("test", "order");
    let Ordered { notice, .. } = institutions.ordered(&order, &Party::Alice.account(), &mut rng);
    notice.unwrap()
}
