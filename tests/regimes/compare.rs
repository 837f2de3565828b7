//! The comparison of all rules: its figures are those of the runs that they come from, and files
//! hold what the table shows.

use super::case::{INVESTIGATOR, TEXTS, judged, played, row, seed};
use keyhole::{
    access::{Access, Finding, Observer},
    compare::{self, Column, Figures, Shown, export},
    jobs::{Piece, Runner, Task},
    world::{Action, Party, Run, Step, Timeline, conversation, regime},
};

fn run() -> Run {
    conversation(seed(), true, &TEXTS)
}

fn all(run: &Run) -> Vec<(&'static str, Figures)> {
    regime::ALL.iter().map(|it| (it.key(), compare::of(run, usize::MAX, *it))).collect()
}

fn of<'a>(rows: &'a [(&str, Figures)], rule: &str) -> &'a Figures {
    &rows.iter().find(|(it, _)| *it == rule).unwrap().1
}

fn read(access: &Access, observer: Observer) -> Vec<bool> {
    row(access, observer).into_iter().map(|it| it == Finding::Content).collect()
}

fn number(figures: &Figures, column: Column) -> Option<i64> {
    column.of(figures, None).number
}

/// A click on a figure shows a run, and what that run's own table says is the figure.
#[test]
fn a_figure_is_what_the_run_behind_it_shows() {
    let run = run();
    for rule in regime::ALL {
        let figures = compare::of(&run, usize::MAX, *rule);
        let shown = |which| -> (Timeline, Access) {
            let timeline = played(compare::shown(&run, usize::MAX, *rule, which));
            let access = judged(&timeline);
            (timeline, access)
        };
        let (plain, access) = shown(Shown::Plain);
        assert!(!plain.run().steps.iter().any(|it| matches!(it.action, Action::Order { .. })));
        for it in &figures.standing {
            let count = read(&access, it.observer).iter().filter(|it| **it).count();
            assert_eq!(usize::from(it.share.read), count, "{}: {:?}", rule.key(), it.observer);
            let fabricates = access.messages().any(|id| access.could_fabricate(it.observer, id));
            assert_eq!(it.fabricates, fabricates, "{}: {:?}", rule.key(), it.observer);
            let alone = it.observer.holders();
            let as_one = |name| access.could_impersonate(plain.world(), alone, name);
            let impersonates = Party::ALL.into_iter().any(as_one);
            assert_eq!(it.impersonates, impersonates, "{}: {:?}", rule.key(), it.observer);
        }
        for group in figures.coalitions.iter().filter(|it| !it.is_empty()) {
            let found = access.together(group.iter().copied().collect());
            assert!(found.contains(&Finding::Content), "{}: {group:?}", rule.key());
            for left_out in group {
                let rest = group.iter().filter(|it| *it != left_out).copied().collect();
                assert!(!access.together(rest).contains(&Finding::Content), "{}", rule.key());
            }
        }
        let counts =
            |found: &[bool]| i64::try_from(found.iter().filter(|it| **it).count()).unwrap();
        let (_, access) = shown(Shown::Ordered);
        let found = read(&access, INVESTIGATOR);
        assert_eq!(number(&figures, Column::Before), Some(counts(&found[..3])), "{}", rule.key());
        assert_eq!(number(&figures, Column::After), Some(counts(&found[3..])), "{}", rule.key());
        let (_, access) = shown(Shown::Layered);
        let found = read(&access, INVESTIGATOR);
        assert_eq!(number(&figures, Column::Layered), Some(counts(&found[3..])), "{}", rule.key());
        // What the owners have sealed themselves no trials open.
        assert_eq!(figures.layered.trials, 0, "{}", rule.key());
    }
}

