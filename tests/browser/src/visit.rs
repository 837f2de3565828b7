//! How a page is visited.

/// The theme that the visitor's system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light, also where nothing is asked for.
    #[default]
    Light,
    /// Dark.
    Dark,
}

/// How a page is visited; the default is a projector, light, with motion.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Width and height of the viewport in CSS pixels.
    pub size: (u32, u32),
    /// The theme of the visitor's system.
    pub theme: Theme,
    /// Whether the visitor's system asks for less motion.
    pub reduced_motion: bool,
    /// What stands after `#` in the address.
    pub fragment: String,
    /// Files that the server refuses: those whose path ends with one of these.
    pub refused: Vec<String>,
    /// A script that runs before the page's own (Chromium only).
    pub before: Option<String>,
    /// Whether another origin shows the page in `<iframe sandbox="allow-scripts">`.
    pub sandboxed: bool,
}

impl Default for Visit {
    fn default() -> Self {
        Self {
            size: (1280, 720),
            theme: Theme::Light,
            reduced_motion: false,
            fragment: String::new(),
            refused: Vec::new(),
            before: None,
            sandboxed: false,
        }
    }
}

impl Visit {
    /// The default visit with a viewport of this size.
    #[must_use]
    pub fn sized(width: u32, height: u32) -> Self {
        Self { size: (width, height), ..Self::default() }
    }
}
