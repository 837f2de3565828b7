//! What a field is, what it is for, who can read it, and what it says.

use super::{copy::Copy, explained::Explained, readers};
use crate::ui::prelude::*;
use crate::{
    l10n::explain,
    t,
    ui::{
        components::{Glyph, icon},
        state::use_app,
    },
    wire::Class,
};

/// The longest value that is shown in full, in hexadecimal digits.
const LONG: usize = 128;

/// What an explanation needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ExplanationProps {
    /// The field.
    pub explained: Explained,
    /// Whether its bytes are shown too: elsewhere they stand beside it.
    #[prop_or_default]
    pub bytes: bool,
    /// More to do with it.
    #[prop_or_default]
    pub children: Html,
}

/// The explanation of a field.
#[component]
pub fn Explanation(ExplanationProps { explained, bytes, children }: &ExplanationProps) -> Html {
    let app = use_app();
    let words = explain::field(explained.field);
    let (class_name, class_meaning) = explain::class(explained.class());
    let value = value(explained, *bytes);
    let place = html! { <p class="explain__place figures">{ place(explained) }</p> };
    // Alone, the place stands beside the name, so that the words below it fit.
    let (beside_name, line) = if value.is_none() && explained.byte.is_none() {
        (place, html! {})
    } else {
        (html! {}, html! { <div class="explain__line">{ value }{ place }</div> })
    };
    html! {
        <div class={classes!("explain", format!("meaning-{}", explained.class().key()))} data-testid="explanation">
            <div class="explain__head">
                <h3 class="explain__name">{ words.name }</h3>
                <span class="chip" title={class_meaning.to_string()}>
                    <span class="chip__mark" aria-hidden="true" />
                    { class_name }
                </span>
                if explained.sealed {
                    <span class="badge badge--sealed">{ icon(Glyph::Lock) }{ t!("inspector-sealed-here") }</span>
                } else if !explained.opened {
                    <span class="badge badge--page">{ t!("inspector-page-view-here") }</span>
                }
                <span class="explain__tools">
                    <Copy
                        text={explained.hex.clone()}
                        label={t!("inspector-copy-field")}
                        icon_only=true
                        testid="copy-field"
                    />
                    { children.clone() }
                </span>
                { beside_name }
            </div>
            { line }
            <p class="explain__readers">
                <strong>{ t!("inspector-readers") }</strong>{ " " }{ readers::of_field(&app, explained.field) }
            </p>
            <p class="explain__words">
                { words.meaning }{ " " }<span class="explain__purpose">{ words.purpose }</span>
            </p>
        </div>
    }
}

/// Where the field stands and, if a byte is pointed at, that byte.
fn place(explained: &Explained) -> String {
    let range = &explained.range;
    let place = match range.len() {
        0 => t!("inspector-place-empty", offset = range.start),
        1 => t!("inspector-place-one", offset = range.start),
        length => t!("inspector-place", first = range.start, last = range.end - 1, count = length),
    };
    match explained.byte {
        Some((offset, byte)) if range.len() > 1 => {
            let (hex, bits) =
                (format!("{byte:02x}"), format!("{:04b} {:04b}", byte >> 4, byte & 15));
            let here = t!(
                "inspector-place-byte",
                offset = offset,
                byte = hex.as_str(),
                number = byte,
                bits = bits.as_str()
            );
            format!("{place} · {here}")
        }
        _ => place.into_owned(),
    }
}

fn value(explained: &Explained, bytes: bool) -> Option<Html> {
    if let Some(value) = &explained.value {
        let text = explained.class() == Class::Plaintext;
        return Some(html! {
            <p class={classes!("explain__value", text.then_some("explain__value--text"))} dir="auto" data-testid="field-value">
                { value }
            </p>
        });
    }
    if !bytes || explained.hex.is_empty() {
        return None;
    }
    let shown = explained.hex.get(..LONG).unwrap_or(&explained.hex);
    let digits: Vec<_> = shown.as_bytes().chunks(8).map(String::from_utf8_lossy).collect();
    let more = if shown.len() < explained.hex.len() { " …" } else { "" };
    Some(html! { <p class="explain__hex mono">{ digits.join(" ") }{ more }</p> })
}
