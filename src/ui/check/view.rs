//! The check, step by step.

use super::{
    material::{self, Material, Source},
    webcrypto::{self, Failed, Outcome},
};
use crate::ui::prelude::*;
use crate::{
    crypto::suite::Suite,
    hex,
    l10n::text_or_id,
    t,
    ui::{
        components::{Glyph, icon},
        inspector::{copy::Copy, wording},
        state::{App, use_app},
    },
    wire::Content,
    world::{Capture, SeenWhat},
};
use wasm_bindgen_futures::spawn_local;

/// Checks the shown ciphertext with the browser's own cryptography.
#[component]
pub fn Check() -> Html {
    let app = use_app();
    let result = use_state_eq(|| None::<Result<Outcome, Failed>>);
    let material = use_memo((app.version(), app.tap, app.shown()), |_| {
        material::find(app.timeline().recording(), &capture(&app)?)
    });
    {
        let result = result.setter();
        use_effect_with(material.clone(), move |_| result.set(None));
    }
    let Some(material) = material.as_ref() else {
        return html! { <p>{ t!("check-none") }</p> };
    };
    let run = {
        let (result, material) = (result.setter(), material.clone());
        Callback::from(move |_: MouseEvent| {
            let (result, material) = (result.clone(), material.clone());
            spawn_local(async move {
                result.set(Some(webcrypto::check(&material).await));
            });
        })
    };
    let name = wording::name(material.holder);
    html! {
        <>
            <p class="dialog__lead">{ t!("check-lead") }</p>
            if webcrypto::available() {
                <p>
                    <button type="button" class="button button--main" data-testid="check-run" onclick={run}>
                        { icon(Glyph::Play) }
                        { t!("check-run", name = name.as_ref()) }
                    </button>
                </p>
            } else {
                <p class="verdict verdict--open" data-testid="check-absent">{ icon(Glyph::Warning) }{ t!("check-absent") }</p>
            }
            <p class="dialog__note" data-testid="check-source">
                { text_or_id(&format!("check-source-{}", material.source.key()), &[("name", name.as_ref().into())]) }
                { " " }
                { if app.tap.is_phone() { t!("check-has") } else { t!("check-lacks") } }
            </p>
            { match &*result {
                None => html! {},
                Some(Err(Failed)) => html! { <p class="verdict verdict--bad" data-testid="check-result">{ t!("check-failed") }</p> },
                Some(Ok(outcome)) => steps(material, outcome),
            } }
            { values(material, result.as_ref().and_then(|result| result.as_ref().ok())) }
        </>
    }
}

/// The capture that the panel shows.
fn capture(app: &App) -> Option<Capture> {
    let shown = app.shown()?;
    let timeline = app.timeline();
    let mut seen = timeline.recording().seen_at(app.tap);
    match seen.find(|seen| seen.index == shown)?.what {
        SeenWhat::Capture(capture) => Some(capture),
        SeenWhat::Note(_) => None,
    }
}

fn steps(material: &Material, outcome: &Outcome) -> Html {
    let agrees = outcome.opened == expected(material);
    let text = outcome.opened.as_ref().and_then(|bytes| Content::decode(bytes).ok());
    let text = text.map(|it| it.text().to_owned());
    let opened = match (&outcome.opened, text) {
        (Some(_), Some(text)) => html! {
            <>{ t!("check-step-opened") }{ " " }<q class="check__text" dir="auto" data-testid="check-plaintext">{ text }</q></>
        },
        (Some(bytes), None) => {
            html! { <>{ t!("check-step-opened") }{ " " }<code>{ hex::encode(bytes) }</code></> }
        }
        (None, _) => html! { { t!("check-step-refused") } },
    };
    let verdict = match (agrees && outcome.flipped_refused, &outcome.opened) {
        (true, Some(_)) => "check-verdict-same",
        (true, None) => "check-verdict-refused",
        (false, _) => "check-verdict-differs",
    };
    let good = agrees && outcome.flipped_refused;
    html! {
        <>
            <ol class="check__steps">
                <li>{ t!("check-step-derive") }</li>
                <li>{ opened }</li>
                <li>{ if outcome.flipped_refused { t!("check-step-flipped") } else { t!("check-step-flipped-opened") } }</li>
            </ol>
            <p
                class={classes!("verdict", if good { "verdict--good" } else { "verdict--bad" })}
                role="status"
                data-testid="check-result"
                data-agrees={agrees.to_string()}
                data-flipped-refused={outcome.flipped_refused.to_string()}
            >
                { icon(if good { Glyph::Tick } else { Glyph::Warning }) }
                { text_or_id(verdict, &[]) }
            </p>
        </>
    }
}

