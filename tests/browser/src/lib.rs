//! The page, tested in a real browser.
//!
//! A test opens a [`Page`]: a browser of its own on the finished `dist/`, which a server of
//! its own serves under a path, as a lecturer's static host would. Then it does what a
//! visitor does, and reads what a visitor sees:
//!
//! ```no_run
//! use browser_tests::{Page, Visit};
//!
//! # fn main() -> anyhow::Result<()> {
//! let page = Page::open(&Visit::default())?;
//! page.type_into("#draft", "Hello")?;
//! page.keys(browser_tests::Key::Enter)?;
//! page.wait_for(".bubble")?;
//! page.assert_quiet()
//! # }
//! ```
//!
//! `KEYHOLE_BROWSER` chooses the browser: `chromium` (without it), `firefox` or `webkit`.
//! What a browser can't tell (see [`Page::console`]) is not asserted there.

mod accessibility;
mod console;
mod driver;
mod page;
mod visit;

pub use console::Entry;
pub use page::{DIST_PATH, Page};
pub use thirtyfour::Key;
pub use visit::{Theme, Visit};
pub use xtask::server::{Request, Server, Site};
pub use xtask::tools::browser::Browser;