/// What must come out, by the design of each rule.
#[test]
fn rules_differ_as_they_are_meant_to() {
    let rows = all(&run());
    let base = export::end_to_end(&rows);
    let row = |rule: &str| {
        let figures = of(&rows, rule);
        [Column::Before, Column::After, Column::Layered, Column::Readers, Column::Others]
            .map(|column| column.of(figures, base).number.unwrap())
    };
    assert_eq!(row("end-to-end"), [0, 0, 0, 0, 0]);
    assert_eq!(row("transport-only"), [0, 3, 0, 1, 10]);
    assert_eq!(row("key-escrow"), [0, 3, 0, 0, 10]);
    assert_eq!(row("split-escrow"), [0, 3, 0, 0, 10]);
    assert_eq!(row("warrant-bound"), [0, 3, 0, 0, 0]);
    assert_eq!(row("ghost-device"), [0, 3, 0, 0, 0]);
    assert_eq!(row("ghost-device-signed"), [0, 0, 0, 0, 0]);
    assert_eq!(row("key-substitution"), [0, 3, 0, 1, 10]);
    assert_eq!(row("cloud-backup"), [3, 3, 0, 1, 10]);
    assert_eq!(row("cloud-backup-user-key"), [0, 0, 0, 0, 0]);
    let group = |rule| Column::Group.of(of(&rows, rule), base).number;
    assert_eq!([group("transport-only"), group("key-escrow")], [Some(1), Some(2)]);
    assert_eq!([group("split-escrow"), group("end-to-end")], [Some(3), None]);
    assert_eq!(group("clipper"), Some(4));
    let bytes = |rule| Column::Bytes.of(of(&rows, rule), base).number;
    assert_eq!([bytes("end-to-end"), bytes("key-escrow")], [Some(0), Some(168)]);
    let could = |rule, column: Column| column.of(of(&rows, rule), base).who;
    assert_eq!(could("key-substitution", Column::Impersonate), [Observer::Provider]);
    assert_eq!(could("end-to-end", Column::Fabricate), []);
}

/// The page's own order is the one that is compared, and what comes after it on the page is not
/// there yet.
#[test]
fn the_order_of_the_page_counts_and_its_place() {
    let mut run = run();
    let order = Action::Order { target: Party::Bob, start: None };
    let id = run.next_id();
    run.steps.insert(3, Step { id, action: order });
    let figures = compare::of(&run, usize::MAX, regime::of_key("key-escrow").unwrap());
    assert_eq!((figures.before.of, figures.after.read, figures.after.of), (1, 5, 5));
    let figures = compare::of(&run, 5, regime::of_key("key-escrow").unwrap());
    assert_eq!((figures.messages, figures.after.read, figures.after.of), (2, 1, 1));
}

/// A worker gives the same, however the work is divided.
#[test]
fn figures_come_from_a_worker_as_they_are() {
    let run = run();
    let task = Task::Compare { run: run.clone(), actions: u32::MAX };
    let task = Task::from_bytes(&task.to_bytes()).unwrap();
    let piece = |first, count| Runner::default().run(&Piece { task: task.clone(), first, count });
    let bytes = [piece(0, 2).counted, piece(2, 1).counted].concat();
    let mut bytes = bytes.as_slice();
    for rule in regime::ALL.iter().take(3) {
        assert_eq!(Figures::from_bytes(&mut bytes), Some(compare::of(&run, usize::MAX, *rule)));
    }
    assert!(bytes.is_empty());
    assert_eq!(Figures::from_bytes(&mut &[1, 2, 3][..]), None);
}

/// Files hold every figure, the seed, the version and the date, and can be read again.
#[test]
fn files_hold_what_the_table_shows() {
    let run = run();
    let rows = all(&run);
    let base = export::end_to_end(&rows);
    let stamp = export::Stamp::new(&run, "2026-11-27T12:00:00.000Z".into());
    let csv = export::csv(&rows, &stamp);
    let mut lines = csv.lines().map(|it| it.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let json: serde_json::Value = serde_json::from_str(&export::json(&rows, &stamp)).unwrap();
    assert_eq!(json["format"], export::FORMAT);
    assert_eq!(
        (&json["seed"], &json["date"]),
        (&stamp.seed.clone().into(), &stamp.date.clone().into())
    );
    for ((line, (rule, figures)), object) in lines.zip(&rows).zip(json["rules"].as_array().unwrap())
    {
        let cell = |name: &str| line[head.iter().position(|it| *it == name).unwrap()];
        assert_eq!((cell("rule"), object["rule"].as_str().unwrap()), (*rule, *rule));
        assert_eq!((cell("seed"), cell("date")), (stamp.seed.as_str(), stamp.date.as_str()));
        for column in Column::ALL {
            let figure = column.of(figures, base);
            let object = &object[column.key()];
            assert_eq!(cell(column.key()).parse().ok(), figure.number, "{rule} {column:?}");
            assert_eq!(object["number"].as_i64(), figure.number, "{rule} {column:?}");
            assert_eq!(object["of"].as_u64(), figure.of.map(u64::from));
            let who: Vec<_> = figure.who.iter().map(|it| it.key()).collect();
            assert_eq!(cell(&format!("{} who", column.key())), who.join(" "));
            assert_eq!(object["who"].as_array().unwrap().len(), who.len());
        }
    }
}
