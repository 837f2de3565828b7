//! End-to-end: nobody between the phones has a key.

use super::{Idea, Regime};

/// X3DH and the Double Ratchet inside the envelope, and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct EndToEnd;

impl Regime for EndToEnd {
    fn key(&self) -> &'static str {
        "end-to-end"
    }

    fn idea(&self) -> Idea {
        Idea::Baseline
    }
}
