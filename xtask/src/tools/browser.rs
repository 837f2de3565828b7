//! Browsers, each with its WebDriver, for the tests.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::apt_install;
use super::cargo::CargoTool;
use crate::paths;

/// The browsers that the page is tested in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Chromium or Chrome, with chromedriver.
    Chromium,
    /// Firefox, with geckodriver.
    Firefox,
    /// WebKitGTK's `MiniBrowser`, with `WebKitWebDriver`, on a virtual screen.
    Webkit,
}

/// A browser and its driver, ready to be started.
#[derive(Debug, Clone)]
pub struct Installed {
    /// The browser itself.
    pub browser: PathBuf,
    /// The program that speaks WebDriver.
    pub driver: PathBuf,
}

impl Browser {
    /// The browser of `KEYHOLE_BROWSER`; without it Chromium.
    ///
    /// # Errors
    /// When the variable names a browser that we don't know.
    pub fn from_env() -> Result<Self> {
        match std::env::var("KEYHOLE_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Ok(Self::Chromium),
            Ok("firefox") => Ok(Self::Firefox),
            Ok("webkit") => Ok(Self::Webkit),
            Ok(other) => bail!("KEYHOLE_BROWSER={other}: it may be chromium, firefox or webkit"),
        }
    }

    /// The browser's name, as in `KEYHOLE_BROWSER`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Finds the browser and its driver, and installs what is missing.
    ///
    /// # Errors
    /// When one is missing and can't be installed; the error says what to do.
    pub fn ensure(self) -> Result<Installed> {
        if let Some(found) = self.find()? {
            return Ok(found);
        }
        match self {
            Self::Chromium => apt_install(
                "chromium chromium-driver",
                "1 minute",
                "get Chrome (https://www.google.com/chrome) and the chromedriver of the same \
                 version (https://googlechromelabs.github.io/chrome-for-testing) and put \
                 chromedriver on PATH",
            )?,
            Self::Firefox => apt_install(
                "firefox-esr",
                "1 minute",
                "get Firefox (https://www.mozilla.org/firefox) and put it on PATH",
            )?,
            Self::Webkit => apt_install(
                "webkit2gtk-driver xvfb",
                "1 minute",
                "use Linux: WebKitGTK is tested there only",
            )?,
        }
        self.find()?.with_context(|| format!("{} is still missing after its install", self.name()))
    }

    fn find(self) -> Result<Option<Installed>> {
        let first = |names: &[&str]| names.iter().find_map(|name| paths::on_path(name));
        let (browser, driver) = match self {
            Self::Chromium => {
                let browser = first(&["chromium", "chromium-browser", "google-chrome", "chrome"])
                    .or_else(|| well_known(CHROME_PATHS));
                (browser, first(&["chromedriver"]))
            }
            Self::Firefox => {
                let browser =
                    first(&["firefox", "firefox-esr"]).or_else(|| well_known(FIREFOX_PATHS));
                let Some(browser) = browser else { return Ok(None) };
                let driver = match first(&["geckodriver"]) {
                    Some(driver) => driver,
                    None => CargoTool::geckodriver().ensure()?.join("geckodriver"),
                };
                (Some(browser), Some(driver))
            }
            Self::Webkit => {
                if first(&["Xvfb"]).is_none() {
                    return Ok(None);
                }
                (well_known(MINI_BROWSER_PATHS), first(&["WebKitWebDriver"]))
            }
        };
        Ok(browser.zip(driver).map(|(browser, driver)| Installed { browser, driver }))
    }
}

const CHROME_PATHS: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

const FIREFOX_PATHS: &[&str] = &[
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    "C:/Program Files/Mozilla Firefox/firefox.exe",
];

const MINI_BROWSER_PATHS: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0/MiniBrowser",
];

fn well_known(paths: &[&str]) -> Option<PathBuf> {
    paths.iter().map(PathBuf::from).find(|path| path.is_file())
}
