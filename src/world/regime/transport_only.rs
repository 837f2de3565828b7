//! Transport only: each hop is encrypted, and the provider reads everything.

use super::{Idea, Regime};

/// Text in the envelope, Noise on each link; the provider opens and seals again.
#[derive(Debug, Clone, Copy)]
pub struct TransportOnly;

impl Regime for TransportOnly {
    fn key(&self) -> &'static str {
        "transport-only"
    }

    fn idea(&self) -> Idea {
        Idea::Baseline
    }

    fn end_to_end(&self) -> bool {
        false
    }
}
