//! What to try, the keyboard, the words.

use crate::ui::prelude::*;
use crate::{l10n::text, t};

/// The longest list that the locale file may hold.
const MOST: usize = 20;

/// A short help.
#[component]
pub fn Help() -> Html {
    let tries = numbered(|nth| format!("help-try-{nth}")).into_iter().map(|(title, how)| {
        html! { <li><strong>{ title }</strong>{ " " }{ how }</li> }
    });
    let keys = numbered(|nth| format!("help-key-{nth}")).into_iter().map(|(keys, what)| {
        let keys =
            keys.split(' ').map(|key| html! { <kbd>{ key.to_owned() }</kbd> }).collect::<Vec<_>>();
        html! { <><dt>{ for keys }</dt><dd>{ what }</dd></> }
    });
    let words = numbered(|nth| format!("help-word-{nth}")).into_iter().map(|(word, meaning)| {
        html! { <><dt>{ word }</dt><dd>{ meaning }</dd></> }
    });
    html! {
        <>
            <section class="help">
                <h3>{ t!("help-tries") }</h3>
                <ol class="help__tries">{ for tries }</ol>
            </section>
            <section class="help">
                <h3>{ t!("help-keys") }</h3>
                <dl class="help__keys">{ for keys }</dl>
            </section>
            <section class="help">
                <h3>{ t!("help-words") }</h3>
                <dl class="help__words">{ for words }</dl>
            </section>
        </>
    }
}

/// The texts with these ids, and what they mean (`.is`), as far as there are any.
fn numbered(id: impl Fn(usize) -> String) -> Vec<(String, String)> {
    (1..=MOST)
        .map_while(|nth| {
            let id = id(nth);
            let name = text(&id, &[])?.into_owned();
            let is = text(&format!("{id}.is"), &[])?.into_owned();
            Some((name, is))
        })
        .collect()
}
