//! Whether the run is fresh or seeded, and what can be done about it.

use crate::ui::prelude::*;
use crate::{
    hex,
    shell::clipboard,
    t,
    ui::{
        components::{Glyph, Popover, icon},
        keeping,
        state::{Intent, use_app},
    },
    world::Run,
};
use wasm_bindgen_futures::spawn_local;

/// The label in the bar; it opens the explanation.
#[component]
pub fn SeedLabel() -> Html {
    let app = use_app();
    let seeded = app.timeline().run().seeded;
    let (long, short, class) = if seeded {
        (t!("app-run-seeded"), t!("app-run-seeded.short"), "seed seed--given")
    } else {
        (t!("app-run-fresh"), t!("app-run-fresh.short"), "seed seed--fresh")
    };
    let button = html! {
        <><span class="seed__long">{ long }</span><span class="seed__short">{ short }</span></>
    };
    html! {
        <Popover
            testid="seed-label"
            {class}
            {button}
            sheet={Callback::from(|close| html! { <SeedSheet {close} /> })}
        />
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct SeedSheetProps {
    close: Callback<()>,
}

/// The seed, and what can be done about it. Whatever begins another run closes the sheet.
#[component]
fn SeedSheet(SeedSheetProps { close }: &SeedSheetProps) -> Html {
    let app = use_app();
    let copied = use_state_eq(|| None::<bool>);
    let (seeded, seed) = {
        let timeline = app.timeline();
        let run = timeline.run();
        (run.seeded, hex::encode(run.seed.reveal()))
    };
    let meaning = if seeded { t!("app-run-seeded.meaning") } else { t!("app-run-fresh.meaning") };
    let copy = {
        let (seed, copied) = (seed.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let (seed, copied) = (seed.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(clipboard::copy(&seed).await.is_ok())) });
        })
    };
    let begin = |run_after: fn(&Run) -> Run| {
        let (app, close) = (app.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            let run = run_after(app.timeline().run());
            close.emit(());
            app.dispatch(Intent::Replace(run));
            app.dispatch(Intent::Announce(t!("app-started-over").into()));
        })
    };
    let repeat = begin(keeping::repeated_run);
    let fresh = begin(|run| keeping::under_rule_of(run, keeping::fresh_run().0));
    html! {
        <div class="seed-sheet">
            <p>{ meaning }</p>
            <p class="seed-sheet__label" id="seed-label">{ t!("app-seed") }</p>
            <code class="seed-sheet__digits" aria-labelledby="seed-label">{ seed }</code>
            <p class="seed-sheet__note">{ t!("app-seed-note") }</p>
            <div class="seed-sheet__tools">
                <button type="button" class="button button--line button--small" onclick={copy}>
                    { icon(Glyph::Copy) }
                    <span aria-live="polite">
                        { match *copied {
                            None => t!("app-seed-copy"),
                            Some(true) => t!("app-seed-copied"),
                            Some(false) => t!("app-seed-refused"),
                        } }
                    </span>
                </button>
                <button type="button" class="button button--line button--small" data-testid="run-repeat" onclick={repeat}>
                    { icon(Glyph::Again) }{ t!("app-run-repeat") }
                </button>
                <button type="button" class="button button--line button--small" data-testid="run-new" onclick={fresh}>
                    { icon(Glyph::Plus) }{ t!("app-run-new") }
                </button>
            </div>
        </div>
    }
}
