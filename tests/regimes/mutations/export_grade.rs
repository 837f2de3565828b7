//! Export grade: the provider strips the strong suite, from lists with and without a signature.

use super::{
    answers::{PHONES, chats, from, links, provider},
    check,
    hooks::published,
    mutation, verdict,
};
use crate::{case::INVESTIGATOR, changed::Changed};
use keyhole::{
    mechanism::{Layout, suites::SuiteList},
    world::regime::{ExportGrade, Regime},
};

#[test]
fn export_grade() {
    const EXPORT: &dyn Regime = &ExportGrade { signed: false };
    let of = |change| Changed::of(EXPORT, change);
    let verdicts = [
        PHONES,
        verdict("provider", provider, "39 39 39 39 39 39"),
        verdict("links", links, ". . . . . ."),
        verdict("order", |it| from(it.order_after(4), 4, &[INVESTIGATOR]), "39 39"),
    ];
    let honest = Changed { honest_directory: true, ..of("the strong suite stays in the bundle") };
    let strict = Changed {
        choose: Some(|app, offered, identity| {
            let list = SuiteList::decode(offered).map_err(|error| error.to_string())?;
            list.verify(identity).map_err(|error| error.to_string())?;
            app.choose(offered, identity)
        }),
        ..of("phones take signed lists only")
    };
    check(
        EXPORT,
        &verdicts,
        &[
            mutation(honest, &[("provider", "m m m m m m"), ("order", "m m")]),
            mutation(
                strict,
                &[
                    ("phones", "0 0"),
                    ("provider", "- - - - - -"),
                    ("links", "- - - - - -"),
                    ("order", "- -"),
                ],
            ),
            mutation(
                of("the provider publishes every envelope").hand(published),
                &[("links", "39 39 39 39 39 39")],
            ),
        ],
    );
}

#[test]
fn export_grade_with_signed_lists() {
    const SIGNED: &dyn Regime = &ExportGrade { signed: true };
    let of = |change| Changed::of(SIGNED, change);
    let verdicts = [verdict("phones", chats, "0 0"), verdict("provider", provider, "- - - - - -")];
    let lax = Changed {
        app: Some(|draw, party| ExportGrade { signed: false }.app(draw, party)),
        ..of("phones take lists without a signature")
    };
    let honest = Changed { honest_directory: true, ..of("the provider strips no list") };
    check(
        SIGNED,
        &verdicts,
        &[
            mutation(lax, &[("phones", "3 3"), ("provider", "39 39 39 39 39 39")]),
            mutation(honest, &[("phones", "3 3"), ("provider", "m m m m m m")]),
        ],
    );
}
