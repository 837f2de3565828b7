//! Each verdict of regimes.md, and what flips it: a rule with one named change. A change flips
//! the verdicts that are listed with it, to what is listed, and no other verdict of its rule;
//! and there is no verdict that nothing flips.
//!
//! This file holds the frame, [`answers`] what verdicts ask, [`hooks`] what changes of several
//! rules do, and every other module the verdicts and changes of a rule.

mod answers;
mod client_side_scanning;
mod clipper;
mod cloud_backup;
mod crumple_zone;
mod end_to_end;
mod export_grade;
mod ghost_device;
mod hooks;
mod key_escrow;
mod key_substitution;
mod sealed_sender;
mod split_escrow;
mod transport_only;
mod warrant_bound;
mod work_factor;

use crate::{case::Case, changed::Changed};
use keyhole::world::regime::Regime;

/// What must come out under a rule.
struct Verdict {
    name: &'static str,
    /// What comes out under the rule of this case, in short.
    judge: fn(Case) -> String,
    expected: &'static str,
    /// Whether it is there to show that a change leaves it as it is.
    stays: bool,
}

/// What holds under every rule, and under a changed one unless its change says otherwise.
const fn always(name: &'static str, judge: fn(Case) -> String, expected: &'static str) -> Verdict {
    Verdict { name, judge, expected, stays: true }
}

const fn verdict(name: &'static str, judge: fn(Case) -> String, expected: &'static str) -> Verdict {
    Verdict { name, judge, expected, stays: false }
}

/// A change, and what comes out of the verdicts that it flips.
struct Mutation {
    change: Changed,
    flips: &'static [(&'static str, &'static str)],
}

const fn mutation(change: Changed, flips: &'static [(&'static str, &'static str)]) -> Mutation {
    Mutation { change, flips }
}

fn check(real: &'static dyn Regime, verdicts: &[Verdict], mutations: &[Mutation]) {
    let mut wrong = Vec::new();
    let needed = verdicts.iter().filter(|it| !it.stays);
    let mut unflipped: Vec<_> = needed.map(|it| it.name).collect();
    for verdict in verdicts {
        let found = (verdict.judge)(Case::of(real));
        if found != verdict.expected {
            wrong.push(format!("{}: {found}, not {}", verdict.name, verdict.expected));
        }
    }
    for Mutation { change, flips } in mutations {
        let regime = change.leak();
        for (name, to) in *flips {
            let verdict = verdicts.iter().find(|it| it.name == *name);
            let verdict = verdict.unwrap_or_else(|| panic!("there is no verdict “{name}”"));
            assert_ne!(verdict.expected, *to, "{}: “{name}” is not flipped", change.change);
            unflipped.retain(|it| it != name);
        }
        for Verdict { name, judge, expected, .. } in verdicts {
            let flipped = flips.iter().find(|(it, _)| it == name);
            let expected = flipped.map_or(*expected, |(_, to)| to);
            let found = judge(Case::of(regime));
            if found != expected {
                wrong.push(format!("{}: {name}: {found}, not {expected}", change.change));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", real.key(), wrong.join("\n"));
    assert!(unflipped.is_empty(), "{}: nothing flips {unflipped:?}", real.key());
}
