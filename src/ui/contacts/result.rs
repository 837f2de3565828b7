//! What comes of a choice: the drawing, and beside it the same in words.

use super::{
    drawing::{Drawing, drawing},
    view::{Choice, Eyes},
};
use crate::ui::prelude::*;
use crate::{
    l10n::text_or_id,
    people::contacts::{ALICE, BOB, Conversation, Reach, Sight, Town},
    t,
    ui::inspector::wording,
    world::Party,
};
use std::borrow::Cow;

/// So many names there are.
const NAMES: usize = 66;

/// The drawing, and beside it the same in words.
pub(super) fn result(
    choice: Choice,
    town: &Town,
    known: &[Conversation],
    named: Option<Vec<usize>>,
    is_over: bool,
) -> Html {
    let Choice { target, eyes, .. } = choice;
    let its_name = wording::name(target);
    let target = if target == Party::Bob { BOB } else { ALICE };
    let is_times = eyes == Eyes::Times;
    let is_compared = named.is_some();
    let Reach { edges, one_step, mut two_steps } = match eyes {
        Eyes::Provider => Reach::of_provider(town, known, target),
        Eyes::Network => Reach::of_network(town, known, target),
        Eyes::Times => Reach::inferred(named.unwrap_or_default(), target),
        _ => Reach::of_orders(town, known, target, eyes == Eyes::Orders),
    };
    let contacts: Vec<usize> = town.contacts(target).collect();
    let right = one_step.iter().filter(|it| contacts.contains(it)).count();
    // A contact that was missed stands on the outer ring, without a line.
    if is_compared {
        two_steps.extend(contacts.iter().filter(|it| !one_step.contains(it)));
    }
    let (one, two, others) = (one_step.len(), two_steps.len(), town.people() - 1);
    let inferred = edges.iter().filter(|it| it.sight == Sight::Inferred).count();
    let asked = known.iter().filter(|it| it.asked).count();
    let args = [
        ("name", its_name.as_ref().into()),
        ("one", one.into()),
        ("two", two.into()),
        ("swept", (one + two).into()),
        ("others", others.into()),
        ("orders", (one + 1).into()),
        ("right", right.into()),
        ("wrong", (one - right).into()),
        ("inferred", inferred.into()),
        ("asked", asked.into()),
        ("of", known.len().into()),
    ];
    let text = |id: &str| text_or_id(id, &args);
    let [sum, near, far] = if is_times {
        ["contacts-times", "contacts-named", "contacts-missed"]
    } else {
        let sum = if one == 0 { "contacts-none" } else { "contacts-swept" };
        [sum, "contacts-one-step", "contacts-two-steps"]
    };
    // Nobody so far is not nobody.
    let sum = if is_over || one > 0 { sum } else { "contacts-wait" };
    let is_provider = matches!(eyes, Eyes::Provider | Eyes::Times);
    let how = format!("contacts-choice-eyes-{}.how", eyes.key());
    let notes = [
        (&*how, true),
        ("contacts-orders", eyes == Eyes::Orders && one > 0),
        ("contacts-inferred", !is_times && inferred > 0),
        ("contacts-asked", is_provider && asked > 0 && inferred == edges.len()),
    ];
    let notes = notes.into_iter().filter(|(_, is_said)| *is_said);
    let drawn = Drawing {
        words: text(sum),
        target,
        inner: &one_step,
        outer: &two_steps,
        edges: &edges,
        beyond: if eyes == Eyes::Provider && one > 0 { others - one - two } else { 0 },
        called: &|person| match (is_times && one_step.contains(&person), &contacts) {
            (true, contacts) if contacts.contains(&person) => format!("✓ {}", called(person)),
            (true, _) => format!("✗ {}", called(person)),
            (false, _) if is_times && person != target => format!("? {}", called(person)),
            _ => called(person).into_owned(),
        },
    };
    html! {
        <>
            { drawing(&drawn) }
            <div class="contacts__words" data-testid="contacts-words" data-counts={format!("{one} {two} {inferred}")}>
                <p class="contacts__sum">{ text(sum) }</p>
                { for notes.map(|(id, _)| html! { <p data-testid={id.to_owned()}>{ text(id) }</p> }) }
                <dl>
                    { list(near, &one_step) }
                    { list(far, &two_steps) }
                </dl>
                if is_times {
                    <details class="contacts__exact">
                        <summary>{ t!("how-exactly") }</summary>
                        <p>{ t!("contacts-times.exact") }</p>
                        <p>{ t!("contacts-times.source") }{ " " }<cite>{ text("source-martiny-2021") }</cite></p>
                    </details>
                }
            </div>
        </>
    }
}

/// A list of people, with how many they are.
fn list(id: &'static str, people: &[usize]) -> Html {
    let mut names = String::new();
    for (nth, person) in people.iter().enumerate() {
        if nth > 0 {
            names.push_str(", ");
        }
        names.push_str(&called(*person));
    }
    if names.is_empty() {
        names.push_str(&t!("contacts-nobody"));
    }
    html! {
        <>
            <dt>{ text_or_id(id, &[]) }{ " " }<b>{ people.len() }</b></dt>
            <dd data-testid={id}>{ names }</dd>
        </>
    }
}

/// What somebody is called. There are fewer names than people: the next ones get a letter as well.
fn called(person: usize) -> Cow<'static, str> {
    match person {
        ALICE => wording::name(Party::Alice),
        BOB => wording::name(Party::Bob),
        other => {
            let names = t!("contacts-names");
            let (nth, letter) = ((other - 2) % NAMES, (other - 2) / NAMES);
            let mut all = names.split(' ').zip(0..).filter(|(_, it)| *it == nth);
            let name = all.next().map(|(name, _)| name).unwrap_or_default();
            let letter = ["", " B", " C", " D"].get(letter).copied().unwrap_or_default();
            format!("{name}{letter}").into()
        }
    }
}