/// What another implementation should find in these bytes.
fn expected(material: &Material) -> Option<Vec<u8>> {
    match material.source {
        Source::Opened => material.plaintext.clone(),
        Source::Refused => None,
        Source::Sealed => {
            let keys = material.suite.derive(&material.seed, material.header());
            material.suite.open(&keys, &material.associated_data, &material.ciphertext).ok()
        }
    }
}

fn values(material: &Material, outcome: Option<&Outcome>) -> Html {
    let derived = material.suite.derive(&material.seed, material.header());
    let (key, nonce) = outcome.map_or_else(
        || {
            let key = derived.key.reveal().iter().take(material.suite.key_length());
            (key.copied().collect(), derived.nonce.as_bytes().to_vec())
        },
        |outcome| (outcome.key.clone(), outcome.nonce.clone()),
    );
    let rows = [
        ("seed", "key", material.seed.reveal().to_vec()),
        ("key", "key", key),
        ("nonce", "metadata", nonce),
        ("associated-data", "metadata", material.associated_data.clone()),
        ("ciphertext", "ciphertext", material.ciphertext.clone()),
    ];
    let python =
        python(material.suite, &rows.clone().map(|(name, _, bytes)| (name, hex::encode(&bytes))));
    html! {
        <section class="check__values">
            <div class="check__head">
                <h3>{ t!("check-values") }</h3>
                <Copy text={python} label={t!("check-copy-python")} testid="copy-python" />
            </div>
            <ul>{ for rows.into_iter().map(|(name, class, bytes)| value(name, class, &bytes)) }</ul>
        </section>
    }
}

fn value(name: &str, class: &str, bytes: &[u8]) -> Html {
    let label = text_or_id(&format!("check-value-{name}"), &[]);
    let digits = hex::encode(bytes);
    html! {
        <li class={classes!("check__value", format!("meaning-{class}"))} data-testid={format!("value-{name}")}>
            <p class="check__name">{ label.clone() }<span class="figures">{ t!("app-bytes", count = bytes.len()) }</span></p>
            <p class="check__hex mono">{ digits.clone() }</p>
            <Copy
                text={digits}
                label={t!("check-copy", what = label.as_ref())}
                icon_only=true
                testid={format!("copy-{name}")}
            />
        </li>
    }
}

/// A few lines of Python that do the same with a third implementation.
fn python(suite: Suite, values: &[(&str, String)]) -> String {
    let of = |name: &str| {
        values.iter().find(|(it, _)| *it == name).map(|(_, hex)| hex.as_str()).unwrap_or_default()
    };
    if suite != Suite::default() {
        return format!(
            "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\n\
             key = bytes.fromhex(\"{}\")\n\
             nonce = bytes.fromhex(\"{}\")\n\
             associated_data = bytes.fromhex(\"{}\")\n\
             ciphertext = bytes.fromhex(\"{}\")\n\n\
             print(AESGCM(key).decrypt(nonce, ciphertext, associated_data))\n",
            of("key"),
            of("nonce"),
            of("associated-data"),
            of("ciphertext"),
        );
    }
    format!(
        "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\
         from cryptography.hazmat.primitives.hashes import SHA256\n\
         from cryptography.hazmat.primitives.kdf.hkdf import HKDF\n\n\
         seed = bytes.fromhex(\"{}\")\n\
         associated_data = bytes.fromhex(\"{}\")\n\
         ciphertext = bytes.fromhex(\"{}\")\n\n\
         okm = HKDF(SHA256(), 44, bytes(32), b\"{}\").derive(seed)\n\
         print(AESGCM(okm[:32]).decrypt(okm[32:], ciphertext, associated_data))\n",
        of("seed"),
        of("associated-data"),
        of("ciphertext"),
        String::from_utf8_lossy(suite.kdf_info()),
    )
}
