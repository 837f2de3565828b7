//! The figures of the comparison.

use keyhole::{
    compare,
    crypto::secret::RunSeed,
    world::{Party, conversation, regime},
};

#[test]
fn show() {
    let texts = [
        (Party::Alice, "one two three"),
        (Party::Bob, "two"),
        (Party::Alice, "Dinner at ours on Thursday?"),
        (Party::Alice, "four"),
        (Party::Bob, "Please do."),
        (Party::Alice, "six"),
    ];
    let run = conversation(RunSeed::from_bytes([9; 32]), true, &texts);
    for it in regime::ALL {
        let t = std::time::Instant::now();
        let f = compare::of(&run, usize::MAX, *it);
        let d = t.elapsed();
        let s = |s: compare::Share| format!("{}+{}/{}", s.read, s.trials, s.of);
        println!(
            "{:24} before {} after {} layered {} others {} bytes {} coal {:?} ev {:?} {:?}",
            it.key(),
            s(f.before),
            s(f.after),
            s(f.layered),
            s(f.others),
            f.bytes,
            f.coalitions,
            f.evidence,
            d
        );
        for st in &f.standing {
            println!(
                "      {:16} {} {:?} fab {} imp {}",
                st.observer.key(),
                s(st.share),
                st.reading,
                st.fabricates,
                st.impersonates
            );
        }
        let b = f.to_bytes();
        let mut r = &b[..];
        assert_eq!(compare::Figures::from_bytes(&mut r), Some(f));
        assert!(r.is_empty());
    }
}
