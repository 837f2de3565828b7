//! What the owners do with their texts before their app gets them.

use super::Phone;
use crate::{
    crypto::secret::LayerKey,
    mechanism::layer,
    world::{ActionId, effect::Context},
};
use std::sync::Arc;

impl Phone {
    /// The key of a layer that the owners have added themselves.
    pub(in crate::world) const fn layer(&self) -> Option<&LayerKey> {
        self.layer.as_ref()
    }

    /// The owners have agreed on a key.
    pub(in crate::world) fn set_layer(&mut self, key: LayerKey) {
        self.layer = Some(key);
    }

    /// What the app gets in place of what was typed.
    #[inline(never)]
    pub(super) fn cover(&self, ctx: &Context<'_>, action: ActionId, typed: &str) -> Arc<str> {
        let Some(key) = &self.layer else { return typed.into() };
        let mut rng = ctx.rng(self.party.key(), action, "layer");
        layer::seal(key, &self.party.account(), typed, &mut rng).into()
    }

    /// What was typed, if this phone has the key; else what the app has.
    #[inline(never)]
    pub(super) fn uncover(&self, text: &str) -> Arc<str> {
        let opened = self.layer.as_ref();
        let opened = opened.and_then(|key| layer::open(key, &self.party.peer().account(), text));
        opened.map_or_else(|| text.into(), Arc::from)
    }
}
