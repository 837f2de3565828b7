//! Which source each text about a rule rests on; docs/REGIMES.md has the same table.

/// The sources of one rule, as ids of `www/locales/*/sources.ftl` without `source-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sources {
    /// Of its proponents' argument.
    pub pro: &'static [&'static str],
    /// Of its critics' reply.
    pub con: &'static [&'static str],
    /// Of the real case.
    pub case: &'static [&'static str],
}

/// The sources of the rule with this name; a rule that is not listed has none.
#[must_use]
pub fn of(regime: &str) -> Sources {
    let listed = ALL.iter().find(|(key, _)| *key == regime);
    listed.map(|(_, sources)| *sources).unwrap_or_default()
}

/// Every rule's sources, in the order of docs/REGIMES.md.
pub const ALL: &[(&str, Sources)] = &[
    ("transport-only", cite(&["denning-1993"], &["athens-affair-2007"], &["salt-typhoon-2024"])),
    (
        "end-to-end",
        cite(&["keys-under-doormats-2015"], &["international-statement-2020"], &["rudd-2017"]),
    ),
    (
        "sealed-sender",
        cite(&["signal-sealed-sender-2018"], &["martiny-2021"], &["signal-sealed-sender-2018"]),
    ),
    ("key-escrow", cite(&["denning-1994"], &["keys-under-doormats-2015"], &["podchasov-2024"])),
    ("split-escrow", cite(&["white-house-1993"], &["keys-under-doormats-2015"], &[])),
    (
        "clipper",
        cite(
            &["white-house-1993", "nist-blaze-1994"],
            &["blaze-1994"],
            &["white-house-1993", "fips-185"],
        ),
    ),
    ("ghost-device", cite(&["levy-robinson-2018"], &["ghost-letter-2019"], &[])),
    ("ghost-device-signed", cite(&["levy-robinson-2018"], &["ghost-letter-2019"], &[])),
    ("key-substitution", cite(&["rosenstein-2017"], &["apple-2023"], &[])),
    (
        "client-side-scanning",
        cite(
            &["levy-robinson-2022"],
            &["abelson-2021"],
            &["bhowmick-2021", "neuralhash-collision-2021", "apple-2022"],
        ),
    ),
    (
        "work-factor",
        cite(&["kaufman-1999"], &["blaze-1996"], &["kaufman-1999", "kaufman-matyas-1998"]),
    ),
    ("export-grade", cite(&["mcnamara-1999"], &["adrian-2015"], &["freak-2015", "adrian-2015"])),
    ("crumple-zone", cite(&["wright-varia-2018"], &["adrian-2015", "blaze-1996"], &[])),
    ("warrant-bound", cite(&["green-2021"], &["keys-under-doormats-2015"], &[])),
    ("cloud-backup", cite(&["rosenstein-2017"], &["apple-2025"], &["apple-2025"])),
    ("cloud-backup-user-key", cite(&["apple-2025"], &["rosenstein-2017"], &["apple-2025"])),
];

const fn cite(
    pro: &'static [&'static str],
    con: &'static [&'static str],
    case: &'static [&'static str],
) -> Sources {
    Sources { pro, con, case }
}
