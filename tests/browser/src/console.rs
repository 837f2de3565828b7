//! What the page said on the console.

use thirtyfour::BrowserLogEntry;

/// One line of the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How bad it is: `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    /// What was said, with its place.
    pub message: String,
}

impl Entry {
    /// Whether it is an error, or a violation of the content security policy.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level == "SEVERE" || self.is_violation()
    }

    /// Whether it reports a violation of the content security policy.
    #[must_use]
    pub fn is_violation(&self) -> bool {
        self.message.contains("Content Security Policy")
    }
}

impl From<BrowserLogEntry> for Entry {
    fn from(entry: BrowserLogEntry) -> Self {
        Self { level: entry.level, message: entry.message }
    }
}
