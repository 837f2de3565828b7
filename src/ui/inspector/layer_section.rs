//! The frame around one layer: a heading that folds it, and a button that copies it.

use super::{copy::Copy, layers::LayerView};
use crate::ui::prelude::*;
use crate::{hex, l10n::text_or_id, t};

/// What the frame around a layer needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LayerSectionProps {
    /// The layer.
    pub layer: LayerView,
    /// Whether it is folded at first.
    pub folded: bool,
    /// What stands in it.
    pub children: Html,
}

/// One layer of a capture.
#[component]
pub fn LayerSection(LayerSectionProps { layer, folded, children }: &LayerSectionProps) -> Html {
    let toggled = use_state_eq(|| false);
    let open = *folded == *toggled;
    let toggle = Callback::from(move |_: MouseEvent| toggled.set(!*toggled));
    let size = layer.bytes.bytes().len();
    let whole = use_memo(layer.clone(), |layer| AttrValue::from(hex::encode(layer.bytes.bytes())));
    let id = format!("inspector-layer-{}", layer.key());
    let (heading, body) = (format!("{id}-head"), format!("{id}-body"));
    html! {
        <section
            class={classes!(
                "layer",
                (!layer.opened).then_some("layer--page"),
                if open { "is-open" } else { "is-folded" },
            )}
            aria-labelledby={heading.clone()}
            data-layer={layer.key()}
            data-depth={layer.depth.to_string()}
            data-hex={(*whole).clone()}
            data-opened={layer.opened.to_string()}
        >
            <div class="layer__head">
                <h3 id={heading}>
                    <button
                        type="button"
                        class="layer__toggle"
                        aria-expanded={open.to_string()}
                        aria-controls={body.clone()}
                        data-testid={format!("fold-{}", layer.key())}
                        onclick={toggle}
                    >
                        <span class="layer__name">{ text_or_id(&id, &[]) }</span>
                        <span class="layer__how">{ text_or_id(&format!("{id}.how"), &[]) }</span>
                        <span class="layer__size figures">{ t!("app-bytes", count = size) }</span>
                    </button>
                </h3>
                if !layer.opened {
                    <span class="badge badge--page">{ t!("inspector-page-view") }</span>
                }
                if open {
                    <Copy
                        text={(*whole).clone()}
                        label={t!("inspector-copy-layer")}
                        icon_only=true
                        testid="copy-hex"
                    />
                }
            </div>
            <div id={body} hidden={!open}>
                if open { { children.clone() } }
            </div>
        </section>
    }
}
