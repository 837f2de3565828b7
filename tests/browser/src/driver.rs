//! Starting a browser: the driver's process, and one session of it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use thirtyfour::{Capabilities, WebDriver};
use xtask::tools::browser::{Browser, Installed};

use crate::visit::{Theme, Visit};

const PATIENCE: Duration = Duration::from_secs(30);

/// The processes behind a session; they end when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Processes {
    children: Vec<Child>,
    settings: Option<PathBuf>,
}

impl Drop for Processes {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some(dir) = &self.settings {
            // What is left lies in the directory for temporary files.
            let _ = fs::remove_dir_all(dir);
        }
    }
}

/// Starts the browser's driver, and with it the browser.
pub(crate) async fn start(browser: Browser, visit: &Visit) -> Result<(Processes, WebDriver)> {
    let installed = browser.ensure()?;
    let mut processes = Processes::default();
    let port = free_port()?;
    let mut command = Command::new(&installed.driver);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match browser {
        Browser::Firefox => command.args(["--port", &port.to_string()]),
        Browser::Chromium | Browser::Webkit => command.arg(format!("--port={port}")),
    };
    if browser == Browser::Webkit {
        let display = virtual_screen(&mut processes)?;
        let settings = gtk_settings(visit, port)?;
        command.env("DISPLAY", display).env("XDG_CONFIG_HOME", &settings);
        processes.settings = Some(settings);
    }
    let child =
        command.spawn().with_context(|| format!("starting {}", installed.driver.display()))?;
    processes.children.push(child);
    wait_until_open(port)?;
    let capabilities = Capabilities::from(match capabilities(browser, &installed, visit) {
        Value::Object(capabilities) => capabilities,
        other => bail!("capabilities are an object, not {other}"),
    });
    let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
        .request_timeout(Duration::from_secs(90))
        .connect()
        .await
        .with_context(|| format!("starting {}", browser.name()))?;
    Ok((processes, driver))
}

fn capabilities(browser: Browser, installed: &Installed, visit: &Visit) -> Value {
    let binary = installed.browser.to_string_lossy();
    match browser {
        Browser::Chromium => json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": binary,
                "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
                    "--disable-background-networking", "--disable-component-update",
                    "--hide-scrollbars", "--lang=en-US",
                ],
            },
        }),
        Browser::Firefox => json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": binary,
                "args": ["-headless"],
                "prefs": {
                    "ui.prefersReducedMotion": i32::from(visit.reduced_motion),
                    "layout.css.prefers-color-scheme.content-override":
                        i32::from(visit.theme == Theme::Light),
                    "intl.accept_languages": "en-US",
                },
            },
        }),
        Browser::Webkit => json!({
            "webkitgtk:browserOptions": {
                "binary": binary,
                "args": match visit.theme {
                    Theme::Light => vec!["--automation"],
                    Theme::Dark => vec!["--automation", "--dark-mode"],
                },
            },
        }),
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn wait_until_open(port: u16) -> Result<()> {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if start.elapsed() > PATIENCE {
            bail!("the driver doesn't answer");
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Starts a screen for a browser that has no headless mode, and returns its name.
fn virtual_screen(processes: &mut Processes) -> Result<String> {
    let mut xvfb = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "2000x1300x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("starting Xvfb")?;
    let said = xvfb.stdout.take();
    processes.children.push(xvfb);
    let mut number = String::new();
    BufReader::new(said.context("Xvfb says nothing")?).read_line(&mut number)?;
    Ok(format!(":{}", number.trim()))
}

/// `WebKitGTK` asks the settings of GTK whether there should be motion.
fn gtk_settings(visit: &Visit, unique: u16) -> Result<PathBuf> {
    let dir = std::env::temp_dir().join(format!("keyhole-gtk-{}-{unique}", std::process::id()));
    let gtk = Path::new(&dir).join("gtk-3.0");
    fs::create_dir_all(&gtk)?;
    let animations = !visit.reduced_motion;
    let settings = format!("[Settings]\ngtk-enable-animations={animations}\n");
    fs::write(gtk.join("settings.ini"), settings)?;
    Ok(dir)
}
